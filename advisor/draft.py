"""An answer before it is numbered: lines of quotes, framing words and computed figures.

Citations are attached here, by code, from the chunks that each line was taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.schema import Answer, Chunk, Citation, Part, PartKind, PartStyle


@dataclass(frozen=True)
class Line:
    """A sentence or a bullet: its pieces, and the chunks that all of it is taken from."""

    pieces: tuple[tuple[PartKind, str], ...]
    chunks: tuple[Chunk, ...] = ()
    style: PartStyle = "inline"

    @property
    def text(self) -> str:
        """The line as it is read, without markers."""
        if len(self.pieces) == 1:
            return self.pieces[0][1]
        (_, name), *values = self.pieces
        return f"{name}: {'; '.join(value for _, value in values)}"


@dataclass(frozen=True)
class Draft:
    """An extractive answer with what it was made from."""

    answer: Answer
    lines: tuple[Line, ...] = ()
    """What the answer says, before its sources are named."""
    lead: Line | None = None
    """What stands before all else, where it is not sure that the lines answer."""
    rest: tuple[Line, ...] = ()
    """What it says after them: what else may be meant, and what the guide leaves out."""
    passages: tuple[Chunk, ...] = ()
    """Further passages that may hold what was asked, the likeliest first."""
    free: frozenset[str] = frozenset()
    """Terms of the career's own name, which say nothing about what is asked."""


def quote(chunk: Chunk) -> Line:
    """A chunk in the guide's own words; a row as its name and its values."""
    if chunk.kind == "row":
        return values(chunk, [cell for _, cell in chunk.cells[1:]])
    return Line(
        (("quote", chunk.text),), (chunk,), "bullet" if chunk.kind == "bullet" else "inline"
    )


def label(chunk: Chunk) -> Line:
    """The label of a bullet, or the whole bullet where it has none."""
    return Line((("quote", chunk.label or chunk.text),), (chunk,), "bullet")


def values(chunk: Chunk, cells: Sequence[str]) -> Line:
    """A table row: the name in its first cell, then the given cells."""
    name = chunk.cells[0][1]
    return Line((("quote", name), *(("quote", cell) for cell in cells)), (chunk,), "bullet")


def frame(text: str) -> Line:
    """Framing words, without a claim of their own."""
    return Line((("frame", text),))


def computed(text: str, chunks: Sequence[Chunk]) -> Line:
    """Arithmetic on the figures of the chunks."""
    return Line((("computed", text),), tuple(chunks))


class Sheet:
    """Lines numbered as they come: the text with its markers, its parts, and its citations."""

    def __init__(self) -> None:
        self.text = ""
        self.parts: tuple[Part, ...] = ()
        """The pieces of the text, in order."""
        self.citations: tuple[Citation, ...] = ()
        """In marker order, numbered from 1."""
        self._numbers: dict[str, int] = {}

    def add(self, line: Line) -> str:
        """Add a line at the end; returns what that adds to the text."""
        for chunk in line.chunks:
            if chunk.id not in self._numbers:
                self._numbers[chunk.id] = len(self._numbers) + 1
                self.citations += (cite(self._numbers[chunk.id], chunk),)
        marks = tuple(dict.fromkeys(self._numbers[chunk.id] for chunk in line.chunks))
        self.parts += tuple(Part(kind, piece, marks, line.style) for kind, piece in line.pieces)
        before = len(self.text)
        self.text = _append(self.text, line, "".join(f"[{mark}]" for mark in marks))
        return self.text[before:]


def number_lines(lines: Sequence[Line]) -> tuple[str, tuple[Part, ...], tuple[Citation, ...]]:
    """The text with its markers, its parts, and the citations in marker order."""
    sheet = Sheet()
    for line in lines:
        sheet.add(line)
    return sheet.text, sheet.parts, sheet.citations


def _append(text: str, line: Line, marks: str) -> str:
    """Bullets on lines of their own, sentences in a paragraph."""
    body = f"{line.text} {marks}".strip()
    if line.text.startswith(("```", "~~~")):  # code stands alone, its markers below it
        return f"{text}\n\n{line.text}\n{marks}\n\n".lstrip()
    in_list = text.rpartition("\n")[2].startswith("- ")
    if line.style == "bullet":
        before = "" if not text else "\n" if in_list else "\n\n"
        return f"{text}{before}- {body}"
    if not text:
        return body
    apart = in_list or line.pieces[0][0] == "frame"
    return f"{text}\n\n{body}" if apart else f"{text} {body}"


def cite(number: int, chunk: Chunk) -> Citation:
    """The citation of a chunk."""
    origin = "; ".join(f"{one.name} ({one.words}, {one.date})" for one in chunk.notes)
    where = (chunk.source, chunk.lines, chunk.place)
    return Citation(number, chunk.guide, chunk.section, chunk.text, *where, origin)
