"""A turn of a conversation into the question that it asks, and what else it may ask.

Rules misread. So what they make of a turn (`advisor/condense.py`) is held against the turn as it
was said and against the turn beside what was asked before it. A logistic regression over how each
stands to the questions that are known tells how likely it is that it asks what was meant; `python
-m evals --train-rewrites` fits it on conversations that were written for it.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from advisor.acts import YES, after, asked_in, only_states
from advisor.askback import told_which
from advisor.condense import OWN_CONTEXT, Condenser
from advisor.finder import Finder, Finding
from advisor.fragments import plain
from advisor.gate import is_for_a_doctor
from advisor.library import Library
from advisor.question import Ask
from advisor.refusing import YOUR_START
from advisor.schema import Message
from advisor.shelf import Shelf
from advisor.shortnames import SHORT
from advisor.spelling import Speller
from advisor.subjects import ROLE, Subjects
from advisor.topic import is_on, names_topic, topics

TOLD, SAID, JOINED, NOTED = "told", "said", "joined", "noted"
KINDS = (TOLD, SAID, JOINED, NOTED)
LAST = "last"
"""The question before, which is no reading and speaks for some."""
_STANDS, _KNOWN = 0.8, 0.97
"""How like a known question a turn is that stands alone: where the rules make nothing else of it,
and where they do.
"""
_NAMED = re.compile(rf"\b{SHORT}\b")
_MOST_WORDS = 12
"""Words from which one more tells nothing of whether a turn leans on another."""
_UNSAFE = 0.35
"""Chance of an unsafe request from which a whole message is one, though only a part of it asks."""
_AILING = 0.5
"""The same of one about what ails somebody, or of an emergency, taken together."""
_SMALL_TALK, _CHATS = 0.95, 0.45
"""Chance of being small talk from which a turn asks nothing that could lean on another: where the
rules make something of it, and where they do not.
"""
NO_FURTHER = 0.08
"""How much further a turn with its topic may be from a known question than without it, where the
rules make nothing of it; so, too, a message's question with what the message states before.
"""


@dataclass(frozen=True)
class Sense:
    """How a text stands to the questions that are known of a career."""

    text: str
    vector: np.ndarray
    """Its embedding as it is compared."""
    alike: float
    """The best cosine with a question that the guides answer."""
    unlike: float
    """The best cosine with a question that they are known to leave open."""
    about: str
    """The passage that the closest answered question asks for."""
    intent: str
    """What it is likeliest to ask."""
    chance: float
    """How likely that is."""
    outside: float
    """How likely it is to be declined for what it asks."""
    small_talk: float

    @property
    def known(self) -> float:
        """How like it is to something that people ask, answered or not."""
        return max(self.alike, self.unlike)


def sense_of(ask: Ask, shelf: Shelf) -> Sense:
    """How something asked stands to the questions that are known of a shelf's career."""
    alike, closest = shelf.retriever.closest(ask.compared)
    unlike, _ = shelf.closest_unanswered(ask.compared)
    intent, chance = ask.likely[0]
    return Sense(
        text=ask.text,
        vector=ask.compared,
        alike=alike,
        unlike=unlike or 0.0,
        about=closest.about or "" if closest else "",
        intent=intent.id,
        chance=chance,
        outside=sum(chance for intent, chance in ask.likely if intent.reason),
        small_talk=ask.outside("small_talk"),
    )


def ways(told: str, said: str, before: str, last: str) -> dict[str, str]:
    """A turn in each of the ways, and the question before it: `told` by the rules, as it was
    `said`, behind what was said `before`, and with the `last` question noted behind it.

    Of a long message before it the question alone is taken.
    """
    before = before if len(before.split()) <= OWN_CONTEXT else last
    return {
        TOLD: told,
        SAID: said,
        JOINED: f"{plain(before)}: {said}",
        NOTED: f"{said} ({plain(last)})",
        LAST: last,
    }


def likeliest(readings: Mapping[str, Sense]) -> list[str]:
    """The text that is likeliest what the person asks, and after it those that nearly are."""
    told = readings[TOLD]
    if LAST not in readings:
        return [told.text]
    said = readings[SAID]
    if said.known > (_STANDS if told.text == said.text else _KNOWN):
        return [said.text]
    weights, named = load_weights(), _NAMED.search(told.text) and not _NAMED.search(said.text)
    chances: dict[str, float] = {}
    for kind, values in features(readings).items():
        score = sum(weights["weights"][name] * value for name, value in values.items())
        chance = 1.0 / (1.0 + math.exp(-score)) + (weights["ahead"] if kind == TOLD else 0.0)
        text = readings[kind].text
        if kind == SAID and named:
            continue  # "it" stands for what has that short name
        chances[text] = max(chance, chances.get(text, 0.0))
    best = max(chances.values())
    nearly = weights["nearly"] if best < weights["sure"] else 0.0
    near = (text for text, chance in chances.items() if best - chance <= nearly)
    return sorted(near, key=lambda text: -chances[text])


def features(readings: Mapping[str, Sense]) -> dict[str, dict[str, float]]:
    """What speaks for each reading, by kind and name."""
    told, said, last = readings[TOLD], readings[SAID], readings[LAST]
    of_turn = {
        "": 1.0,
        " words": min(len(said.text.split()), _MOST_WORDS) / _MOST_WORDS,
        " read": float(told.text != said.text),
        " told known": told.known,
        " said known": said.known,
        " read near": _near(told, said),
    }
    found: dict[str, dict[str, float]] = {}
    for kind in KINDS:
        one, others = readings[kind], [readings[other] for other in KINDS if other != kind]
        found[kind] = {
            "known": one.known,
            "answered": one.alike - one.unlike,
            "best": one.known - max(other.known for other in others),
            "intent": one.chance,
            "outside": one.outside,
            "small_talk": one.small_talk,
            "near said": _near(one, said),
            "near told": _near(one, told),
            "near last": _near(one, last),
            "near others": sum(_near(one, other) for other in others) / len(others),
            "agreed": sum(one.about == other.about for other in others) / len(others),
            "about last": float(one.about == last.about),
            "intent last": float(one.intent == last.intent),
            **{f"{kind}{name}": value for name, value in of_turn.items()},
        }
    return found


def _near(one: Sense, other: Sense) -> float:
    return float(one.vector @ other.vector)


@lru_cache(maxsize=1)
def load_weights() -> dict[str, Any]:
    """The fitted `weights` by feature; how far `ahead` of the others what the rules made of a turn
    is; how far behind the likeliest another is still `nearly` as likely; and when that is `sure`.
    """
    text = (files("advisor") / "data" / "rewrites.json").read_text("utf-8")
    weights: dict[str, Any] = json.loads(text)
    return weights


_START = re.compile(rf"{re.escape(YOUR_START)}(?:\n\n[^\n-][^\n]*:)?\n\n- [^\n]+\n*")
"""What is told of where somebody starts from, with whose words it is."""


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
        question = asked_in(mend(question))
        said = [(one["role"], one["content"]) for one in history]
        said = [(who, mend(text) if who == "user" else _told(text)) for who, text in said]
        ask = self.finder.understand(question)
        guides = self.library.told(question, history, chosen)
        shelf = (guides or self.library.candidates(question, ask.vector))[0].shelf
        condenser = self.condenser(shelf, chosen)
        state = condenser.follow(said)
        told, last = condenser.standalone(question, state), state.talk.last
        picks = told != question and condenser.picks(question, state)
        whole = picks or _leans_on_nothing(ask) or not self.speller.knows(question)
        chats = ask.outside("small_talk") > (_CHATS if told == question else _SMALL_TALK)
        if whole or chats or not last:
            texts = {TOLD: told if whole or not chats else question}
        else:
            texts = ways(told, question, state.asked, last)
        read = {kind: sense_of(self.finder.understand(one), shelf) for kind, one in texts.items()}
        if LAST not in read:
            return read
        reply = next((text for who, text in reversed(said) if who == "assistant"), "")
        likeness = max(read[TOLD].known, read[SAID].known)
        likeness -= NO_FURTHER if read[TOLD].text == read[SAID].text else 0.0
        sense = self.on_topic(question, state.talk.questions, reply, likeness, shelf)
        return {TOLD: sense} if sense else read

    def on_topic(
        self, question: str, before: Sequence[str], reply: str, likeness: float, shelf: Shelf
    ) -> Sense | None:
        """A question with what was talked of before it, where that is known to be asked of a
        companion and liker to it than the question is by itself.
        """
        if not shelf.companions or names_topic(question, shelf.short_names):
            return None
        passages = {chunk.id: chunk for chunk in shelf.chunks}
        subjects = self.condenser(shelf).subjects
        for topic in topics(before, reply):
            if subjects and any(one.thing.family == ROLE for one in subjects.find(topic)):
                continue  # of the guide's own roles the rules know more
            sense = sense_of(self.finder.understand(f"{question} ({topic})"), shelf)
            nearest = passages.get(sense.about)
            if nearest and is_on(nearest, topic) and sense.alike > likeness:
                return sense
        return None

    def condenser(self, shelf: Shelf, chosen: Shelf | None = None) -> Condenser:
        """One that knows what a shelf's guide speaks of."""
        card, further = shelf.card, shelf.further_credentials
        subjects = Subjects.of(shelf.facts, card.career, card.names, further)
        guide = chosen.card.source if chosen else None
        return Condenser(subjects, lambda text: self.suggest(text, guide))


def _told(reply: str) -> str:
    """A reply as far as it is on what was asked."""
    return _START.sub("", reply)


def _leans_on_nothing(ask: Ask) -> bool:
    """Whether a turn accepts, tells something, is serious, or brings its own context."""
    accepts, long = after(YES, ask.text) == "", len(ask.text.split()) > OWN_CONTEXT
    return accepts or long or only_states(ask.text) or is_serious(ask)


def is_serious(ask: Ask) -> bool:
    """Whether a whole message is one that nobody should be answered for a part of."""
    ails = is_for_a_doctor(ask) or ask.chance("medical_advice", "crisis") > _AILING
    return ails or ask.outside("unsafe") > _UNSAFE
