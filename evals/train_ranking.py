"""Train the ranking of passages on the questions that authors wrote beside their guides.

One question in five is ranked as if it had not been written down: it is not compared with itself,
and how alike questions are is learned without it. The right passages are those of the block that it
was written for. The golden questions have no part in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.adapter import Adapter
from evals.errors import HarnessError
from evals.train_adapter import bank_questions, guide_questions
from evals.train_adapter import fit as fit_adapter

FEATURES = {"plain": ("dense", "lexical", "intent"),
            "expanded": ("dense", "lexical", "intent", "asked")}  # fmt: skip
_EVERY = 5
_PENALTY = 1e-3
_STEPS = 100

Case = tuple[NDArray[np.float64], NDArray[np.bool_]]
"""Features of shape (passages, features), and which passages are right."""


def train_ranking(advisor: Any) -> str:
    """Fit the weights on every guide that has questions and keep them; says what came out."""
    engine = advisor.engine
    shelves = engine.library.shelves
    sets = [bank_questions(engine.settings.embedding_model), guide_questions(shelves, _seen)]
    vars(engine.index)["_adapter"] = Adapter(**fit_adapter(sets))
    file = Path(str(files("advisor") / "data" / "ranking.json"))
    weights: dict[str, dict[str, float]] = {}
    told = []
    for kind, names in FEATURES.items():
        cases = [case for shelf in shelves for case in _cases(engine, shelf, names)]
        if not cases:
            raise HarnessError("no guide has questions beside it to train on")
        fitted = fit_choice(cases)
        weights[kind] = {name: round(float(w), 4) for name, w in zip(names, fitted, strict=True)}
        first = np.mean([right[int((rows @ fitted).argmax())] for rows, right in cases])
        told.append(f"{kind}: {weights[kind]}, {first:.3f} of {len(cases)} first")
    file.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
    return "\n".join(told)


def _cases(engine: Any, shelf: Any, names: Sequence[str]) -> list[Case]:
    chunks = [chunk for chunk in shelf.chunks if chunk.kind != "heading"]
    block = {chunk.id: f"{chunk.source}/{chunk.block}" for chunk in chunks}
    blocks = np.array([block[chunk.id] for chunk in chunks])
    cases = []
    for place, question in enumerate(shelf.questions):
        if _seen(place):
            continue
        features, _, _ = shelf.retriever.features(
            engine.finder.understand(question.text), but=place
        )
        rows = np.stack([features[name] for name in names], axis=1)
        cases.append((rows, blocks == block[question.about]))
    return cases


def _seen(place: int) -> bool:
    """Whether the question at this place teaches how alike questions are, and not the ranking."""
    return place % _EVERY > 0


def fit_choice(cases: Sequence[Case], penalty: float = _PENALTY) -> NDArray[np.float64]:
    """Weights of a conditional logit, in which any of the right passages is a right choice.

    Maximises the likelihood that a right one is chosen (McFadden, "Conditional logit analysis of
    qualitative choice behavior", 1974).
    """
    from scipy.optimize import minimize

    rows = np.stack([one for one, _ in cases])
    right = np.stack([one for _, one in cases])

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        scores = rows @ weights
        scores -= scores.max(axis=1, keepdims=True)
        raised = np.exp(scores)
        among = raised * right
        total, hit = raised.sum(axis=1), among.sum(axis=1)
        slope = np.einsum("cpf,cp->cf", rows, raised / total[:, None] - among / hit[:, None])
        value = float(-np.log(hit / total).mean() + penalty * weights @ weights)
        return value, slope.mean(axis=0) + 2 * penalty * weights

    start = np.ones(rows.shape[2])
    fitted: NDArray[np.float64] = minimize(loss, start, jac=True, options={"maxiter": _STEPS}).x
    return fitted
