"""Train the question classifier on the intent bank; the weights ship with the package."""

from __future__ import annotations

from pathlib import Path

from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.intents import load_bank, save_intents, train_intents
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
    save_intents(train_intents(bank, vectors), settings.embedding_model, file)
    return f"{len(bank.intents)} intents, {len(phrasings)} phrasings: {file}"
