"""An answer before it is numbered: lines of quotes, framing words and computed figures.

Citations are attached here, by code, from the chunks that each line was taken from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.schema import Chunk, Citation, Part, PartKind, PartStyle


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


def number_lines(lines: Sequence[Line]) -> tuple[str, tuple[Part, ...], tuple[Citation, ...]]:
    """The text with its markers, its parts, and the citations in marker order."""
    numbers: dict[str, int] = {}
    citations: list[Citation] = []
    parts: list[Part] = []
    text = ""
    for line in lines:
        for chunk in line.chunks:
            if chunk.id not in numbers:
                numbers[chunk.id] = len(numbers) + 1
                citations.append(cite(numbers[chunk.id], chunk))
        marks = tuple(dict.fromkeys(numbers[chunk.id] for chunk in line.chunks))
        parts += [Part(kind, piece, marks, line.style) for kind, piece in line.pieces]
        text = _append(text, line, "".join(f"[{mark}]" for mark in marks))
    return text, tuple(parts), tuple(citations)


def _append(text: str, line: Line, marks: str) -> str:
    """Bullets on lines of their own, sentences in a paragraph."""
    body = f"{line.text} {marks}".strip()
    if line.style == "bullet":
        before = "" if not text else "\n" if text.rpartition("\n")[2].startswith("- ") else "\n\n"
        return f"{text}{before}- {body}"
    if not text:
        return body
    if line.pieces[0][0] == "frame":
        return f"{text}\n\n{body}"
    after_list = text.rpartition("\n")[2].startswith("- ")
    return f"{text}\n\n{body}" if after_list else f"{text} {body}"


def cite(number: int, chunk: Chunk) -> Citation:
    """The citation of a chunk."""
    origin = "; ".join(f"{one.name} ({one.words}, {one.date})" for one in chunk.notes)
    where = (chunk.source, chunk.lines, chunk.place)
    return Citation(number, chunk.guide, chunk.section, chunk.text, *where, origin)
