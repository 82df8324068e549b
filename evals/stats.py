"""Intervals by bootstrap: questions are resampled, a conversation's turns always together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from evals.metrics import Values, mean

Interval = tuple[float, float]
Statistic = Callable[[NDArray[np.intp]], float]

DRAWS = 2_000
# Measures that are not means are computed anew for each draw, so fewer of them.
SLOW_DRAWS = 200
SEED = 20_26


def value_interval(
    aggregate: Callable[[Values], float], rows: Values, clusters: Sequence[str]
) -> Interval:
    """The 95 % interval of a measure over rows."""
    if aggregate is mean:
        return _mean_interval(rows[:, 0], clusters)
    return _interval(lambda drawn: aggregate(rows[drawn]), clusters)


def change_interval(
    aggregate: Callable[[Values], float], before: Values, after: Values, clusters: Sequence[str]
) -> Interval:
    """The 95 % interval of `after - before`, both measured on the same drawn questions."""
    if aggregate is mean:
        return _mean_interval(after[:, 0] - before[:, 0], clusters)
    return _interval(lambda drawn: aggregate(after[drawn]) - aggregate(before[drawn]), clusters)


def _mean_interval(values: Values, clusters: Sequence[str]) -> Interval:
    """Means of drawn clusters, all draws in one product: sums over sizes."""
    _, codes = np.unique(np.asarray(clusters), return_inverse=True)
    sums, sizes = np.bincount(codes, weights=values), np.bincount(codes)
    times = _times_drawn(len(sizes))
    return _percentiles((times @ sums) / (times @ sizes))


@lru_cache(maxsize=16)
def _times_drawn(count: int) -> NDArray[np.int32]:
    """How often each cluster is drawn, a row a draw."""
    random = np.random.default_rng(SEED)
    return random.multinomial(count, np.full(count, 1 / count), size=DRAWS).astype(np.int32)


def _interval(statistic: Statistic, clusters: Sequence[str]) -> Interval:
    return _percentiles(np.array([statistic(rows) for rows in _rows_drawn(tuple(clusters))]))


@lru_cache(maxsize=16)
def _rows_drawn(clusters: tuple[str, ...]) -> list[NDArray[np.intp]]:
    """The rows of the clusters that are drawn, for each draw."""
    _, codes = np.unique(np.asarray(clusters), return_inverse=True)
    order, starts = np.argsort(codes, kind="stable"), np.bincount(codes).cumsum()[:-1]
    members = np.split(order, starts)
    random = np.random.default_rng(SEED)
    return [
        np.concatenate([members[one] for one in drawn])
        for drawn in random.integers(len(members), size=(SLOW_DRAWS, len(members)))
    ]


def _percentiles(draws: Values) -> Interval:
    if np.isnan(draws).all():
        return float("nan"), float("nan")
    low, high = np.nanpercentile(draws, [2.5, 97.5])
    return float(low), float(high)
