"""Ranking measures by section, from ir-measures."""

from __future__ import annotations

from collections.abc import Sequence

import ir_measures
from ir_measures import RR, R, Success, nDCG

_MEASURES = {
    "hit@1": Success @ 1,
    "hit@3": Success @ 3,
    "recall@5": R @ 5,
    "mrr": RR,
    "ndcg@5": nDCG @ 5,
}


def ranking_scores(ranked: Sequence[str], gold: Sequence[str]) -> dict[str, float]:
    """hit@1, hit@3, recall@5, MRR and nDCG@5 of a ranking of section names against the gold ones.

    A section that is ranked more than once counts at its best rank.
    """
    distinct = list(dict.fromkeys(ranked))
    qrels = [ir_measures.Qrel("q", name, 1) for name in dict.fromkeys(gold)]
    run = [
        ir_measures.ScoredDoc("q", name, float(len(distinct) - rank))
        for rank, name in enumerate(distinct)
    ]
    scores = dict.fromkeys(_MEASURES, 0.0)
    if run:
        names = {measure: name for name, measure in _MEASURES.items()}
        for result in ir_measures.iter_calc(list(names), qrels, run):
            scores[names[result.measure]] = float(result.value)
    return scores
