"""Is a question answered by the texts at hand? A small scorer, fitted on other questions.

    python -m evals.answerability      fit anew, print what the fits do on what they did not see

A data set is cut in two, and each half is judged by weights fitted on the other. Nothing here knows
about careers; the advisor's own gate has its intents besides. The weights are in
`evals/data/answerability.json`.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from evals.calibrate import Case, calibrate
from evals.context import Context, Options
from evals.metrics import Values, auc

WEIGHTS = Path(__file__).parent / "data" / "answerability.json"
SUITES = ("multiturn", "sentences")
SPLITS = ("dev", "test")
_NAMES = ("dev", "test", "dev and test")
MOST_DECLINED = 0.15
"""Share of answerable questions that may be declined."""


def half(name: str) -> str:
    """`dev` or `test`, told by the name alone, so that a conversation stays together."""
    return SPLITS[hashlib.sha256(name.encode()).digest()[0] % 2]


def coverage(asked: Iterable[str], text: frozenset[str], idf: Mapping[str, float]) -> float:
    """The share of a question's terms that a text has, rare ones counting for more; 1 of none."""
    rarest = max(idf.values(), default=1.0)
    weights = {term: idf.get(term, rarest) for term in asked}
    total = sum(weights.values())
    return sum(weights[term] for term in weights if term in text) / total if total else 1.0


@dataclass(frozen=True)
class Verdict:
    """How likely the texts answer the question, from 0 to 1, and whether that is too little."""

    chance: float
    declined: bool


def judge(suite: str, split: str, features: Mapping[str, float]) -> Verdict:
    """A question's verdict by the weights that its half did not see."""
    return verdict(load_weights()[suite][split], features)


def verdict(weights: Mapping[str, float], features: Mapping[str, float]) -> Verdict:
    """A logistic scorer with `bias` and `threshold` among its weights."""
    score = weights["bias"] + sum(weights[name] * value for name, value in features.items())
    chance = 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))
    return Verdict(chance, chance < weights["threshold"])


def recognised(rows: Values, most_declined: float = MOST_DECLINED) -> float:
    """Share of the unanswerable declined where at most this share of the answerable is.

    Columns: answerable (1 or 0), chance. NaN where one class is empty.
    """
    answerable, unanswerable = rows[rows[:, 0] == 1, 1], rows[rows[:, 0] == 0, 1]
    if not len(answerable) or not len(unanswerable):
        return float("nan")
    threshold = np.sort(answerable)[int(most_declined * len(answerable))]
    return float((unanswerable < threshold).mean())


@lru_cache(maxsize=1)
def load_weights() -> dict[str, dict[str, dict[str, float]]]:
    """For each suite and half, the weights that judge it."""
    weights: dict[str, dict[str, dict[str, float]]]
    weights = json.loads(WEIGHTS.read_text(encoding="utf-8"))
    return weights


def fit_halves(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    """For each half, weights fitted on the other."""
    return {
        split: dict(
            calibrate([case for case in cases if half(case.group) != split], MOST_DECLINED).weights
        )
        for split in SPLITS
    }


def figures(cases: Sequence[Case], weights: Mapping[str, Mapping[str, float]]) -> str:
    """What the weights do on the half that they did not see, in a line for each half and both."""
    found = [(half(case.group), case) for case in cases]
    rows = [
        (split, case.answerable, verdict(weights[split], case.features)) for split, case in found
    ]
    return "\n".join(_line(name, [row for row in rows if row[0] in name]) for name in _NAMES)


def _line(name: str, rows: Sequence[tuple[str, bool, Verdict]]) -> str:
    pairs = np.array([[answerable, one.chance] for _, answerable, one in rows], dtype=float)
    declined = {
        kind: [one.declined for _, answerable, one in rows if answerable == kind]
        for kind in (True, False)
    }
    return (
        f"  {name}: {sum(declined[False])} of {len(declined[False])} unanswerable recognised, "
        f"{sum(declined[True])} of {len(declined[True])} answerable declined; AUC {auc(pairs):.3f}"
    )


def main() -> int:
    """Fit both halves' weights for every suite and keep them."""
    from evals import suites

    public = os.environ.get("EVALS_DATA")
    context = Context(_no_advisor, Options(public_data=Path(public) if public else None))
    weights = {}
    for name in SUITES:
        module: Any = suites.load(name)
        cases = module.collect(context)
        weights[name] = fit_halves(cases)
        print(f"{name}, each half by weights from the other\n{figures(cases, weights[name])}")
    WEIGHTS.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
    print(f"Weights: {WEIGHTS}")
    return 0


def _no_advisor() -> Any:
    raise AssertionError("these suites score texts, not the advisor")


if __name__ == "__main__":
    sys.exit(main())
