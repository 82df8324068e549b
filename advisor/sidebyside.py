"""Careers side by side: each guide asked the same thing, their pay reckoned up.

A comparison is put to each guide as a question about its career alone. What a guide says stands
under its career's name; the difference in pay is computed from both cited figures and shown as
such; a guide that is silent, and a career without a guide, are named.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from advisor.attribution import attributed
from advisor.draft import Draft, Line, computed, frame, number_lines
from advisor.lexicon import terms
from advisor.schema import Answer, Chunk
from advisor.shelf import Shelf
from advisor.sides import Comparison, Side
from advisor.text import capital, money

Tell = Callable[[str, Side], list[Line]]
"""What a career's guide answers to a question about it; nothing where it is silent."""

_MOST_LINES = 6
"""Lines that one guide is quoted with."""
_FEW_LINES = 3
"""The same on each of several aspects besides pay."""
_OPEN = re.compile(r"\$\s?[\d,.]+[kK]?\+")
_HOURLY = re.compile(r"(?i)\b(?:hour|hourly)\b")
_PER_HOUR = re.compile(r"(?i)^\s*(?:per|an|a|/)\s*hour|^\s*hourly")


@dataclass(frozen=True)
class Aspect:
    """Something that careers are compared in: how it is asked for, and asked of one guide."""

    label: str
    asked: str
    """A pattern of the words that ask for it, from where a word begins."""
    question: str


PAY = Aspect(
    "pay",
    r"pay|paid\b|earn|salar|wages?\b|money|income|hourly|(?:an|per) hour|makes?\W*$|"
    r"makes? (?:the )?(?:more|most|less|better)",
    "How much does {one} earn?",
)
HOURLY = Aspect("hourly pay", r"never", "How much an hour does {one} earn?")
DUTIES = Aspect("duties", r"duties|tasks|do all day|responsib|work on", "What does {one} do?")
EDUCATION = Aspect(
    "education",
    r"school|educat|degree|college|stud(?:y|ies)|qualif|diploma",
    "What education does {one} need?",
)
ASPECTS = (
    PAY,
    Aspect("on-the-job training", r"on[- ]the[- ]job|train",
            "What on-the-job training does {one} get?"),
    EDUCATION,
    Aspect("experience", r"experience", "How much work experience does {one} need?"),
    Aspect("how long it takes", r"how long|how many years|long(?:er|est)\b|faster|quicker|sooner",
            "How long does it take to become {one}?"),
    Aspect("outlook", r"outlook|grow|demand|future|prospects?\b|secur|openings",
            "What is the job outlook for {one}?"),
    Aspect("number of jobs", r"how many|number of|more common",
            "How many jobs are there for {one}?"),
    Aspect("licenses and certification", r"licen[sc]|certif|credential|exam",
            "Does {one} need a license or a certification?"),
    Aspect("skills", r"skills?\b|qualities", "Which skills does {one} need?"),
    Aspect("working hours", r"hours\b|schedule|shifts?\b|weekends?\b|overtime|nights?\b",
            "What hours does {one} work?"),
    Aspect("injuries and risks", r"danger|injur|risk|hazard|safe",
            "How dangerous is the work of {one}?"),
    DUTIES,
)  # fmt: skip
_GENERAL = re.compile(
    r"(?i)\b(?:compar\w+|differ\w*|versus|vs|better|choose|pick|side|between|career|job|role|"
    r"tell|explain|should|what|which|who|how|is|are|the|do|does|i|me|of|in|and|or|a|an|be|become|"
    r"becoming|with|to|from|than|please|can|you|it|for|my|there|main|key|biggest|just|s|both)\b"
)


@dataclass
class _Told:
    """What was found for one side."""

    side: Side
    lines: list[Line] = field(default_factory=list)
    silent: list[str] = field(default_factory=list)
    pay: list[Line] = field(default_factory=list)


def put_side_by_side(
    comparison: Comparison, tell: Tell, alone: Answer, main: Shelf | None
) -> Draft | None:
    """Ask each guide, and lay out what they say career by career.

    None where `alone`, what one career's guides answer, had better stay: where none says anything
    of what is compared, and where the career without a guide is one that the companions tell of, or
    is compared with the main guide's, which then declines.
    """
    if comparison.unknown:
        said = " ".join(one.quote for one in alone.citations)
        declined = comparison.sides[0].shelf is main and not alone.answered
        if declined or set(terms(comparison.unknown)) & set(terms(said)):
            return None
    aspects = aspects_of(comparison)
    found = [_asked_of(side, aspects, tell) for side in comparison.sides]
    if not any(told.lines for told in found):
        return None
    lines = [line for told in found for line in _laid_out(told)]
    missing = [f"{label} ({told.side.name})" for told in found for label in told.silent]
    if comparison.unknown:
        missing.append(comparison.unknown)
        lines.append(
            frame(f"No guide here is about {comparison.unknown}, so no comparison is made.")
        )
    if len(found) == 2:
        lines += _difference(found[0], found[1], HOURLY in aspects)
    text, parts, citations = number_lines(lines)
    answer = Answer(
        text=text,
        answered=True,
        question=comparison.text,
        citations=citations,
        missing="; ".join(missing) or None,
        parts=parts,
        suggestions=tuple(_others(comparison, aspects, tell)),
        confidence=sum(bool(told.lines) for told in found) / len(found),
    )
    return Draft(answer, tuple(lines))


def _laid_out(told: _Told) -> list[Line]:
    """What one guide says, under its career's name, and on what it is silent."""
    about = told.side.one
    lines = [frame(f"{capital(told.side.name)}:"), *attributed(told.lines)] if told.lines else []
    return lines + [
        frame(f"The guide to becoming {about} says nothing about {label}.") for label in told.silent
    ]


def _others(comparison: Comparison, aspects: Sequence[Aspect], tell: Tell) -> Iterator[str]:
    """What else can be compared: questions that the guides of all the careers answer."""
    if len(comparison.sides) < 2:
        return
    *first, last = [side.one for side in comparison.sides]
    names = f"{', '.join(first)} and {last}"
    for aspect in (PAY, EDUCATION, DUTIES):
        told = [tell(aspect.question.format(one=side.one), side) for side in comparison.sides]
        if aspect not in aspects and all(told):
            yield f"How do {names} compare in {aspect.label}?"


def aspects_of(comparison: Comparison) -> list[Aspect]:
    """What is compared, the pay first; in general what is done, learnt and paid."""
    rest = comparison.frame.replace("{one}", " ")
    asked = [one for one in ASPECTS if re.search(rf"(?i)\b(?:{one.asked})", rest)]
    if PAY in asked and _HOURLY.search(rest):
        asked = [HOURLY if one is PAY else one for one in asked if one.label != "working hours"]
    if asked:
        return asked[:3]
    if re.search(r"\w", _GENERAL.sub("", rest)):
        return [Aspect("that", "never", comparison.frame)]
    return [DUTIES, EDUCATION, PAY]


def _asked_of(side: Side, aspects: Sequence[Aspect], tell: Tell) -> _Told:
    told = _Told(side)
    for aspect in aspects:
        few = len(aspects) > 1 and aspect not in (PAY, HOURLY)
        lines = tell(aspect.question.format(one=side.one), side)
        lines = _first(lines, _FEW_LINES if few else _MOST_LINES)
        told.lines += [line for line in lines if line not in told.lines]
        if not lines:
            told.silent.append(aspect.label)
        if aspect in (PAY, HOURLY):
            told.pay = lines
    return told


def _first(lines: list[Line], most: int) -> list[Line]:
    """The first lines, without a last one that only leads on to those left out."""
    cut = lines[:most]
    return cut[:-1] if len(cut) > 1 and cut[-1].text.endswith(":") else cut


def _difference(one: _Told, other: _Told, hourly: bool) -> list[Line]:
    """Who earns more, and by how much, from the figures that are shown."""
    spans = [(told, span) for told in (one, other) if (span := _span(told.pay, hourly))]
    if len(spans) < 2:
        return []
    period = "an hour" if hourly else "a year"
    chunks = [chunk for _, span in spans for chunk in span.chunks]
    (less, low), (more, high) = sorted(spans, key=lambda pair: pair[1].low)
    if low.low == low.high == high.low == high.high:
        return [computed("The two figures are the same.", chunks)]
    if high.low <= low.high:
        text = "The two overlap, so who earns more depends on the level and the person."
        return [computed(text, chunks)]
    least, most = high.low - low.high, high.high - low.low
    amount = _dollars(least) if least == most else f"{_dollars(least)} to {_dollars(most)}"
    if most == math.inf:
        amount = f"{_dollars(least)} or more"
    text = f"By these figures {more.side.one} earns {amount} {period} more than {less.side.one}."
    return [computed(text, chunks)]


@dataclass(frozen=True)
class _Span:
    """The least and the most that is paid, and where that stands."""

    low: float
    high: float
    """Infinite where the text says "or more" by a plus sign."""
    chunks: tuple[Chunk, ...]


def _span(lines: Sequence[Line], hourly: bool) -> _Span | None:
    """What lines on pay come to; None where they tell more than one thing.

    Rows are a table's levels, from the lowest to the highest; of prose, the first sentence that
    states one figure or a range counts.
    """
    amounts = [(line, _amounts(line.text, hourly)) for line in lines if line.chunks]
    paid = [(line, found) for line, found in amounts if found]
    rows = [(line, found) for line, found in paid if line.chunks[0].cells]
    for taken in (rows, *([one] for one in paid if len(one[1]) <= 2)):
        if taken:
            values = [value for _, found in taken for value in found]
            chunks = tuple(chunk for line, _ in taken for chunk in line.chunks)
            is_open = any(_OPEN.search(line.text) for line, _ in taken)
            return _Span(min(values), math.inf if is_open else max(values), chunks)
    return None


def _amounts(text: str, hourly: bool) -> list[float]:
    """The amounts of money that are paid an hour, or those that are paid a year."""
    return [one.value for one in money(text) if bool(_PER_HOUR.match(text[one.end :])) == hourly]


def _dollars(amount: float) -> str:
    return f"${amount:,.0f}" if amount == round(amount) else f"${amount:,.2f}"
