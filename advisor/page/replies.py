"""Quick replies for the form: what a guide itself names, so that they fit any career."""

from __future__ import annotations

import re

from advisor.plan.career import Career
from advisor.plan.vocabulary import load_vocabulary
from advisor.shelf import Shelf

_MOST = 6
_NONE = "none"
_DEGREES = ["bachelor's", "master's"]
_ABBREVIATION = re.compile(r"\b[A-Z]{2,5}\b")


def quick_replies(shelf: Shelf) -> dict[str, list[str]]:
    """Answers to pick from, by the profile's field; none where the guide names none."""
    career, facts = Career.of(shelf), shelf.facts
    licences = list(dict.fromkeys(one.name or one.full_name for one in career.needs.licences))
    return {
        "degree": [_NONE, *_degrees(shelf)[: _MOST - 3], *_DEGREES],
        "licence": [_NONE, *licences[: _MOST - 1]] if licences else [],
        "credentials": [one.abbreviation for one in facts.credentials if one.abbreviation][:_MOST],
        "goal": [_short(one.name, career.name) for one in facts.levels][:_MOST],
    }


def _short(level: str, career: str) -> str:
    """A level's name without the career's: `Senior`."""
    name = level.split(" / ")[0]
    return name.replace(career, "").strip() or name


def _degrees(shelf: Shelf) -> list[str]:
    """Degrees that the guide calls by an abbreviation, in its order."""
    known = load_vocabulary().degrees
    told = [one for chunk in shelf.facts.sentences for one in _ABBREVIATION.findall(chunk.text)]
    return [one for one in dict.fromkeys(told) if known.find(one)]
