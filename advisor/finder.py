"""What an ask finds in a shelf's guides, and how likely that answers it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from advisor.acts import sentences_of
from advisor.compose import compose
from advisor.draft import Line, quote
from advisor.embedder import Embedder
from advisor.gate import (
    Evidence,
    answerable,
    is_for_a_doctor,
    is_paid_elsewhere,
    is_unsafe,
    sure_from,
    threshold,
)
from advisor.index import Index
from advisor.intents import Bank, IntentModel
from advisor.lexicon import places, terms
from advisor.library import Library
from advisor.phrases import with_article
from advisor.question import Ask
from advisor.readers import Reading, answer_from_structure, explained
from advisor.readers.tables import Tabled, Tables
from advisor.retrieval import Found
from advisor.schema import Chunk, Passage
from advisor.shelf import Shelf
from advisor.text import numbers

_EVEN = 0.5
"""Chance from which something is likelier than not."""
_OWN, _ALONE = 0.4, 0.6
"""Chance that the guide by itself answers, from which it is heard where companions have something
to it: where all of them together answer, and where they do not.
"""
_OPEN = 0.1
"""How much nearer, in cosines, an ask may be to what a guide or a companion leaves open than to
what one of them answers.
"""
_ELSEWHERE = 0.5
"""Chance that a companion has the answer, from which the guide's own structure is not asked."""
_BESIDE = 0.07
"""The same, from which a companion is heard beside the guide."""
_NEARLY = 0.9
"""The same, from which a companion is heard before the guide."""
_SAME = 0.8
"""Cosine from which two questions ask the same."""
_DEPTH = 12
"""Passages that an answer is composed from."""
_PAY = "How much does {one} earn?"
_OFFICIALLY = (
    "Is there an official figure for the pay of {one}?",
    "How does the guide's pay of {one} differ from official figures?",
)
"""What a career is asked for where its pay is set beside that of others."""
_IN_YEAR = re.compile(r"(?i)\s+(?:in|for|as of)\s+(?:the year )?((?:19|20)\d\d)(?=\W*$)")
_ANYWHERE = "What do {one}s make in my state or city?"
_LATELY = 16
"""Texts that are not embedded again: one turn comes back to what it asks."""


@dataclass(frozen=True)
class Finding:
    """One ask with what was found for it."""

    ask: Ask
    found: Found
    lines: list[Line]
    """The answer from the typed facts, if they have one."""
    evidence: Evidence
    chance: float
    """How likely it is that the guide answers it."""
    beside: tuple[Passage, ...] = ()
    """What companions have to it beside the guide's own answer, best first."""


class Finder:
    """Understands what is asked, and looks it up in a guide and in its companions."""

    def __init__(self, index: Index, embedder: Embedder, bank: Bank, library: Library) -> None:
        self._index = index
        self._embedder = embedder
        self._bank = bank
        self._library = library
        self._understood = lru_cache(_LATELY)(self._understand)
        self._tables = lru_cache(None)(_tables)
        self._lifted = lru_cache(None)(_lifted)

    def understand(self, text: str) -> Ask:
        """A text as something asked: its embedding, and which intents it may be."""
        return self._understood(text)

    def _understand(self, text: str) -> Ask:
        masked = self._library.mask(self._without_now(text))
        vector = self._embedder.encode_questions([masked])[0]
        chances = self._intents.probabilities(vector)
        order = chances.argsort()[::-1]
        likely = tuple((self._bank.intents[i], float(chances[i])) for i in order)
        return Ask(text, vector, likely, self._index.adapt(vector[None])[0])

    def _without_now(self, text: str) -> str:
        """A text without the year that means now, the main guide's or the one before: who asks for
        "the salary in 2026" wants to know what it is.
        """
        now = self._library.shelves[0].card.year

        def left(match: re.Match[str]) -> str:
            return match[0] if now is None or not 0 <= now - int(match[1]) <= 1 else ""

        return _IN_YEAR.sub(left, text)

    def find(self, ask: Ask, shelf: Shelf, context: str = "") -> Finding:
        """What the guide answers by itself, with what its companions have beside it; else what all
        of them answer together.
        """
        together = self.look_up(ask, shelf, context)
        if not shelf.companions or is_for_a_doctor(ask):
            return together
        if is_paid_elsewhere(together.evidence) and self._is_placed(ask.text):
            return self._anywhere(ask, together, shelf)
        if told := self._told_in_tables(together, shelf):
            return told
        own = self.look_up(ask, shelf.alone, context)
        beside = [one for one in together.found.passages if one.source != shelf.card.source]
        theirs = sum(one.score for one in beside)
        heard = together.chance >= threshold(shelf.gate)
        if _unsure(own, together, theirs) or (heard and own.chance < _EVEN < theirs):
            return together
        if heard and theirs > _NEARLY and own.evidence.structured < 1:
            after = (replace(one, score=one.score * (1 - theirs)) for one in own.found.passages)
            return replace(together, beside=tuple(after))
        # Both thresholds stand for the same: the guide's is written on the other's scale.
        chance = max(own.chance, threshold(shelf.gate))
        return replace(
            own, chance=chance, beside=tuple(beside) if heard and theirs >= _BESIDE else ()
        )

    def _is_placed(self, text: str) -> bool:
        """Whether one sentence names a career and a place."""
        said = sentences_of(text)
        return any(places(one) and self._library.namings(one) for one in said)

    def _anywhere(self, ask: Ask, together: Finding, shelf: Shelf) -> Finding:
        """What companions say of the pay in any place, where one is asked that none names."""
        anywhere = self.look_up(self.understand(_ANYWHERE.format(one=shelf.card.career)), shelf)
        best = anywhere.found.passages[0]
        if best.source == shelf.card.source or best.score < _EVEN:
            return together
        beside = (one for one in shelf.chunks if one.source == best.source)
        lines = [
            quote(one) for one in beside if one.section == best.section and one.kind == "sentence"
        ]
        return replace(anywhere, ask=ask, lines=lines, chance=threshold(shelf.gate))

    def _told_in_tables(self, together: Finding, shelf: Shelf) -> Finding | None:
        """The rows of companions' tables that an ask names, with the guide's own pay where it is
        set beside them; one row alone only where nothing but its neighbours answers.
        """
        tabled = self._tables(shelf).asked(together.ask.text)
        if tabled is None or (tabled.alone and _is_told(tabled, together)):
            return None
        one = with_article(f"{tabled.level} {shelf.card.career}".strip())
        lines = [tabled.line(row) for row in tabled.rows] or self._officially(one, shelf)
        if tabled.career:
            own = self.look_up(self.understand(_PAY.format(one=one)), shelf.alone).lines
            lines = [*own, *lines] if own and lines else []
        chance = max(together.chance, sure_from(shelf.gate))
        return replace(together, lines=lines, chance=chance) if lines else None

    def _officially(self, one: str, shelf: Shelf) -> list[Line]:
        """What companions say of official figures on the pay of a career or of its level."""
        lines: list[Line] = []
        for question in _OFFICIALLY:
            finding = self.look_up(self.understand(question.format(one=one)), shelf)
            found = [one for one in finding.found.passages if one.source != shelf.card.source]
            if finding.chance >= threshold(shelf.gate):
                lines += [line for line in compose(found, shelf.chunks, 0) if line not in lines]
        return lines

    def look_up(self, ask: Ask, shelf: Shelf, context: str = "") -> Finding:
        """Retrieve for an ask and judge whether the guide answers it."""
        reading = Reading(
            ask, context or ask.text, shelf.facts, shelf.career_terms, self._ranker(shelf)
        )
        retriever = shelf.retriever
        found = retriever.retrieve(ask, _DEPTH)
        elsewhere = sum(one.score for one in found.passages if one.source != shelf.card.source)
        lines = answer_from_structure(reading) if elsewhere < _ELSEWHERE else None
        own = [term for term in terms(ask.text) if term not in shelf.career_terms]
        idf = retriever.scorer.idf
        rarest = retriever.scorer.rarest
        best = found.passages[:3]
        evidence = Evidence(
            ask=ask,
            passages=best,
            covered=shelf.covered,
            similarity=found.similarity,
            lexical=found.lexical,
            alike=found.alike,
            unlike=self._unlike(ask, shelf),
            said=" ".join(line.text for line in lines or ()),
            weights={term: idf.get(term, rarest) for term in own},
            known=idf,
            structured=explained(reading, lines or []),
            spoken=retriever.spoken_to(ask, best),
            gate=shelf.gate,
            written=shelf.card.year,
        )
        barred = is_unsafe(ask) or is_for_a_doctor(ask)
        refused = lines == [] or barred or is_paid_elsewhere(evidence)
        chance = 0.0 if refused else answerable(evidence)
        return Finding(ask, found, lines or [], evidence, chance)

    def _unlike(self, ask: Ask, shelf: Shelf) -> float | None:
        """The best cosine with a question that is left open, those left out that the guide leaves
        open and a companion is known to answer.
        """
        if not shelf.unanswered:
            return None
        cosines = shelf.unanswered_vectors @ ask.compared
        nearest = map(int, (-cosines).argsort())
        return next((float(cosines[one]) for one in nearest if not self._lifted(shelf, one)), None)

    def _ranker(self, shelf: Shelf) -> Callable[[str, Sequence[Chunk]], list[Chunk]]:
        def rank(text: str, chunks: Sequence[Chunk]) -> list[Chunk]:
            found = shelf.retriever.retrieve(self.understand(text), len(shelf.chunks)).passages
            wanted = {chunk.id for chunk in chunks}
            return [one.chunk for one in found if one.chunk.id in wanted]

        return rank

    @cached_property
    def _intents(self) -> IntentModel:
        return self._index.intent_model(self._bank)


def _is_told(tabled: Tabled, together: Finding) -> bool:
    """Whether something else answers: no other row of the same table, and nothing without a figure
    where the row has the one that is asked for.
    """
    row, best = tabled.rows[0], together.found.passages[0].chunk
    if together.chance < threshold(together.evidence.gate):
        return False
    if (best.source, best.block) == (row.source, row.block):
        return best.order == row.order
    return bool(numbers(best.readable)) or not numbers(dict(row.cells)[tabled.column])


def _tables(shelf: Shelf) -> Tables:
    chunks = (one for one in shelf.chunks if one.source != shelf.card.source)
    return Tables(chunks, [*shelf.card.names, *(level.name for level in shelf.facts.levels)])


def _lifted(shelf: Shelf, place: int) -> bool:
    """Whether a companion is known to answer what the guide leaves open."""
    if not shelf.companions or shelf.unanswered[place].source != shelf.card.source:
        return False
    vector = shelf.unanswered_vectors[place]
    closest, _ = shelf.retriever.closest(vector)
    return closest >= _SAME and closest > shelf.alone.retriever.closest(vector)[0]


def _unsure(own: Finding, together: Finding, theirs: float) -> bool:
    """Whether the guide is too unsure to be heard, where companions have the answer with the given
    chance.
    """
    if answerable(replace(own.evidence, gate="alone")) < threshold("alone"):
        return True  # nor would it answer if there were no companions
    heard = together.chance >= threshold(together.evidence.gate)
    if not heard and together.evidence.left_open > _OPEN:
        return True
    if theirs <= _BESIDE or theirs <= _EVEN < together.chance:
        return theirs > _BESIDE and own.chance < threshold("beside")
    return own.chance < (_OWN if heard or own.lines else _ALONE)
