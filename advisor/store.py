"""Chroma: opened in a folder or at a server, its faults in words; its only importer."""

from __future__ import annotations

import errno
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from advisor.errors import (
    AdvisorError,
    IndexDamaged,
    IndexMissing,
    IndexUnreachable,
    IndexUnwritable,
    SetupError,
)

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration
    from chromadb.api.models.Collection import Collection

    __all__ = ["Client", "Collection"]

DATABASE_FILE = "chroma.sqlite3"
"""What Chroma keeps all but the vectors in, in a folder."""
_DEFAULT = "default_database"
_HNSW: CreateHNSWConfiguration = {
    "space": "cosine", "max_neighbors": 32, "ef_construction": 200, "ef_search": 200,
}  # fmt: skip
"""How vectors are kept and searched: with Chroma's own figures some of ten thousand do not find
themselves.
"""
_PATIENCE = 60.0
"""Seconds that a server may take to answer."""
_FULL = ("disk is full", "no space left", "file too large", "quota exceeded")
_FORBIDDEN = ("readonly database", "read-only", "permission denied")
_FULL_CODES = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)


_opening = threading.Lock()


class Taken(Exception):
    """A collection of that name is there already; another program was first."""


def open_folder(folder: Path) -> Client:
    """Chroma in a folder, made where there is none."""
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient

    # Chroma keeps what it has half opened, and would hand that to another thread, or out again.
    with _opening:
        try:
            return cast("Client", chromadb.PersistentClient(str(folder), _settings()))
        except AttributeError as error:
            SharedSystemClient._identifier_to_system.pop(str(folder), None)
            raise error.__context__ or error from None


def open_server(url: str, create: bool = False) -> Client:
    """Chroma at a server; the URL's path names the database (`http://host:8000/careers`).

    A database that is not there is made if `create` says so, else IndexMissing is raised. Raises
    SetupError where the URL is none, IndexUnreachable where no server answers.
    """
    import chromadb
    from httpx import Timeout

    parts = _parts(url)
    with faults(shown(url), at_server=True):
        database = _database(parts, create)
        # Asked before, since Chroma leaves a connection open where it finds no database.
        client: Any = chromadb.HttpClient(
            host=parts.hostname,
            port=_port(parts),
            ssl=parts.scheme == "https",
            database=database,
            settings=_settings(),
        )
    client._server._session.timeout = Timeout(_PATIENCE)  # Chroma would wait for ever
    return cast("Client", client)


def hang_up(client: Client) -> None:
    """Close the connections to a server, both of which Chroma leaves open."""
    for one in (client, client._admin_client):
        cast(Any, one)._server._session.close()
    client.close()


def shown(url: str) -> str:
    """A server's URL without what may be secret in it."""
    parts = _parts(url)
    return f"{parts.scheme}://{parts.hostname}:{_port(parts)}{parts.path}"


def create_only(client: Client, name: str, metadata: dict[str, Any]) -> None:
    """Make a collection that must be new, in one transaction of Chroma's catalogue.

    Raises Taken where one of that name is there.
    """
    from chromadb.errors import ChromaError

    try:
        client.create_collection(name, embedding_function=None, metadata=metadata)
    except ChromaError as error:
        if "already exists" in str(error):
            raise Taken(name) from error
        raise


def collection(client: Client, name: str) -> Collection:
    """A collection of vectors compared by cosine, made where there is none."""
    return client.get_or_create_collection(
        name, embedding_function=None, configuration={"hnsw": _HNSW}
    )


@contextmanager
def faults(place: str, writing: bool = False, at_server: bool = False) -> Iterator[None]:
    """Turn what Chroma, SQLite and the system raise into what the user should know and do.

    Where it is raised by `writing`, which goes beside what is there, that is not to blame.
    """
    try:
        yield
    except AdvisorError:
        raise
    except BaseException as error:
        if not _is_fault(error):
            raise
        raise _in_words(error, place, writing, at_server) from error


def _is_fault(error: BaseException) -> bool:
    from chromadb.errors import ChromaError
    from httpx import HTTPError

    if isinstance(error, ValueError):  # is how Chroma says that it reaches no server
        return "connect" in str(error)
    # What goes wrong deep inside Chroma reaches Python as a panic, outside of Exception.
    return isinstance(error, ChromaError | HTTPError | OSError | sqlite3.Error) or (
        type(error).__name__ == "PanicException"
    )


def damaged(place: str, harm: str) -> IndexDamaged:
    """What to say of an index that something has happened to."""
    return IndexDamaged(
        f"The index in {place} is damaged ({harm}); make it anew with `python ingest.py --rebuild`."
    )


def _in_words(error: BaseException, place: str, writing: bool, at_server: bool) -> SetupError:
    from httpx import HTTPError

    said = (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
    if getattr(error, "errno", None) in _FULL_CODES or _tells(said, _FULL):
        return IndexUnwritable(
            f"There is no room left for the index in {place} ({said}); free some space and run "
            "it again. What was there before still holds."
        )
    if at_server and isinstance(error, HTTPError | OSError | ValueError):
        return IndexUnreachable(
            f"No Chroma server answers at {place} ({said}); start it, or set ADVISOR_CHROMA_URL."
        )
    if isinstance(error, OSError) or _tells(said, _FORBIDDEN):
        return IndexUnwritable(
            f"The index cannot be kept in {place} ({said}); set ADVISOR_INDEX to a folder that can "
            "be written."
        )
    if writing:
        return IndexUnwritable(
            f"The index in {place} could not be written ({said}). What was there before still "
            "holds; see whether there is room for it, and run it again."
        )
    return damaged(place, said)


def _tells(said: str, signs: Sequence[str]) -> bool:
    return any(one in said.lower() for one in signs)


def _settings() -> Any:
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _parts(url: str) -> Any:
    parts = urlsplit(url)
    try:
        sound = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        sound = False
    if not sound or "/" in parts.path.strip("/"):
        raise SetupError(
            "ADVISOR_CHROMA_URL is not of the form http://HOST:PORT or http://HOST:PORT/DATABASE."
        )
    return parts


def _port(parts: Any) -> int:
    return int(parts.port or (443 if parts.scheme == "https" else 8000))


def _database(parts: Any, create: bool) -> str:
    """The name of the database, which is there."""
    from httpx import codes, get, post

    name = parts.path.strip("/") or _DEFAULT
    server = f"{parts.scheme}://{parts.hostname}:{_port(parts)}"
    databases = f"{server}/api/v2/tenants/default_tenant/databases"
    found = get(f"{databases}/{name}", timeout=_PATIENCE)
    if found.status_code == codes.NOT_FOUND and create:
        found = post(databases, json={"name": name}, timeout=_PATIENCE)
    if found.status_code == codes.NOT_FOUND:
        raise IndexMissing(f"There is no index at {server}/{name}; run `python ingest.py`.")
    if found.status_code != codes.CONFLICT:  # else another program has just made it
        found.raise_for_status()
    return str(name)
