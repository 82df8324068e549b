"""The guides as the advisor knows them: each one's chunks, facts, coverage and search, on demand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.coverage import cover
from advisor.facts import Facts, parse_facts
from advisor.intents import Bank
from advisor.lexicon import terms
from advisor.retrieval import Retriever
from advisor.schema import Chunk

if TYPE_CHECKING:
    import numpy as np

    from advisor.index import GuideCard, Index


@dataclass(frozen=True)
class Shelf:
    """One guide, opened: everything that is derived from its chunks, made on first use."""

    card: GuideCard
    index: Index
    bank: Bank

    @cached_property
    def chunks(self) -> list[Chunk]:
        """The guide's chunks in reading order."""
        return self.index.chunks(self.card.source)

    @cached_property
    def retriever(self) -> Retriever:
        """Searches this guide."""
        return Retriever(self.index, self.chunks)

    @cached_property
    def facts(self) -> Facts:
        """The typed facts."""
        return parse_facts(self.chunks, self.card.career)

    @cached_property
    def coverage(self) -> dict[str, tuple[Chunk, ...]]:
        """The intents that the guide's sentences speak to."""
        return cover(self.bank, self.chunks)

    @cached_property
    def covered(self) -> frozenset[str]:
        """The intents that the guide answers, its author's corrections made."""
        return frozenset((set(self.coverage) | set(self.card.answers)) - set(self.card.silent))

    @cached_property
    def career_terms(self) -> frozenset[str]:
        """The words of the career's own names, which say nothing about what is asked."""
        return frozenset(term for name in self.card.names for term in terms(name))


class Library:
    """All guides of an index."""

    def __init__(self, index: Index, bank: Bank) -> None:
        self._index = index
        self.shelves = [Shelf(card, index, bank) for card in index.guides()]

    @property
    def names(self) -> list[str]:
        """What the careers of all guides are called."""
        return [name for shelf in self.shelves for name in shelf.card.names]

    def find(self, question: str, vector: np.ndarray) -> Shelf:
        """The guide for a question: the one whose career it names, else the nearest passage's."""
        if len(self.shelves) == 1:
            return self.shelves[0]
        named = self.named(question)
        if named:
            return named[0]
        nearest = self._index.search(vector, 1)
        source = self._index.source(nearest[0][0])
        return next(shelf for shelf in self.shelves if shelf.card.source == source)

    def named(self, question: str) -> list[Shelf]:
        """The guides whose career a question names, the longest name first."""
        found = []
        for shelf in self.shelves:
            sizes = [len(name) for name in shelf.card.names if _names(question, name)]
            if sizes:
                found.append((max(sizes), shelf))
        return [shelf for _, shelf in sorted(found, key=lambda pair: -pair[0])]


def _names(question: str, name: str) -> bool:
    """Whether a question names a career, in the singular or the plural."""
    singular = re.sub(r"(?i)(?<=[^s])s\b", "", name)
    pattern = r"\s+".join(re.escape(word) + r"s?" for word in singular.split())
    return re.search(rf"(?i)\b{pattern}\b", question) is not None
