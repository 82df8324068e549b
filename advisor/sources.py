"""Where a guide's facts come from: its `Source:` lines, attached to the blocks that they close.

A guide closes what it took from one place with a paragraph of its own:

    Source: Oncology Nursing Society, role delineation study; professional body; 2017.

The name, what kind of source it is and its date are parted by semicolons. The line (or several,
one below the other) speaks for every paragraph, list and table since the heading or since the last
such line. It is no passage of its own: nothing is answered from it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from advisor.errors import CorpusError
from advisor.schema import Block, SourceKind, SourceNote

KINDS: Mapping[str, SourceKind] = {
    "official statistics": "official",
    "government": "body",
    "certifying body": "body",
    "licensing body": "body",
    "professional body": "body",
    "school catalog": "body",
    "secondary source": "secondary",
    "survey": "secondary",
    "opinion": "secondary",
    "our reading": "editors",
}
"""How a guide words the kind of a source, and which of the four kinds is meant."""

_LINES = re.compile(r"(?:Source: [^;]+; [^;]+; [^;.]+\.\s*)+")
_LINE = re.compile(r"Source: (?P<name>[^;]+); (?P<words>[^;]+); (?P<date>[^;.]+)\.")


def attribute(blocks: Sequence[Block], guide: str) -> list[tuple[Block, tuple[SourceNote, ...]]]:
    """The blocks of one section that hold text, each with the sources that it was taken from.

    Raises CorpusError where a source line of the file `guide` names an unknown kind.
    """
    found: list[tuple[Block, tuple[SourceNote, ...]]] = []
    waiting: list[Block] = []
    notes: tuple[SourceNote, ...] = ()
    for block in blocks:
        if told := _notes(block, guide):
            notes += told
            continue
        if notes:
            found += [(one, notes) for one in waiting]
            waiting, notes = [], ()
        waiting.append(block)
    return found + [(one, notes) for one in waiting]


def _notes(block: Block, guide: str) -> tuple[SourceNote, ...]:
    """The sources that a block names if it is nothing but source lines, else nothing."""
    text, line = block.slices[0].text, block.slices[0].lines[0]
    if block.kind != "paragraph" or not _LINES.fullmatch(text):
        return ()
    notes = []
    for match in _LINE.finditer(text):
        if match["words"] not in KINDS:
            line += text.count("\n", 0, match.start())
            raise CorpusError(
                f"{guide}, line {line}: {match['words']!r} is no kind of source; "
                f"one of these was expected: {', '.join(KINDS)}."
            )
        kind = KINDS[match["words"]]
        notes.append(SourceNote(match["name"], kind, match["words"], match["date"]))
    return tuple(notes)
