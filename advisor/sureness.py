"""Whether what is told surely answers what was asked, or is only nearest to it."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.acts import sentences_of
from advisor.finder import Finding
from advisor.gate import is_on_another_place, is_on_strange_role, sure_from
from advisor.roles import stated
from advisor.schema import Chunk
from advisor.shelf import Shelf
from advisor.topic import is_on

_FORESEEN = 0.7
"""Likeness to a known question below which no answer is sure that is not from typed facts."""
_NAMES = 2
"""Last words of a role that tell which it is."""


def is_sure(finding: Finding, shelf: Shelf) -> bool:
    """Whether what is found answers so likely that nothing need be said of it."""
    alike = finding.evidence.alike
    foreseen = alike is None or alike >= _FORESEEN or bool(finding.lines)
    elsewhere = is_on_strange_role(finding.evidence) or is_on_another_place(finding.evidence)
    return foreseen and not elsewhere and finding.chance >= sure_from(shelf.gate)


def is_elsewhere(message: str, told: Sequence[Sequence[Chunk]]) -> bool:
    """Whether a message states a role beside what it asks, and what is told to one of its asks is
    not on it; `told` are the chunks by ask.
    """
    before = [text for text in sentences_of(message) if not text.endswith("?")]
    named = [" ".join(role.split()[-_NAMES:]) for text in before for role in stated(text)]
    on_it = (any(is_on(chunk, role) for role in named for chunk in chunks) for chunks in told)
    return bool(named) and not all(on_it)
