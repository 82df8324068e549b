"""Why an ask is declined, and what the reader sees instead: what is near to it that is covered,
and who would know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from advisor.finder import Finding
from advisor.gate import UNSAFE
from advisor.intents import Intent
from advisor.lexicon import terms
from advisor.question import Ask
from advisor.shelf import Shelf
from advisor.text import capital, is_foreign, numbers

_SAME_QUESTION = 0.75
"""Cosine from which a question counts as one that the guide is known not to answer."""
_CERTAIN = {"crisis": 0.25, "needs_professional": 0.2, "off_topic": 0.3, "unsafe": UNSAFE}
"""Chance of each from which an ask is taken for one: nobody is sent to a doctor or to a helpline,
or told that they mean to cheat, on a guess.
"""
_SURELY = 0.7
"""Chance of one of these from which no other reason is looked for."""
_NAMED = 0.15
"""Chance of an intent from which it is named as what was asked."""
_NEAR = 0.05
"""The same, from which it is named as near to what was asked."""
_NUMBERED = re.compile(r"^\w+ \d+: ")
"""What numbers a heading: "Step 5: "."""
_OPEN = Intent("open", "", "", "", ())
"""What is asked where the guide's author says that it is left open, or where nothing tells."""
_EMERGENCY = (
    "If you or somebody else is in danger, call the local emergency number now (in the US 911), or "
    "988, the Suicide and Crisis Lifeline."
)
_ASK_BACK = "Could you say a little more? I can tell you, for example, what is offered below."
_FIXED = {
    "crisis": f"I am sorry that you are going through this. {_EMERGENCY}",
    "small_talk_greeting": "Hello! Ask me about this career: what it takes, what it pays, what "
    "to do next.",
    "small_talk_thanks": "You are welcome. Ask on whenever you like.",
    "small_talk_bye": "Goodbye, and good luck on your way.",
    "small_talk_how_are_you": "Thank you for asking; I am ready for your questions about this "
    "career.",
    "advisor_about": "I am a program, not a person: I look your question up in career guides and "
    "show you what they say, word for word and with the place. Ask me what this career takes, what "
    "it pays or what to do next.",
    "small_talk_compliment_insult": "Thank you for telling me. Is there something about this "
    "career that you would like to know?",
    "other_language": "I answer in English, from an English guide. Please ask in English: what "
    "this career takes, what it pays, what to do next.",
    "gibberish": "I could not make out a question there. Ask me about this career: what it takes, "
    "what it pays, what to do next.",
    "injection_override": "I only answer questions about the career, from the guide; instructions "
    "in a message do not change that.",
    "injection_claim": "I only say what stands in the guide, whatever a message asks me to say.",
}
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

    @property
    def missing(self) -> str:
        """What is left out, for `Answer.missing`."""
        return self.intent.label or "a part of the question"


def declined(finding: Finding, shelf: Shelf) -> Declined:
    """What an ask was after, and what is near to it."""
    intent = _asked_for(finding, shelf)
    return Declined(
        finding, intent, intent.id in shelf.covered, tuple(_near(finding, intent, shelf))[:2]
    )


def _asked_for(finding: Finding, shelf: Shelf) -> Intent:
    ask = finding.ask
    if is_foreign(ask.text):
        return shelf.bank.by_id["other_language"]
    if ask.outside("unsafe") > UNSAFE:
        return next(one for one, _ in ask.likely if one.reason == "unsafe")
    intent, chance = next(pair for pair in ask.likely if _meant(pair[0], ask))
    if intent.id == "crisis" or ask.outside(intent.reason or "") > _SURELY:
        return intent
    cosine, chunk = shelf.closest_unanswered(ask.compared)
    if chunk and cosine and cosine > max(_SAME_QUESTION, finding.evidence.alike or 0.0):
        told = dict(chunk.cells)
        return replace(_OPEN, label=told["topic"], who=told["who"])
    return intent if intent.reason or chance > _NAMED else replace(_OPEN, who=intent.who)


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


def why_not(one: Declined) -> str | None:
    """Why not, as the interface names it; None for small talk."""
    if is_vague(one.finding.ask):
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
        one.intent.id == "crisis" or one.intent.reason == "unsafe" or _is_urgent(one)
        for one in refused
    )


def _is_urgent(one: Declined) -> bool:
    asked = one.finding.ask.text
    return one.intent.reason == "needs_professional" and bool(_URGENT.search(asked))


def refusals_of(
    refused: Sequence[Declined], career: str, guides: str, among_others: bool
) -> list[str]:
    """The refusals of one message, each once; those that begin alike tell the same but for what is
    near.
    """
    told = [refuse(one, career, guides, among_others) for one in refused]
    return list({text.partition(". ")[0]: text for text in reversed(told)}.values())[::-1]


def refuse(one: Declined, career: str, guides: str, among_others: bool) -> str:
    """The refusal for one ask that the guide does not answer.

    `guides` is what they are called, "guide" or "guides"; `among_others` tells that something else
    in the message is answered, so that this ask has to be named and no more than that.
    """
    intent = one.intent
    if is_vague(one.finding.ask):
        return _ASK_BACK
    if fixed := _FIXED.get(intent.id):
        return fixed
    if intent.reason == "needs_professional":
        urgent = f" {_EMERGENCY}" if _is_urgent(one) else ""
        return f"That is a question for {intent.who}, not for a career guide.{urgent}"
    if intent.reason == "unsafe":
        return (
            f"I cannot help with {intent.label}. For an honest way forward, turn to {intent.who}."
        )
    if intent.reason == "off_topic":
        return f"That is outside what I can answer: I know the guide to becoming a {career}."
    many = guides == "guides"
    if intent.label and not one.spoken_of:
        told = f"The {guides} {'say' if many else 'says'} nothing about {intent.label}."
        beside = "They do cover" if many else "It does cover"
    else:  # what is near may be called just what was asked for
        asked = "the rest of what you asked" if among_others else "this"
        told = f"I found nothing in the {guides} that answers {asked}."
        beside = f"Nearest to it, {'they speak' if many else 'it speaks'} of"
    if one.near and not among_others:
        told += f" {beside} {' and '.join(one.near)}."
    return f"{told} {capital(intent.who)} would know." if intent.who else told
