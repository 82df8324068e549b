"""Train how alike questions are (`advisor/adapter.py`), on what was written for the purpose: the
question bank, where questions of one intent belong together, and the questions beside the guides,
where those of one passage do, or of one thing that is left open. The golden questions have no part
in it.

Supervised contrastive learning (Khosla et al., 2020), the weights averaged over the second half of
the steps (Polyak and Juditsky, 1992).
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from advisor.embedder import Embedder
from advisor.intents import load_bank
from evals.cache import ArrayCache

WEIGHTS = Path("advisor/data/adapter.npz")
ADAPTED, HIDDEN = 256, 512
_STEPS, _BATCH, _RATE = 600, 768, 1e-3
_TEMPERATURE = 0.05
_STAY = 0.01
"""What it costs to move the linear part away from where it begins, at the identity."""

Vectors = NDArray[np.float32]
Set = tuple[Vectors, NDArray[np.int64]]
"""Questions of shape (questions, dimensions), and which of them belong together."""


def train_adapter(advisor: Any, file: Path = WEIGHTS) -> str:
    """Fit the weights and keep them; returns a line that says what was done."""
    model = advisor.engine.settings.embedding_model
    sets = [bank_questions(model), guide_questions(advisor.engine.library.shelves)]
    weights = fit(sets)
    halved: dict[str, Any] = {name: array.astype(np.float16) for name, array in weights.items()}
    np.savez_compressed(file, embedding_model=np.array(model), **halved)
    return f"{' and '.join(str(len(kinds)) for _, kinds in sets)} questions: {file}"


def bank_questions(model: str) -> Set:
    """The bank's phrasings, by intent."""
    pairs = [(text, one.id) for one in load_bank().intents for text in one.phrasings]
    texts, kinds = zip(*pairs, strict=True)
    embedder = Embedder(model)
    vectors = ArrayCache(model).vectors(texts, lambda some: embedder.encode(some, progress=True))
    return vectors, _numbered(kinds)


def guide_questions(shelves: Any, wanted: Callable[[int], bool] | None = None) -> Set:
    """What stands beside the guides, by the passage that answers or by what is left open; of the
    former, those at places in their shelf that are wanted.
    """
    asked = [
        (one, one.about)
        for shelf in shelves
        for place, one in enumerate(shelf.questions)
        if not wanted or wanted(place)
    ]
    left = [(q, dict(q.cells)["topic"]) for shelf in shelves for q in shelf.unanswered]
    chunks, kinds = zip(*asked, *left, strict=True)
    vectors: Vectors = shelves[0].index.vectors(chunks)
    return vectors, _numbered(kinds)


def fit(sets: list[Set], steps: int = _STEPS) -> dict[str, Vectors]:
    """The adapter's weights by name."""
    import torch

    torch.manual_seed(0)
    torch.set_num_threads(1)  # so that sums come out alike on every machine
    rng = np.random.default_rng(0)
    size = sets[0][0].shape[1]
    start = torch.eye(size)[:, :ADAPTED]
    weights = {
        "linear": start.clone(),
        "inner": torch.randn(size, HIDDEN) * 0.05,
        "outer": torch.zeros(HIDDEN, ADAPTED),
    }
    for one in weights.values():
        one.requires_grad_()
    averaged = {name: torch.zeros_like(one) for name, one in weights.items()}
    optimizer = torch.optim.Adam(weights.values(), lr=_RATE)
    for step in range(steps):
        loss = _STAY * ((weights["linear"] - start) ** 2).sum()
        for vectors, kinds in sets:
            some = rng.choice(len(kinds), min(_BATCH, len(kinds)), replace=False)
            loss = loss + _contrast(weights, torch.tensor(vectors[some]), kinds[some])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        if step >= steps // 2:
            for name, one in weights.items():
                averaged[name] += one.detach() / (steps - steps // 2)
    return {name: one.numpy() for name, one in averaged.items()}


def _contrast(weights: Any, vectors: Any, kinds: NDArray[np.int64]) -> Any:
    """How unlikely each question's own kind is among those that are near to it."""
    import torch

    moved = vectors @ weights["linear"] + torch.relu(vectors @ weights["inner"]) @ weights["outer"]
    adapted = torch.nn.functional.normalize(moved, dim=-1)
    itself = torch.eye(len(kinds), dtype=torch.bool)
    closeness = (adapted @ adapted.T / _TEMPERATURE).masked_fill(itself, -1e9)
    alike = torch.tensor(kinds[:, None] == kinds[None]) & ~itself
    some = alike.any(1)
    chances = closeness - torch.logsumexp(closeness, 1, keepdim=True)
    return -((chances * alike).sum(1)[some] / alike.sum(1)[some]).mean()


def _numbered(kinds: Any) -> NDArray[np.int64]:
    return np.unique(np.array(kinds), return_inverse=True)[1].astype(np.int64)
