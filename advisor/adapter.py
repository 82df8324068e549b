"""How alike two questions are: the embedding model's vectors, adapted to what people ask.

"Can they turn me down with a DUI?" and "Does a criminal record rule me out?" ask the same, and a
general embedding has them no closer than any two questions on getting hired. A small network with
a residual layer moves its vectors, so that questions with one answer come close and others part. It
was trained on the question bank and on the questions beside the guides (`python -m evals
--train-adapter`), and compares questions with questions only; passages keep their own vectors.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

import numpy as np


@dataclass(frozen=True, eq=False)
class Adapter:
    """Weights: `linear` of shape (dimensions, adapted), `inner` (dimensions, hidden), `outer`
    (hidden, adapted).
    """

    linear: np.ndarray
    inner: np.ndarray
    outer: np.ndarray

    def adapt(self, vectors: np.ndarray) -> np.ndarray:
        """Embeddings of questions, shape (questions, dimensions), as they are compared: shape
        (questions, adapted), each of length 1.
        """
        moved = vectors @ self.linear + np.maximum(vectors @ self.inner, 0.0) @ self.outer
        adapted: np.ndarray = moved / np.linalg.norm(moved, axis=1, keepdims=True)
        return adapted


def shipped_adapter(embedding_model: str) -> Adapter | None:
    """The weights that come with the package, None where they are for another model."""
    file = files("advisor") / "data" / "adapter.npz"
    with file.open("rb") as stream, np.load(stream, allow_pickle=False) as stored:
        if str(stored["embedding_model"]) != embedding_model:
            return None
        names = ("linear", "inner", "outer")
        return Adapter(*(stored[name].astype(np.float32) for name in names))
