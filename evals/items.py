"""A scored question, and the metrics over many of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from evals.metrics import Values, mean
from evals.records import AnswerRecord, PassageRecord

# The steps of a turn, in order: where an early one gets worse, the later ones follow.
STAGES = ("condense", "retrieve", "gate", "answer", "cite")

# What became of a question, and whether that is what it should be.
OUTCOMES = {
    "right": True,
    "declined": True,
    "incomplete": False,
    "wrong statement": False,
    "too long": False,
    "wrongly declined": False,
    "wrongly answered": False,
    "crashed": False,
}


@dataclass(frozen=True)
class Item:
    """One scored question.

    A score that is None could not be made: it is counted, and left out of every mean. A score that
    is absent does not apply to this question.
    """

    id: str
    suite: str
    kind: str
    question: str
    outcome: str
    scores: Mapping[str, float | None]
    split: str = "dev"
    group: str = ""
    """Items of one group (a conversation) are not independent: they are resampled together."""
    depth: int = 1
    notes: tuple[str, ...] = ()
    """What is wrong, in words."""
    expected: Mapping[str, Any] = field(default_factory=dict)
    history: tuple[Mapping[str, str], ...] = ()
    digest: str = ""
    """Tells a changed sample from an unchanged one; worked out from the sample where empty."""
    answer: AnswerRecord | None = None
    passages: tuple[PassageRecord, ...] = ()

    @property
    def passed(self) -> bool:
        return OUTCOMES[self.outcome]

    @property
    def cluster(self) -> str:
        return self.group or self.id


@dataclass(frozen=True)
class Must:
    """A hard gate: the value itself has to be at least (or, lower being better, at most) this."""

    bound: float


@dataclass(frozen=True)
class Holds:
    """A soft gate: no loss against the baseline that is surely larger than the tolerance."""

    tolerance: float = 0.01


@dataclass(frozen=True)
class Metric:
    """A figure over the items that have all of its columns.

    `aggregate` gets one row an item, one column a score; `where` narrows the items.
    """

    name: str
    columns: tuple[str, ...]
    aggregate: Callable[[Values], float] = mean
    higher_is_better: bool = True
    where: Callable[[Item], bool] | None = None
    gates: tuple[Must | Holds, ...] = ()
    unit: str = "share"
    stage: str = ""
    """The step of a turn that it measures, one of STAGES; empty where it is none alone."""

    def applies_to(self, item: Item) -> bool:
        """Whether the item has the scores that this metric reads."""
        has_columns = all(column in item.scores for column in self.columns)
        return has_columns and (self.where is None or self.where(item))

    def rows(self, items: Sequence[Item]) -> tuple[list[Item], Values]:
        """The items that could be scored, and their scores."""
        scored = [item for item in items if self.applies_to(item) and not self.is_unscored(item)]
        values = [[item.scores[column] for column in self.columns] for item in scored]
        return scored, np.array(values, dtype=float).reshape(len(scored), len(self.columns))

    def is_unscored(self, item: Item) -> bool:
        """Whether the item should count here but could not be scored."""
        return any(item.scores[column] is None for column in self.columns)

    def unscored(self, items: Sequence[Item]) -> int:
        """How many items should count here but could not be scored."""
        return sum(self.applies_to(item) and self.is_unscored(item) for item in items)


def share(name: str, column: str, *gates: Must | Holds, **options: Any) -> Metric:
    """A plain mean of one score."""
    return Metric(name, (column,), gates=gates, **options)
