"""The typed knowledge in a guide's structure: steps, pay levels, stages, credentials, lists, FAQs.

Parsed from the chunks of any guide of this shape; every fact knows the chunks that state it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from advisor.entries import Entry, parse_entries
from advisor.lexicon import terms
from advisor.schema import Chunk
from advisor.text import NUMBER_WORDS, money, number_of, words

_STEP = re.compile(
    rf"(?i)^(?:step|phase|stage)\s+(\d{{1,2}}|{'|'.join(NUMBER_WORDS)})\b\s*[:.–-]?\s*(.*)"
)
_YEARS = re.compile(r"(\d+)\s*(?:[-–]|to)\s*(\d+)\s*years?|(\d+)\s*\+?\s*(?:or more\s+)?years?")
_CREDENTIAL = re.compile(r"((?:[A-Z][\w-]+ (?:(?:and|of|in|for) )?){1,7})\(([A-Z][A-Z-]{1,9})\)")
_TITLE = re.compile(
    r"\b[A-Z][a-zA-Z]+(?: (?:of [A-Z]|[A-Z])[a-zA-Z]+)* ?"
    r"(?:Manager|Director|Administrator|Officer|CEO|Coordinator|Coordination|Operations)\b"
)


@dataclass(frozen=True)
class Step:
    """A numbered step, or a rung of the career path, from 1; `chunks` holds its heading first."""

    number: int
    title: str
    chunks: tuple[Chunk, ...]

    @property
    def sentences(self) -> list[Chunk]:
        """Its sentences, in order."""
        return [chunk for chunk in self.chunks if chunk.kind == "sentence"]


@dataclass(frozen=True)
class Level:
    """A row of the pay table: dollars a year, and years of experience where they are figures."""

    name: str
    low: float
    high: float
    open_ended: bool
    years: tuple[float, float] | None
    marks: frozenset[str]
    """The words that set this level apart from the career's own name."""
    chunk: Chunk


@dataclass(frozen=True)
class Credential:
    """A named credential with its abbreviation, and the sentences that name it."""

    name: str
    abbreviation: str
    chunks: tuple[Chunk, ...]

    @property
    def suits(self) -> list[Chunk]:
        """The sentences that say whom it suits."""
        return [chunk for chunk in self.chunks if "suit" in chunk.text]


@dataclass(frozen=True)
class Listing:
    """A list with the sentence that introduces it."""

    lead: Chunk | None
    items: tuple[Chunk, ...]


@dataclass(frozen=True)
class Facts:
    """Everything typed that a guide holds."""

    steps: tuple[Step, ...]
    levels: tuple[Level, ...]
    stages: tuple[Step, ...]
    credentials: tuple[Credential, ...]
    listings: tuple[Listing, ...]
    faqs: tuple[Chunk, ...]
    """The headings that are questions."""
    sentences: tuple[Chunk, ...]
    """The sentences of the guide, headings and lists left out."""
    entries: tuple[Entry, ...]
    """The rows of its two-column tables."""
    titles: frozenset[str]
    """Job titles that the guide names, lower case."""


def parse_facts(chunks: list[Chunk], career: str) -> Facts:
    """Read the facts from one guide's chunks, given in reading order; questions state none."""
    chunks = [chunk for chunk in chunks if chunk.kind != "question"]
    sections = [tuple(group) for _, group in groupby(chunks, key=lambda chunk: chunk.section)]
    return Facts(
        steps=tuple(_steps(sections)),
        levels=tuple(_levels(chunks, career)),
        stages=tuple(_stages(sections)),
        credentials=tuple(_credentials(chunks)),
        listings=tuple(_listings(chunks)),
        faqs=tuple(one[0] for one in sections if one[0].heading.endswith("?")),
        entries=tuple(parse_entries(chunks)),
        sentences=tuple(chunk for chunk in chunks if chunk.kind == "sentence"),
        titles=frozenset(
            name.lower() for chunk in chunks for name in _TITLE.findall(chunk.readable)
        ),
    )


Sections = list[tuple[Chunk, ...]]


def _steps(sections: Sections) -> Iterable[Step]:
    """Headings `Step 3: ...`; where their numbers repeat, the first series counts."""
    expected = 1
    for section in sections:
        match = _STEP.match(section[0].heading)
        if match and number_of(match[1].lower()) == expected:
            yield Step(expected, match[2].strip(), section)
            expected += 1


def _stages(sections: Sections) -> Iterable[Step]:
    """The subsections of the section on the career path."""
    paths = ((section[0].section, section) for section in sections)
    below = re.compile(r"(?i)career (path|ladder)|advancement")
    staged = [(path[-1], one) for path, one in paths if len(path) > 2 and below.search(path[-2])]
    return (Step(number, title, one) for number, (title, one) in enumerate(staged, 1))


def _levels(chunks: list[Chunk], career: str) -> Iterable[Level]:
    """Table rows with an amount of money in one cell; the first cell names the level."""
    common = set(words(career)) | {"of", "the", "a", "an", "and", "care", "coordination"}
    for chunk in chunks:
        pay = next((cell for _, cell in chunk.cells if money(cell)), "")
        if not pay or len(chunk.cells) < 3:  # a fact table's rows are no levels
            continue
        name = chunk.cells[0][1]
        amounts = [amount.value for amount in money(pay)]
        yield Level(
            name=name,
            low=min(amounts),
            high=max(amounts),
            open_ended="+" in pay,
            years=next((found for _, cell in chunk.cells[1:] if (found := years_in(cell))), None),
            marks=frozenset(words(name)) - common - {"level"},
            chunk=chunk,
        )


def years_in(text: str) -> tuple[float, float] | None:
    """The first span of years in a text: `2-5 years` is (2, 5), `5+ years` is (5, inf)."""
    match = _YEARS.search(text)
    return (float(match[1] or match[3]), float(match[2] or "inf")) if match else None


def _credentials(chunks: list[Chunk]) -> Iterable[Credential]:
    """`Certified Case Manager (CCM)` in a section on certification."""
    names: dict[str, str] = {}
    for chunk in chunks:
        if "=certification" in terms(chunk.heading):
            for name, abbreviation in _CREDENTIAL.findall(chunk.text):
                names.setdefault(abbreviation, name.strip())
    for abbreviation, name in names.items():
        stating = [
            chunk
            for chunk in chunks
            if chunk.kind != "heading"
            and (re.search(rf"\b{re.escape(abbreviation)}\b", chunk.text) or name in chunk.text)
        ]
        yield Credential(name, abbreviation, tuple(stating))


def _listings(chunks: list[Chunk]) -> Iterable[Listing]:
    for _, group in groupby(chunks, key=lambda chunk: chunk.block):
        items = tuple(group)
        if items[0].kind == "bullet":
            before = chunks[items[0].order - 1]
            yield Listing(before if before.text == items[0].lead else None, items)
