"""The numbered parts of a guide: its steps, and the stages of the career path.

How many there are, all of them, one by its number, the one beside another, the one described.
"""

from __future__ import annotations

import re

from advisor.draft import Line, computed, frame, label, quote
from advisor.facts import Step
from advisor.lexicon import terms
from advisor.readers.levels import LEVEL_WORDS, level_marks
from advisor.readers.reading import COUNT, NUMBER, Reading, opening, said_count, stating_count
from advisor.text import ORDINALS, number_of, words

_AFTER = re.compile(r"(?i)\b(?:after|next|follow(?:s|ing)?|beyond|above|then|past|up from)\b")
_BEFORE = re.compile(r"(?i)\b(?:before|precedes?|prior to|previous|ahead of)\b")
_NTH = r"\d{1,2}(?:st|nd|rd|th)|last|final|very first|" + "|".join(ORDINALS)
_NUMBERED = re.compile(rf"(?i)\bsteps?\s*(?:no\.?|number|#)?\s*({NUMBER})\b")
_NTH_STEP = re.compile(
    rf"(?i)\b({_NTH})\s+(?:\w+\s+)?(?:steps?|things?|tasks?)\b|"
    rf"\b({_NTH}) (?:one )?of the (?:\w+ )?steps\b|\bsteps\b.*\b({_NTH}) one\b"
)
_DESCRIBED = re.compile(
    r"\b(?:which|what) (?:of the (?:\w+ )?)?steps?\b|"
    r"\bsteps? (?:is|tells?|covers?|deals?|do i|am i)\b|"
    r"\bpoint in the\b|\bin which step\b"
)
_SEVERAL = re.compile(r"\b(?:which|what) (?:are the )?steps\b(?! (?:is|was))")
_TAKEN = "step need needed take taken follow go through get become involved required do"
"""What is said of all the steps together."""
_BESIDE = re.compile(r"(?:right |comes? |do |done |just |directly )(before|after)\b(.*)")
_ABOUT = re.compile(r"\b(?:stages?|career path|ladder|rungs?|levels?)\b")
_NTH_STAGE = re.compile(rf"\b({_NTH})\s+(?:\w+\s+)?(?:stage|rung|level)\b")
_TOP = re.compile(r"\b(?:highest|top|peak|pinnacle)\b")
_BOTTOM = re.compile(r"\b(?:lowest|bottom|first)\b")
_WHOLE = re.compile(r"\b(?:what are|list|all|name|which are)\b.*\b(?:stages|rungs|levels)\b")
_ONWARD = ("level_next", "promotion_how", "path_overview")
_UPWARD = (
    "executive_roles", "path_overview", "level_next", "level_count_list", "how_to_become_level",
    "management_roles",
)  # fmt: skip


def read_steps(reading: Reading) -> list[Line] | None:
    """The lines about the guide's numbered steps, None where something else is asked."""
    steps, text = reading.facts.steps, reading.text
    if not steps:
        return None
    place = _place(text, len(steps))
    if place is not None:
        shift = 1 if _AFTER.search(text) else -1 if _BEFORE.search(text) else 0
        if 1 <= place + shift <= len(steps):
            return _one(steps[place + shift - 1], reading if not shift else None)
        return _count(reading)
    if not re.search(r"\bsteps?\b", text):
        return _unnamed(reading)
    if COUNT.search(text) or said_count(text, "steps?") not in (None, len(steps)):
        return _count(reading)
    if not reading.own_terms(terms(_TAKEN if _SEVERAL.search(text) else "step")):
        return [label(step.chunks[0]) for step in steps]
    if _BESIDE.search(text) or _DESCRIBED.search(text):
        return _described(reading)
    return None


def _unnamed(reading: Reading) -> list[Line] | None:
    """Questions about the steps that do not use the word."""
    steps, text, chance = reading.facts.steps, reading.text, reading.ask.chance
    if chance("steps_overview") > 0.6:
        return [label(step.chunks[0]) for step in steps]
    if chance("steps_first") > 0.6 or re.fullmatch(
        r"\W*(?:what'?s?|what is|and)? ?(?:the )?first\W*", text
    ):
        return _one(steps[0])
    rung = any(word in LEVEL_WORDS for word in words(text)) or "stage" in text
    return None if rung or not _BESIDE.search(text) else _described(reading)


def _place(text: str, last: int) -> int | None:
    match = _NUMBERED.search(text)
    if match:
        return int(number_of(match[1]))
    match = _NTH_STEP.search(text)
    return _ordinal(match[1] or match[2] or match[3], last) if match else None


def _ordinal(word: str, last: int) -> int:
    """`third` and `3rd` are 3, `last` is the given number."""
    if word in {"last", "final"}:
        return last
    return 1 if word == "very first" else ORDINALS.get(word) or int(re.sub(r"\D", "", word))


def _described(reading: Reading) -> list[Line] | None:
    """The step that a question describes, or the one beside it."""
    steps = reading.facts.steps
    beside = _BESIDE.search(reading.text)
    owner = {chunk.id: step for step in steps for chunk in step.chunks}
    described = beside[2] if beside and beside[2].strip(" ?") else reading.text
    nearest = reading.rank(described, [chunk for step in steps for chunk in step.chunks])
    if not nearest:
        return None
    place = owner[nearest[0].id].number
    place += 0 if not beside else 1 if beside[1] == "after" else -1
    return _one(steps[place - 1]) if 1 <= place <= len(steps) else None


def _count(reading: Reading) -> list[Line]:
    steps = reading.facts.steps
    said = said_count(reading.text, "steps?")
    stated = stating_count(reading.facts, len(steps), "step")
    lines = [] if said in (None, len(steps)) else [frame("The guide counts differently:")]
    if stated:
        return [*lines, quote(stated)]
    text = f"The guide numbers {len(steps)} steps, from the first to the last."
    return [*lines, computed(text, [steps[0].chunks[0], steps[-1].chunks[0]])]


def _one(step: Step, reading: Reading | None = None) -> list[Line]:
    """A step's heading, and what opens its section or, where more is asked, what is closest."""
    heading, *body = step.chunks
    wanted = reading.own_terms(terms("step steps first last final of")) if reading else []
    if reading and len(wanted) > 1:
        blocks = {chunk.block for chunk in reading.rank(reading.text, body)[:2]}
        body = [chunk for chunk in body if chunk.block in blocks]
    return [label(heading), *opening(body)]


def read_path(reading: Reading) -> list[Line] | None:
    """The stages that are asked about, None where something else is."""
    stages, text, chance = reading.facts.stages, reading.text, reading.ask.chance
    if not stages or "step" in text:
        return None
    nth = _NTH_STAGE.search(text)
    if nth and 1 <= (place := _ordinal(nth[1], len(stages))) <= len(stages):
        return _one(stages[place - 1])
    following = _following(stages, text)
    if following and ("stage" in text or chance(*_ONWARD) > 0.2):
        return _one(following)
    if _TOP.search(text) and not _BOTTOM.search(text) and chance(*_UPWARD) > 0.3:
        return _one(stages[-1])
    whole = COUNT.search(text) or chance("level_count_list", "path_overview") > 0.5
    if (_ABOUT.search(text) and whole) or _WHOLE.search(text):
        stated = stating_count(reading.facts, len(stages), "stage")
        return [*([quote(stated)] if stated else []), *(label(s.chunks[0]) for s in stages)]
    return None


def _following(stages: tuple[Step, ...], text: str) -> Step | None:
    """The stage after the one that a text names."""
    if not _AFTER.search(text):
        return None
    marks = level_marks(words(text)) & set(LEVEL_WORDS.values())
    named = [s for s in stages if marks & level_marks(words(s.title))]
    if not named or named[-1].number >= len(stages):
        return None
    return stages[named[-1].number]
