"""Question to ranked passages: dense (Chroma) and lexical (BM25), fused by rank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.index import embedding_text
from advisor.schema import Chunk, Passage
from advisor.text import content_stems

if TYPE_CHECKING:
    import numpy as np

    from advisor.index import Index

DEPTH = 50
"""How many chunks each ranking contributes."""
_RRF = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""


class Retriever:
    """Searches an index both ways; the BM25 side is built once, in memory."""

    def __init__(self, index: Index, chunks: list[Chunk]) -> None:
        import bm25s

        self._index = index
        self._chunks = chunks
        self._place = {chunk.id: number for number, chunk in enumerate(chunks)}
        self._bm25 = bm25s.BM25()
        self._bm25.index(
            [content_stems(embedding_text(chunk)) or [""] for chunk in chunks], show_progress=False
        )

    def retrieve(self, question: str, vector: np.ndarray, k: int) -> list[Passage]:
        """The `k` best passages for a question and its embedding, best first."""
        scores: dict[int, float] = {}
        for ranking in (self._dense(vector), self._lexical(question)):
            for rank, place in enumerate(ranking):
                scores[place] = scores.get(place, 0.0) + 1.0 / (_RRF + rank + 1)
        best = sorted(scores, key=lambda place: (-scores[place], place))[:k]
        return [Passage(self._chunks[place], scores[place]) for place in best]

    def _dense(self, vector: np.ndarray) -> list[int]:
        return [self._place[identity] for identity, _ in self._index.search(vector, DEPTH)]

    def _lexical(self, question: str) -> list[int]:
        scores = self._bm25.get_scores(content_stems(question))
        order = scores.argsort(kind="stable")[::-1][:DEPTH]
        return [int(place) for place in order if scores[place] > 0]
