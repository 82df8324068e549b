"""Why an ask is declined, and what is near to it that is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from advisor.intents import Intent
from advisor.lexicon import terms
from advisor.question import Ask
from advisor.refusal import CERTAIN
from advisor.shelf import Shelf
from advisor.text import is_foreign
from advisor.turn import Finding

UNSAFE = 0.2
"""Chance of an unsafe request from which it is declined, whatever else the guide holds."""
_SAME_QUESTION = 0.7
"""Cosine from which a question counts as one that the guide is known not to answer."""
_PROFESSIONAL = 0.2
"""Chance of a question for a doctor, a lawyer or a helpline, from which it is taken for one."""
_OPEN = Intent("open", "", "", "paragraph", "", ())
"""What is asked where the guide's author says that it is left open."""


def blame(finding: Finding, shelf: Shelf) -> Intent:
    """The likeliest thing that was asked and that the guide does not answer."""
    if is_foreign(finding.ask.text):
        return shelf.bank.by_id["other_language"]
    if finding.ask.outside("unsafe") > UNSAFE:
        return next(one for one, _ in finding.ask.likely if one.reason == "unsafe")
    evidence = finding.evidence
    cosine, chunk = shelf.closest_unanswered(finding.ask.vector)
    if chunk and cosine and cosine > max(_SAME_QUESTION, evidence.alike or 0.0):
        told = dict(chunk.cells)
        return replace(_OPEN, label=told["topic"], who=told["who"])
    return next(
        (
            one
            for one, _ in finding.ask.likely
            if one.id not in shelf.covered and _meant(one, finding.ask)
        ),
        finding.ask.intent,
    )


def _meant(intent: Intent, ask: Ask) -> bool:
    """Whether an intent is likely enough to be named: nobody is sent to a doctor, a lawyer or a
    helpline on a guess.
    """
    if intent.id == "crisis":
        return ask.chance(intent.id) > CERTAIN
    return intent.reason != "needs_professional" or ask.outside(intent.reason) > _PROFESSIONAL


def nearby(finding: Finding, shelf: Shelf) -> list[Intent]:
    """Up to two things the guide does cover, likeliest first."""
    asked = blame(finding, shelf).id == _OPEN.id
    covered = [one for one, _ in finding.ask.likely if one.id in shelf.covered]
    # What is left open within a subject is not offered as that subject.
    return covered[1:3] if asked else covered[:2]


def why_not(finding: Finding, intent: Intent) -> str | None:
    """Why not, as the interface names it; None for small talk."""
    if is_vague(finding.ask):
        return "ambiguous"
    return None if intent.reason == "small_talk" else intent.reason or "not_in_guide"


def is_vague(ask: Ask) -> bool:
    """Whether an ask has not a word of its own, so that nobody can tell what is meant."""
    if is_foreign(ask.text):
        return False
    told = ask.outside("small_talk") + ask.chance("advisor_about")
    return not terms(ask.text) and told < 0.5


def is_grave(refused: Sequence[tuple[Finding, Intent]]) -> bool:
    """Whether something was asked after which no further question should be offered."""
    return any(intent.id == "crisis" or intent.reason == "unsafe" for _, intent in refused)
