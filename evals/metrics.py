"""The measures, as pure functions. Higher is better unless a docstring says otherwise."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from evals.normalise import contains, terms

MAX_CHARS = 1_200

Values = NDArray[np.float64]


# --- one answer ---------------------------------------------------------------------------------


def facts_found(text: str, facts: Sequence[Sequence[str]]) -> tuple[bool, ...]:
    """For each fact, whether one of its alternatives stands in the text."""
    return tuple(any(contains(text, one) for one in alternatives) for alternatives in facts)


def wrong_found(text: str, wrong: Sequence[str]) -> tuple[str, ...]:
    """The forbidden strings that stand in the text; none is best."""
    return tuple(one for one in wrong if contains(text, one))


def decided_first(text: str, decides: Sequence[str]) -> bool:
    """Whether what decides a question stands in the answer's first sentence."""
    return any(contains(text.partition("[")[0], one) for one in decides)


def fits(text: str) -> bool:
    """Whether an answer is short enough to count as one."""
    return len(text) <= MAX_CHARS


def word_count(text: str) -> int:
    """Words as a reader counts them; fewer is better."""
    return len(text.split())


# --- declining ----------------------------------------------------------------------------------


def mean(values: Values) -> float:
    """The mean of the first column."""
    return float(values[:, 0].mean())


def balanced_accuracy(rows: Values) -> float:
    """Mean of the shares of answerable questions answered and of unanswerable ones declined.

    Columns: answerable (1 or 0), answered (1 or 0). NaN where one class is empty.
    """
    answerable, answered = rows[:, 0] == 1, rows[:, 1] == 1
    if answerable.all() or not answerable.any():
        return float("nan")
    return float((answered[answerable].mean() + (~answered[~answerable]).mean()) / 2)


def auc(rows: Values) -> float:
    """Chance that an answerable question is held surer than an unanswerable one; ties are half.

    Columns: answerable (1 or 0), confidence. NaN where one class is empty.
    """
    answerable = rows[:, 0] == 1
    positives, negatives = int(answerable.sum()), int((~answerable).sum())
    if not positives or not negatives:
        return float("nan")
    rank_sum = float(_mean_ranks(rows[:, 1])[answerable].sum())
    return (rank_sum - positives * (positives + 1) / 2) / (positives * negatives)


def risk_coverage(right: Sequence[float], confidence: Sequence[float]) -> list[tuple[float, float]]:
    """(coverage, risk) as ever less sure answers are let through; risk is the share not right."""
    risks = _risks(np.asarray(right, dtype=float), np.asarray(confidence, dtype=float))
    counts = np.arange(1, len(risks) + 1)
    return list(zip((counts / len(risks)).tolist(), risks.tolist(), strict=True))


def _risks(right: Values, confidence: Values) -> Values:
    wrong = 1.0 - right[np.argsort(-confidence, kind="stable")]
    risks: Values = wrong.cumsum() / np.arange(1, len(wrong) + 1)
    return risks


def area_under_risk_coverage(rows: Values) -> float:
    """Mean risk over all coverages; lower is better. Columns: right, confidence."""
    return float(_risks(rows[:, 0], rows[:, 1]).mean())


def _mean_ranks(values: Values) -> Values:
    """Ranks from 1; equal values share their mean rank."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = counts.cumsum()
    means: Values = (last - (counts - 1) / 2)[inverse]
    return means


# --- follow-ups ---------------------------------------------------------------------------------


def added_term_f1(question: str, rewrite: str, reference: str) -> float:
    """F1 of the terms that a rewrite adds to a question, against those that the reference adds.

    1.0 where neither adds any.
    """
    before = terms(question)
    added, wanted = terms(rewrite) - before, terms(reference) - before
    if not added and not wanted:
        return 1.0
    return 2 * len(added & wanted) / (len(added) + len(wanted))


def does_no_harm(question: str, rewrite: str) -> bool:
    """Whether the rewrite keeps every term of the question and adds none."""
    return terms(rewrite) == terms(question)


# --- time ---------------------------------------------------------------------------------------


def p50(rows: Values) -> float:
    """The median of the first column."""
    return float(np.percentile(rows[:, 0], 50))


def p95(rows: Values) -> float:
    """The 95th percentile of the first column."""
    return float(np.percentile(rows[:, 0], 95))
