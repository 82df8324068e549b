"""What a plan is made of: steps, gaps, pay, durations, the way up; each item with its citations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.plan.document import Statement
from advisor.schema import Citation

StepStatus = Literal["done", "part", "next", "later"]
GapState = Literal["missing", "part", "unknown", "option"]
GapKind = Literal["education", "licence", "experience", "job_experience", "skills", "credentials"]
Where = Literal["passed", "here", "ahead"]
STATUS_WORDS = {"done": "done", "part": "partly done", "next": "next", "later": "later"}
STATE_WORDS = {
    "missing": "missing",
    "part": "in part",
    "unknown": "not said",
    "option": "an option",
}
_YOUR_GOAL = "your goal"


def where(number: int, at: int) -> Where:
    """How the person, who is at one place of a row, stands to another of its places."""
    return "ahead" if number > at else "here" if number == at else "passed"


class Stated:
    """An item that rests upon a statement."""

    statement: Statement

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What it cites."""
        return self.statement.citations

    @property
    def reason(self) -> str:
        """Why it stands as it does, with markers."""
        return self.statement.text


@dataclass(frozen=True)
class PlanStep(Stated):
    """One of the guide's steps, and how the person stands to it."""

    number: int
    title: str
    kind: str
    """What it is about: education, experience, ...; "other" where its title does not tell."""
    status: StepStatus
    statement: Statement


@dataclass(frozen=True)
class Gap(Stated):
    """Something that the guide asks for, or speaks well of, and that the person does not show.

    `unknown` is what was not said; `option` is what no position of theirs is said to need.
    """

    kind: GapKind
    title: str
    state: GapState
    statement: Statement
    alternatives: tuple[Statement, ...] = ()
    """Ways around it that the guide gives."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the reason and the alternatives cite."""
        told = (self.statement, *self.alternatives)
        return tuple(dict.fromkeys(one for part in told for one in part.citations))


@dataclass(frozen=True)
class Band(Stated):
    """A level of the guide's pay table: dollars a year."""

    level: str
    pay: str
    """As the guide has it."""
    low: float
    high: float
    open_ended: bool
    years: str
    """The experience that the level goes with, as the guide has it."""
    place: Where
    statement: Statement
    is_goal: bool = False


@dataclass(frozen=True)
class Pay:
    """Pay by the person's years, and at every level of the guide's table."""

    now: Band | None
    """None where no years were told, or the guide has no table, or none by years."""
    now_by: str
    """What it goes by: the name of the role, or which years."""
    basis: Statement
    """Which years were counted, or why none were."""
    also: Band | None
    """The level by the other reading of "years": all of them, or only those in the role."""
    also_if: str
    """What that reading counts."""
    levels: tuple[Band, ...]

    @property
    def ahead(self) -> tuple[Band, ...]:
        """The levels that are still to come, lowest first."""
        return tuple(band for band in self.levels if band.place == "ahead")

    def is_now(self, band: Band) -> bool:
        """Whether a level is the person's."""
        return self.now is not None and self.now.level == band.level

    def mark(self, band: Band) -> str:
        """What a level is to the person, in words; empty where it is nothing of theirs."""
        is_also = self.also is not None and self.also.level == band.level
        marks = (
            self.now_by if self.is_now(band) else "",
            self.also_if if is_also else "",
            _YOUR_GOAL if band.is_goal else "",
        )
        return ", ".join(mark for mark in marks if mark)


@dataclass(frozen=True)
class Term(Stated):
    """One term of a duration, in years; `high` is None where the guide leaves it open."""

    label: str
    low: float
    high: float | None
    statement: Statement
    optional: bool = False
    """Not added to the sum."""


@dataclass(frozen=True)
class Duration(Stated):
    """The years until the person may be in the role, added up from the guide's own figures."""

    low: float | None
    """None where the guide gives no figure."""
    high: float | None
    terms: tuple[Term, ...]
    statement: Statement

    @property
    def text(self) -> str:
        """The sum with its terms, with markers."""
        return self.statement.text


@dataclass(frozen=True)
class Rung(Stated):
    """A rung of the way up: a stage of the career path, or a level of the pay table."""

    title: str
    pay: str | None
    """As the guide has it; None where the guide gives none."""
    place: Where
    is_goal: bool
    statement: Statement

    @property
    def mark(self) -> str:
        """How the person stands to it, in words; empty where it is still to come."""
        if self.is_goal:
            return _YOUR_GOAL
        return {"passed": "passed", "here": "you are here", "ahead": ""}[self.place]


@dataclass(frozen=True)
class Action(Stated):
    """Something to do this month, from one of the guide's steps."""

    step: int
    statement: Statement


@dataclass(frozen=True)
class Wish(Stated):
    """An interest or a limit, and what the guide says to it."""

    said: str
    statement: Statement


@dataclass(frozen=True)
class Silence:
    """Something that bears on this person and that the guide does not tell."""

    topic: str
    text: str
    who: str
    """Who would know."""
