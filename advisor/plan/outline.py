"""The items of a plan, laid out as the sections of a document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from advisor.plan.document import Bar, Entry, Section, Statement
from advisor.plan.items import Action, Band, Duration, Gap, Pay, PlanStep, Rung, Silence, Wish

NOT_GIVEN = "Pay: not given in the guide."
_STATES = {
    "missing": "missing",
    "part": "in part",
    "unknown": "not said",
    "option": "an option",
}
_STATUSES = {"done": "done", "part": "partly done", "next": "next", "later": "later"}
_PLACES = {"passed": "passed", "here": "you are here", "ahead": ""}


def opening(guide: str, source: str, date: str, figures: str) -> tuple[str, ...]:
    """What the plan is taken from, and what its figures are worth."""
    details = ", ".join(one for one in (source, date) if one)
    text = f"Made from one guide, “{guide}” ({details}). Each numbered note gives its own words."
    return (text, figures) if figures else (text,)


def sections(found: Iterable[Section]) -> tuple[Section, ...]:
    """The sections that say something."""
    return tuple(one for one in found if one.opening or one.entries or one.bars)


def understood(facts: Sequence[str], questions: Sequence[str]) -> Section:
    """What was understood, and what would make the plan more exact."""
    entries = [Entry(fact) for fact in facts]
    asked = [Entry("To make this plan more exact, say:", lines=tuple(questions))]
    return Section("What was understood", (), (*entries, *(asked if questions else ())))


def next_actions(actions: Sequence[Action], steps: Sequence[PlanStep]) -> Section:
    """What to do this month."""
    titles = {one.number: one.title for one in steps}
    entries = [
        Entry(f"For step {one.step}: {titles[one.step]}", lines=(one.statement.text,))
        for one in actions
    ]
    return Section("To do this month", (), tuple(entries), numbered=True)


def steps(found: Sequence[PlanStep]) -> Section:
    """The guide's steps with their status."""
    entries = [
        Entry(f"Step {one.number}: {one.title}", _STATUSES[one.status], (one.reason,))
        for one in found
    ]
    return Section("The steps", (), tuple(entries))


def gaps(found: Sequence[Gap]) -> Section:
    """What is missing, with the ways around it."""
    entries = [
        Entry(
            one.title,
            _STATES[one.state],
            (one.reason, *(f"Or: {other.text}" for other in one.alternatives)),
        )
        for one in found
    ]
    return Section("Gaps", (), tuple(entries))


def duration(found: Duration) -> Section:
    """The sum, then its terms."""
    entries = [
        Entry(_capital(one.label), "not in the sum" if one.optional else "", (one.statement.text,))
        for one in found.terms
    ]
    return Section("How long it takes", (found.text,), tuple(entries))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def pay(found: Pay) -> Section:
    """Every level's pay, the person's marked."""
    bars = [_bar(band, found) for band in found.levels]
    return Section("Pay", (found.basis.text,) if found.basis.text else (), bars=tuple(bars))


def _bar(band: Band, found: Pay) -> Bar:
    is_now = found.now is not None and band.level == found.now.level
    is_also = found.also is not None and band.level == found.also.level
    marks = (
        found.now_by if is_now else "",
        found.also_if if is_also else "",
        "your goal" if band.is_goal else "",
    )
    return Bar(
        title=band.level,
        text=band.statement.text,
        low=band.low,
        high=band.high,
        open_ended=band.open_ended,
        mark=", ".join(mark for mark in marks if mark),
        is_own=is_now,
    )


def way(goal: Statement, rungs: Sequence[Rung]) -> Section:
    """The rungs of the way up, with pay where the guide gives it."""
    entries = [
        Entry(
            rung.title,
            "your goal" if rung.is_goal else _PLACES[rung.place],
            (rung.statement.text, "" if rung.pay else NOT_GIVEN),
        )
        for rung in rungs
    ]
    return Section("The way up", (goal.text,) if goal.text else (), tuple(entries))


def wishes(found: Sequence[Wish]) -> Section:
    """What the guide says to interests and limits."""
    entries = [Entry(one.said, lines=(one.statement.text,)) for one in found]
    return Section("Your interests and limits", (), tuple(entries))


def silent(found: Sequence[Silence]) -> Section:
    """What the guide does not tell, and who would know."""
    entries = [Entry(f"{one.text} Who would know: {one.who}.") for one in found]
    return Section("What the guide does not say", (), tuple(entries))
