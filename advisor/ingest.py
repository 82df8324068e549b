"""Guides into the index."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.errors import CorpusError
from advisor.guide import find_guides, read_guides
from advisor.index import Changes, Index
from advisor.intents import load_bank
from advisor.library import Library


def ingest(settings: Settings, paths: list[Path], rebuild: bool = False) -> Changes:
    """Bring the index up to date with the paths (the settings' corpus where none are given).

    Guides that vanished from a given folder are removed; guides elsewhere are left alone. A file
    that cannot be read is told of in the changes' `errors`, and its older state is kept.
    Raises AdvisorError where no file can be read or the index cannot be written.
    """
    paths = [_relative(path) for path in paths or [settings.corpus]]
    files = find_guides(paths)
    guides, errors = read_guides(files)
    if not guides:
        raise CorpusError("\n".join(errors))
    index = Index.create(settings.index, settings.embedding_model, rebuild)
    embedder = Embedder(settings.embedding_model)
    folders = [path for path in paths if path.is_dir()]
    present = {file.as_posix() for file in files}
    gone = [
        card.source
        for card in index.guides()
        if card.source not in present
        and any(Path(card.source).is_relative_to(folder) for folder in folders)
    ]
    progress = sys.stderr.isatty()
    changes = index.update(guides, gone, embedder, progress)
    changes.embedded += index.train(load_bank(), embedder, progress)
    changes.errors = errors
    return changes


def coverage_report(settings: Settings) -> str:
    """Which intents each guide answers, with the sections that speak to them, and which not.

    An author corrects it with the front matter's `answers:` and `silent:`.
    """
    index = Index.open(settings.index, settings.embedding_model)
    bank = load_bank()
    lines: list[str] = []
    for shelf in Library(index, bank).shelves:
        lines.append(f"{shelf.card.title} ({shelf.card.source})")
        for intent in bank.intents:
            if intent.id in shelf.covered:
                chunks = shelf.coverage.get(intent.id, ())
                where = list(dict.fromkeys(chunk.heading for chunk in chunks))
                lines.append(f"  {intent.id}: {intent.label}; {len(chunks)} in {where[:3]}")
        asked = [one for one in bank.intents if not one.reason]
        silent = [one.id for one in asked if one.id not in shelf.covered]
        lines.append(f"  says nothing about: {', '.join(silent)}")
    return "\n".join(lines)


def _relative(path: Path) -> Path:
    """The path as citations name it: relative to the working folder where it lies below that."""
    return Path(os.path.relpath(path)) if path.resolve().is_relative_to(Path.cwd()) else path
