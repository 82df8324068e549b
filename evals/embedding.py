"""The advisor's embedder with its vectors kept on disk, so that a second run takes seconds.

The vectors are the model's own; only the time they take is missing from a run's latency, which is
therefore reported as what it is: a turn without its embedding. `benchmarks/` has the whole of it.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from advisor.embedder import Embedder
from evals.cache import Array, ArrayCache


class CachedEmbedder(Embedder):
    """An embedder that computes no vector twice, in this run or a later one."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._stored = ArrayCache(name)
        self._known: dict[str, Array] = {}

    def encode(self, texts: Sequence[str], progress: bool = False) -> Array:
        """The texts' vectors, as `Embedder.encode` gives them."""
        lacking = [text for text in dict.fromkeys(texts) if text not in self._known]
        if lacking:
            vectors = self._stored.get(
                lacking, lambda missing: list(super(CachedEmbedder, self).encode(missing, progress))
            )
            self._known.update(zip(lacking, vectors, strict=True))
        return np.stack([self._known[text] for text in texts])
