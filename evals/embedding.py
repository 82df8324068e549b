"""The advisor's embedder with its vectors kept on disk, so that a second run takes seconds.

The vectors are the model's own; only the time they take is missing from a run's latency, which is
therefore reported as what it is: a turn without its embedding. `benchmarks/` has the whole of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from advisor.embedder import Embedder
from evals.cache import Array, ArrayCache


class CachedEmbedder(Embedder):
    """An embedder that computes no vector twice, in this run or a later one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._passages = _Memory(name)
        self._questions = _Memory(f"{name}: questions")

    def encode(self, texts: Sequence[str], progress: bool = False) -> Array:
        """The texts' vectors, as `Embedder.encode` gives them."""
        make = super().encode
        return self._passages.vectors(texts, lambda lacking: make(lacking, progress))

    def encode_questions(self, texts: Sequence[str]) -> Array:
        """The texts' vectors, as `Embedder.encode_questions` gives them."""
        return self._questions.vectors(texts, super().encode_questions)


class _Memory:
    """The vectors of one maker, read from the disk once."""

    def __init__(self, maker: str) -> None:
        self._stored = ArrayCache(maker)
        self._known: dict[str, Array] = {}

    def vectors(self, texts: Sequence[str], encode: Callable[[list[str]], Array]) -> Array:
        lacking = [text for text in dict.fromkeys(texts) if text not in self._known]
        if lacking:
            vectors = self._stored.get(lacking, lambda missing: list(encode(missing)))
            self._known.update(zip(lacking, vectors, strict=True))
        return np.stack([self._known[text] for text in texts])
