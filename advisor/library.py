"""The shelves of guides, one a career, and which of them a question is for.

A question goes to the guide whose career it names, else to the one that the person has chosen, else
to that of the career named last in the history. Where none is named, it goes to the main guide
(`main: true` in its front matter) unless another's passages are clearly nearer; with no main guide,
to the nearest, those first that share the last word of a career's name ("a technician").
`Library.candidates` gives all that come into question and what speaks for each, so that a caller
can ask back where they are too close to call.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from advisor.errors import GuideUnknown, IndexDamaged, IndexMissing, IndexUnreachable
from advisor.index import Index, Near
from advisor.intents import NEUTRAL, Bank, mask_career
from advisor.names import WORD, name_words, singular, split_names
from advisor.schema import Message
from advisor.shelf import Shelf, shelve

_NEAREST = 12
"""Passages that are looked at to tell which guide is nearest."""
_CLEARLY = 0.24
"""How much nearer (in cosine) another guide is than the main one's passages where a question is
about another career: questions that say nothing of their career stay below, on our own and forty
other guides."""
_AHEAD = 0.05
"""The same where it has the last word of that career's name, and than the main one's questions."""
_CROWD = 4
"""Guides that are as near as each other, from which none of them is meant."""
_CLOSE = 0.1
"""How near (in cosine) to the nearest guide others are that may be meant as well."""
_SENTENCE_END = re.compile(r"[.!?](?=\s|$)|\n")
Reason = Literal["only", "name", "chosen", "history", "main", "word", "passage"]


@dataclass(frozen=True)
class Candidate:
    """A guide that a question may be for, and what speaks for it; a higher score is better."""

    shelf: Shelf
    by: Reason
    score: float = 1.0


@dataclass(frozen=True)
class Naming:
    """A stretch of a text that names a career, and the guides to it."""

    start: int
    end: int
    shelves: tuple[Shelf, ...]


class Library:
    """All guides of an index."""

    def __init__(self, index: Index, bank: Bank) -> None:
        self._index = index
        self.shelves = shelve(index, bank)

    @cached_property
    def main(self) -> Shelf | None:
        """The guide that answers where a question tells of no career."""
        return next((one for one in self.shelves if one.card.main), None)

    @property
    def names(self) -> list[str]:
        """What the careers of all guides are called."""
        return [name for shelf in self.shelves for name in shelf.card.names]

    def mask(self, text: str) -> str:
        """The text with every career that it names replaced by one neutral word."""
        if len(self.shelves) == 1:
            return mask_career(text, self.names)
        for naming in reversed(self.namings(text)):
            text = f"{text[: naming.start]}{NEUTRAL}{text[naming.end :]}"
        return text

    def choose(self, name: str | None, hint: str | None = None) -> Shelf:
        """The guide of a career or file that is named; else one that the hint names, else the main
        one or the first. Raises GuideUnknown where none is called so.
        """
        if name:
            files = [one for one in self.shelves if name in (one.card.source, one.card.title)]
            found = files or self.named(name)
            if not found:
                careers = ", ".join(one.card.career for one in self.shelves)
                raise GuideUnknown(
                    f"No guide is about {name!r}; there are guides about: {careers}."
                )
            return found[0]
        return next(iter(self.named(hint or "")), self.main or self.shelves[0])

    def candidates(
        self,
        question: str,
        vector: np.ndarray,
        history: Sequence[Message] = (),
        chosen: Shelf | None = None,
    ) -> list[Candidate]:
        """The guides that a question may be for, the likeliest first; never empty.

        `chosen` is the person's own choice: it counts unless the question names another career.
        """
        return self.told(question, history, chosen) or self._nearest(question, vector)

    def told(
        self, question: str, history: Sequence[Message] = (), chosen: Shelf | None = None
    ) -> list[Candidate]:
        """Those that words or a choice tell, without regard to what is meant; may be empty."""
        if len(self.shelves) == 1:
            return [Candidate(self.shelves[0], "only")]
        if named := self.named(question):
            return [Candidate(shelf, "name") for shelf in named]
        if chosen:
            return [Candidate(chosen, "chosen")]
        for message in reversed(history):
            if message["role"] == "user" and (named := self.named(message["content"])):
                return [Candidate(shelf, "history") for shelf in named]
        return []

    def named(self, text: str) -> list[Shelf]:
        """The guides whose career a text names, where it asks before where it tells, and then the
        longest name first.
        """
        namings = self.namings(text)
        namings.sort(key=lambda one: (not _asks(text, one.end), one.start - one.end))
        return list(dict.fromkeys(shelf for one in namings for shelf in one.shelves))

    def namings(self, text: str) -> list[Naming]:
        """Where a text names careers, in the singular or the plural; the longest name wins."""
        tokens = list(WORD.finditer(text.lower()))
        row = [singular(token[0]) for token in tokens]
        longest = max(map(len, self._by_name), default=0)
        found: list[Naming] = []
        start = 0
        while start < len(row):
            sizes = range(min(longest, len(row) - start), 0, -1)
            named = (n for n in sizes if tuple(row[start : start + n]) in self._by_name)
            size = next(named, 0)
            if size:
                end = tokens[start + size - 1].end()
                shelves = self._by_name[tuple(row[start : start + size])]
                found.append(Naming(tokens[start].start(), end, shelves))
            start += size or 1
        return found

    def unclear(self, candidates: Sequence[Candidate]) -> list[Shelf]:
        """The guides that are as near to a question as the likeliest one, itself first, where only
        nearness speaks for any of them; empty where it is clear which is meant.
        """
        first = candidates[0]
        if first.by not in ("word", "passage"):
            return []
        least = first.score - _CLOSE
        close = [one for one in candidates if one.by == first.by and one.score > least]
        return [one.shelf for one in close] if len(close) > 1 else []

    def _nearest(self, question: str, vector: np.ndarray) -> list[Candidate]:
        """The main guide where none is clearly nearer; then the guides of the nearest passages,
        those first that share a career's last word.
        """
        words = set(name_words(question))
        shelf_of = {card.source: shelf for shelf in self.shelves for card in shelf.cards}
        found: dict[str, Candidate] = {}
        for near in self._search(vector):
            shelf = shelf_of[near.source]
            if shelf.card.source not in found:
                by: Reason = "word" if words & self._last_words[shelf.card.source] else "passage"
                found[shelf.card.source] = Candidate(shelf, by, near.score)
        ranked = sorted(found.values(), key=lambda one: (one.by == "passage", -one.score))
        if not self.main:
            return ranked
        score = float((self.main.retriever.scorer.vectors @ vector).max())
        own = found.get(self.main.card.source, Candidate(self.main, "main", score))
        main = Candidate(self.main, "main", max(score, own.score))
        others = [one for one in ranked if one.shelf is not self.main]
        bar = {"passage": score + _CLEARLY, "word": main.score + _AHEAD}
        nearer = [one for one in others if one.score >= bar[one.by]]
        # Where many are as near as each other, their nearness tells of no career ("outlook").
        if not nearer or (nearer[0].by == "passage" and len(self.unclear(nearer)) >= _CROWD):
            return [main, *others]
        return [*nearer, *(one for one in ranked if one not in nearer)]

    def _search(self, vector: np.ndarray) -> list[Near]:
        """The nearest passages; of the guides in memory, where the index cannot be searched."""
        try:
            return self._index.search(vector, _NEAREST)
        except (IndexDamaged, IndexMissing, IndexUnreachable):
            found = [near for shelf in self.shelves for near in shelf.remembered(vector)]
            if not found:
                raise
            return sorted(found, key=lambda near: -near.score)[:_NEAREST]

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, ...], tuple[Shelf, ...]]:
        """The guides under each name of their career, as words in the singular."""
        found: dict[tuple[str, ...], dict[str, Shelf]] = {}
        for shelf in self.shelves:
            for name in shelf.card.names:
                for one in split_names(name):
                    found.setdefault(tuple(name_words(one)), {})[shelf.card.source] = shelf
        found.pop((), None)
        return {name: tuple(shelves.values()) for name, shelves in found.items()}

    @cached_property
    def _last_words(self) -> Mapping[str, set[str]]:
        found: dict[str, set[str]] = {shelf.card.source: set() for shelf in self.shelves}
        for name, shelves in self._by_name.items():
            for shelf in shelves:
                found[shelf.card.source].add(name[-1])
        return found


def _asks(text: str, place: int) -> bool:
    """Whether the sentence that goes on at a place is a question, or the text has no other."""
    end = _SENTENCE_END.search(text, place)
    return end is None or end[0] == "?"
