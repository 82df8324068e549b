"""One turn on its way through the engine, and what was found for each thing that it asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.draft import Line
from advisor.gate import Evidence
from advisor.question import Ask
from advisor.retrieval import Found
from advisor.schema import Message, Passage
from advisor.shelf import Shelf


@dataclass(frozen=True)
class Finding:
    """One ask with what was found for it."""

    ask: Ask
    found: Found
    lines: list[Line]
    """The answer from the typed facts, if they have one."""
    evidence: Evidence
    chance: float
    """How likely it is that the guide answers it."""
    beside: tuple[Passage, ...] = ()
    """What companions have to it beside the guide's own answer, best first."""


@dataclass(frozen=True)
class Turn:
    """One turn on its way through the chain; each stage fills in its own."""

    question: str
    history: Sequence[Message] = ()
    chosen: Shelf | None = None
    """The guide that the person has chosen."""
    standalone: str = ""
    otherwise: tuple[str, ...] = ()
    """What it may as well ask, likeliest first."""
    shelf: Shelf | None = None
    choices: tuple[Shelf, ...] = ()
    """The guides of which any may be meant, where nothing tells which."""
    asks: tuple[Ask, ...] = ()
    findings: tuple[Finding, ...] = ()
