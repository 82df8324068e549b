"""The values that travel between the stages, all frozen.

A guide is read into sections of blocks, cut into chunks, found again as passages, and quoted in an
answer as citations.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypedDict

Lines = tuple[int, int]
"""First and last line in the source's readable text, counted from 1; a text file is its own."""

ChunkKind = Literal["heading", "sentence", "bullet", "row", "question"]
SourceKind = Literal["official", "body", "secondary", "editors"]
PartKind = Literal["quote", "frame", "computed", "written"]
PartStyle = Literal["inline", "bullet", "row"]


class Message(TypedDict):
    """One entry of a history, in the shape that Gradio and chat APIs use."""

    role: str
    content: str


@dataclass(frozen=True)
class Slice:
    """A stretch of a source's readable text: letter for letter, and the lines it stands on."""

    text: str
    lines: Lines
    place: str = ""
    """Where a person finds it, where that is not a line: `page 3`, `#salary`, `paragraph 2`."""


@dataclass(frozen=True)
class Block:
    """A paragraph, a list or a table of one section.

    Paragraphs hold one slice, lists one a bullet, tables one a row (`header` and `rows` give the
    cells). `lead` is the sentence that introduces a list.
    """

    kind: Literal["paragraph", "list", "table"]
    slices: tuple[Slice, ...]
    lead: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class SourceNote:
    """Where the text of a block was taken from.

    `official` are official statistics; `body` is who sets the rule or runs the thing (a certifying
    body, a licensing board, a government agency); `secondary` repeats, surveys or gives an opinion;
    `editors` are the guide's own, who read or reckon from the facts around.
    """

    name: str
    kind: SourceKind
    words: str
    """The kind as the guide words it, such as `certifying body`."""
    date: str
    """The date that the source states, or `undated`."""

    @property
    def year(self) -> int | None:
        """The first year of the date, which is the older end of a span; None where undated."""
        return _year(self.date)


@dataclass(frozen=True)
class Section:
    """A heading with its own text; `path` holds the headings from the title down to it."""

    path: tuple[str, ...]
    heading: Slice | None
    """None for text that stands before the first heading."""
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Expansion:
    """The questions that one passage of a guide answers."""

    section: str
    """The heading that the passage stands under."""
    passage: str
    """The first words of its sentence, bullet or row."""
    questions: tuple[str, ...]


def _year(date: str) -> int | None:
    found = re.search(r"\b(?:19|20)\d\d\b", date)
    return int(found[0]) if found else None


@dataclass(frozen=True)
class Silence:
    """A topic that a guide says nothing about, though people ask."""

    topic: str
    """Completes "The guide says nothing about ..."."""
    who: str
    """Who would know."""
    questions: tuple[str, ...]


@dataclass(frozen=True)
class About:
    """What is known of a guide besides its text."""

    title: str
    career: str
    also_called: tuple[str, ...]
    date: str
    figures: str
    source: str
    digest: str
    """Tells what its file and those beside it hold."""
    answers: tuple[str, ...] = ()
    """Intents that the author says the guide answers, beyond those found in its sentences."""
    silent: tuple[str, ...] = ()
    """Intents that the author says the guide does not answer, whatever its sentences suggest."""
    main: bool = False
    """Whether it answers questions that tell of no career, where there are several guides."""
    companion: str = ""
    """The file of the guide that it goes with, where it is a companion to one."""
    lifts: tuple[str, ...] = ()
    """For a companion: topics on which that guide is silent and it is not."""

    @property
    def names(self) -> tuple[str, ...]:
        """What the career is called."""
        return (self.career, *self.also_called)

    @property
    def year(self) -> int | None:
        """The year in which it was written; None where it does not say."""
        return _year(self.date)


@dataclass(frozen=True, kw_only=True)
class Guide(About):
    """One source file, read."""

    sections: tuple[Section, ...]
    expansions: tuple[Expansion, ...] = ()
    """What its passages answer, as far as its author wrote that down."""
    silences: tuple[Silence, ...] = ()
    """What it does not answer, as far as its author wrote that down."""


@dataclass(frozen=True)
class Chunk:
    """An indexed slice of one section: its heading, a sentence, a bullet or a table row; or a
    question that such a slice answers, which is searched and never shown.
    """

    id: str
    guide: str
    source: str
    section: tuple[str, ...]
    kind: ChunkKind
    text: str
    lines: Lines
    order: int
    """Position in the guide, from 0."""
    block: int
    """Number of the paragraph, list or table in the guide, from 0."""
    lead: str = ""
    """The sentence that introduces the list this bullet stands in."""
    cells: tuple[tuple[str, str], ...] = ()
    """A row's cells with the column each stands under; for a question that the guide does not
    answer, its `topic` and `who` would know.
    """
    about: str = ""
    """For a question: the id of the chunk that answers it; empty where none does."""
    notes: tuple[SourceNote, ...] = ()
    """Where the text was taken from; empty where the guide does not say."""
    place: str = ""
    """Where a person finds it, where that is not a line."""

    @property
    def heading(self) -> str:
        """The heading that the chunk stands under."""
        return self.section[-1]

    @property
    def label(self) -> str:
        """The words before the colon of a bullet such as `Communication: ...`, else nothing."""
        head, colon, _ = self.text.partition(": ")
        return head if self.kind == "bullet" and colon and len(head.split()) <= 5 else ""

    @property
    def readable(self) -> str:
        """The chunk as it is searched and embedded: without table pipes, with what leads it in."""
        if self.cells:
            return "; ".join(f"{column}: {cell}" if column else cell for column, cell in self.cells)
        return f"{self.lead} {self.text}".strip()


@dataclass(frozen=True)
class Passage:
    """A chunk as retrieved; a higher score is better."""

    chunk: Chunk
    score: float

    @property
    def text(self) -> str:
        """The chunk's text, as it stands in the source."""
        return self.chunk.text

    @property
    def guide(self) -> str:
        """The guide's title."""
        return self.chunk.guide

    @property
    def section(self) -> tuple[str, ...]:
        """The heading path."""
        return self.chunk.section

    @property
    def source(self) -> str:
        """The guide's file."""
        return self.chunk.source

    @property
    def lines(self) -> Lines:
        """First and last line in the file's readable text."""
        return self.chunk.lines

    @property
    def place(self) -> str:
        """Where a person finds it, where that is not a line."""
        return self.chunk.place

    def to_dict(self) -> dict[str, Any]:
        """The public fields, fit for JSON."""
        names = ("text", "guide", "section", "source", "lines", "place", "score")
        return {name: getattr(self, name) for name in names}


def whereabouts(lines: Sequence[int], place: str = "") -> str:
    """Where a person finds a passage: its place, or its lines in words."""
    first, last = lines
    return place or (f"line {first}" if first == last else f"lines {first} to {last}")


@dataclass(frozen=True)
class Citation:
    """Where a claim stands in a guide."""

    number: int
    guide: str
    section: tuple[str, ...]
    quote: str
    source: str
    lines: Lines
    place: str = ""
    """Where a person finds it, where that is not a line: `page 3`, `#salary`, `paragraph 2`."""
    origin: str = ""
    """Where the guide has it from, with the kind and the date of that source; empty where the
    guide speaks for itself.
    """


@dataclass(frozen=True)
class Part:
    """A piece of an answer's text, so that what is quoted can be told from what frames it.

    `quote`: the guide's own words; `frame`: the advisor's, without a claim of its own;
    `computed`: arithmetic on cited figures; `written`: a chat model's words, checked against the
    passages that they cite. `numbers` are the markers it carries.
    """

    kind: PartKind
    text: str
    numbers: tuple[int, ...] = ()
    style: PartStyle = "inline"


@dataclass(frozen=True)
class Answer:
    """What the reader gets; the fields are described in the public interface."""

    text: str
    answered: bool
    question: str
    citations: tuple[Citation, ...] = ()
    missing: str | None = None
    reason: str | None = None
    suggestions: tuple[str, ...] = ()
    engine: str = "extractive"
    notices: tuple[str, ...] = ()
    parts: tuple[Part, ...] = field(default=(), repr=False)
    confidence: float = 0.0
    """How likely it is that the guide answers what was asked, from 0 to 1."""
    sure: bool = True
    """False where what is told may not answer what was asked; the text begins with that."""

    def to_dict(self) -> dict[str, Any]:
        """Every field, fit for JSON."""
        return asdict(self)
