"""The extractive answer: the guide's own sentences, chosen, ordered, nothing twice.

The unit is what an author wrote together: a paragraph, or a list with the sentence that leads it
in. The likeliest unit answers; others follow until it is likely enough that the answer is among
them, so an answer is as short as the ranking is sure.
"""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from advisor.draft import Line, quote
from advisor.schema import Chunk, Passage

BUDGET = 150
"""Words that an answer may have after a further unit is added."""
_SURE = 0.85
"""Chance of having the answer from which no further unit is added."""
_WORTH = 0.05
"""Chance of holding the answer that a further unit must have."""
_LONG_LIST = 8
_LEANS = re.compile(
    r"(?i)^(?:it|its|they|their|this|that|these|those|such|but|and|also)\b|:$|"
    r"\b(?:also|too|as well)\b"
)
"""What a sentence has that speaks of the one before it."""


@dataclass(frozen=True)
class Unit:
    """Chunks that are quoted together, and how likely the answer is among them."""

    chunks: tuple[Chunk, ...]
    chance: float

    @property
    def words(self) -> int:
        """How long the unit is."""
        return sum(len(chunk.readable.split()) for chunk in self.chunks)


def compose(
    passages: Sequence[Passage],
    guide: Sequence[Chunk],
    budget: int = BUDGET,
    decides: bool = False,
    strays: Container[str] = (),
) -> list[Line]:
    """Lines of an answer from ranked passages; `guide` holds all chunks, each guide's in order.

    `budget` is how many words there may be after a further unit is added. Where what is asked
    `decides` between yes and no, the likeliest sentence stands first. The chunks whose ids are
    among the `strays` are left out.
    """
    units = _units([one for one in passages if one.chunk.id not in strays], guide, strays)
    if not units:
        return []
    chosen, used, sure = [units[0]], units[0].words, units[0].chance
    for unit in units[1:]:
        if sure >= _SURE or unit.chance < _WORTH:
            break
        if used + unit.words <= budget:
            chosen.append(unit)
            used += unit.words
            sure += unit.chance
    chunks = [chunk for unit in chosen for chunk in unit.chunks]
    return [quote(chunk) for chunk in (_decided(chunks, passages) if decides else chunks)]


def _decided(chunks: Sequence[Chunk], passages: Sequence[Passage]) -> list[Chunk]:
    """The chunks, the likeliest first where it is a sentence that stands by itself."""
    best = max(passages, key=lambda one: one.score).chunk
    if best not in chunks or best.kind != "sentence" or _LEANS.search(best.text):
        return list(chunks)
    return [best, *(one for one in chunks if one is not best)]


def _units(
    passages: Sequence[Passage], guide: Sequence[Chunk], strays: Container[str]
) -> list[Unit]:
    """The units that the passages stand in, the likeliest first."""
    chances = {passage.chunk.id: passage.score for passage in passages}
    guides: dict[str, list[Chunk]] = {passage.source: [] for passage in passages}
    for chunk in guide:
        if chunk.source in guides:
            guides[chunk.source].append(chunk)
    units: list[Unit] = []
    taken: set[str] = set()
    for passage in passages:
        if passage.chunk.id in taken:
            continue
        chunks = _together(passage.chunk, guides[passage.source])
        chunks = tuple(one for one in chunks if one.id not in taken and one.id not in strays)
        taken |= {chunk.id for chunk in chunks}
        units.append(Unit(chunks, sum(chances.get(chunk.id, 0.0) for chunk in chunks)))
    ordered = sorted(units, key=lambda unit: -unit.chance)
    return [unit for unit in ordered if not _only_announces(unit)] or ordered


def _only_announces(unit: Unit) -> bool:
    """Whether a unit leads a list in, and has none of it."""
    return len(unit.chunks) == 1 and unit.chunks[0].text.endswith(":")


def _together(chunk: Chunk, guide: Sequence[Chunk]) -> tuple[Chunk, ...]:
    """The chunks of its guide that a chunk is quoted with, itself among them."""
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
