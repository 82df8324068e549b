"""Whose words are whose: what a career's guide says is told apart from what others say.

Every line keeps its citation; before the lines of one source stands a frame that names it and what
kind of source it is. Its date goes with the citation, so that no figure stands uncited.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from advisor.draft import Line, frame
from advisor.schema import SourceKind, SourceNote
from advisor.text import money

STALE = 5
"""Years after which what a source says is marked as possibly outdated."""
_WORDS: dict[SourceKind, str] = {
    "official": "Official statistics ({name}):",
    "body": "According to {name}:",
    "secondary": "A secondary source says ({name}):",
    "editors": "Our own reading of the sources:",
}
_GUIDE = "The career guide says:"
_OLD = "The following is some years old and may have changed."
_DIFFER = (
    "The two differ because the guide speaks of one role and the statistics of a whole occupation."
)

Notes = tuple[SourceNote, ...]


def attributed(lines: Sequence[Line], today: date | None = None) -> list[Line]:
    """The lines, those of one source together and under its name.

    Where all come from the guide itself, which names no other source, they stay as they are.
    """
    groups: dict[Notes, list[Line]] = {}
    for line in lines:
        groups.setdefault(_notes(line), []).append(line)
    if set(groups) <= {()}:
        return list(lines)
    found: list[Line] = []
    for notes, own in groups.items():
        found += [frame(text) for text in _heads(notes, len(groups), today or date.today())]
        found += own
    return [*found, frame(_DIFFER)] if _differ(groups) else found


def _notes(line: Line) -> Notes:
    return line.chunks[0].notes if line.chunks else ()


def _heads(notes: Notes, groups: int, today: date) -> list[str]:
    """What stands before the lines of one source."""
    if not notes:
        return [_GUIDE] if groups > 1 else []
    names = list(dict.fromkeys(note.name.split(",")[0] for note in notes))
    head = _WORDS[notes[0].kind].format(name=" and ".join(names))
    years = [note.year for note in notes if note.year]
    old = years and max(years) < today.year - STALE
    return [_OLD, head] if old else [head]


def _differ(groups: dict[Notes, list[Line]]) -> bool:
    """Whether the guide's pay stands beside that of official statistics."""
    paid = {
        notes[0].kind if notes else "guide"
        for notes, lines in groups.items()
        if any(money(line.text) for line in lines)
    }
    return {"guide", "official"} <= paid
