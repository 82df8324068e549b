"""The career path: its stages, one by its number, the one after a level, the top."""

from __future__ import annotations

import re

from advisor.draft import Line, quote
from advisor.facts import Step
from advisor.readers.levels import LEVEL_WORDS, level_marks
from advisor.readers.reading import (
    AFTER,
    COUNT,
    NTH,
    Reading,
    heading_line,
    opening,
    ordinal,
    stating_count,
)
from advisor.text import words

_ABOUT = re.compile(r"\b(?:stages?|career path|ladder|rungs?|levels?)\b")
_NTH_STAGE = re.compile(rf"\b({NTH})\s+(?:\w+\s+)?(?:stage|rung|level)\b")
_TOP = re.compile(r"\b(?:highest|top|peak|pinnacle)\b")
_WHOLE = re.compile(r"\b(?:what are|list|all|name|which are)\b.*\b(?:stages|rungs|levels)\b")
_ONWARD = ("level_next", "promotion_how", "path_overview")
_UPWARD = (
    "executive_roles", "path_overview", "level_next", "level_count_list", "how_to_become_level",
    "management_roles",
)  # fmt: skip


def read_path(reading: Reading) -> list[Line] | None:
    """The stages that are asked about, None where something else is."""
    stages, text, chance = reading.facts.stages, reading.text, reading.ask.chance
    if not stages or "step" in text:
        return None
    nth = _NTH_STAGE.search(text)
    if nth and 1 <= (place := ordinal(nth[1], len(stages))) <= len(stages):
        return _one(stages[place - 1])
    following = _following(stages, text)
    if following and ("stage" in text or chance(*_ONWARD) > 0.2):
        return _one(following)
    if _TOP.search(text) and chance(*_UPWARD) > 0.3:
        return _one(stages[-1])
    whole = COUNT.search(text) or chance("level_count_list", "path_overview") > 0.5
    if (_ABOUT.search(text) and whole) or _WHOLE.search(text):
        stated = stating_count(reading.facts, len(stages), "stage")
        return [*([quote(stated)] if stated else []), *(heading_line(s.chunks[0]) for s in stages)]
    return None


def _following(stages: tuple[Step, ...], text: str) -> Step | None:
    """The stage after the one that a text names."""
    if not AFTER.search(text):
        return None
    marks = level_marks(words(text)) & set(LEVEL_WORDS.values())
    named = [s for s in stages if marks & level_marks(words(s.title))]
    if not named or named[-1].number >= len(stages):
        return None
    return stages[named[-1].number]


def _one(stage: Step) -> list[Line]:
    heading, *body = stage.chunks
    return [heading_line(heading), *opening(body)]
