"""Guides into the index, and whether the two are in step."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from advisor.build import Task, build
from advisor.chunking import chunk_guide
from advisor.config import WITH_US, Settings
from advisor.embedder import Embedder
from advisor.errors import AdvisorError, CorpusError, IndexMismatch, IndexMissing, IndexUnwritable
from advisor.guide import file_digest, find_guides, read_guides
from advisor.index import Index
from advisor.intents import load_bank
from advisor.places import Place, place_of
from advisor.schema import Chunk, Guide
from advisor.store import Taken

_ATTEMPTS = 5
"""How often an ingest begins again because another one at the same server ended first."""
_FIRST_LOOK = 1000
"""Milliseconds after which a watch looks for itself."""
_log = logging.getLogger(__name__)


@dataclass
class Changes:
    """What an ingest did, or has to do, by source file."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """The files that could not be read, each with why not; their older state is kept."""
    embedded: int = 0
    """How many texts were embedded."""
    why: str = ""
    """Why the index had to be made anew, where it did not fit."""

    def __bool__(self) -> bool:
        """Whether there was anything to do or to tell."""
        return bool(self.added or self.changed or self.removed or self.errors)


def ingest(
    settings: Settings,
    paths: Sequence[Path],
    rebuild: bool = False,
    embedder: Embedder | None = None,
) -> Changes:
    """Bring the index up to date with the paths (the settings' corpus where none are given).

    Guides that vanished from a given folder are removed; guides elsewhere are left alone, unless
    `rebuild` says that nothing that is there counts. A file that cannot be read is told of in the
    changes' `errors`, and its older state is kept. An index that does not fit the settings or this
    program is made anew from its guides' files. The index changes as a whole or not at all.

    Raises AdvisorError where no file can be read or the index cannot be written.
    """
    model = embedder or Embedder(settings.embedding_model)
    made: dict[str, np.ndarray] = {}  # the vectors of earlier attempts

    def once(place: Place) -> Changes:
        index = None if rebuild else Index.peek(place)
        upon = index.mark if index else place.newest() if rebuild else None
        foreign = index.foreign(settings) if index else ""
        changes = _compare(settings, index, paths)
        guides, changes.errors = _chunked(map(Path, [*changes.added, *changes.changed]))
        if not guides and not changes.unchanged:
            raise CorpusError("\n".join(changes.errors))
        read = {guide.source for guide, _ in guides}
        changes.added = [source for source in changes.added if source in read]
        changes.changed = [source for source in changes.changed if source in read]
        changes.why = foreign
        anew = index is None or bool(foreign)
        if index and not anew:
            if not guides and not changes.removed and index.revision.bank == load_bank().digest:
                index.probe()
                return changes
            index.verify()
        task = Task(guides, upon, frozenset(changes.removed), anew)
        changes.embedded = build(place, index, task, model, made)
        return changes

    return _written(settings, once)


def remove(settings: Settings, paths: Sequence[Path]) -> Changes:
    """Take guides out of the index, named by their files or folders; these may be gone already.

    Raises IndexMissing where a path names no guide of the index.
    """

    def once(place: Place) -> Changes:
        index = Index.open(settings)
        sources = [card.source for card in index.guides()]
        gone = {source for path in paths for source in _named(path, sources)}
        embedder = Embedder(settings.embedding_model)
        build(place, index, Task((), index.mark, frozenset(gone)), embedder)
        return Changes(removed=sorted(gone), unchanged=[one for one in sources if one not in gone])

    return _written(settings, once)


def check(settings: Settings, paths: Sequence[Path]) -> list[str]:
    """How the index differs from the paths, a line each; empty where it does not.

    Every chunk is looked for. Raises AdvisorError where a path is none, or no index can be read.
    """
    index = Index.open(settings)
    index.verify()
    found = _compare(settings, index, paths)
    return [
        *(f"{source} is not in the index" for source in found.added),
        *(f"{source} has changed since it was ingested" for source in found.changed),
        *(f"{source} is in the index, but not there any more" for source in found.removed),
    ]


def watch(settings: Settings, paths: Sequence[Path]) -> Iterator[Changes | AdvisorError]:
    """Ingest now, and again whenever something below the paths changes, until interrupted.

    What came of it is given where something did.
    """
    from watchfiles import watch as wait

    embedder = Embedder(settings.embedding_model)
    yield ingest(settings, paths, embedder=embedder)
    index = str(settings.index.resolve())
    missed = True  # something may have changed before the watch was on
    for files in wait(
        *(paths or [settings.corpus]),
        watch_filter=lambda _, path: not path.startswith(index),
        rust_timeout=_FIRST_LOOK,
        yield_on_timeout=True,
    ):
        if files or missed:
            missed = False
            try:
                changes = ingest(settings, paths, embedder=embedder)
            except AdvisorError as error:  # an author may leave a file half written for a while
                yield error
            else:
                if changes:
                    yield changes


def open_index(settings: Settings) -> Index:
    """The index, open for asking; made anew from its guides' files where it does not fit.

    Whoever installed a wheel has no `ingest.py`, so there it is brought up to date first.

    Raises AdvisorError where there is none, or where it cannot be opened or made anew.
    """
    if WITH_US.is_dir() and not settings.chroma_url:
        if not place_of(settings).newest():
            _log.warning("The guides are read once, which takes a minute.")
        for fault in ingest(settings, []).errors:
            _log.warning("Left out: %s", fault)
    try:
        return Index.open(settings)
    except IndexMismatch as misfit:
        if not settings.corpus.exists():
            raise
        _log.warning("%s; it is made anew from the guides.", str(misfit).partition(";")[0])
        ingest(settings, [])
        return Index.open(settings)


def _chunked(files: Iterable[Path]) -> tuple[list[tuple[Guide, list[Chunk]]], list[str]]:
    """The guides that can be read, with their chunks; a message for each of the others."""
    guides, errors = read_guides(files)
    found = []
    for guide in guides:
        try:
            found.append((guide, chunk_guide(guide)))
        except CorpusError as error:
            errors.append(str(error))
    return found, errors


def _compare(settings: Settings, index: Index | None, paths: Sequence[Path]) -> Changes:
    """How an index differs from the paths; one that has to be made anew has none of the files."""
    paths = [_relative(path) for path in paths or [settings.corpus]]
    files = [file.as_posix() for file in find_guides(list(paths))]
    cards = index.guides() if index else []
    others = [card.source for card in cards if card.source not in files]
    folders = [path for path in paths if path.is_dir()]
    gone = {one for one in others if any(Path(one).is_relative_to(path) for path in folders)}
    if index and (foreign := index.foreign(settings)):
        kept = [source for source in others if source not in gone]
        lost = ", ".join(source for source in kept if not Path(source).is_file())
        if lost:
            raise IndexMismatch(
                f"{foreign}, and cannot be made anew, because {lost} is not there; run "
                "`python ingest.py --rebuild` to go on without."
            )
        files, cards = files + kept, []
    before = {card.source: card.digest for card in cards}
    same = [source for source in files if before.get(source) == file_digest(Path(source))]
    return Changes(
        added=[source for source in files if source not in before],
        changed=[source for source in files if source in before and source not in same],
        removed=sorted(gone),
        unchanged=same,
    )


def _written(settings: Settings, once: Callable[[Place], Changes]) -> Changes:
    """What one attempt gives that was not overtaken."""
    place = place_of(settings)
    for _ in range(_ATTEMPTS):
        with suppress(Taken):
            return once(place)
    raise IndexUnwritable(
        f"Other ingests into {place.name} ended first {_ATTEMPTS} times, and this one changed "
        "nothing; run it again when they have ended."
    )


def _named(path: Path, sources: Sequence[str]) -> list[str]:
    """The sources that a path names: a file, or all below a folder."""
    relative = _relative(path)
    named = [source for source in sources if Path(source).is_relative_to(relative)]
    if not named:
        raise IndexMissing(f"{path} is not in the index; `python ingest.py --list` tells what is.")
    return named


def _relative(path: Path) -> Path:
    """The path as citations name it: relative to the working folder where it lies below that."""
    return Path(os.path.relpath(path)) if path.resolve().is_relative_to(Path.cwd()) else path
