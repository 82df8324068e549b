"""How long it takes: the guide's own durations, less what the person has, added up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from advisor.draft import Line, computed, frame, quote, values
from advisor.facts import Level
from advisor.plan import progress
from advisor.plan.career import Career
from advisor.plan.items import Duration, Term
from advisor.plan.needs import Timing
from advisor.plan.notes import Notes, years_cell
from advisor.plan.person import Person
from advisor.plan.vocabulary import DEGREE_NAMES, MASTER, NO_DEGREE
from advisor.plan.wording import bare_number, own_words, span_text

_YEAR = 12


@dataclass(frozen=True)
class _Share:
    """What is left for the person of a duration that the guide tells, in months."""

    label: str
    told: Timing
    low: float
    high: float | None
    said: str = ""
    """Why it is less, or may be."""
    less: float = 0.0
    """Years of the person's that were taken off."""


def plan_duration(
    person: Person, career: Career, notes: Notes, leads: bool, goal: Level | None
) -> Duration:
    """The years until the person may be in the role; what may follow stands beside the sum."""
    shares = [] if person.in_role else list(_shares(person, career))
    unit = "month" if any(one.told.unit == "month" for one in shares) else "year"
    statement = notes.state(*_sum(person, career, shares, unit))
    terms = [
        *(_term(one, unit, notes) for one in shares),
        *(_master(person, career, notes) if leads else ()),
        *(_to_level(person, goal, notes) if goal else ()),
    ]
    if not shares and not person.in_role and not career.needs.durations:
        return Duration(None, None, tuple(terms), statement)
    return Duration(*_years(*_added(shares)), tuple(terms), statement)


def _shares(person: Person, career: Career) -> Iterator[_Share]:
    """What the person still has before them."""
    needs = career.needs
    education = needs.duration("education", needs.usual_degree)
    if education and not progress.has_degree(person, career):
        yield _education(education, person, career)
    for kind, lacks in (
        ("training", True),
        ("licence", bool(progress.lacking_licences(person, career))),
        ("certification", not progress.held_credentials(person, career)),
    ):
        told = needs.duration(kind)
        if told and lacks:
            yield _Share(kind, told, *told.months)
    experience = needs.duration("experience")
    if experience and (share := _experience(experience, person)):
        yield share


def _education(told: Timing, person: Person, career: Career) -> _Share:
    """All of it, or up to all of it where something is there that may count."""
    low, high = told.months
    schooling = person.schooling
    unclear = schooling is not None and schooling.level is None
    if not unclear and not progress.degree_counts_in_part(person, career):
        return _Share("education", told, low, high)
    what = own_words(schooling.said) if schooling else "your own education"
    said = f"The guide does not say how much of it {what} takes off: none of it, up to all."
    return _Share("education", told, 0, high, said)


def _experience(told: Timing, person: Person) -> _Share | None:
    """What the person's years leave of it; None where they cover it."""
    low, high = told.months
    if person.years is None:
        return _Share("experience", told, low, high, "Less what you have, which you did not say.")
    have = person.years * _YEAR
    left = max(0.0, low - have), None if high is None else max(0.0, high - have)
    if left[1] == 0:
        return None
    return _Share("experience", told, *left, less=person.years)


def _term(share: _Share, unit: str, notes: Notes) -> Term:
    """A share as the guide's sentence, with what was taken off."""
    lines = [quote(share.told.chunk)]
    if share.less:
        whole = span_text(*share.told.months, unit)
        taken = bare_number(share.less * (_YEAR if unit == "month" else 1))
        left = span_text(share.low, share.high, unit)
        lines.append(computed(f"{whole} less your {taken} = {left}", [share.told.chunk]))
    if share.said:
        lines.append(frame(share.said))
    return Term(share.label, *_years(share.low, share.high), notes.state(*lines))


def _sum(person: Person, career: Career, shares: Sequence[_Share], unit: str) -> list[Line]:
    if person.in_role:
        return [frame("You are in the role already.")]
    if not shares:
        if not career.needs.durations:
            return [frame("The guide does not say how long it takes.")]
        return [frame("By the guide's durations you have the time behind you.")]
    chunks = [one.told.chunk for one in shares]
    terms = [f"{span_text(one.low, one.high, unit)} ({one.label})" for one in shares]
    whole = span_text(*_added(shares), unit)
    text = " + ".join(terms)
    if unit == "month":
        whole = f"{whole}, which is {span_text(*_added(shares), 'year')}"
    return [computed(f"{text} = {whole}" if len(shares) > 1 or unit == "month" else text, chunks)]


def _added(shares: Sequence[_Share]) -> tuple[float, float | None]:
    highs = [one.high for one in shares]
    high = None if None in highs else sum(one for one in highs if one is not None)
    return sum(one.low for one in shares), high


def _master(person: Person, career: Career, notes: Notes) -> Iterator[Term]:
    """A further degree for who wants to lead."""
    level = person.schooling.level if person.schooling else None
    told = career.needs.duration("education", MASTER)
    if told and (level or NO_DEGREE) < MASTER:
        statement = notes.state(quote(told.chunk))
        yield Term(DEGREE_NAMES[MASTER], *_years(*told.months), statement, optional=True)


def _to_level(person: Person, level: Level, notes: Notes) -> Iterator[Term]:
    """What is left to a level whose years the table gives."""
    years = person.years if person.role_years is None else person.role_years
    if not level.years or years is None or years >= level.years[0]:
        return
    left = level.years[0] - years
    text = (
        f"{span_text(level.years[0] * _YEAR, None)} less your {bare_number(years)} = "
        f"{span_text(left * _YEAR, None)}"
    )
    statement = notes.state(values(level.chunk, [years_cell(level)]), computed(text, [level.chunk]))
    yield Term(f"to {level.name}", left, None, statement, optional=True)


def _years(low: float, high: float | None) -> tuple[float, float | None]:
    return round(low / _YEAR, 2), None if high is None else round(high / _YEAR, 2)
