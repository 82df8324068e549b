"""What the readers look at: one ask against one guide."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from advisor.draft import Line, quote
from advisor.facts import Facts
from advisor.lexicon import terms
from advisor.question import Ask
from advisor.schema import Chunk
from advisor.text import NUMBER_WORDS, number_of

Rank = Callable[[str, Sequence[Chunk]], list[Chunk]]
"""The given chunks, the closest to a text first."""

NUMBER = r"\d{1,2}|" + "|".join(NUMBER_WORDS)
COUNT = re.compile(r"(?i)\b(?:how many|number of|count)\b")

_NEUTRAL = frozenset(
    terms(
        "job position work name list full complete total altogether day needed required require "
        "important essential person good become professional career guide clinical start matter "
        "short shortly brief briefly summary quick overview worth main different kind type answer "
        "mention describe follow come number"
    )
)

_EXACT = 3.0
_STRUCTURAL = (
    "salary pay year range level step stage figure typical average median money highest lowest "
    "more less difference between gap compare many long next after before years experience list"
).split()
"""Words that ask for a structure and name nothing that the guide would have to hold."""

_COUNTS = {*terms(" ".join(NUMBER_WORDS)), *map(str, range(100))}


@dataclass(frozen=True)
class Reading:
    """One ask against one guide."""

    ask: Ask
    context: str
    """The whole question, background included."""
    facts: Facts
    career_terms: Collection[str]
    """The words of the career's own names."""
    rank: Rank

    @cached_property
    def text(self) -> str:
        """The ask in lower case."""
        return self.ask.text.lower()

    def own_terms(self, besides: Collection[str] = ()) -> list[str]:
        """The ask's terms that are neither the career's, nor neutral, nor among the given."""
        known = {*self.career_terms, *_NEUTRAL, *besides}
        return [term for term in terms(self.text) if term not in known | _COUNTS]


def said_count(text: str, noun: str) -> int | None:
    """The count of a noun that a question takes for granted: "seven steps" is 7."""
    match = re.search(rf"\b({NUMBER})\s+(?:\w+\s+)?{noun}\b", text)
    return int(number_of(match[1])) if match else None


def stating_count(facts: Facts, count: int, noun: str) -> Chunk | None:
    """The shortest sentence that gives a count in words: "is set out in ten steps"."""
    names = [str(count)] + [word for word, value in NUMBER_WORDS.items() if value == count]
    pattern = re.compile(rf"(?i)\b(?:{'|'.join(names)})\b(?:\W+\w+){{0,3}}?\W+{noun}")
    stating = [chunk for chunk in facts.sentences if pattern.search(chunk.text)]
    return min(stating, key=lambda chunk: len(chunk.text), default=None)


def opening(body: Sequence[Chunk], budget: int = 45) -> list[Line]:
    """The sentences that open the paragraphs of a section, then its lists, up to some words."""
    lines: list[Line] = []
    used = 0
    blocks: set[int] = set()
    for chunk in body:
        short = chunk.kind == "bullet" and len(chunk.text.split()) <= 12
        opens = chunk.kind == "sentence" and chunk.block not in blocks
        blocks.add(chunk.block)
        size = len(chunk.text.split())
        if not (short or opens) or chunk.text.endswith(":") or (lines and used + size > budget):
            continue
        lines.append(quote(chunk))
        used += size
    return lines


def explained(reading: Reading, lines: Sequence[Line]) -> float:
    """How fully lines from the typed facts account for what is asked: 1 where no term of the ask is
    left over, less with each that is, 0 without lines; a fact table's row is exact.
    """
    if not lines:
        return 0.0
    if all(len(chunk.cells) == 2 for line in lines for chunk in line.chunks):
        return _EXACT
    said = terms(" ".join([*(line.text for line in lines), *_STRUCTURAL]))
    return 1.0 / (1 + len(set(reading.own_terms(said))))
