"""`Engine`: the parts wired into one chain, question and history in, cited answer out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from advisor.askback import ask_back
from advisor.attribution import attributed
from advisor.condense import checked_history
from advisor.config import Settings
from advisor.declining import is_grave, why_not
from advisor.draft import Draft, Line, frame, number_lines
from advisor.embedder import Embedder
from advisor.errors import QuestionError
from advisor.finder import Finder, Finding
from advisor.gate import UNSAFE, is_unsafe, threshold
from advisor.index import Index
from advisor.intents import load_bank, mask_career
from advisor.library import Library
from advisor.ownway import TELL_ME, from_start, is_on_next_step
from advisor.personal import fit_to_person, is_of_me
from advisor.plan.career import Career
from advisor.plan.planner import make_plan
from advisor.plan.profile import Profile
from advisor.plan.schema import Plan
from advisor.question import Ask, premise, split_asks, stated_before, with_story
from advisor.refusing import YOUR_START, may_not_answer, refusals_of
from advisor.rewrites import NO_FURTHER, Follower, Turn, is_serious, sense_of
from advisor.schema import Answer, Citation, Message, Passage
from advisor.shelf import Shelf
from advisor.sidebyside import put_side_by_side
from advisor.sides import Side, compared
from advisor.spelling import Speller
from advisor.suggest import suggest
from advisor.sureness import is_elsewhere, is_sure
from advisor.telling import Told, fits, lines_of, tell, two_readings
from advisor.text import visible, words

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

_ASKS = 3
"""Things asked in one turn that are answered."""
_KNOWN, _KNOWN_OF_ME = 0.7, 0.75
"""How like a known question one is that is understood without what is stated before it, and one on
the person's own case, where that often says who is asking.
"""
_VAGUE = 0.3
"""Chance of the likeliest intent up to which a further question asks nothing in particular."""
_RARE = 3
"""Times that a word stands in the bank without being taken for well spelt."""
_CHOICES = 4
"""Careers among which is asked back."""
_OTHERWISE = "If you meant something else by that:"
_NOTHING_ASKED = "Ask me about this career: what it takes, what it pays, what to do next."


class Engine:
    """Answers from one state of an index."""

    def __init__(self, settings: Settings, index: Index, embedder: Embedder) -> None:
        self.settings = settings
        self.index = index
        self._embedder = embedder
        self._bank = load_bank()
        self.library = Library(index, self._bank)
        self.finder = Finder(index, embedder, self._bank, self.library)
        self._career = lru_cache(None)(Career.of)
        self._proven = lru_cache(None)(self._answers)
        self._candidate_vectors = lru_cache(None)(self._vectors_of_candidates)

    def retrieve(self, question: str, k: int = 5, guide: str | None = None) -> list[Passage]:
        """The `k` passages closest to a question, best first; `guide` as for `ask`."""
        question = self._read(question)
        ask = self.finder.understand(self._speller.mend(question))
        first = self.library.candidates(question, ask.vector, chosen=self._chosen(guide))[0]
        return first.shelf.retriever.retrieve(ask, k).passages

    def plan(self, profile: Profile, guide: str | None = None) -> Plan:
        """A plan for one person; `guide` names a career or a file, else the goal may name one."""
        return make_plan(profile, self._career(self.library.choose(guide, profile.goal)))

    def ask(
        self, question: str, history: Sequence[Message] = (), guide: str | None = None
    ) -> Answer:
        """As `Advisor.ask`."""
        return self.draft(question, history, guide).answer

    def draft(
        self,
        question: str,
        history: Sequence[Message] = (),
        guide: str | None = None,
        standalone: str = "",
    ) -> Draft:
        """The answer with what it was made from; arguments as for `Advisor.ask`.

        `standalone` is the question made whole, where somebody else has seen to that.
        """
        chosen = self._chosen(guide)
        limit = self.settings.max_question_chars
        asked = self._read(question)
        if not asked:
            return Draft(Answer(_NOTHING_ASKED, False, question="", reason="empty_question"))
        said = checked_history(history)[-self.settings.max_history_messages :]
        before = [Message(role=who, content=visible(text)) for who, text in said]
        draft = self._chain.invoke(Turn(asked, before, chosen, standalone))
        if len(question) > limit:
            told = f"Only the first {limit:,} characters of the question were read."
            notices = (*draft.answer.notices, told)
            draft = replace(draft, answer=replace(draft.answer, notices=notices))
        return draft

    def _read(self, question: str) -> str:
        """A question as it is looked at: of bounded size, without what nobody can see."""
        if not isinstance(question, str):
            raise QuestionError(f"A question is a text; got {type(question).__name__}.")
        return visible(question[: self.settings.max_question_chars]).strip()

    def _chosen(self, guide: str | None) -> Shelf | None:
        return self.library.choose(guide) if guide else None

    @cached_property
    def _chain(self) -> Runnable[Turn, Draft]:
        from langchain_core.runnables import RunnableLambda

        return (
            RunnableLambda(self.follower.condense)
            | RunnableLambda(self._understand)
            | RunnableLambda(self._retrieve)
            | RunnableLambda(self._answer)
        )

    def _understand(self, turn: Turn) -> Turn:
        texts = split_asks(turn.standalone)
        first = self.finder.understand(texts[0])
        candidates = self.library.candidates(
            turn.standalone, first.vector, turn.history, turn.chosen
        )
        close = self.library.unclear(candidates)[:_CHOICES]
        choices = tuple(one for one in close if self._answers(first.text, one))
        shelf = choices[0] if choices else candidates[0].shelf
        asks: tuple[Ask, ...] = (first, *self._further(texts, shelf))
        if len(texts) == 1 and self._says_too_little(first, shelf):
            asks = (self.finder.understand(with_story(turn.standalone, first.text)),)
        asks = tuple(
            self._on_topic(text, ask, turn, shelf) for text, ask in zip(texts, asks, strict=True)
        )
        if first.text != turn.standalone:
            whole = self.finder.understand(turn.standalone)
            asks = (whole,) if is_serious(whole) else asks
        return replace(turn, asks=self._cleared(asks, turn), shelf=shelf, choices=choices)

    def _on_topic(self, text: str, ask: Ask, turn: Turn, shelf: Shelf) -> Ask:
        """What a text asks with what is stated before it, where it is liker to a known question
        then; else as it is understood already.
        """
        before = stated_before(turn.standalone, text)
        likeness = sense_of(ask, shelf).known - NO_FURTHER if before else 0.0
        sense = self.follower.on_topic(text, before, "", likeness, shelf) if before else None
        return self.finder.understand(sense.text) if sense else ask

    def _cleared(self, asks: tuple[Ask, ...], turn: Turn) -> tuple[Ask, ...]:
        """The asks, none of them unsafe where nothing is that was typed: the name of a step
        ("Learn healthcare systems and policies") may read like an order.
        """
        if not turn.history or not any(map(is_unsafe, asks)):
            return asks
        said = [one["content"] for one in turn.history if one["role"] == "user"]
        typed = (self._speller.mend(text) for text in (turn.question, *said))
        if any(is_unsafe(self.finder.understand(text)) for text in typed):
            return asks
        return tuple(ask.without("unsafe") for ask in asks)

    def _further(self, texts: Sequence[str], shelf: Shelf) -> Iterator[Ask]:
        """What is asked after the first thing, each in the light of the one before it."""
        condenser, before = self.follower.condenser(shelf), texts[0]
        for text in texts[1:]:
            last, before = before, condenser.condense(text, [("user", before)])
            ask = self.finder.understand(before)
            if ask.likely[0][1] < _VAGUE and self._says_too_little(ask, shelf):
                ask = self.finder.understand(f"{last} {text}")
            yield ask

    def _says_too_little(self, ask: Ask, shelf: Shelf) -> bool:
        """Whether an ask is like nothing that people are known to ask."""
        known = _KNOWN_OF_ME if is_of_me(ask.text) else _KNOWN
        return sense_of(ask, shelf).known < known

    def _retrieve(self, turn: Turn) -> Turn:
        assert turn.shelf
        found = [self.finder.find(ask, turn.shelf, turn.standalone) for ask in turn.asks]
        best = sorted(found, key=lambda one: -one.chance)[:_ASKS]
        findings = tuple(one for one in found if one in best)
        if granted := premise(turn.standalone):
            finding, answered = self._found(granted, turn.shelf)
            findings = (finding, *findings) if answered else findings
        return replace(turn, findings=findings)

    def _answer(self, turn: Turn) -> Draft:
        """One career's answer, or several side by side, or which career is meant."""
        if back := ask_back(turn.standalone, turn.choices, self.library.shelves, self._answers):
            return Draft(back)
        draft = self._answer_from_one(turn)
        if any(ask.outside("unsafe") + ask.chance("crisis") > UNSAFE for ask in turn.asks):
            return draft
        found = compared(self.library, turn.standalone) or compared(
            self.library, self._speller.mend(turn.question), turn.history
        )
        if not found:
            return draft
        return put_side_by_side(found, self._tell, draft.answer, self.library.main) or draft

    def _tell(self, text: str, side: Side) -> list[Line]:
        """What a guide answers to a question; nothing where it is silent."""
        finding, answered = self._found(text, side.shelf)
        return lines_of(finding, side.shelf) if answered else []

    def _answer_from_one(self, turn: Turn) -> Draft:
        """The answer from one career's guides."""
        assert turn.shelf
        shelf, career = turn.shelf, self._career(turn.shelf)
        told = tell(turn, career, shelf)
        short, meant = self._else_meant(turn, told, shelf)
        lines = fit_to_person(short or told.lines, turn.question, turn.history, career)
        lead = self._doubt(turn, told, shelf) if lines else None
        rest = [frame(_OTHERWISE), *attributed(meant)] if meant else []
        start = [] if told.own else self._your_start(turn, told, lines if lead else [], career)
        rest += start + refusals_of(told.refused, career.name, _guides(shelf), told.answered)
        if any(is_on_next_step(one.ask) for one in turn.findings) and not (told.own or start):
            rest.append(frame(TELL_ME))
        before = [lead] if lead else []
        text, parts, citations = number_lines([*before, *attributed(lines), *rest])
        left_out = "; ".join(one.missing for one in told.refused)
        answer = Answer(
            text=text,
            answered=told.answered,
            question=turn.standalone,
            citations=citations,
            missing=left_out if told.answered and told.refused else None,
            reason=None if told.answered else why_not(told.refused),
            parts=parts,
            suggestions=() if is_grave(told.refused) else self._suggest(turn, citations),
            confidence=_best(turn).chance,
            sure=lead is None,
        )
        passages = (*told.passages, *(chunk for one in meant for chunk in one.chunks))
        return Draft(answer, tuple(lines), lead, tuple(rest), passages, shelf.career_terms)

    def _your_start(
        self, turn: Turn, told: Told, unsure: Sequence[Line], career: Career
    ) -> list[Line]:
        """What is open to whom starts where the person does, where all that is told is `unsure`."""
        if (told.answered and not unsure) or not all(one.is_open for one in told.refused):
            return []
        whole = self.finder.understand(turn.standalone)
        start = from_start(whole, turn.question, turn.history, career)
        known = [*unsure, *(line for one in told.refused for line in one.nearest)]
        told_before = " ".join(one["content"] for one in turn.history)
        if not start or start[0] in known or start[0].text in told_before:
            return []
        more = [frame(YOUR_START), *attributed(start)]
        return more if fits([*attributed(unsure), *more]) else []

    def _doubt(self, turn: Turn, told: Told, shelf: Shelf) -> Line | None:
        """What stands before an answer that may not be to what was asked."""
        sure = told.own or is_sure(_best(turn), shelf)
        if sure and not is_elsewhere(turn.standalone, told.chunks):
            return None
        return frame(may_not_answer(_guides(shelf)))

    def _else_meant(self, turn: Turn, told: Told, shelf: Shelf) -> tuple[list[Line], list[Line]]:
        """As `two_readings`, where one thing is asked and the guides answer it."""
        if told.own or not told.lines or len(turn.findings) > 1:
            return [], []
        others = (self._found(text, shelf) for text in turn.otherwise)
        answering = (finding for finding, answered in others if answered)
        return two_readings(told, turn.findings[0], answering, shelf)

    def _suggest(self, turn: Turn, citations: Sequence[Citation]) -> tuple[str, ...]:
        """What to ask next, proven answerable."""
        shelf = turn.shelf
        assert shelf
        if not (known := shelf.candidates):
            return ()
        closeness = self._candidate_vectors(shelf) @ turn.asks[0].compared
        asked = [turn.question, turn.standalone, *(one["content"] for one in turn.history)]
        cited = [citation.section for citation in citations]
        return suggest(known, closeness, cited, asked, lambda text: self._proven(text, shelf))

    def _vectors_of_candidates(self, shelf: Shelf) -> np.ndarray:
        """Those of the guide's structure, embedded, and those that stand in the index."""
        beside = [*shelf.told_beside.values()]
        own = shelf.candidates[: len(shelf.candidates) - len(beside)]
        texts = [mask_career(one.question, shelf.card.names) for one in own]
        vectors = self._embedder.encode_questions(texts)
        together = np.vstack([vectors, self.index.vectors(beside)]) if beside else vectors
        return self.index.adapt(together)

    def _answers(self, question: str, shelf: Shelf) -> bool:
        return self._found(question, shelf)[1]

    def _found(self, question: str, shelf: Shelf) -> tuple[Finding, bool]:
        """What is found for a question, and whether that answers it."""
        finding = self.finder.find(self.finder.understand(question), shelf)
        return finding, finding.chance >= threshold(shelf.gate)

    @cached_property
    def follower(self) -> Follower:
        """Makes questions of turns."""

        def suggested(text: str, guide: str | None) -> Sequence[str]:
            return self.ask(text, guide=guide).suggestions

        return Follower(self.finder, self.library, self._speller, suggested)

    @cached_property
    def _speller(self) -> Speller:
        """Mends towards the guides' words and the bank's frequent ones; some phrasings of the bank
        are misspelt on purpose, so its rare words prove nothing.
        """
        bank = Counter(w for one in self._bank.intents for p in one.phrasings for w in words(p))
        frequent = [word for word, count in bank.most_common() if count > _RARE]
        return Speller([*self.index.words(), *frequent])


def _best(turn: Turn) -> Finding:
    return max(turn.findings, key=lambda one: one.chance)


def _guides(shelf: Shelf) -> str:
    return "guides" if shelf.companions else "guide"
