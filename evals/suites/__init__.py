"""The suites. Each is a module with two names:

METRICS: tuple[Metric, ...]           its figures, each with its gates
run(context) -> Iterator[Item]        asks, scores, yields; `expect(n)` on the context first
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterator
from typing import Protocol, cast

from evals.context import Context
from evals.errors import HarnessError
from evals.items import Item, Metric

NAMES = (
    "guide",
    "companions",
    "plan",
    "followups",
    "multiturn",
    "sentences",
    "robustness",
    "careers",
)


class Suite(Protocol):
    """What a suite's module offers."""

    METRICS: tuple[Metric, ...]

    def run(self, context: Context) -> Iterator[Item]: ...


def available() -> tuple[str, ...]:
    """The names of the suites that there are, in the order of the report."""
    return tuple(name for name in NAMES if importlib.util.find_spec(f"evals.suites.{name}"))


def load(name: str) -> Suite:
    """A suite by its name."""
    if name not in available():
        raise HarnessError(f"no suite {name!r}; there are {', '.join(available())}")
    return cast(Suite, importlib.import_module(f"evals.suites.{name}"))
