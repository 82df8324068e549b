"""Which intents a guide answers, and with which of its sentences.

A sentence speaks to an intent when it, with its heading, has a term of every line of the intent's
evidence. A guide's author reads the result with `python ingest.py --coverage` and corrects it in
the front matter (`answers:`, `silent:`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

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

_FEW = 12
_LIKELY = 6


def cover(bank: Bank, chunks: list[Chunk]) -> dict[str, tuple[Chunk, ...]]:
    """The chunks of one guide that speak to each intent; intents without any are left out."""
    texts = [_Text(chunk) for chunk in chunks if chunk.kind != "heading"]
    covered: dict[str, tuple[Chunk, ...]] = {}
    for intent in bank.intents:
        if intent.evidence:
            lines = [_line(terms) for terms in intent.evidence]
            speaking = tuple(text.chunk for text in texts if all(map(text.has, lines)))
            if speaking:
                covered[intent.id] = speaking
    return covered


def carries(special: str, text: str) -> bool:
    """Whether a lower-case text has a thing of the kind that `$money`, `$hours` ... stand for."""
    return _SPECIALS[special](text)


def speaking(ask: Ask, covering: Mapping[str, Sequence[Chunk]]) -> dict[str, float]:
    """How far each chunk, by its id, speaks to what is likely asked, from 0 to 1.

    An intent that few chunks speak to says more about each than one that most chunks do.
    """
    gains: dict[str, float] = {}
    for intent, chance in ask.likely[:_LIKELY]:
        chunks = covering.get(intent.id, ())
        for chunk in chunks:
            gain = chance * min(1.0, (_FEW / len(chunks)) ** 0.7)
            gains[chunk.id] = gains.get(chunk.id, 0.0) + gain
    return gains


class _Line(NamedTuple):
    """Terms of which a text must have one, by how they are looked for."""

    stems: frozenset[str]
    phrases: tuple[str, ...]
    """Stems in a row, a space around each."""
    specials: tuple[str, ...]


@lru_cache(maxsize=1024)
def _line(terms: tuple[str, ...]) -> _Line:
    rows = [stems(term) for term in terms if term not in _SPECIALS]
    return _Line(
        frozenset(row[0] for row in rows if len(row) == 1),
        tuple(f" {' '.join(row)} " for row in rows if len(row) > 1),
        tuple(term for term in terms if term in _SPECIALS),
    )


class _Text:
    """A chunk under its heading, ready to be searched for terms."""

    def __init__(self, chunk: Chunk) -> None:
        self.chunk = chunk
        self._lower = f"{chunk.heading}: {chunk.readable}".lower()
        row = stems(self._lower)
        self._stems = frozenset(row)
        self._row = f" {' '.join(row)} "
        self._known: dict[str, bool] = {}

    def has(self, line: _Line) -> bool:
        return (
            not self._stems.isdisjoint(line.stems)
            or any(phrase in self._row for phrase in line.phrases)
            or any(map(self._carries, line.specials))
        )

    def _carries(self, special: str) -> bool:
        if special not in self._known:
            self._known[special] = carries(special, self._lower)
        return self._known[special]
