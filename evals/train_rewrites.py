"""Train which reading of a follow-up is what the person asks (`advisor/rewrites.py`), on
conversations that were written for it, each turn with the question that it asks by itself.

A reading is right where it is answered as that question is: both from the same sections, or both
declined. The golden conversations have no part in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from advisor.rewrites import KINDS, LAST, features
from advisor.schema import Answer, Message
from evals.openers import open_main

CONVERSATIONS = Path(__file__).parent / "data" / "followups.jsonl"
_STRENGTH = 0.02
"""How little the weights are shrunk (scikit-learn's C)."""
_AHEAD, _NEARLY, _SURE = 0.1, 0.25, 0.85
"""How far ahead of the others what the rules make of a turn is put; how far behind the likeliest
another is still answered beside it; and from which chance none is (evals/LOG.md).
"""
_ALIKE = 0.5
"""The share of all their sections that two answers share from which they answer alike."""


@dataclass(frozen=True)
class Case:
    """One reading of a turn: what speaks for it, and whether it is right."""

    kind: str
    features: dict[str, float]
    right: bool


def train_rewrites() -> str:
    """Fit the weights on the main guide and keep them; says what came out."""
    lines = CONVERSATIONS.read_text("utf-8").splitlines()
    advisor: Any = open_main()
    cases = list(_cases(advisor.engine, lines))
    names = sorted({name for case in cases for name in case.features})
    rows = np.array([[case.features.get(name, 0.0) for name in names] for case in cases])
    right = np.array([case.right for case in cases])
    scaler = StandardScaler().fit(rows)
    model = LogisticRegression(C=_STRENGTH, max_iter=3000).fit(scaler.transform(rows), right)
    slopes = model.coef_[0] / scaler.scale_
    bias = float(model.intercept_[0] - slopes @ scaler.mean_)
    weights = {name: round(float(w), 4) for name, w in zip(names, slopes, strict=True)}
    # Each reading is of one kind, so that the bias is part of every kind's own.
    weights |= {kind: round(weights[kind] + bias, 4) for kind in KINDS}
    fitted = {"weights": weights, "ahead": _AHEAD, "nearly": _NEARLY, "sure": _SURE}
    file = Path(str(files("advisor") / "data" / "rewrites.json"))
    file.write_text(json.dumps(fitted, indent=2) + "\n", encoding="utf-8")
    told = {kind: np.mean([c.right for c in cases if c.kind == kind]) for kind in KINDS}
    shares = ", ".join(f"{kind} {share:.3f}" for kind, share in told.items())
    return f"{len(cases) // len(KINDS)} turns; right as they are: {shares}"


def _cases(engine: Any, conversations: Sequence[str]) -> Iterator[Case]:
    for line in conversations:
        history: list[Message] = []
        for turn in json.loads(line)["turns"]:
            if history:
                yield from _of_turn(engine, turn, history)
            history += [
                Message(role="user", content=turn["q"]),
                Message(role="assistant", content=turn["said"]),
            ]


def _of_turn(engine: Any, turn: dict[str, str], history: Sequence[Message]) -> Iterator[Case]:
    readings = engine.follower.readings(turn["q"], history)
    if LAST not in readings:
        return
    meant = engine.draft(turn["standalone"]).answer
    answers: dict[str, Answer] = {}
    for kind, found in features(readings).items():
        text = readings[kind].text
        if text not in answers:
            answers[text] = engine.draft(turn["q"], history, None, text).answer
        yield Case(kind, found, _alike(answers[text], meant))


def _alike(one: Answer, other: Answer) -> bool:
    if not (one.answered and other.answered):
        return one.answered == other.answered
    mine, theirs = ({citation.section for citation in answer.citations} for answer in (one, other))
    return len(mine & theirs) >= _ALIKE * len(mine | theirs)
