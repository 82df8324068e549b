"""Bring the index up to date with the guides: `python ingest.py [PATH ...]`."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.config import Settings
from advisor.errors import AdvisorError, CorpusError, SetupError
from advisor.loading import collect_rarely
from advisor.schema import Guide, whereabouts

if TYPE_CHECKING:
    from advisor.ingest import Changes

DIFFERS = 1
SETUP_FAILED = 2
_COUNTED = {"paragraph": "paragraph", "list": "bullet", "table": "row"}


def main(argv: Sequence[str] | None = None) -> int:
    """Parse the flags, do what they say, print what came of it; returns the exit code.

    It is 1 where a file could not be read and was left out, or where `--check` finds a difference,
    2 where nothing could be done.
    """
    flags = _parser().parse_args(argv)
    collect_rarely()
    try:
        settings = Settings.from_env()
        if flags.check:
            return _check(settings, flags.paths)
        if flags.outline:
            return _outline(settings, flags.paths)
        if flags.list:
            return _list(settings)
        if flags.watch:
            return _watch(settings, flags.paths)
        return _change(settings, flags)
    except AdvisorError as error:
        print(f"ingest.py: {error}", file=sys.stderr)
        return SETUP_FAILED
    except KeyboardInterrupt:
        return 0 if flags.watch else 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="ingest.py", description=__doc__)
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH",
        help="guide files or folders of guides (default: the corpus folder of the settings)",
    )  # fmt: skip
    ways = parser.add_mutually_exclusive_group()
    ways.add_argument(
        "--rebuild", action="store_true",
        help="make the index anew from the paths, whatever is there",
    )  # fmt: skip
    ways.add_argument(
        "--remove", action="store_true",
        help="take the paths out of the index; their files stay as they are",
    )  # fmt: skip
    ways.add_argument(
        "--outline", action="store_true",
        help="print the headings that are found in the paths, and change nothing",
    )  # fmt: skip
    ways.add_argument("--list", action="store_true", help="list the guides in the index")
    ways.add_argument(
        "--check", action="store_true",
        help="tell how the index differs from the paths (exit code 1), and change nothing",
    )  # fmt: skip
    ways.add_argument(
        "--watch", action="store_true", help="ingest again whenever a guide changes, until Ctrl-C"
    )
    parser.add_argument(
        "--coverage", action="store_true", help="print what each guide answers, and where"
    )
    return parser


def _change(settings: Settings, flags: argparse.Namespace) -> int:
    from advisor.ingest import ingest, remove

    if flags.remove and not flags.paths:
        raise CorpusError(
            "--remove wants the paths of guides; `python ingest.py --list` tells them."
        )
    if flags.remove:
        changes = remove(settings, flags.paths)
    else:
        changes = ingest(settings, flags.paths, rebuild=flags.rebuild)
    if flags.coverage:
        print(_coverage(settings))
    _print(changes)
    return DIFFERS if changes.errors else 0


def _check(settings: Settings, paths: list[Path]) -> int:
    from advisor.ingest import check

    try:
        differences = check(settings, paths)
    except CorpusError:
        raise
    except SetupError as error:  # an index that cannot be opened matches nothing
        differences = [str(error)]
    print("\n".join(differences) or "The index matches the guides.")
    return DIFFERS if differences else 0


def _outline(settings: Settings, paths: list[Path]) -> int:
    from advisor.guide import find_guides, read_guides

    guides, errors = read_guides(find_guides(paths or [settings.corpus]))
    print("\n\n".join(_headings(guide) for guide in guides))
    for fault in errors:
        print(f"ingest.py: left out: {fault}", file=sys.stderr)
    return DIFFERS if errors else 0


def _headings(guide: Guide) -> str:
    """What was found in a guide, for its author: the headings, each with what stands below it."""
    lines = [f"{guide.source}: {guide.title} (career: {guide.career})"]
    for section in guide.sections:
        counts = Counter[str]()
        for block in section.blocks:
            counts[_COUNTED[block.kind]] += len(block.slices)
        below = ", ".join(f"{count} {noun}{'s' * (count > 1)}" for noun, count in counts.items())
        where = whereabouts(section.heading.lines, section.heading.place) if section.heading else ""
        told = "; ".join(one for one in (where, below) if one)
        lines.append(f"{'  ' * len(section.path)}{section.path[-1]} ({told})")
    return "\n".join(lines)


def _coverage(settings: Settings) -> str:
    """Which intents each guide answers, with the sections that speak to them, and which not.

    An author corrects it with the front matter's `answers:` and `silent:`.
    """
    from advisor.ingest import open_index
    from advisor.intents import load_bank
    from advisor.library import Library

    index = open_index(settings)
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


def _list(settings: Settings) -> int:
    from advisor.index import Index

    for card in Index.open(settings).guides():
        print(f"{card.source}: {card.title} ({card.chunks} chunks)")
    return 0


def _watch(settings: Settings, paths: list[Path]) -> int:
    from advisor.ingest import watch

    for outcome in watch(settings, paths):
        if isinstance(outcome, AdvisorError):
            print(f"ingest.py: {outcome}", file=sys.stderr)
        else:
            _print(outcome)
        sys.stdout.flush()
    return 0


def _print(changes: Changes) -> None:
    if changes.why:
        print(f"ingest.py: {changes.why}; it was made anew.", file=sys.stderr)
    for name in ("added", "changed", "removed", "unchanged"):
        sources = getattr(changes, name)
        print(f"{name}: {len(sources)}" + "".join(f"\n  {source}" for source in sources))
    print(f"texts embedded: {changes.embedded}")
    for fault in changes.errors:
        print(f"ingest.py: left out: {fault}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
