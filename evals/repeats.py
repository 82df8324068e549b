"""Several runs of one thing: a chat model does not say the same twice, so its spread is shown."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import mean, pstdev

from evals.gate import Judgement
from evals.report import show, terminal_table

HEADINGS = ("metric", "runs", "mean", "spread", "lowest", "highest")


def spread_table(judgements: Sequence[Judgement]) -> str:
    """Each metric's mean over the runs, its standard deviation and its extremes."""
    lines = []
    for row in judgements[0].rows:
        values = [
            other.value
            for judgement in judgements
            for other in judgement.rows
            if other.name == row.name and other.n
        ]
        if values:
            unit = row.metric.unit
            figures = (mean(values), pstdev(values), min(values), max(values))
            lines.append((row.name, str(len(values)), *(show(one, unit) for one in figures)))
    return terminal_table(HEADINGS, lines)
