"""Train the question classifier on the intent bank; the weights ship with the package."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.intents import IntentModel, load_bank, train_intents
from evals.cache import ArrayCache

WEIGHTS = Path("advisor/data/intents.npz")


def train(settings: Settings, file: Path = WEIGHTS) -> str:
    """Embed the bank, fit, write; returns a line that says what was done."""
    bank = load_bank()
    phrasings = [phrasing for intent in bank.intents for phrasing in intent.phrasings]
    embedder = Embedder(settings.embedding_model)
    vectors = ArrayCache(settings.embedding_model).vectors(
        phrasings, lambda texts: embedder.encode(texts, progress=True)
    )
    _save(train_intents(bank, vectors), settings.embedding_model, file)
    return f"{len(bank.intents)} intents, {len(phrasings)} phrasings: {file}"


def _save(model: IntentModel, embedding_model: str, file: Path) -> None:
    """Write weights for `shipped_intents`, in half precision."""
    np.savez_compressed(
        file,
        bank=np.array(model.bank.digest),
        embedding_model=np.array(embedding_model),
        coefficients=model.coefficients.astype(np.float16),
        biases=model.biases.astype(np.float16),
    )
