"""The extractive answer: the guide's own sentences, chosen, ordered, nothing twice.

The unit is what an author wrote together: a paragraph, or a list with the sentence that leads it
in. The best unit answers; another follows where it is nearly as good and there is room.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.draft import Line, quote
from advisor.schema import Chunk, Passage

BUDGET = 60
"""Words after which no further unit is added."""
_LONG_LIST = 8
_NEAR = 0.72
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
    if chunk.kind == "bullet":
        return _list_at(chunk, guide)
    if chunk.text.endswith(":"):
        following = guide[chunk.order + 1] if chunk.order + 1 < len(guide) else None
        if following and following.lead == chunk.text and not following.label:
            return _list_at(following, guide)
        return (chunk,)
    block = [one for one in guide if one.block == chunk.block and not one.text.endswith(":")]
    return tuple(block)


def _list_at(bullet: Chunk, guide: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """A list with its lead, or the bullet with its lead where the list is long."""
    items = [one for one in guide if one.block == bullet.block]
    before = guide[items[0].order - 1]
    lead = (before,) if before.text == bullet.lead else ()
    return (*lead, *(items if len(items) <= _LONG_LIST else [bullet]))
