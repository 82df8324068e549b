"""Years of experience read out of what somebody says: in the field, and in the role itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.plan.talk import CLAUSE, WISH, Clause, sentences_in
from advisor.plan.vocabulary import load_vocabulary
from advisor.text import NUMBER_WORDS, number_of

_WORDS = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_COUNT = rf"\d{{1,4}}(?:\.\d{{1,2}})?|{_WORDS}|a couple of|half a|an?"
_SPAN = re.compile(
    rf"(?i)(?<![\w$.])(?P<count>{_COUNT})(?P<half> and a half)?\s*(?:\+|plus)?[\s-]*"
    r"(?:(?:full|good|solid|more|or so)\s+)?(?P<unit>years?|yrs?|months?|decades?)\b"
    r"(?P<halved> and a half)?(?P<rest>\s*'?\s*(?:old|ago|from now|degree|program\w*|"
    r"of (?:nursing |high |grad\w* |medical )?(?:school|college|university|study|studies))\b)?"
)
_PART = re.compile(
    rf"(?i)\b(?:the )?(?:last|first|most recent)?\s*(?P<count>{_COUNT})\s+"
    r"(?:of (?:them|those|which|these)|as an?|in)\b"
)
_PAST = re.compile(rf"(?i)\bthe (?:past|last) (?P<count>{_COUNT})\b(?!\s*(?:\+\s*)?[a-z])")
_AHEAD = re.compile(r"(?i)\b(?:in|within|next|until|for the next|another|at least)\s*$")
_NONE = re.compile(
    r"(?i)\b(?:no|zero|without(?: any)?|never had(?: any)?|don't have any|not have any|0)\s+"
    r"(?:\w+\s+){0,2}?experience\b[^.;,]*"
)
_NEVER = re.compile(
    r"(?i)\bnever (?:worked|been|done|coordinated|had a job)\b[^.;,]*|"
    r"\b(?:none|zero|nothing)(?: of (?:it|them|those|which))? in\b[^.;,]*"
)
_SUBSET = re.compile(
    r"(?i)\b(?:of (?:them|those|which|these)|including|the last|most recent(?:ly)?)\b"
)
_WHOLE = re.compile(
    r"(?i)\b(?:total|altogether|overall|in all|in (?:health ?care|nursing|medicine|the field)|"
    r"experience)\b"
)
_ELSEWHERE = re.compile(r"(?i)\b(?:as an?|been an?|in)\s+(?!total\b|all\b|this\b|the role\b)[a-z]")
_FEW = {"a": 1.0, "an": 1.0, "a couple of": 2.0, "half a": 0.5}
_UNITS = {"m": 1 / 12, "y": 1.0, "d": 10.0}


@dataclass(frozen=True)
class _Stretch:
    """A number of years with what the sentence says around it."""

    years: float
    text: str
    """From the number to the next one."""
    sentence: str
    is_subset: bool

    @property
    def is_own_work(self) -> bool:
        return bool(load_vocabulary().own_work.find(self.text))


def read_years(text: str, clauses: Sequence[Clause], in_field: bool) -> dict[str, float]:
    """The years in the field and in the role that a message tells.

    `in_field`: whether the person is known to work in the field, so that years without a place
    count.
    """
    found = _denied(clauses)
    stretches = [one for sentence in sentences_in(text) for one in _stretches(sentence)]
    own = [one for one in stretches if one.is_own_work]
    other = [one for one in stretches if not one.is_own_work and _counts(one, in_field)]
    if own:
        found["coordination_years"] = max(one.years for one in own)
    if other or own:
        found["years_experience"] = _whole([*other, *own])
    return found


def _counts(one: _Stretch, in_field: bool) -> bool:
    """Whether years are spent in the field: said so, or of somebody who is known to be in it."""
    words = load_vocabulary()
    clause = CLAUSE.split(one.text.strip())[0]
    if words.roles.find(clause) or words.places.find(clause):
        return True
    if _ELSEWHERE.search(clause):
        return False
    if in_field or "experience" in one.sentence.lower():
        return True
    # Where somebody wants to go is not where they have been.
    been = [part for part in CLAUSE.split(one.sentence) if not WISH.search(part)]
    return any(words.roles.find(part) or words.places.find(part) for part in been)


def _whole(stretches: Sequence[_Stretch]) -> float:
    """All years: stretches in one role after the other add up, a whole and its parts do not."""
    words = load_vocabulary()
    sentences = dict.fromkeys(one.sentence for one in stretches)
    roles = [role for text in sentences for role in words.roles.find(text)]
    placed = all(one.is_own_work or words.places.find(one.text) for one in stretches)
    parts = any(one.is_subset or _WHOLE.search(one.text) for one in stretches)
    if (placed or len(roles) >= len(stretches)) and not parts:
        return round(sum(one.years for one in stretches), 2)
    return max(one.years for one in stretches)


def _stretches(sentence: str) -> Iterator[_Stretch]:
    """The spans of time in a sentence that are spent, not ahead or of something else."""
    spots = [
        (one.start(), one.end(), _years(one["count"], one["unit"], one["half"] or one["halved"]))
        for one in _SPAN.finditer(sentence)
        if not one["rest"]
    ]
    spots += [(one.start(), one.end(), _years(one["count"])) for one in _PAST.finditer(sentence)]
    if spots:  # "the last 2 of them": a number without its unit
        for part in _PART.finditer(sentence):
            if part.start() >= spots[0][1] and part["count"].lower() not in {"a", "an"}:
                spots.append((part.start(), part.end("count"), _years(part["count"])))
    spots.sort()
    for place, (start, _, years) in enumerate(spots):
        if _AHEAD.search(sentence[:start]):
            continue
        end = spots[place + 1][0] if place + 1 < len(spots) else len(sentence)
        before = CLAUSE.split(sentence[:start])[-1] if place == 0 else ""
        after = sentence[start:end]
        subset = place > 0 and bool(_SUBSET.search(sentence[spots[place - 1][1] : end]))
        yield _Stretch(years, f"{before} {after}", sentence, subset)


def _years(count: str, unit: str = "year", half: str | None = None) -> float:
    word, size = count.lower(), _UNITS[unit[0].lower()]
    value = _FEW[word] if word in _FEW else number_of(word)
    return round(round(value * size, 2) + (size / 2 if half else 0.0), 2)


def _denied(clauses: Sequence[Clause]) -> dict[str, float]:
    """No experience at all, or none in the role."""
    found: dict[str, float] = {}
    for clause in clauses:
        for pattern in (_NONE, _NEVER):
            if match := pattern.search(clause.text):
                own = load_vocabulary().own_work.find(match[0])
                found["coordination_years" if own else "years_experience"] = 0.0
    return found
