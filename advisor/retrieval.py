"""Question to ranked passages: dense and lexical (BM25), fused by rank, then reordered.

A guide's vectors are few, so that all of them are compared; Chroma finds the guide (`library`).

Reciprocal rank fusion gathers the candidates; they are ordered by the sum of both scores, each in
standard deviations over the guide, which keeps how far the best stands out (RRF keeps only ranks).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

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


@dataclass(frozen=True)
class Scores:
    """Both scores of every text for one question, higher is better."""

    dense: np.ndarray
    """Cosines."""
    lexical: np.ndarray
    """BM25; 0 where no term is shared."""

    @cached_property
    def combined(self) -> np.ndarray:
        """The sum of both, each in standard deviations over all texts."""
        total: np.ndarray = standardise(self.dense) + standardise(self.lexical)
        return total


class HybridScorer:
    """Scores any texts, given by their terms and their vectors, for a question."""

    def __init__(self, rows: Sequence[list[str]], vectors: np.ndarray) -> None:
        self.rows = rows
        self.vectors = vectors

    @cached_property
    def idf(self) -> dict[str, float]:
        """How rare each term is among the texts (BM25's inverse document frequency)."""
        counts = Counter(term for row in self.rows for term in set(row))
        total = len(self.rows)
        return {term: math.log(1 + (total - n + 0.5) / (n + 0.5)) for term, n in counts.items()}

    def score(self, question: str, vector: np.ndarray) -> Scores:
        """Both scores of every text for a question and its embedding."""
        return Scores(self.vectors @ vector, self._bm25_scores(terms(question)))

    def _bm25_scores(self, asked: list[str]) -> np.ndarray:
        import numpy as np

        known = [term for term in asked if term in self.idf]
        if not known:
            return np.zeros(len(self.rows), dtype=np.float32)
        scores: np.ndarray = self._bm25.get_scores(known)
        return scores

    @cached_property
    def _bm25(self) -> Any:
        import bm25s

        model = bm25s.BM25(b=0.5)
        model.index([row or [""] for row in self.rows], show_progress=False)
        return model


class Retriever:
    """Searches an index both ways; the lexical side is built once, in memory."""

    def __init__(self, index: Index, chunks: list[Chunk]) -> None:
        self._index = index
        self._chunks = chunks

    @cached_property
    def scorer(self) -> HybridScorer:
        """Scores the chunks, each under its heading."""
        vectors = self._index.vectors(self._chunks)
        return HybridScorer(self.chunk_terms, vectors)

    @cached_property
    def chunk_terms(self) -> list[list[str]]:
        """The terms of each chunk under its heading."""
        return [terms(embedding_text(chunk)) for chunk in self._chunks]

    @property
    def idf(self) -> dict[str, float]:
        """How rare each term is among the chunks."""
        return self.scorer.idf

    def retrieve(self, question: str, vector: np.ndarray, k: int) -> Found:
        """The `k` best passages for a question and its embedding, best first."""
        scores = self.scorer.score(question, vector)
        fused = fuse(ranking(scores.dense), positive_ranking(scores.lexical))
        candidates = [place for place in fused if self._chunks[place].kind != "heading"][:DEPTH]
        best = sorted(candidates, key=lambda place: (-scores.combined[place], place))[:k]
        passages = [Passage(self._chunks[place], float(scores.combined[place])) for place in best]
        similarity, lexical = scores.dense.max(), standardise(scores.lexical).max()
        return Found(passages, float(similarity), float(lexical))


def fuse(*rankings: Sequence[int]) -> list[int]:
    """Rankings of places merged by reciprocal rank, best first."""
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, place in enumerate(ranking):
            scores[place] = scores.get(place, 0.0) + 1.0 / (_RRF + rank + 1)
    return sorted(scores, key=lambda place: (-scores[place], place))


def ranking(scores: np.ndarray) -> list[int]:
    """The places of the best scores, best first."""
    order = (-scores).argsort(kind="stable")[:DEPTH]
    return [int(place) for place in order]


def positive_ranking(scores: np.ndarray) -> list[int]:
    """The places with a score above 0, best first."""
    order = scores.argsort(kind="stable")[::-1][:DEPTH]
    return [int(place) for place in order if scores[place] > 0]


def standardise(scores: np.ndarray) -> np.ndarray:
    """Scores in standard deviations from their mean."""
    spread = scores.std()
    standard: np.ndarray = (scores - scores.mean()) / (spread if spread > 0 else 1.0)
    return standard
