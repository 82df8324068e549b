"""The items of a plan, laid out as the sections of a document."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.plan import items
from advisor.plan.document import Bar, Entry, Section, Statement
from advisor.text import capital

NOT_GIVEN = "Pay: not given in the guide."


def opening(guide: str, source: str, date: str, figures: str) -> tuple[str, ...]:
    """What the plan is taken from, and what its figures are worth."""
    details = ", ".join(one for one in (source, date) if one)
    text = f"Made from one guide, “{guide}” ({details}). Each numbered note gives its own words."
    return (text, figures) if figures else (text,)


def understood(facts: Sequence[str], questions: Sequence[str]) -> Section:
    """What was understood, and what would make the plan more exact."""
    entries = [Entry(fact) for fact in facts]
    if questions:
        entries.append(Entry("To make this plan more exact, say:", lines=tuple(questions)))
    return Section("understood", "What was understood", entries=tuple(entries))


def next_actions(actions: Sequence[items.Action], steps: Sequence[items.PlanStep]) -> Section:
    """What to do this month."""
    titles = {one.number: one.title for one in steps}
    entries = [
        Entry(f"For step {one.step}: {titles[one.step]}", "", (one.reason,), f"action-{number}")
        for number, one in enumerate(actions, start=1)
    ]
    return Section("actions", "To do this month", (), tuple(entries), numbered=True)


def steps(found: Sequence[items.PlanStep]) -> Section:
    """The guide's steps with their status."""
    entries = [
        Entry(
            f"Step {one.number}: {one.title}",
            items.STATUS_WORDS[one.status],
            (one.reason,),
            f"step-{one.number}",
        )
        for one in found
    ]
    return Section("steps", "The steps", (), tuple(entries))


def gaps(found: Sequence[items.Gap]) -> Section:
    """What is missing, with the ways around it."""
    entries = [
        Entry(
            one.title,
            items.STATE_WORDS[one.state],
            (one.reason, *(f"Or: {other.text}" for other in one.alternatives)),
            f"gap-{one.kind}-{one.title}",
        )
        for one in found
    ]
    return Section("gaps", "Gaps", (), tuple(entries))


def duration(found: items.Duration) -> Section:
    """The sum, then its terms."""
    entries = [
        Entry(capital(one.label), "not in the sum" if one.optional else "", (one.statement.text,))
        for one in found.terms
    ]
    return Section("time", "How long it takes", (found.text,), tuple(entries))


def pay(found: items.Pay) -> Section:
    """Every level's pay, the person's marked."""
    bars = [
        Bar(
            title=band.level,
            text=band.statement.text,
            low=band.low,
            high=band.high,
            open_ended=band.open_ended,
            mark=found.mark(band),
            is_own=found.is_now(band),
        )
        for band in found.levels
    ]
    return Section("pay", "Pay", (found.basis.text,) if found.basis.text else (), bars=tuple(bars))


def way(goal: Statement, rungs: Sequence[items.Rung]) -> Section:
    """The rungs of the way up, with pay where the guide gives it."""
    entries = [
        Entry(rung.title, rung.mark, (rung.reason, "" if rung.pay else NOT_GIVEN)) for rung in rungs
    ]
    return Section("way", "The way up", (goal.text,) if goal.text else (), tuple(entries))


def wishes(found: Sequence[items.Wish]) -> Section:
    """What the guide says to interests and limits."""
    entries = [Entry(one.said, lines=(one.statement.text,)) for one in found]
    return Section("wishes", "Your interests and limits", (), tuple(entries))


def silent(found: Sequence[items.Silence]) -> Section:
    """What the guide does not tell, and who would know."""
    entries = [Entry(f"{one.text} Who would know: {one.who}.") for one in found]
    return Section("silent", "What the guide does not say", (), tuple(entries))
