"""Ways to join the two scores of a text, as alternatives that suites compare."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from advisor.retrieval import Scores, standardise

DEPTH = 50
"""How many texts each ranking contributes to a fusion."""
_RRF = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""


def combined(scores: Scores) -> NDArray[np.float32]:
    """The sum of both, each in standard deviations over all texts."""
    total: NDArray[np.float32] = standardise(scores.dense) + standardise(scores.lexical)
    return total


def fuse(*rankings: Sequence[int]) -> list[int]:
    """Rankings of places merged by reciprocal rank, best first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, place in enumerate(ranking):
            scores[place] = scores.get(place, 0.0) + 1.0 / (_RRF + rank + 1)
    return sorted(scores, key=lambda place: (-scores[place], place))


def positive_ranking(scores: NDArray[np.float32]) -> list[int]:
    """The places with a score above 0, best first."""
    order = scores.argsort(kind="stable")[::-1][:DEPTH]
    return [int(place) for place in order if scores[place] > 0]
