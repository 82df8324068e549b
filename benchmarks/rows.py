"""A row of the table: what was measured, against what, and whether that is what we aim at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Row:
    """One figure."""

    name: str
    target: str
    seen: str
    met: bool | None = None
    """None where there is no target."""

    @property
    def line(self) -> str:
        """The row in Markdown."""
        verdict = {True: "yes", False: "**no**", None: ""}[self.met]
        return f"| {self.name} | {self.target} | {self.seen} | {verdict} |"


def table(rows: Iterable[Row]) -> str:
    """The rows in Markdown."""
    head = ["| | target | seen | met |", "| --- | --- | --- | --- |"]
    return "\n".join([*head, *(row.line for row in rows)])
