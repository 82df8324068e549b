"""Plan: what a person has, what is missing, what comes next, what it pays, how long it takes.

Everything it says of the career is quoted from the guide, with the citation; what frames the quotes
speaks of the person alone, or is arithmetic with its terms shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from advisor.errors import PlanError
from advisor.plan import outline
from advisor.plan.document import Document, Statement
from advisor.plan.items import Action, Duration, Gap, Pay, PlanStep, Rung, Silence, Wish
from advisor.plan.markdown import to_markdown
from advisor.plan.profile import Profile
from advisor.schema import Citation

VERSION = 1
MAX_BYTES = 2_000_000
"""A larger file is not read as a plan."""


@dataclass(frozen=True)
class Plan:
    """A plan for one person, from one guide. The same input gives the same plan."""

    career: str
    guide: str
    source: str
    """The guide's file."""
    date: str
    """The guide's own."""
    figures: str
    """Where the guide's figures come from, in its own words."""
    profile: Profile
    understood: tuple[str, ...]
    """What was understood of the person, in words, to be corrected."""
    questions: tuple[str, ...]
    """What would make the plan more exact."""
    steps: tuple[PlanStep, ...]
    gaps: tuple[Gap, ...]
    pay: Pay
    duration: Duration
    goal: Statement
    """What the goal was taken to be; empty where none was said."""
    way: tuple[Rung, ...]
    next_actions: tuple[Action, ...]
    wishes: tuple[Wish, ...]
    silent: tuple[Silence, ...]
    citations: tuple[Citation, ...]
    """Every passage that the plan cites, in marker order."""
    version: int = VERSION

    def to_dict(self) -> dict[str, Any]:
        """Every field, fit for JSON."""
        plain: dict[str, Any] = _adapter().dump_python(self, mode="json")
        return plain

    def to_json(self) -> str:
        """The plan as JSON, from which `from_json` makes an equal one."""
        return str(_adapter().dump_json(self, indent=2), "utf-8")

    @classmethod
    def from_json(cls, text: str | bytes) -> Plan:
        """The plan that `to_json` gave. Raises PlanError where the text is none."""
        from pydantic import ValidationError

        if len(text) > MAX_BYTES:
            raise PlanError(f"A plan has at most {MAX_BYTES:,} bytes; got {len(text):,}.")
        try:
            plan: Plan = _adapter().validate_json(text)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(map(str, first["loc"])) or "the file"
            raise PlanError(
                f"That is not a plan saved as JSON: {place}: {first['msg']}. "
                "Save one with `python -m advisor plan --format json`."
            ) from error
        if plan.version != VERSION:
            raise PlanError(
                f"The plan is of version {plan.version}; this advisor reads {VERSION}. Plan anew."
            )
        return plan

    def to_markdown(self) -> str:
        """The plan as Markdown, its citations as footnotes."""
        return to_markdown(self.document())

    def to_pdf(self) -> bytes:
        """The plan as a PDF, its citations as footnotes at the end."""
        from advisor.plan.pdf import to_pdf

        return to_pdf(self.document())

    def document(self) -> Document:
        """The plan laid out in words, for any format; what says nothing is left out."""
        found = (
            outline.understood(self.understood, self.questions),
            outline.next_actions(self.next_actions, self.steps),
            outline.steps(self.steps),
            outline.gaps(self.gaps),
            outline.duration(self.duration),
            outline.pay(self.pay),
            outline.way(self.goal, self.way),
            outline.wishes(self.wishes),
            outline.silent(self.silent),
        )
        return Document(
            title=f"A career plan: {self.career}",
            opening=outline.opening(self.guide, self.source, self.date, self.figures),
            sections=tuple(one for one in found if one.opening or one.entries or one.bars),
            citations=self.citations,
        )


@lru_cache(maxsize=1)
def _adapter() -> Any:
    """Writes and reads plans as JSON; it takes a while to make."""
    from pydantic import TypeAdapter

    return TypeAdapter(Plan)
