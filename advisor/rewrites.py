"""The ways in which a follow-up can be made whole, and how likely each is what the person asks.

Rules misread. So what they make of a turn (`advisor/condense.py`) is held against the turn as it
was said and against the turn beside what was asked before it. A logistic regression over how each
stands to the questions that are known tells how likely it is that it asks what was meant; `python
-m evals --train-rewrites` fits it on conversations that were written for it.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from advisor.fragments import plain
from advisor.question import Ask
from advisor.shelf import Shelf

TOLD, SAID, JOINED, NOTED = "told", "said", "joined", "noted"
KINDS = (TOLD, SAID, JOINED, NOTED)
LAST = "last"
"""The question before, which is no reading and speaks for some."""
_STANDS, _KNOWN = 0.8, 0.97
"""How like a known question a turn is that stands alone: where the rules make nothing else of it,
and where they do.
"""
_MOST_WORDS = 12
"""Words from which one more tells nothing of whether a turn leans on another."""


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
    """
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
    weights = load_weights()
    chances: dict[str, float] = {}
    for kind, values in features(readings).items():
        score = sum(weights["weights"][name] * value for name, value in values.items())
        chance = 1.0 / (1.0 + math.exp(-score)) + (weights["ahead"] if kind == TOLD else 0.0)
        text = readings[kind].text
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
