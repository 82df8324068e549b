"""Where somebody starts from: the row of a table of starting points that fits a person.

Such a table is headed "Starting point" in its first column; a guide or a companion may have one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from advisor.plan.person import Person
from advisor.plan.talk import WISH
from advisor.plan.vocabulary import ASSOCIATE, BACHELOR, NO_DEGREE, load_vocabulary
from advisor.schema import Chunk

_HEADED = re.compile(r"(?i)^starting points?\b")
_ANOTHER = re.compile(r"(?i)\b(?:another|other) field\b")
_NURSING, _RN = "nursing", "RN"
_ELSEWHERE, _NONE = "another field", "no degree"


def starting_points(chunks: Iterable[Chunk]) -> tuple[Chunk, ...]:
    """The rows of tables of starting points."""
    rows = (chunk for chunk in chunks if chunk.kind == "row")
    return tuple(one for one in rows if _HEADED.match(one.cells[0][0]))


def starting_point(person: Person, rows: Sequence[Chunk]) -> Chunk | None:
    """The row for a person: by their licence, else their work, else their degree."""
    called = [(row, _called(row.cells[0][1])) for row in rows]
    fitting = (row for kind in _is(person) for row, kinds in called if kind in kinds)
    return next(fitting, None)


def _called(cell: str) -> frozenset[str]:
    """The kinds of people that a row is for; what they wish to be is left out."""
    words, wish = load_vocabulary(), WISH.search(cell)
    text = cell[: wish.start()] if wish else cell
    kinds = {*words.licences.find(text), *words.starts.find(text)}
    levels = words.degrees.find(text)
    kinds |= {_ELSEWHERE} if _ANOTHER.search(text) and BACHELOR in levels else set()
    return frozenset(kinds | ({_NONE} if NO_DEGREE in levels else set()))


def _is(person: Person) -> Iterator[str]:
    """The kinds of people that a person is one of, what tells most first."""
    words, schooling = load_vocabulary(), person.schooling
    yield from sorted(person.licences or (), reverse=True)
    level = schooling.level if schooling and schooling.level is not None else None
    field = schooling.field if schooling else ""
    if person.licences is None and field == _NURSING and (level or 0) >= ASSOCIATE:
        yield _RN
    yield from words.starts.find(f"{person.profile.licence or ''}; {person.profile.role or ''}")
    yield from words.starts.find(field)
    if (level or 0) >= BACHELOR and field != _NURSING and not person.licences:
        yield _ELSEWHERE
    if level == NO_DEGREE:
        yield _NONE
