"""A conversational career advisor that answers from its guides and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from advisor.config import Settings
from advisor.errors import AdvisorError
from advisor.plan.profile import Profile
from advisor.plan.schema import Plan
from advisor.schema import Answer, Citation, Passage

if TYPE_CHECKING:
    from advisor.chat import Advisor

__all__ = [
    "Advisor",
    "AdvisorError",
    "Answer",
    "Citation",
    "Passage",
    "Plan",
    "Profile",
    "Settings",
]


def __getattr__(name: str) -> Any:
    """Import `Advisor`, with the libraries behind it, only when it is asked for."""
    if name == "Advisor":
        from advisor.chat import Advisor

        return Advisor
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
