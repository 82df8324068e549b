"""Answer or decline: a small logistic scorer over readable features of one ask.

A threshold on similarity alone cannot tell "what does the exam cost?" from "which exam is it?".
What can is the question: which intents it may be and whether the guide speaks to them, whether its
particular words stand in the passage found, and whether the kind of thing it asks for (a price, a
count, a duration) does. The weights are in `advisor/data/gate.json`; `python -m evals --calibrate`
fits them on the dev questions.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

from advisor.coverage import carries
from advisor.index import embedding_text
from advisor.lexicon import places, terms
from advisor.question import Ask
from advisor.roles import roles
from advisor.schema import Passage
from advisor.text import words

_KINDS = (
    ("$money", re.compile(r"(?i)\b(?:costs?|fees?|price[sd]?|dues|tuition|expensive|charges?|"
                          r"afford|how much (?:is|are|does it|money|do i pay))\b")),
    ("$percent", re.compile(r"(?i)\b(?:percent(?:age)?|pass rate)\b|%")),
    ("$number", re.compile(r"(?i)\b(?:how (?:many|big|large|much time)|what number)\b")),
    ("$duration", re.compile(r"(?i)\b(?:how long|how many (?:years|months|weeks|days))\b")),
    ("$hours", re.compile(r"(?i)\bhow many hours\b")),
    ("$date", re.compile(r"(?i)\b(?:what (?:date|day|year))\b")),
)  # fmt: skip

_PAY = "=salary"
_OF_PAY, _EVEN = ("pay_by_place", "pay_overview", "pay_fairness"), 0.5
"""The intents that are after somebody's pay, and their chance from which an ask is."""
_ROLES_ASKED = ("other_role_what", "other_role_become", "other_role_place")
"""The intents that are after what another role is."""
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_NAME = re.compile(r"(?<=[a-z,] )(?!I\b)[A-Z][A-Za-z]+\b")
_CALENDAR = frozenset(terms(
    "monday tuesday wednesday thursday friday saturday sunday mondays saturdays sundays january "
    "february march april may june july august september october november december"
))  # fmt: skip
_CAREER = re.compile(
    r"(?i)\b(?:become|becoming|(?:work|start|train)(?:ing)? as|(?:career|job) as)\s+an?\s+"
    r"([\w-]+)\W*$|"
    r"\b(?:do|does|is|are|can|would|will)\s+an?\s+(?:[\w'-]+\s){0,2}?([\w'-]+)\s+"
    r"(?:earn|make|get|paid|do|work)\b"
)
_PEERS = re.compile(
    r"(?i)\b(?:did you|you guys|y'all|of you|would you|"
    r"your (?:facilit|unit|hospital|place|job|employer)\w*|"
    r"(?:has|does|is) any(?:one|body)|anyone else|your experience)\b"
)
Gate = Literal["alone", "beside", "accompanied"]
"""What was searched: a guide that has no companions; one that has, by itself; or all of them, where
much more is near to every question, so that the same features tell less.
"""
_SMALL, _MOST = 3, 0.9
"""Letters of the words that a headline spells small, and the share of the others that it does not.
"""
UNSAFE = 0.24
"""Chance of an unsafe request from which it is declined, whatever else the guide holds."""
_AILING = 0.2
"""The same of one about health."""
_OWN = frozenset("i i'm i've my me".split())
_UNSURE = 0.3
"""The share of the way from the threshold to certainty up to which an answer is not sure: on dev,
about half of those are right, and nine of ten above.
"""
_STRANGE = 0.5
"""Cosine up to which two questions have nothing to do with each other."""


@dataclass(frozen=True)
class Evidence:
    """What the gate looks at for one ask."""

    ask: Ask
    passages: Sequence[Passage]
    """The best passages, best first."""
    covered: frozenset[str]
    """The intents that the guide speaks to."""
    similarity: float
    """The best cosine of the ask with a passage, from -1 to 1."""
    lexical: float
    """The best BM25 score, in standard deviations over the guide's chunks."""
    weights: dict[str, float]
    """The ask's own terms, weighted by how rare each is in the guide; unknown ones weigh most."""
    known: Collection[str]
    """The terms that occur in the guide."""
    alike: float | None
    """The best cosine with a question that the guide is known to answer; None without any."""
    unlike: float | None
    """The best cosine with a question that the guide is known not to answer; None without any."""
    said: str
    """The answer from the typed facts, empty without one."""
    structured: float
    """How fully the typed facts account for the ask, from 0 to 1."""
    spoken: float = 0.0
    """How likely the ask is one of those that the best passages speak to, from 0 to 1."""
    gate: Gate = "alone"
    """By which weights it is judged."""
    written: int | None = None
    """The year in which the guide was written, where it says so."""

    @property
    def left_open(self) -> float:
        """How much nearer the ask is to a question that is known to be left open than to one that
        is answered, in cosines; below 0 where it is the other way round.
        """
        return (self.unlike or 0.0) - (self.alike or 0.0)

    def share(self, known: Collection[str]) -> float:
        """The share of the ask's own terms, by weight, that are among the given ones."""
        total = sum(self.weights.values())
        return sum(w for term, w in self.weights.items() if term in known) / total if total else 1.0


def features(evidence: Evidence) -> dict[str, float]:
    """The features by name, each about 0 to 1 or a few units wide."""
    ask, best = evidence.ask, [embedding_text(passage.chunk) for passage in evidence.passages]
    text = " ".join(best).lower()
    covered = sum(chance for intent, chance in ask.likely if intent.id in evidence.covered)
    outside = sum(chance for intent, chance in ask.likely if intent.reason)
    return {
        "covered": _logit(covered),
        "outside": outside,
        "silent": max((c for i, c in ask.likely if not i.reason and i.id not in evidence.covered),
                      default=0.0),
        "similarity": evidence.similarity,
        "lexical": evidence.lexical,
        "terms_in_passage": evidence.share(set(terms(text))),
        "terms_in_best": evidence.share(set(terms(best[0])) if best else set()),
        "terms_unknown": 1.0 - evidence.share(evidence.known),
        "place_unknown": float(any(place not in text for place in places(ask.text))),
        "kind_missing": float(_kind_missing(ask.text, [*best[:1], evidence.said])),
        "year_unknown": float(any(year not in text for year in _years(evidence))),
        "name_unknown": float(_name_unknown(ask.text, evidence.known)),
        "peers_asked": float(bool(_PEERS.search(ask.text))),
        "structured": evidence.structured,
        "alike": max(0.0, (evidence.alike or 0.0) - _STRANGE),
        "unlike": max(0.0, (evidence.unlike or 0.0) - _STRANGE),
        "unexpanded": float(evidence.alike is None),
        "career_unknown": float(_career_unknown(ask.text, evidence.known)),
        "role_elsewhere": float(_is_on_another_role(evidence)),
        "sure": evidence.passages[0].score if evidence.passages else 0.0,
        "spoken": evidence.spoken,
    }  # fmt: skip


def is_unsafe(ask: Ask) -> bool:
    """Whether an ask is declined as one for something harmful."""
    return ask.outside("unsafe") > UNSAFE


def is_for_a_doctor(ask: Ask) -> bool:
    """Whether somebody asks about health who speaks of themselves."""
    return ask.chance("medical_advice") > _AILING and not _OWN.isdisjoint(words(ask.text))


def is_paid_elsewhere(evidence: Evidence) -> bool:
    """Whether the ask is after the pay in a place that none of the best passages names."""
    ask = evidence.ask
    text = " ".join(embedding_text(passage.chunk) for passage in evidence.passages).lower()
    if all(place in text for place in places(ask.text)):
        return False
    return _PAY in terms(ask.text) or sum(map(ask.chance, _OF_PAY)) > _EVEN


def is_on_another_place(evidence: Evidence) -> bool:
    """Whether the ask names a place, and the best passages name others and not that one."""
    asked = set(places(evidence.ask.text))
    told = {one for passage in evidence.passages for one in places(passage.text)}
    return bool(asked and told) and asked.isdisjoint(told)


def is_on_strange_role(evidence: Evidence) -> bool:
    """Whether the ask is what another role is, whose last two words no best passage has in a row:
    a nurse manager is no nurse case manager.
    """
    is_what = sum(map(evidence.ask.chance, _ROLES_ASKED)) > _EVEN
    return is_what and _is_on_another_role(evidence, 2)


def _is_on_another_role(evidence: Evidence, of_it: int = 0) -> bool:
    """Whether the ask is about another role than the career, that no best passage names; `of_it` is
    how many last words of it count, 0 for all.
    """
    asked = [terms(role)[-of_it:] for role in roles(evidence.ask.text)]
    if not asked or any(role[-1] not in evidence.weights for role in asked if role):
        return False
    texts = [terms(embedding_text(passage.chunk)) for passage in evidence.passages]
    return not any(_runs(role, text) for role in asked for text in texts)


def _kind_missing(question: str, best: Sequence[str]) -> bool:
    """Whether the question asks for a price, a count and so on, and the best passage has none."""
    asked = [kind for kind, pattern in _KINDS if pattern.search(question)]
    return bool(asked) and not any(carries(kind, text.lower()) for text in best for kind in asked)


def _years(evidence: Evidence) -> list[str]:
    """The years that are asked about, but for the guide's own and the one before: they mean now."""
    now = evidence.written
    asked = _YEAR.findall(evidence.ask.text)
    return [year for year in asked if now is None or not 0 <= now - int(year) <= 1]


def _name_unknown(question: str, known: Collection[str]) -> bool:
    """Whether the question names somebody or something that the guide never names."""
    if question.isupper() or _is_headline(question):
        return False
    named = [term for name in _NAME.findall(question) for term in terms(name)]
    return any(term not in known and term not in _CALENDAR for term in named)


def _is_headline(question: str) -> bool:
    """Whether a question is spelt like a headline: "What Is the Average Salary of a Nurse?"."""
    said = [word for word in re.findall(r"[A-Za-z][a-z]+", question) if len(word) > _SMALL]
    return len(said) > 2 and sum(word[0].isupper() for word in said) >= _MOST * len(said)


def _career_unknown(question: str, known: Collection[str]) -> bool:
    """Whether the question is on becoming or on being something that the guide never names."""
    named = _CAREER.search(question)
    return named is not None and any(term not in known for term in terms(named[1] or named[2]))


def _runs(row: Sequence[str], text: Sequence[str]) -> bool:
    """Whether a text has the terms in a row."""
    starts = range(len(text) - len(row) + 1)
    return any(list(text[at : at + len(row)]) == list(row) for at in starts)


@lru_cache(maxsize=1)
def load_weights() -> dict[str, dict[str, float]]:
    """The fitted weights of each gate, with its `bias` and `threshold`."""
    text = (files("advisor") / "data" / "gate.json").read_text("utf-8")
    weights: dict[str, dict[str, float]] = json.loads(text)
    return weights


def threshold(gate: Gate) -> float:
    """The chance from which an ask is answered."""
    return load_weights()[gate]["threshold"]


def sure_from(gate: Gate) -> float:
    """The chance from which nothing need be said of how sure an answer is."""
    least = threshold(gate)
    return least + _UNSURE * (1 - least)


def answerable(evidence: Evidence) -> float:
    """How likely it is that the guide answers the ask, from 0 to 1."""
    weights, values = load_weights()[evidence.gate], features(evidence)
    score = weights["bias"] + sum(weights[name] * value for name, value in values.items())
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def _logit(chance: float) -> float:
    chance = min(max(chance, 0.002), 0.998)
    return math.log(chance / (1.0 - chance))
