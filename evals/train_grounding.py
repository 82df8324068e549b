"""Fit the grounding check's score on claims that people judged, and tell how well it judges others.

Two sets: BEGIN dev (responses of chat models, attributable to their knowledge or not), from the
folder that `EVALS_DATA` names, and our own (`data/grounding/dev.jsonl`): sentences that a small
chat model wrote from our guides' passages, and claims turned in their sense, each judged by hand.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedGroupKFold
from sklearn.preprocessing import StandardScaler

from advisor.schema import Chunk
from advisor.writer.alignment import FEATURES, features, read_texts
from advisor.writer.grounding import Passage, broken_rule
from evals.errors import HarnessError

OWN = Path(__file__).parent / "data" / "grounding" / "dev.jsonl"
WEIGHTS = Path(str(files("advisor") / "data" / "grounding.json"))
BEGIN = "begin/dev_wow.jsonl"
_STRENGTH = 0.3
"""The inverse of the penalty on weights."""
_WRONGLY_SHOWN = 0.025
"""Share of BEGIN's unsupported claims that the score alone may let through."""

Rows = NDArray[np.float64]


@dataclass(frozen=True)
class Claims:
    """Judged claims: features, whether supported, and which text each was held against."""

    rows: Rows
    supported: Rows
    texts: NDArray[np.int64]

    def __add__(self, other: Claims) -> Claims:
        shift = int(self.texts.max()) + 1 if len(self.texts) else 0
        return Claims(
            np.concatenate([self.rows, other.rows]),
            np.concatenate([self.supported, other.supported]),
            np.concatenate([self.texts, other.texts + shift]),
        )


def train_grounding(public: Path | None) -> str:
    """Fit the weights, keep them, and say what came out."""
    if public is None or not (public / BEGIN).is_file():
        raise HarnessError(f"EVALS_DATA names no folder with {BEGIN}")
    begin = read_claims(
        [
            (row["knowledge"], row["response"], row["begin_label"].startswith("Fully"))
            for row in lines(public / BEGIN)
        ]
    )
    rows = [(row["passage"], row["claim"], bool(row["supported"])) for row in lines(OWN)]
    own = read_claims(rows)
    lawful = np.array([keeps_the_rules(claim, text) for text, claim, _ in rows])
    told = [
        f"BEGIN dev, {len(begin.rows)} responses: AUC {_tell(cross_validated(begin))} "
        "in ten folds, no text in two",
        f"the same, each half judged by weights from the other: {_tell(cross_validated(begin, 2))}",
        f"our own, {len(own.rows)} claims, by weights from BEGIN alone: "
        f"{roc_auc_score(own.supported, predict(fit(begin), own.rows)):.3f}",
    ]
    both = begin + own
    chances = folded(both, 10, 0)
    strangers = np.sort(chances[: len(begin.rows)][begin.supported == 0])[::-1]
    threshold = round(float(strangers[int(_WRONGLY_SHOWN * len(strangers))]), 2)
    chances = np.where(lawful, chances[len(begin.rows) :], 0.0)
    shown, wrong = ((chances[own.supported == one] > threshold).mean() for one in (1, 0))
    told.append(
        f"with the rules, our own: AUC {roc_auc_score(own.supported, chances):.3f}; threshold "
        f"{threshold:.2f} shows {shown:.2f} of what is supported and {wrong:.3f} of what is not"
    )
    weights = {**fit(both), "threshold": threshold}
    WEIGHTS.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")
    return "\n".join([*told, f"Weights: {WEIGHTS.name}"])


def keeps_the_rules(claim: str, text: str) -> bool:
    """Whether a claim breaks none of the rules that stand before the score."""
    chunk = Chunk("", "", "", ("",), "sentence", text, (1, 1), 0, 0)
    said, reading = read_texts([claim, text])
    return broken_rule(claim, said, Passage((1,), (chunk,), reading)) is None


def read_claims(rows: Sequence[tuple[str, str, bool]]) -> Claims:
    """The features of judged claims, given as text, claim and whether it is supported."""
    texts = list(dict.fromkeys(text for text, _, _ in rows))
    read = dict(zip(texts, read_texts(texts), strict=True))
    claims = read_texts([claim for _, claim, _ in rows])
    found = [features(claim, read[row[0]]) for row, claim in zip(rows, claims, strict=True)]
    return Claims(
        np.array([[values[name] for name in FEATURES] for values in found]),
        np.array([float(supported) for _, _, supported in rows]),
        np.array([texts.index(text) for text, _, _ in rows]),
    )


def fit(claims: Claims) -> dict[str, float]:
    """Weights of a logistic regression, with `bias`, for the features as they are."""
    scaler = StandardScaler().fit(claims.rows)
    model = LogisticRegression(C=_STRENGTH, max_iter=2000)
    model.fit(scaler.transform(claims.rows), claims.supported)
    slopes = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - slopes @ scaler.mean_)
    named = zip(FEATURES, slopes, strict=True)
    return {"bias": round(bias, 4), **{name: round(float(slope), 4) for name, slope in named}}


def predict(weights: dict[str, float], rows: Rows) -> Rows:
    """The scores of claims."""
    total = rows @ np.array([weights[name] for name in FEATURES]) + weights["bias"]
    chances: Rows = 1 / (1 + np.exp(-total))
    return chances


def folded(claims: Claims, folds: int, seed: int) -> Rows:
    """Each claim's score by weights from the other folds."""
    splitter = StratifiedGroupKFold(folds, shuffle=True, random_state=seed)
    chances = np.zeros(len(claims.rows))
    for seen, unseen in splitter.split(claims.rows, claims.supported, claims.texts):
        part = Claims(claims.rows[seen], claims.supported[seen], claims.texts[seen])
        chances[unseen] = predict(fit(part), claims.rows[unseen])
    return chances


def cross_validated(claims: Claims, folds: int = 10, times: int = 5) -> list[float]:
    """The AUC of scores by weights from the other folds, for several ways to fold."""
    return [
        float(roc_auc_score(claims.supported, folded(claims, folds, seed))) for seed in range(times)
    ]


def _tell(values: Sequence[float]) -> str:
    return f"{np.mean(values):.3f} ({min(values):.3f} to {max(values):.3f})"


def lines(file: Path) -> list[dict[str, str]]:
    """The objects of a file of JSON lines."""
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
