"""What a plan is made of: steps, gaps, pay, durations, the way up; each item with its citations."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from advisor.plan.document import Statement
from advisor.schema import Citation

StepStatus = Literal["done", "part", "next", "later"]
GapState = Literal["missing", "part", "unknown", "option"]
GapKind = Literal["education", "licence", "experience", "job_experience", "skills", "credentials"]
Place = Literal["passed", "here", "ahead"]


@dataclass(frozen=True)
class PlanStep:
    """One of the guide's steps, and how the person stands to it."""

    number: int
    title: str
    kind: str
    """What it is about: education, experience, ...; "other" where its title does not tell."""
    status: StepStatus
    statement: Statement

    @property
    def reason(self) -> str:
        """Why it has this status, with markers."""
        return self.statement.text

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the reason cites."""
        return self.statement.citations


@dataclass(frozen=True)
class Gap:
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
    def reason(self) -> str:
        """Why it is a gap, with markers."""
        return self.statement.text

    @property
    def citations(self) -> tuple[Citation, ...]:
        """What the reason and the alternatives cite."""
        told = (self.statement, *self.alternatives)
        return tuple(dict.fromkeys(one for part in told for one in part.citations))


@dataclass(frozen=True)
class Band:
    """A level of the guide's pay table: dollars a year."""

    level: str
    pay: str
    """As the guide has it."""
    low: float
    high: float
    open_ended: bool
    years: str
    """The experience that the level goes with, as the guide has it."""
    place: Place
    statement: Statement
    is_goal: bool = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The row of the table."""
        return self.statement.citations


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


@dataclass(frozen=True)
class Term:
    """One term of a duration, in years; `high` is None where the guide leaves it open."""

    label: str
    low: float
    high: float | None
    statement: Statement
    optional: bool = False
    """Not added to the sum."""


@dataclass(frozen=True)
class Duration:
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

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where its terms stand."""
        return self.statement.citations


@dataclass(frozen=True)
class Rung:
    """A rung of the way up: a stage of the career path, or a level of the pay table."""

    title: str
    pay: str | None
    """As the guide has it; None where the guide gives none."""
    place: Place
    is_goal: bool
    statement: Statement

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where the rung and its pay stand."""
        return self.statement.citations


@dataclass(frozen=True)
class Action:
    """Something to do this month, from one of the guide's steps."""

    step: int
    statement: Statement

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where it stands."""
        return self.statement.citations


@dataclass(frozen=True)
class Wish:
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
