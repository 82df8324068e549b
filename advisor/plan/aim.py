"""What the person wants: the goal with the way there, interests and limits."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.draft import Line, frame
from advisor.facts import Level
from advisor.lexicon import terms
from advisor.plan.career import Career, Place
from advisor.plan.document import Statement
from advisor.plan.items import Rung, Silence, Wish, where
from advisor.plan.notes import Notes, level_row, lists_of, pay_cell, quotes
from advisor.plan.person import Person, is_role
from advisor.plan.profile import Profile
from advisor.plan.vocabulary import load_vocabulary
from advisor.plan.wording import own_words
from advisor.readers.levels import LEVEL_WORDS, named_levels
from advisor.schema import Chunk
from advisor.text import words

_QUOTED = 2
"""Passages that are quoted to one wish."""
_FILLER = frozenset(
    "a an the become becoming be being work working as job role position level one day some "
    "someday to i want get move into in of and or my next up".split()
)


@dataclass(frozen=True)
class Goal:
    """What a goal was taken to be."""

    said: str = ""
    place: Place | None = None
    """None where none was said, or it is the role itself, or the guide does not have it."""
    is_the_role: bool = False

    @property
    def level(self) -> Level | None:
        """The level of the pay table that it is."""
        return self.place.level if self.place else None

    @property
    def leads(self) -> bool:
        """Whether it is to lead others, by the words of its title."""
        return self.place is not None and bool(load_vocabulary().leadership.find(self.place.title))


def read_goal(person: Person, career: Career) -> Goal:
    """The rung that the goal names: a level, else the stage that names such a position."""
    said = person.profile.goal or ""
    if not said:
        return Goal()
    row = [word for word in words(said) if word not in _FILLER]
    only_level = bool(row) and all(word in LEVEL_WORDS or word == "level" for word in row)
    if only_level or is_role(said, career.guide.names):
        named = named_levels(said.lower(), career.facts.levels)
        if named:
            return Goal(said, next(one for one in career.ladder if one.level is named[-1]))
        if not only_level:
            return Goal(said, is_the_role=True)
    return Goal(said, _titled(row, career))


def _titled(row: Sequence[str], career: Career) -> Place | None:
    """The rung of which one title holds every word of the goal."""
    wanted = set(terms(" ".join(row)))
    if not wanted:
        return None
    for place in career.ladder:
        if any(wanted <= set(terms(title)) for title in titles(place, career)):
            return place
    leadership = load_vocabulary().leadership
    if leadership.find(" ".join(row)) and len(row) == 1:
        return next((one for one in career.ladder if leadership.find(one.title)), None)
    return None


def titles(place: Place, career: Career) -> list[str]:
    """What the positions of a rung are called."""
    if not place.stage:
        return re.split(r"\s*/\s*", place.title)
    heading = place.stage.title.rpartition(": ")[2]
    text = " ".join(chunk.text.lower() for chunk in place.stage.chunks[1:])
    named = [title for title in career.facts.titles if title in text]
    return [*re.split(r"\s+or\s+|\s*/\s*", heading), *sorted(named)]


def state_goal(goal: Goal, notes: Notes) -> Statement:
    """What the goal was taken to be, in words."""
    if not goal.said:
        return Statement()
    if goal.is_the_role:
        return notes.state(frame(f"Your goal, {own_words(goal.said)}, is the role itself."))
    if goal.place is None:
        return notes.state(
            frame(
                f"The guide does not speak of {own_words(goal.said)}; this plan leads to the role "
                "itself."
            )
        )
    if goal.place.level:
        told = [level_row(goal.place.level)]
    else:
        assert goal.place.stage
        told = quotes(goal.place.stage.chunks[:2])
    line = frame(f"Your goal, {own_words(goal.said)}, was taken to be this.")
    return notes.state(line, *told)


def plan_way(
    person: Person, career: Career, notes: Notes, goal: Goal, now: Level | None
) -> tuple[Rung, ...]:
    """Every rung of the way up, the person's and the goal's marked."""
    here = now if person.in_role else None
    at = next((n for n, one in enumerate(career.ladder) if here and one.level is here), -1)
    staged = next((n for n, one in enumerate(career.ladder) if n > at and one.stage), None)
    advice = [lists_of(one.stage, career.facts) if one.stage else [] for one in career.ladder]
    return tuple(
        Rung(
            title=place.title,
            pay=pay_cell(place.level) if place.level else None,
            place=where(number, at),
            is_goal=place is goal.place,
            statement=notes.state(
                *_rung_lines(place),
                *(advice[number] if number == staged or place is goal.place else ()),
            ),
        )
        for number, place in enumerate(career.ladder)
    )


def _rung_lines(place: Place) -> list[Line]:
    """What the guide says of a rung: the first sentence of its stage, and its row."""
    lines = quotes(place.stage.sentences[:1]) if place.stage else []
    return [*lines, level_row(place.level)] if place.level else lines or [frame(place.title)]


def goal_silences(goal: Goal) -> list[Silence]:
    """What the guide does not tell of the goal."""
    who = load_vocabulary().who
    found: list[Silence] = []
    name = own_words(goal.said)
    if goal.said and not goal.place and not goal.is_the_role:
        found.append(Silence("goal", f"What {name} takes and pays.", who["goal"]))
    elif goal.place:
        if not goal.place.level:
            found.append(Silence("goal_pay", f"What {name} pays.", who["goal_pay"]))
        if not goal.place.level or not goal.place.level.years:
            text = f"How many years it takes to be {name}."
            found.append(Silence("goal_time", text, who["goal_time"]))
    return found


def plan_wishes(
    profile: Profile, career: Career, notes: Notes
) -> tuple[tuple[Wish, ...], list[Silence]]:
    """The interests and limits that the guide says something to, and those it says nothing to."""
    wishes: list[Wish] = []
    silences: list[Silence] = []
    for said in [*profile.interests, *profile.constraints]:
        found = _passages_on(said, career)
        if found:
            wishes.append(Wish(said, notes.state(*quotes(found))))
        else:
            who = load_vocabulary().who["constraint"]
            silences.append(Silence("constraint", f"How it is with {own_words(said)}.", who))
    return tuple(wishes), silences


def _passages_on(said: str, career: Career) -> list[Chunk]:
    """What the guide says of hours or a setting; of another wish, what speaks of all of it."""
    topics = set(load_vocabulary().constraints.find(said))
    if topics:
        return [chunk for chunk, spoken in career.on_the_work if topics & spoken][:_QUOTED]
    found = career.speaking_of(said)
    suits = [chunk for chunk in found if "suit" in chunk.text]
    return [*suits, *(chunk for chunk in found if chunk not in suits)][:_QUOTED]
