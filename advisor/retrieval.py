"""Question to ranked passages: dense (Chroma) and lexical (BM25), fused by rank, then reordered.

Reciprocal rank fusion gathers the candidates; they are ordered by the sum of both scores, each in
standard deviations over the guide, which keeps how far the best stands out (RRF keeps only ranks).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.index import embedding_text
from advisor.lexicon import terms
from advisor.schema import Chunk, Passage

if TYPE_CHECKING:
    import numpy as np

    from advisor.index import Index

DEPTH = 50
"""How many chunks each ranking contributes."""
_RRF = 60
"""The constant of reciprocal rank fusion (Cormack, Clarke and Buettcher, SIGIR 2009)."""


@dataclass(frozen=True)
class Found:
    """The passages for a question, best first, and how the best stands out."""

    passages: list[Passage]
    similarity: float
    """The best cosine with a passage."""
    lexical: float
    """The best BM25 score, in standard deviations over all chunks."""


class Retriever:
    """Searches an index both ways; the lexical side is built once, in memory."""

    def __init__(self, index: Index, chunks: list[Chunk]) -> None:
        self._index = index
        self._chunks = chunks
        self._place = {chunk.id: number for number, chunk in enumerate(chunks)}

    @cached_property
    def chunk_terms(self) -> list[list[str]]:
        """The terms of each chunk under its heading."""
        return [terms(embedding_text(chunk)) for chunk in self._chunks]

    @cached_property
    def idf(self) -> dict[str, float]:
        """How rare each term is among the chunks (BM25's inverse document frequency)."""
        import math
        from collections import Counter

        counts = Counter(term for row in self.chunk_terms for term in set(row))
        total = len(self._chunks)
        return {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in counts.items()}

    def retrieve(self, question: str, vector: np.ndarray, k: int) -> Found:
        """The `k` best passages for a question and its embedding, best first."""
        import numpy as np

        dense = self._vectors @ vector
        lexical = self._bm25_scores(question)
        scores = _standard(dense) + _standard(lexical)
        candidates = self._fuse(self._dense_ranking(vector), _ranking(lexical))
        best = sorted(candidates, key=lambda place: (-scores[place], place))[:k]
        passages = [Passage(self._chunks[place], float(scores[place])) for place in best]
        return Found(passages, float(dense.max()), float(_standard(lexical).max()) if np.any(lexical) else 0.0)

    def _fuse(self, *rankings: list[int]) -> list[int]:
        scores: dict[int, float] = {}
        for ranking in rankings:
            for rank, place in enumerate(ranking):
                if self._chunks[place].kind != "heading":
                    scores[place] = scores.get(place, 0.0) + 1.0 / (_RRF + rank + 1)
        return sorted(scores, key=lambda place: (-scores[place], place))[:DEPTH]

    def _dense_ranking(self, vector: np.ndarray) -> list[int]:
        return [self._place[identity] for identity, _ in self._index.search(vector, DEPTH)]

    def _bm25_scores(self, question: str) -> np.ndarray:
        import numpy as np

        known = [term for term in terms(question) if term in self.idf]
        if not known:
            return np.zeros(len(self._chunks), dtype=np.float32)
        scores: np.ndarray = self._bm25.get_scores(known)
        return scores

    @cached_property
    def _vectors(self) -> np.ndarray:
        return self._index.vectors([chunk.id for chunk in self._chunks])

    @cached_property
    def _bm25(self):  # type: ignore[no-untyped-def]
        import bm25s

        model = bm25s.BM25(b=0.5)
        model.index([row or [""] for row in self.chunk_terms], show_progress=False)
        return model


def _ranking(scores: np.ndarray) -> list[int]:
    order = scores.argsort(kind="stable")[::-1][:DEPTH]
    return [int(place) for place in order if scores[place] > 0]


def _standard(scores: np.ndarray) -> np.ndarray:
    """Scores in standard deviations from their mean."""
    spread = scores.std()
    standard: np.ndarray = (scores - scores.mean()) / (spread if spread > 0 else 1.0)
    return standard
