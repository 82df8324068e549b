"""Statements and their citations: every passage gets one number in the whole plan."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.draft import Line, cite, quote, values
from advisor.facts import Facts, Level, Step
from advisor.plan.document import Statement
from advisor.schema import Chunk, Citation, Part, PartKind
from advisor.text import money

Piece = tuple[PartKind, str]


class Notes:
    """The passages that a plan cites, numbered in the order in which they are first cited."""

    def __init__(self) -> None:
        self._cited: dict[str, Citation] = {}
        self._lines: dict[Statement, tuple[Line, ...]] = {}

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every passage so far, in marker order."""
        return tuple(self._cited.values())

    def state(self, *lines: Line) -> Statement:
        """Lines as one statement: each with its markers, the parts told apart."""
        texts: list[str] = []
        parts: list[Part] = []
        cited: dict[int, Citation] = {}
        for line in lines:
            found = [
                self._cited.setdefault(chunk.id, cite(len(self._cited) + 1, chunk))
                for chunk in line.chunks
            ]
            marks = tuple(dict.fromkeys(one.number for one in found))
            cited |= {one.number: one for one in found}
            parts += [Part(kind, text, marks, line.style) for kind, text in line.pieces]
            texts.append(f"{line.text} {''.join(f'[{mark}]' for mark in marks)}".strip())
        statement = Statement(" ".join(texts), tuple(parts), tuple(cited.values()))
        self._lines[statement] = lines
        return statement

    def lines_of(self, statement: Statement) -> tuple[Line, ...]:
        """The lines that a statement was made of."""
        return self._lines[statement]


def quotes(chunks: Sequence[Chunk]) -> list[Line]:
    """The chunks in the guide's own words."""
    return [quote(chunk) for chunk in chunks]


def listing(lead: Chunk | None, items: Sequence[Chunk]) -> Line:
    """A list as one line: the sentence that introduces it, then its bullets."""
    name: Piece = ("quote", lead.text.rstrip(":")) if lead else ("frame", "The guide lists")
    chunks = (lead, *items) if lead else tuple(items)
    return Line((name, *(("quote", chunk.text) for chunk in items)), chunks)


def lists_of(step: Step, facts: Facts) -> list[Line]:
    """The lists of a step's section, each as one line."""
    own = [one for one in facts.listings if one.items[0].section == step.chunks[0].section]
    return [listing(one.lead, one.items) for one in own]


def pay_cell(level: Level) -> str:
    """A level's pay, as the guide has it."""
    return next(cell for _, cell in level.chunk.cells[1:] if money(cell))


def years_cell(level: Level) -> str:
    """The experience that a level goes with, as the guide has it; empty where there is none."""
    cells = level.chunk.cells[1:]
    return next((cell for column, cell in cells if "experience" in column.lower()), "")


def level_row(level: Level) -> Line:
    """A level with its pay and its experience."""
    return values(level.chunk, [cell for cell in (pay_cell(level), years_cell(level)) if cell])
