"""Why an ask is declined: what was asked, as far as one can tell, and what is nearest to it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from advisor.draft import Line, quote
from advisor.finder import Finding
from advisor.gate import UNSAFE, is_unsafe
from advisor.intents import Intent
from advisor.lexicon import terms
from advisor.question import Ask
from advisor.shelf import Shelf
from advisor.text import is_foreign, numbers

_SAME_QUESTION = 0.75
"""Cosine from which a question counts as one that the guide is known not to answer."""
_CERTAIN = {"crisis": 0.25, "needs_professional": 0.2, "off_topic": 0.3, "unsafe": UNSAFE}
"""Chance of each from which an ask is taken for one: nobody is sent to a doctor or to a helpline,
or told that they mean to cheat, on a guess.
"""
_SURELY = 0.7
"""Chance of one of these from which no other reason is looked for."""
_NAMED, _CLEARLY = 0.3, 0.5
"""Chance of an intent from which it is named as what was asked, and where something is quoted that
may answer after all.
"""
_NEAR = 0.05
"""The same, from which it is named as near to what was asked."""
_HELPS = 0.07
"""Chance of an ask times that of its best passage from which that one is quoted to who is declined:
on dev, a third of what is quoted so holds what was asked after all.
"""
_ALSO = 0.1
"""Chance of a second passage from which it is quoted with the best."""
_NUMBERED = re.compile(r"^\w+ \d+: ")
"""What numbers a heading: "Step 5: "."""
_OPEN = Intent("open", "", "", "", ())
"""What is asked where the guide's author says that it is left open, or where nothing tells."""
_SOMEBODY = "an employer in the field"
"""Who would know where nothing tells."""
_URGENT = re.compile(
    r"(?i)\b(?:chest (?:\w+ ){0,2}(?:pain|hurt|ach|tight|pressure)|pains? in my chest|heart attack|"
    r"can(?:'?t|not) breathe|(?:short of|trouble) breath|"
    r"(?:arm|face|leg) (?:\w+ ){0,2}(?:numb|tingl)|"
    r"overdos|unconscious|collapsed|passed out|stroke|numb (?:arm|face|leg)|severe|bleeding|suicid|"
    r"kill (?:my|him|her|them)|seizure|poison)"
)


@dataclass(frozen=True)
class Declined:
    """One ask that is not answered."""

    finding: Finding
    intent: Intent
    """What was asked, as far as one can tell; without a label where one cannot."""
    spoken_of: bool
    """Whether the guides speak of that, though they do not answer this."""
    near: tuple[str, ...]
    """What the guides do cover near to it, to be read after "cover" or "speak of"."""
    nearest: tuple[Line, ...] = ()
    """What they say nearest to it, where that may help."""

    @property
    def is_open(self) -> bool:
        """Whether the guides leave out what was asked, and nothing else speaks against it."""
        return not self.intent.reason and not is_vague(self.finding.ask)

    @property
    def missing(self) -> str:
        """What is left out, for `Answer.missing`."""
        return self.intent.label or "a part of the question"


def declined(finding: Finding, shelf: Shelf) -> Declined:
    """What an ask was after, and what is near to it."""
    intent = _asked_for(finding, shelf)
    near = tuple(_near(finding, intent, shelf))[:2]
    nearest = () if intent.reason else tuple(_nearest(finding))
    if nearest and intent.id != _OPEN.id and finding.ask.chance(intent.id) < _CLEARLY:
        intent = replace(_OPEN, who=intent.who)
    return Declined(finding, intent, intent.id in shelf.covered, near, nearest)


def _asked_for(finding: Finding, shelf: Shelf) -> Intent:
    ask = finding.ask
    if is_foreign(ask.text):
        return shelf.bank.by_id["other_language"]
    if is_unsafe(ask):
        return next(one for one, _ in ask.likely if one.reason == "unsafe")
    intent, chance = next(pair for pair in ask.likely if _meant(pair[0], ask))
    if intent.id == "crisis" or ask.outside(intent.reason or "") > _SURELY:
        return intent
    cosine, chunk = shelf.closest_unanswered(ask.compared)
    if chunk and cosine and cosine > max(_SAME_QUESTION, finding.evidence.alike or 0.0):
        told = dict(chunk.cells)
        return replace(_OPEN, label=told["topic"], who=told["who"])
    if intent.reason or chance > _NAMED:
        return intent
    return replace(_OPEN, who=_who(ask))


def _who(ask: Ask) -> str:
    """Who would know, taken over all that may be asked."""
    chances: dict[str, float] = defaultdict(float)
    for intent, chance in ask.likely:
        chances[intent.who] += chance
    who = max(chances, key=lambda one: chances[one])
    return who if chances[who] > _NAMED else _SOMEBODY


def _meant(intent: Intent, ask: Ask) -> bool:
    if intent.id == "crisis":
        return ask.chance(intent.id) > _CERTAIN["crisis"]
    return ask.outside(intent.reason or "") > _CERTAIN.get(intent.reason or "", -1)


def _near(finding: Finding, asked: Intent, shelf: Shelf) -> Iterator[str]:
    """What the guides cover near to an ask: by what it may be about, else by where they come
    closest to it.
    """
    likely = [one for one, chance in finding.ask.likely if chance > _NEAR]
    covered = [one.label for one in likely if one.id in shelf.covered]
    # What the author leaves open within a subject is not offered as that subject.
    yield from covered[1:] if asked.id == _OPEN.id and asked.label else covered
    headings = (_NUMBERED.sub("", one.chunk.heading) for one in finding.found.passages)
    told = (one for one in headings if one != shelf.card.title and not numbers(one))
    yield from dict.fromkeys(f"“{one}”" for one in told)  # a figure would want its passage


def _nearest(finding: Finding) -> Iterator[Line]:
    """The passages that may help who asked, though none surely answers."""
    passages = [one for one in finding.found.passages if not one.text.endswith(":")][:2]
    if not passages or finding.chance * passages[0].score < _HELPS:
        return
    told = [one.chunk for one in passages if one is passages[0] or one.score >= _ALSO]
    if len({one.source for one in told}) == 1:
        told.sort(key=lambda one: one.order)
    yield from map(quote, told)


def why_not(refused: Sequence[Declined]) -> str | None:
    """Why not, as the interface names it, by the first ask that says something; None for small
    talk.
    """
    one = next((one for one in refused if not is_vague(one.finding.ask)), None)
    if one is None:
        return "ambiguous"
    return None if one.intent.reason == "small_talk" else one.intent.reason or "not_in_guide"


def is_vague(ask: Ask) -> bool:
    """Whether an ask has not a word of its own, so that nobody can tell what is meant."""
    if is_foreign(ask.text):
        return False
    told = ask.outside("small_talk") + ask.chance("advisor_about")
    return not terms(ask.text) and told < 0.5


def is_grave(refused: Sequence[Declined]) -> bool:
    """Whether something was asked after which no further question should be offered."""
    return any(
        one.intent.id == "crisis" or one.intent.reason == "unsafe" or is_urgent(one)
        for one in refused
    )


def is_urgent(one: Declined) -> bool:
    """Whether it sounds like an emergency."""
    asked = one.finding.ask.text
    return one.intent.reason == "needs_professional" and bool(_URGENT.search(asked))
