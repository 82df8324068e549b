"""A turn of a conversation into the question that it asks, and what else it may ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from advisor.acts import YES, after, only_states
from advisor.askback import told_which
from advisor.condense import OWN_CONTEXT, Condenser
from advisor.finder import Finder, Finding
from advisor.fragments import stripped
from advisor.library import Library
from advisor.offers import ordinal
from advisor.question import Ask
from advisor.rewrites import TOLD, Sense, likeliest, sense_of, ways
from advisor.schema import Message
from advisor.shelf import Shelf
from advisor.spelling import Speller
from advisor.subjects import Subjects

_UNSAFE = 0.35
"""Chance of an unsafe request from which a whole message is one, though only a part of it asks."""
_AILS, _AILING = ("medical_advice", "crisis"), 0.5
"""What a message may be about in a sentence that asks nothing, and the chance from which it is."""
_SMALL_TALK, _CHATS = 0.95, 0.45
"""Chance of being small talk from which a turn asks nothing that could lean on another: where the
rules make something of it, and where they do not.
"""


@dataclass(frozen=True)
class Turn:
    """One turn on its way through the chain; each stage fills in its own."""

    question: str
    history: Sequence[Message] = ()
    chosen: Shelf | None = None
    """The guide that the person has chosen."""
    standalone: str = ""
    otherwise: tuple[str, ...] = ()
    """What it may as well ask, likeliest first."""
    shelf: Shelf | None = None
    choices: tuple[Shelf, ...] = ()
    """The guides of which any may be meant, where nothing tells which."""
    asks: tuple[Ask, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Follower:
    """Follows conversations; `suggest` tells what was suggested under the answer to a question, of
    one guide or of any.
    """

    finder: Finder
    library: Library
    speller: Speller
    suggest: Callable[[str, str | None], Sequence[str]]

    def condense(self, turn: Turn) -> Turn:
        """The turn with its standalone question, and with others that it may as well ask."""
        if turn.standalone:
            return turn
        question = self.speller.mend(turn.question)
        if not turn.history:
            return replace(turn, standalone=question)
        if told := told_which(question, turn.history, self.library):
            return replace(turn, standalone=told)
        standalone, *others = likeliest(self.readings(question, turn.history, turn.chosen))
        return replace(turn, standalone=standalone, otherwise=tuple(others))

    def readings(
        self, question: str, history: Sequence[Message], chosen: Shelf | None = None
    ) -> dict[str, Sense]:
        """What a turn may ask, by the kind of reading; with the last question, where there are
        several.
        """
        mend = self.speller.mend
        question, said = mend(question), [(one["role"], one["content"]) for one in history]
        said = [(who, mend(text) if who == "user" else text) for who, text in said]
        ask = self.finder.understand(question)
        guides = self.library.told(question, history, chosen)
        shelf = (guides or self.library.candidates(question, ask.vector))[0].shelf
        condenser = self.condenser(shelf, chosen)
        state = condenser.follow(said)
        told, last = condenser.standalone(question, state), state.talk.last
        picks = told != question and ordinal(stripped(question)) is not None
        whole = picks or _leans_on_nothing(ask) or not self.speller.knows(question)
        chats = ask.outside("small_talk") > (_CHATS if told == question else _SMALL_TALK)
        if whole or chats or not last:
            texts = {TOLD: told if whole or not chats else question}
        else:
            texts = ways(told, question, state.asked, last)
        return {kind: sense_of(self.finder.understand(one), shelf) for kind, one in texts.items()}

    def condenser(self, shelf: Shelf, chosen: Shelf | None = None) -> Condenser:
        """One that knows what a shelf's guide speaks of."""
        subjects = Subjects.of(shelf.facts, shelf.card.career, shelf.card.names)
        guide = chosen.card.source if chosen else None
        return Condenser(subjects, lambda text: self.suggest(text, guide))


def _leans_on_nothing(ask: Ask) -> bool:
    """Whether a turn accepts, tells something, is serious, or brings its own context."""
    accepts, long = after(YES, ask.text) == "", len(ask.text.split()) > OWN_CONTEXT
    return accepts or long or only_states(ask.text) or is_serious(ask)


def is_serious(ask: Ask) -> bool:
    """Whether a whole message is one that nobody should be answered for a part of."""
    return ask.outside("unsafe") > _UNSAFE or ask.chance(*_AILS) > _AILING
