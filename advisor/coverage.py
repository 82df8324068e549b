"""Which intents a guide answers, and with which of its sentences.

A sentence speaks to an intent when it, with its heading, has a term of every line of the intent's
evidence. A guide's author reads the result with `python ingest.py --coverage` and corrects it in
the front matter (`answers:`, `silent:`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

import numpy as np

from advisor.intents import Bank
from advisor.lexicon import places
from advisor.question import Ask
from advisor.schema import Chunk
from advisor.text import money, stems

_DURATION = re.compile(
    r"(?:\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|several|many)\b)\S*"
    r"(?: to \d+)?(?: more)? (?:year|month|week|day)"
)
_SPECIALS: dict[str, Callable[[str], bool]] = {
    "$money": lambda text: bool(money(text)),
    "$number": lambda text: bool(re.search(r"\d", re.sub(r"step \d+", "", text))),
    "$duration": lambda text: bool(_DURATION.search(text)),
    "$hours": lambda text: bool(re.search(r"\d+[- ]hours?\b", text)),
    "$percent": lambda text: bool(re.search(r"\d\s?(?:%|percent)", text)),
    "$date": lambda text: bool(re.search(r"\b(?:19|20)\d\d\b", text)),
    "$place": lambda text: bool(places(text)),
}

_NOWHERE: frozenset[int] = frozenset()
_FEW = 12
_LIKELY = 6


def cover(bank: Bank, chunks: list[Chunk]) -> dict[str, tuple[Chunk, ...]]:
    """The chunks of one guide that speak to each intent; intents without any are left out."""
    texts = _Texts([chunk for chunk in chunks if chunk.kind != "heading"])
    covered: dict[str, tuple[Chunk, ...]] = {}
    for intent in bank.intents:
        if intent.evidence:
            speaking = set.intersection(*map(texts.having, intent.evidence))
            if speaking:
                covered[intent.id] = tuple(texts.chunks[place] for place in sorted(speaking))
    return covered


def carries(special: str, text: str) -> bool:
    """Whether a lower-case text has a thing of the kind that `$money`, `$hours` ... stand for."""
    return _SPECIALS[special](text)


def speaking(ask: Ask, covering: Mapping[str, np.ndarray], count: int) -> np.ndarray:
    """How far each of `count` chunks speaks to what is likely asked, from 0 to 1; `covering` holds
    the places of those that speak to an intent.

    An intent that few chunks speak to says more about each than one that most chunks do.
    """
    gains = np.zeros(count)
    for intent, chance in ask.likely[:_LIKELY]:
        if intent.id in covering:
            places = covering[intent.id]
            gains[places] += chance * min(1.0, (_FEW / len(places)) ** 0.7)
    return gains


@lru_cache(maxsize=8192)
def _row(term: str) -> tuple[str, ...]:
    return tuple(stems(term))


class _Texts:
    """Chunks under their headings, ready to be searched for terms."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = chunks
        self._lower = [f"{chunk.heading}: {chunk.readable}".lower() for chunk in chunks]
        self._rows: list[str] = []
        self._with: dict[str, set[int]] = defaultdict(set)
        """The places of the chunks with a stem."""
        for place, text in enumerate(self._lower):
            row = stems(text)
            self._rows.append(f" {' '.join(row)} ")
            for stem in row:
                self._with[stem].add(place)
        self._carrying: dict[str, set[int]] = {}

    def having(self, terms: Sequence[str]) -> set[int]:
        """The places of the chunks that have one of the terms: its stems in a row, or its kind."""
        found: set[int] = set()
        for term in terms:
            if term in _SPECIALS:
                if term not in self._carrying:
                    places = enumerate(self._lower)
                    self._carrying[term] = {at for at, text in places if carries(term, text)}
                found |= self._carrying[term]
            elif row := _row(term):
                first = self._with.get(row[0], _NOWHERE)
                phrase = f" {' '.join(row)} "
                found |= {place for place in first - found if phrase in self._rows[place]}
        return found
