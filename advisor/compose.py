"""The extractive answer: the guide's own sentences, chosen, ordered, nothing twice.

The unit is what an author wrote together: a paragraph, or a list with the sentence that leads it
in. The best unit answers; another follows where it is nearly as good and there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.draft import Line, quote
from advisor.schema import Chunk, Passage

BUDGET = 105
"""Words after which no further unit is added."""
_LONG_LIST = 8
_NEAR = 0.55
"""A further unit's score, as a share of the best, for it to be worth adding."""


@dataclass(frozen=True)
class Unit:
    """Chunks that are quoted together, and the score of the best of them."""

    chunks: tuple[Chunk, ...]
    score: float

    @property
    def words(self) -> int:
        """How long the unit is."""
        return sum(len(chunk.readable.split()) for chunk in self.chunks)


def compose(passages: Sequence[Passage], guide: Sequence[Chunk]) -> list[Line]:
    """Lines of an answer from ranked passages; `guide` holds all chunks in reading order."""
    units = _units(passages, guide)
    if not units:
        return []
    chosen, used = [units[0]], units[0].words
    for unit in units[1:4]:
        if unit.score >= _NEAR * units[0].score and used + unit.words <= BUDGET:
            chosen.append(unit)
            used += unit.words
    return [quote(chunk) for unit in chosen for chunk in unit.chunks]


def _units(passages: Sequence[Passage], guide: Sequence[Chunk]) -> list[Unit]:
    """One unit a block, in the order of its best passage."""
    units: list[Unit] = []
    taken: set[str] = set()
    for passage in passages:
        if passage.chunk.id in taken:
            continue
        chunks = _together(passage.chunk, guide)
        chunks = tuple(chunk for chunk in chunks if chunk.id not in taken)
        taken |= {chunk.id for chunk in chunks}
        units.append(Unit(chunks, passage.score))
    return units


def _together(chunk: Chunk, guide: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """The chunks that a chunk is quoted with, itself among them."""
    if chunk.kind == "row" or chunk.label:
        return (chunk,)
    block = [one for one in guide if one.block == chunk.block]
    if chunk.kind == "bullet":
        before = guide[block[0].order - 1]
        lead = (before,) if before.text == chunk.lead else ()
        return (*lead, *(block if len(block) <= _LONG_LIST else [chunk]))
    after = guide[block[-1].order + 1 : block[-1].order + 1 + _LONG_LIST]
    led = [one for one in after if one.lead and one.lead == block[-1].text]
    if not led or led[0].label:
        return tuple(one for one in block if not one.text.endswith(":")) or (chunk,)
    items = [one for one in guide if one.block == led[0].block]
    return (*block, *items) if len(items) <= _LONG_LIST else tuple(block[:-1])
