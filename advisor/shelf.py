"""One career's guides, opened: chunks, facts, coverage and search, each made on first use.

A shelf holds a guide and its companions (`companion: NAME.md` in their front matter). The typed
facts are the guide's own; passages are searched in all of them, and in the guide alone.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePath

import numpy as np

from advisor import suggest as suggestions
from advisor.coverage import cover
from advisor.entries import answered_intents, parse_entries
from advisor.facts import Credential, Facts, parse_facts
from advisor.gate import Gate
from advisor.index import GuideCard, Index, Near
from advisor.intents import Bank, mask_career
from advisor.lexicon import terms
from advisor.retrieval import Retriever
from advisor.schema import Chunk
from advisor.topic import short_names


@dataclass(frozen=True, eq=False)
class Volume:
    """One guide by itself."""

    card: GuideCard
    index: Index
    bank: Bank

    @cached_property
    def stored(self) -> list[Chunk]:
        """All that the index holds of it."""
        return self.index.chunks(self.card.source)

    @cached_property
    def chunks(self) -> list[Chunk]:
        """The passages, in reading order."""
        return [chunk for chunk in self.stored if chunk.kind != "question"]

    @cached_property
    def facts(self) -> Facts:
        """What is typed in it."""
        return parse_facts(self.chunks, self.card.career)

    @cached_property
    def coverage(self) -> dict[str, tuple[Chunk, ...]]:
        """The intents that the sentences speak to, those left out that its author calls silent."""
        found = cover(self.bank, self.chunks)
        return {name: chunks for name, chunks in found.items() if name not in self.card.silent}

    @cached_property
    def covered(self) -> frozenset[str]:
        """The intents that are answered, its author's corrections made."""
        tabled = answered_intents(parse_entries(self.chunks))
        return frozenset({*self.coverage, *tabled, *self.card.answers} - set(self.card.silent))


@dataclass(frozen=True, eq=False)
class Shelf:
    """What is known of one career."""

    volumes: tuple[Volume, ...]
    """The guide, and its companions after it."""
    index: Index
    whole: Shelf | None = None
    """The shelf that this one is the first part of, if it is one."""

    @cached_property
    def cards(self) -> tuple[GuideCard, ...]:
        """Those of the guide and its companions."""
        return tuple(volume.card for volume in self.volumes)

    @cached_property
    def card(self) -> GuideCard:
        """The guide's."""
        return self.cards[0]

    @cached_property
    def companions(self) -> tuple[GuideCard, ...]:
        """Those of its companions."""
        return self.cards[1:]

    @property
    def gate(self) -> Gate:
        """By which gate it is judged whether its volumes answer."""
        return "accompanied" if self.companions else "beside" if self.whole else "alone"

    @property
    def bank(self) -> Bank:
        """What its volumes are searched for."""
        return self.volumes[0].bank

    @cached_property
    def alone(self) -> Shelf:
        """The guide without its companions."""
        return Shelf(self.volumes[:1], self.index, self)

    @cached_property
    def chunks(self) -> list[Chunk]:
        """The passages, guide by guide in reading order."""
        return [chunk for volume in self.volumes for chunk in volume.chunks]

    @cached_property
    def questions(self) -> list[Chunk]:
        """The questions that the passages are known to answer."""
        return [chunk for chunk in self._asked if chunk.about]

    @cached_property
    def unanswered(self) -> list[Chunk]:
        """The questions that are known not to be answered, by the guide or by a companion."""
        lifted = {topic for card in self.companions for topic in card.lifts}
        open_ones = (chunk for chunk in self._asked if not chunk.about)
        return [chunk for chunk in open_ones if dict(chunk.cells)["topic"] not in lifted]

    @cached_property
    def unanswered_vectors(self) -> np.ndarray:
        """Their embeddings as they are compared, shape (questions, dimensions)."""
        return self.index.adapt(self.index.vectors(self.unanswered))

    def closest_unanswered(self, vector: np.ndarray) -> tuple[float | None, Chunk | None]:
        """The closest question that is known not to be answered, with its cosine."""
        if not self.unanswered:
            return None, None
        cosines = self.unanswered_vectors @ vector
        place = int(cosines.argmax())
        return float(cosines[place]), self.unanswered[place]

    @cached_property
    def _asked(self) -> list[Chunk]:
        stored = (chunk for volume in self.volumes for chunk in volume.stored)
        return [chunk for chunk in stored if chunk.kind == "question"]

    @cached_property
    def retriever(self) -> Retriever:
        """Searches the guide and its companions."""
        whole = self.whole.retriever if self.whole else None
        return Retriever(self.index, self.chunks, self.questions, self.coverage, whole)

    def remembered(self, vector: np.ndarray) -> list[Near]:
        """The passages with their cosines, as far as they are in memory; the index is not asked."""
        return self.retriever.remembered(vector) if "retriever" in vars(self) else []

    @property
    def facts(self) -> Facts:
        """The guide's typed facts."""
        return self.volumes[0].facts

    @cached_property
    def short_names(self) -> frozenset[str]:
        """The short names of certifications, bodies and the like that are spoken of."""
        return short_names(self.chunks)

    @cached_property
    def further_credentials(self) -> list[Credential]:
        """Those that companions have rows for, beyond the guide's own."""
        own = {one.abbreviation for one in self.facts.credentials}
        beside = (one for volume in self.volumes[1:] for one in volume.facts.credentials)
        rows = (one for one in beside if any(chunk.kind == "row" for chunk in one.chunks))
        return [one for one in rows if one.abbreviation not in own]

    @cached_property
    def coverage(self) -> dict[str, tuple[Chunk, ...]]:
        """The intents that the sentences speak to."""
        found: dict[str, tuple[Chunk, ...]] = defaultdict(tuple)
        for volume in self.volumes:
            for name, chunks in volume.coverage.items():
                found[name] += chunks
        return dict(found)

    @cached_property
    def covered(self) -> frozenset[str]:
        """The intents that are answered."""
        return frozenset(name for volume in self.volumes for name in volume.covered)

    @cached_property
    def candidates(self) -> list[suggestions.Candidate]:
        """The questions that may be suggested: of the guide's structure, then `told_beside`."""
        own = suggestions.candidates(self.facts, self.card.career)
        beside = self.told_beside.items()
        return [*own, *(suggestions.Candidate(text, chunk.section) for text, chunk in beside)]

    @cached_property
    def told_beside(self) -> dict[str, Chunk]:
        """The questions that companions have for headings, each as it is compared."""
        names = {card.source: card.names for card in self.cards}
        return {
            chunk.heading: chunk
            for chunk in self.questions
            if chunk.source != self.card.source
            and chunk.heading.endswith("?")
            and chunk.text == mask_career(chunk.heading, names[chunk.source])
        }

    @cached_property
    def career_terms(self) -> frozenset[str]:
        """The words of the career's own names, which say nothing about what is asked."""
        return frozenset(term for name in self.card.names for term in terms(name))


def shelve(index: Index, bank: Bank) -> list[Shelf]:
    """A shelf for every guide that is no companion, or whose own guide is not there."""
    cards = {card.source: card for card in index.guides()}
    beside = {card.source: _guide_of(card, cards) for card in cards.values()}
    rows = (
        (card, *(one for one in cards.values() if beside[one.source] == card.source))
        for card in cards.values()
        if not beside[card.source]
    )
    return [Shelf(tuple(Volume(one, index, bank) for one in row), index) for row in rows]


def _guide_of(card: GuideCard, cards: dict[str, GuideCard]) -> str:
    """The source of the guide that a card is a companion to; empty for none that is there."""
    if not card.companion:
        return ""
    source = (PurePath(card.source).parent / card.companion).as_posix()
    return source if source in cards and source != card.source else ""
