"""Where an index can be: in a folder of this machine or at a Chroma server.

Chroma in a folder is safe neither against a second process nor against a kill while it writes. So
the folder holds whole stores side by side, `store-000012-1f3a9c`, each sealed and never changed.
A build copies the newest under a lock, changes the copy, and renames it into place, which is what
makes it visible; the store before it is kept for the readers that have it open.

A server is its own process and the only one to touch its files. There a build adds to what is
visible without changing it, and becomes visible with its revision (`advisor.revision`).
"""

from __future__ import annotations

import os
import re
import secrets
import shutil
import sqlite3
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.config import Settings
from advisor.errors import IndexMissing, IndexUnwritable
from advisor.revision import read_revision
from advisor.seal import damage, seal
from advisor.store import (
    DATABASE_FILE,
    Taken,
    damaged,
    faults,
    hang_up,
    open_folder,
    open_server,
    shown,
)

if TYPE_CHECKING:
    from advisor.store import Client

WAIT = 10.0
"""Seconds that an ingest waits for another to end."""
_ELBOW_ROOM = 32_000_000
"""Bytes of free disk that Chroma is given, for what it writes when it reads."""
_STORE = re.compile(r"store-(\d{6,})-[0-9a-f]+")


class Folder:
    """A folder of stores, each a whole state of the index."""

    shared = False
    """Whether a build is written into what others are reading."""
    pauses: tuple[float, ...] = ()
    """Seconds to wait before a question that failed is asked again."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def newest(self) -> str | None:
        """What the newest state is called, None where there is none; takes no time."""
        stores = self._stores()
        return stores[-1] if stores else None

    def connect(self, state: str) -> Client:
        """Chroma on one of the stores, for reading; close it after use.

        Raises IndexDamaged where the store is not as it was written.
        """
        store = self.path / state
        if harm := damage(store):
            raise damaged(self.name, harm)
        with self.faults():
            if os.access(store, os.W_OK) and shutil.disk_usage(store).free > _ELBOW_ROOM:
                return open_folder(store)
            # Chroma writes even to read, so it is given a copy.
            copy = Path(tempfile.mkdtemp(prefix="advisor-index-"))
            _copy(store, copy)
            client = open_folder(copy)
        weakref.finalize(client, shutil.rmtree, copy, ignore_errors=True)
        return client

    def faults(self, writing: bool = False) -> AbstractContextManager[None]:
        """Turns what is raised inside into an AdvisorError."""
        return faults(self.name, writing)

    @contextmanager
    def write(self, upon: str | None, anew: bool) -> Iterator[Client]:
        """Chroma on a copy of the newest store (on an empty one, if `anew`), to be changed.

        The copy takes the newest one's place when the block ends, and vanishes where it fails.
        Raises Taken where the newest is not the state that the change was planned upon,
        IndexUnwritable where another ingest writes for too long.
        """
        with self._lock():
            if self.newest() != upon:
                raise Taken(upon)
            staging = self.path / "staging"
            number = int(upon.split("-")[1]) + 1 if upon else 1
            try:
                client = self._stage(upon if not anew else None, staging)
                try:
                    yield client
                finally:
                    client.close()
                with self.faults(writing=True):
                    seal(staging)
                    _flush(staging)
                    staging.rename(self.path / f"store-{number:06}-{secrets.token_hex(3)}")
                    _flush(self.path, whole=False)
            except BaseException:
                shutil.rmtree(staging, ignore_errors=True)
                raise
            for old in self._stores()[:-2]:
                shutil.rmtree(self.path / old, ignore_errors=True)

    def _stage(self, store: str | None, staging: Path) -> Client:
        """Chroma on a copy of a store, or on an empty one."""
        shutil.rmtree(staging, ignore_errors=True)  # left by an ingest that was killed
        with self.faults(writing=True):
            staging.mkdir()
            if store:
                _copy(self.path / store, staging)
            return open_folder(staging)

    @contextmanager
    def _lock(self) -> Iterator[None]:
        """Keeps other writers out; the system opens it again for a process that dies."""
        from filelock import FileLock, Timeout

        with self.faults(writing=True):
            self.path.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path / ".lock")
            try:
                lock.acquire(timeout=WAIT)
            except Timeout as error:
                raise IndexUnwritable(
                    f"Another ingest is writing to {self.path}. This one waited {WAIT:g} seconds "
                    "and changed nothing; run it again when the other has ended."
                ) from error
        try:
            yield
        finally:
            lock.release()

    def _stores(self) -> list[str]:
        try:
            names = [entry.name for entry in self.path.iterdir()]
        except OSError:
            return []
        found = [(int(match[1]), name) for name in names if (match := _STORE.fullmatch(name))]
        return [name for _, name in sorted(found)]


class Server:
    """A Chroma server; its URL's path names the database."""

    shared = True
    pauses = (0.1, 0.5)

    def __init__(self, url: str) -> None:
        self._url = url
        self.name = shown(url)
        self._client: Client | None = None
        self._connecting = threading.Lock()

    def newest(self) -> str | None:
        """What the newest state is called, None where there is none; one short request."""
        try:
            client = self._connection()
        except IndexMissing:
            return None
        with self.faults():
            revision = read_revision(client)
        return f"{revision.number}-{revision.base}" if revision else None

    def connect(self, _state: str) -> Client:
        """The connection; all states are to be had with it."""
        return self._connection()

    def faults(self, writing: bool = False) -> AbstractContextManager[None]:
        """Turns what is raised inside into an AdvisorError."""
        return faults(self.name, writing, at_server=True)

    @contextmanager
    def write(self, _upon: str | None, _anew: bool) -> Iterator[Client]:
        """The connection; what is added with it is seen when its revision is.

        There is no lock: of two builds upon the same revision, the first to end counts.
        """
        yield self._connection(create=True)

    def _connection(self, create: bool = False) -> Client:
        """Made once and used by all threads."""
        with self._connecting:
            if self._client is None:
                self._client = open_server(self._url, create)
                weakref.finalize(self, hang_up, self._client)
            return self._client


Place = Folder | Server


_server = lru_cache(maxsize=4)(Server)
"""A server, with a connection that is used again."""


def place_of(settings: Settings) -> Place:
    """Where the settings put the index. Raises SetupError where the server's URL is none."""
    return _server(settings.chroma_url) if settings.chroma_url else Folder(settings.index)


def _copy(store: Path, to: Path) -> None:
    """Copy a store that others may have open: its database by SQLite, its vectors as they are."""
    for entry in store.iterdir():
        if entry.is_dir():
            shutil.copytree(entry, to / entry.name)
    with (
        closing(sqlite3.connect(store / DATABASE_FILE)) as old,
        closing(sqlite3.connect(to / DATABASE_FILE)) as new,
    ):
        old.backup(new)


def _flush(path: Path, whole: bool = True) -> None:
    """See to it that a folder, with all in it if `whole`, is on the disk."""
    for one in [path, *(path.rglob("*") if whole else [])]:
        descriptor = os.open(one, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
