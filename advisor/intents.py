"""What people ask about any career: the bank of intents, and which of them a question is.

The bank is readable data in `advisor/data/intents`, written once for the domain. A multinomial
logistic regression on the embeddings of its phrasings tells a question's intents. The weights for
the default embedding model come with the package (`python -m evals --train-intents` makes them);
for any other model they are trained at ingest. The index keeps them either way.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

ROLE = "{role}"
NEUTRAL = "professional"
"""Stands for the career in phrasings and questions alike, so that only what is asked matters."""


@dataclass(frozen=True)
class Intent:
    """One thing people ask for.

    `label` completes "The guide says nothing about ..."; `evidence` holds, line by line, terms of
    which a guide's sentence must have one for it to speak to the intent; `who` would know; `reason`
    is set for what no career guide answers.
    """

    id: str
    label: str
    group: str
    who: str
    phrasings: tuple[str, ...]
    evidence: tuple[tuple[str, ...], ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class Bank:
    """All intents."""

    intents: tuple[Intent, ...]

    @cached_property
    def by_id(self) -> dict[str, Intent]:
        """The intents under their names."""
        return {intent.id: intent for intent in self.intents}

    @cached_property
    def digest(self) -> str:
        """Changes with every change that calls for training anew."""
        text = "\n".join(
            f"{one.id}:{phrasing}" for one in self.intents for phrasing in one.phrasings
        )
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@lru_cache(maxsize=1)
def load_bank() -> Bank:
    """Read the bank from the package."""
    import yaml

    folder = files("advisor") / "data" / "intents"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C, ten times as fast, where it is
    rows = [
        row
        for name in names
        for row in yaml.load((folder / name).read_text("utf-8"), loader)  # noqa: S506  # nosec B506
    ]
    return Bank(tuple(_intent(row) for row in rows))


def _intent(row: dict[str, Any]) -> Intent:
    return Intent(
        id=row["id"],
        label=row["label"],
        group=row["group"],
        who=row.get("who", ""),
        phrasings=tuple(str(text).replace(ROLE, NEUTRAL) for text in row["phrasings"]),
        evidence=tuple(tuple(str(term) for term in line) for line in row.get("evidence") or ()),
        reason=row.get("reason"),
    )


def mask_career(text: str, names: Iterable[str]) -> str:
    """The text with the career's names (singular or plural) replaced by one neutral word."""
    pattern = _naming(tuple(names))
    return pattern.sub(NEUTRAL, text) if pattern else text


@lru_cache(maxsize=256)
def _naming(names: tuple[str, ...]) -> re.Pattern[str] | None:
    """A pattern of the names, the longest first; None where there is none."""
    longest_first = sorted({name.lower() for name in names}, key=len, reverse=True)
    pattern = "|".join(rf"{re.escape(name)}s?" for name in longest_first)
    return re.compile(rf"(?i)\b(?:{pattern})\b") if pattern else None


class IntentModel:
    """A trained classifier: `coefficients` of shape (intents, dimensions), `biases` (intents,)."""

    def __init__(self, bank: Bank, coefficients: np.ndarray, biases: np.ndarray) -> None:
        self.bank = bank
        self.coefficients = coefficients
        self.biases = biases

    def probabilities(self, vector: np.ndarray) -> np.ndarray:
        """How likely a question with this embedding is each of the bank's intents; sums to 1."""
        return softmax(self.coefficients @ vector + self.biases)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Scores as chances that sum to 1."""
    raised = np.exp(scores - scores.max())
    chances: np.ndarray = raised / raised.sum()
    return chances


def shipped_intents(bank: Bank, embedding_model: str) -> IntentModel | None:
    """The weights that come with the package, None where they are of another bank or model."""
    file = files("advisor") / "data" / "intents.npz"
    if not file.is_file():
        return None
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        if (str(stored["bank"]), str(stored["embedding_model"])) != (bank.digest, embedding_model):
            return None
        weights = (stored[name].astype(np.float32) for name in ("coefficients", "biases"))
        return IntentModel(bank, *weights)


def train_intents(bank: Bank, vectors: np.ndarray) -> IntentModel:
    """Fit the classifier to the phrasings' embeddings, shape (phrasings, dimensions)."""
    from sklearn.linear_model import LogisticRegression

    owners = [place for place, one in enumerate(bank.intents) for _ in one.phrasings]
    fitted = LogisticRegression(C=10, max_iter=300).fit(vectors, owners)
    return IntentModel(bank, fitted.coef_.astype(np.float32), fitted.intercept_.astype(np.float32))
