"""Rows of companions' tables that a question names, and the column that it asks for.

"Who earns more, an LPN or a medical assistant?" wants one cell of two rows, and "Is a senior
coordinator paid less than a registered nurse?" such a cell beside the guide's own figure. Rows and
column are told from the question's words, and only where none of them is left over.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeVar

from advisor.draft import Line, quote, values
from advisor.lexicon import terms
from advisor.names import WORD, name_words, singular, split_names
from advisor.readers.levels import LEVEL_WORDS
from advisor.schema import Chunk

T = TypeVar("T")
Name = tuple[str, ...]
"""Words in lower case and in the singular."""

_NAME = "#"
"""What stands for a name that was found."""


class Column(NamedTuple):
    """A kind of column: how it is headed, and how it is asked for."""

    heading: str
    asked: str


_PAY = Column(
    r"(?i)^median pay a year",
    r"pay|paid\b|earn\w*|salar\w+|wages?\b|money|income|makes?\b|median|better off",
)
_COLUMNS = (
    Column(r"(?i)^median pay an hour", r"hourly|(?:an|per|by the) hour"),
    _PAY,
    Column(r"(?i)^openings", r"openings"),
    Column(r"(?i)^growth", r"grow\w*|outlook|demand|future|prospects?"),
    Column(r"(?i)^people employed", r"how many|number of|employed|more common"),
    Column(r"(?i)education", r"education|degrees?\b|school\w*|stud(?:y|ies)\b"),
    Column(r"(?i)\bfee$", r"costs?\b|fees?\b|prices?\b|cheap\w*|expensive|charges?\b"),
    Column(r"(?i)^renewal$", r"renew\w*|recertif\w*|valid|expires?|keep"),
    Column(
        r"(?i)^who ",
        r"who (?:may|can|is|are|gets)|eligib\w*|qualif\w*|may (?:i )?take|require\w*",
    ),
    Column(r"(?i)^where$", r"where|settings?|workplaces?|employers?|environment"),
    Column(
        r"(?i)^background", r"becom\w+|background|licen[cs]e\w*|qualif\w*|require\w*|need to be"
    ),
    Column(r"(?i)^credential", r"certif\w*|credentials?"),
    Column(r"(?i)^main focus", r"what (?:do|does|is|are)|duties|tasks|all day|responsib\w*"),
)
"""The more particular first."""
_NEUTRAL = frozenset(
    terms(
        "official officially statistics figures national average typical mean median normally us "
        "usa america country year years annual annually yearly a hour hourly pay paid salary wage "
        "money income earn make better worse more less higher lower highest lowest most least "
        "faster slower quickly grow growth outlook demand future decade prospects openings jobs "
        "number employed employment common education degree school study cost fee price cheap "
        "expensive charge exam test take sit certification certificate credential renewal renew "
        "recertification valid expire keep eligible qualify require requirements level compare "
        "compared comparison difference differ different versus vs against beside side next career "
        "job role position occupation profession work worker off near nearest closest bls bureau "
        "labor government federal guide tell per often today current currently become background "
        "license licence need setting workplace employer environment duties tasks day daily focus "
        "main exactly typical responsibility responsibilities credential"
    )
)
"""Words that ask for a column or compare, and name nothing that a row would have to tell."""
_GUIDE = re.compile(r"(?i)\bguide(?:['’]s)?\b")
_OFFICIAL = re.compile(
    r"(?i)\b(?:official(?:ly)?|bls|bureau of labor|government(?:['’]s)?|federal|statistics)\b"
)
_LEVELS = frozenset(terms(" ".join(LEVEL_WORDS)))


@dataclass(frozen=True)
class Row:
    """A row with what its first cell may be called."""

    chunk: Chunk
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Tabled:
    """What a question names: rows of one table and their column, and perhaps the career itself."""

    rows: tuple[Chunk, ...]
    """None where the career's own official figure is asked for beside the guide's."""
    column: str
    career: bool
    """Whether the pay of the guide's career is set beside them."""
    level: str = ""
    """The level of the career, if one is named."""

    @property
    def alone(self) -> bool:
        """Whether it is one row, with nothing beside it."""
        return len(self.rows) == 1 and not self.career

    def line(self, chunk: Chunk) -> Line:
        """A row with its cell of the column; the whole row where it stands alone."""
        if self.alone:
            return quote(chunk)
        return values(chunk, [cell for column, cell in chunk.cells if column == self.column])


class Tables:
    """The tables of a career's companions."""

    def __init__(self, chunks: Iterable[Chunk], names: Iterable[str]) -> None:
        """`chunks` are the companions', `names` those of the career and of its levels."""
        self._chunks = list(chunks)
        self._career = {tuple(name_words(one)) for name in names for one in split_names(name)}

    @cached_property
    def _tables(self) -> list[list[Row]]:
        """Those that have a column which may be asked for."""
        found: dict[tuple[str, int], list[Chunk]] = defaultdict(list)
        for chunk in self._chunks:
            if len(chunk.cells) > 2:
                found[chunk.source, chunk.block].append(chunk)
        return [_named(rows) for rows in found.values()]

    def asked(self, text: str) -> Tabled | None:
        """What a question names of them; None where it names nothing or a word is left over."""
        about = next((one for one in _COLUMNS if re.search(rf"(?i)\b(?:{one.asked})", text)), None)
        if about is None:
            return None
        said = WORD.findall(text.lower())
        for table in self._tables:
            for column, _ in table[0].chunk.cells[1:]:
                if re.search(about.heading, column) and (found := self._in(table, said, column)):
                    return found if about is _PAY or not found.career else None
        officially = about is _PAY and _GUIDE.search(text) and _OFFICIAL.search(text)
        return self._in([], said, "") if officially else None

    def _in(self, table: Sequence[Row], said: list[str], column: str) -> Tabled | None:
        """What is named of one table, or of none."""
        rest, rows = _taken(said, {name: row.chunk for row in table for name in row.names})
        left, career = _taken(rest, dict.fromkeys(self._career, True))
        qualified = _taken(rest, {(_NAME, *name): True for name in self._career})[1]
        if qualified or not (rows or (career and not table)):
            return None
        told = [part for row in rows[:1] for cell in row.cells for part in (*row.section, *cell)]
        known = {*_NEUTRAL, *terms(" ".join(told)), *(_LEVELS if career else ())}
        if any(term not in known for term in terms(" ".join(left))):
            return None
        if any(not self._career.isdisjoint(_names(row.cells[0][1])) for row in rows):
            return None  # of the career itself its own guide tells more
        level = next((word for word in rest if word in LEVEL_WORDS), "") if career else ""
        return Tabled(tuple(rows), column, bool(career), level)


def _named(rows: Sequence[Chunk]) -> list[Row]:
    """Rows with those of their names that no other row of the table has."""
    names = [list(_names(row.cells[0][1])) for row in rows]
    counts = Counter(name for own in names for name in set(own))
    return [
        Row(row, tuple(name for name in own if counts[name] == 1))
        for row, own in zip(rows, names, strict=True)
    ]


def _names(cell: str) -> Iterable[Name]:
    """What a first cell may be called: each of the names that it joins, and several words of one
    without the first ("social workers" for healthcare social workers).
    """
    for name in split_names(cell):
        row = tuple(name_words(name))
        yield row
        if len(row) > 2:
            yield row[1:]


def _taken(said: Sequence[str], names: dict[Name, T]) -> tuple[list[str], list[T]]:
    """The words, each name among them as a mark, and what the names stand for in their order; the
    longest name that begins at a word counts.
    """
    sizes = sorted({len(name) for name in names}, reverse=True)
    words = tuple(singular(word) for word in said)
    rest: list[str] = []
    found: list[T] = []
    start = 0
    while start < len(said):
        size = next((n for n in sizes if words[start : start + n] in names), 0)
        if size:
            found.append(names[words[start : start + size]])
        rest.append(_NAME if size else said[start])
        start += size or 1
    return rest, list(dict.fromkeys(found))
