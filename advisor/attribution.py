"""Whose words are whose: what a career's guide says is told apart from what others say.

Every line keeps its citation; before the lines of one source stands a frame that names it and what
kind of source it is. Its date goes with the citation, so that no figure stands uncited.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from advisor.draft import Line, frame
from advisor.schema import SourceKind
from advisor.text import money

STALE = 5
"""Years after which what a source says is marked as possibly outdated."""
_WORDS: dict[SourceKind, str] = {
    "official": "Official statistics ({name}):",
    "body": "According to {name}:",
    "secondary": "A secondary source says ({name}):",
    "editors": "Our own reading of the sources:",
}
GUIDE = "The career guide says:"
_OLD = "Some years old, so it may have changed."
_DIFFER = (
    "The two differ because the guide speaks of one role and the statistics of a whole occupation."
)


def attributed(lines: Sequence[Line], today: date | None = None) -> list[Line]:
    """The lines, those of one source together and under its name.

    Where all come from the guide itself, which names no other source, they stay as they are.
    """
    groups: dict[str, list[Line]] = {}
    for line in lines:
        groups.setdefault(source_head(line, today), []).append(line)
    if set(groups) <= {GUIDE}:
        return list(lines)
    found: list[Line] = []
    for head, own in groups.items():
        found += [frame(head), *own] if head else own
    return [*found, frame(_DIFFER)] if _differ(lines) else found


def source_head(line: Line, today: date | None = None) -> str:
    """What stands before a line to tell its source; nothing before the advisor's own words."""
    today = today or date.today()
    if not line.chunks:
        return ""
    notes = line.chunks[0].notes
    if not notes:
        return GUIDE
    names = dict.fromkeys(note.name.split(",")[0] for note in notes)
    head = _WORDS[notes[0].kind].format(name=" and ".join(names))
    years = [note.year for note in notes if note.year]
    old = years and max(years) < today.year - STALE
    return f"{_OLD} {head}" if old else head


def _differ(lines: Sequence[Line]) -> bool:
    """Whether the guide's pay stands beside that of official statistics."""
    paid = [line.chunks[0].notes for line in lines if line.chunks and money(line.text)]
    return any(not notes for notes in paid) and any(
        notes and notes[0].kind == "official" for notes in paid
    )
