"""Pay: the level of the guide's table that the person's years stand at, and every other one."""

from __future__ import annotations

from advisor.draft import frame
from advisor.facts import Level
from advisor.plan.career import Career
from advisor.plan.items import Band, Pay, where
from advisor.plan.notes import Notes, level_row, pay_cell, quotes, years_cell
from advisor.plan.person import Person
from advisor.plan.wording import own_words, years_text
from advisor.readers.levels import named_levels


def plan_pay(person: Person, career: Career, notes: Notes, goal: Level | None) -> Pay:
    """The table, with the person's level by their years; `goal` is the level aimed at."""
    levels = career.facts.levels
    if not levels:
        return Pay(None, "", notes.state(frame("The guide has no table of pay.")), None, "", ())
    now, also = current_level(person, career), other_level(person, career)
    explained = [c for c in career.facts.sentences if c.section == levels[0].chunk.section][:1]
    reading = other_reading(person) if also else ""
    basis = notes.state(frame(_basis(person, career, now, reading)), *quotes(explained))
    at = levels.index(now) if now else -1
    bands = {
        level.name: Band(
            level=level.name,
            pay=pay_cell(level),
            low=level.low,
            high=level.high,
            open_ended=level.open_ended,
            years=years_cell(level),
            place=where(place, at),
            statement=notes.state(level_row(level)),
            is_goal=level is goal,
        )
        for place, level in enumerate(levels)
    }
    return Pay(
        now=bands[now.name] if now else None,
        now_by=_reading(person, career) if now else "",
        basis=basis,
        also=bands[also.name] if also else None,
        also_if=reading,
        levels=tuple(bands.values()),
    )


def current_level(person: Person, career: Career) -> Level | None:
    """The level that the role is called by, else that of the years in the role, else of all years.

    Between two readings of the years the one in the role comes first: the table is of the role.
    """
    titled = _titled(person, career)
    if titled:
        return titled
    years = person.years if person.role_years is None else person.role_years
    return None if years is None else career.level_at(years)


def other_level(person: Person, career: Career) -> Level | None:
    """The level by the other reading: all years where those in the role were counted, none where
    none in the role were spoken of. None where that is the same level.
    """
    if _titled(person, career) or person.years is None:
        return None
    if person.role_years is None:
        other = None if person.in_role else career.level_at(0)
    else:
        other = career.level_at(person.years)
    return None if other is current_level(person, career) else other


def other_reading(person: Person) -> str:
    """What years the other level counts."""
    if person.role_years is None:
        return "counting only years in the role, of which you named none"
    return f"counting all your {years_text(person.years or 0)} of experience"


def _titled(person: Person, career: Career) -> Level | None:
    if not person.in_role or not person.profile.role:
        return None
    named = named_levels(person.profile.role.lower(), career.facts.levels)
    return named[0] if named else None


def _reading(person: Person, career: Career) -> str:
    """What the person's level goes by."""
    if _titled(person, career):
        return "by the name of your role"
    return (
        "by your years of experience" if person.role_years is None else "by your years in the role"
    )


def _basis(person: Person, career: Career, now: Level | None, other: str) -> str:
    """Which years were counted, in words."""
    if _titled(person, career):
        return f"By the name of your role, {own_words(person.profile.role or '')}."
    if person.years is None:
        return "You did not say how many years of experience you have, so no level is marked."
    if now is None:
        return "The guide gives no level for your years."
    if person.role_years is None:
        text = f"Counted: your {years_text(person.years)} of experience."
    else:
        text = f"Counted: your {years_text(person.role_years)} in the role itself."
    return f"{text} {other.capitalize()}, it would be another level." if other else text
