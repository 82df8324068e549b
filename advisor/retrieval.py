"""Question to ranked passages: how likely it is that each one answers.

A conditional logit (McFadden, 1974) over a few features of each passage: its cosine with the
question, BM25, whether it speaks to what is likely asked, and the cosine of the question with those
that the passage is known to answer. Scores are in standard deviations over the guide, which keeps
how far the best stands out; so the chances tell how sure the ranking is.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

import numpy as np

from advisor.coverage import speaking
from advisor.index import Index, Near, embedding_text
from advisor.intents import softmax
from advisor.lexicon import terms
from advisor.question import Ask
from advisor.schema import Chunk, Passage
from advisor.shortnames import ShortNames

_OWN = 1.0
"""What the guide's own passages have ahead of its companions', in log-odds: of .5 to 2, what served
the questions on the guide without loss to those on the companions (evals/LOG.md).
"""
_UNASKED = -0.5
"""What a passage counts that no question is written for, among standardised ones."""


@dataclass(frozen=True)
class Found:
    """The passages for a question, best first, and how the best stands out."""

    passages: list[Passage]
    similarity: float
    """The best cosine with a passage."""
    lexical: float
    """The best BM25 score, in standard deviations over all passages."""
    alike: float | None = None
    """The best cosine with a question that the guide answers, None where none is written down."""


@dataclass(frozen=True)
class Scores:
    """Both scores of every text for one question, higher is better."""

    dense: np.ndarray
    """Cosines."""
    lexical: np.ndarray
    """BM25; 0 where no term is shared."""


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

    @cached_property
    def rarest(self) -> float:
        """The highest of them; 0 where no text has a term."""
        return max(self.idf.values(), default=0.0)

    def score(self, question: str, vector: np.ndarray) -> Scores:
        """Both scores of every text for a question and its embedding."""
        return Scores(self.vectors @ vector, self._bm25_scores(terms(question)))

    def _bm25_scores(self, asked: list[str]) -> np.ndarray:
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
    """Ranks a guide's passages by how likely each answers a question."""

    def __init__(
        self,
        index: Index,
        chunks: Sequence[Chunk],
        questions: Sequence[Chunk],
        covering: Mapping[str, Sequence[Chunk]],
        whole: Retriever | None = None,
    ) -> None:
        """`questions` are those that the chunks answer, `covering` the chunks by intent; `whole`
        has them all before others of its own.
        """
        self._index = index
        self._whole = whole
        self._chunks = [chunk for chunk in chunks if chunk.kind != "heading"]
        self._questions = questions
        self._place = {chunk.id: number for number, chunk in enumerate(self._chunks)}
        self._covering = {
            name: np.array([self._place[chunk.id] for chunk in speaking_to])
            for name, speaking_to in covering.items()
        }

    @cached_property
    def scorer(self) -> HybridScorer:
        """Scores the passages, each under its heading."""
        if self._whole:
            whole, own = self._whole.scorer, slice(len(self._chunks))
            return HybridScorer(whole.rows[own], whole.vectors[own])
        vectors = self._index.vectors(self._chunks)
        return HybridScorer([terms(embedding_text(chunk)) for chunk in self._chunks], vectors)

    def remembered(self, vector: np.ndarray) -> list[Near]:
        """Every passage with its cosine to a vector, best first, where they are in memory."""
        if "scorer" not in vars(self):
            return []
        cosines = self.scorer.vectors @ vector
        return [
            Near(self._chunks[place].source, self._chunks[place].order, float(cosines[place]))
            for place in cosines.argsort()[::-1]
        ]

    def retrieve(self, ask: Ask, k: int) -> Found:
        """The `k` passages that answer an ask most likely, best first; scores are chances."""
        features, scores, alike = self.features(ask)
        weights = load_weights()["expanded" if self._questions else "plain"]
        total = np.sum([weights[name] * values for name, values in features.items()], axis=0)
        total += _OWN * self._own
        total[self._short_names.apart(ask.text, total)] = -np.inf
        chances = softmax(total)
        best = (-chances).argsort(kind="stable")[:k]
        return Found(
            passages=[Passage(self._chunks[place], float(chances[place])) for place in best],
            similarity=float(scores.dense.max()),
            lexical=float(standardise(scores.lexical).max()),
            alike=float(alike.max()) if alike is not None else None,
        )

    def strays(self, text: str, best: Chunk) -> frozenset[str]:
        """As `ShortNames.strays`."""
        return self._short_names.strays(text, best)

    def features(
        self, ask: Ask, but: int | None = None
    ) -> tuple[dict[str, np.ndarray], Scores, np.ndarray | None]:
        """What speaks for each passage by name, both plain scores, and the cosine of the ask with
        each question that the guide is known to answer (None where it has none).

        `but` leaves out one question: the one that is being learned from.
        """
        scores = self.scorer.score(ask.text, ask.vector)
        features = {
            "dense": standardise(scores.dense),
            "lexical": standardise(scores.lexical),
            "intent": speaking(ask, self._covering, len(self._chunks)),
        }
        if not self._questions:
            return features, scores, None
        alike = self._question_vectors @ ask.compared
        if but is not None:
            alike[but] = -1.0
        nearest = np.full(len(self._chunks), -1.0, alike.dtype)
        np.maximum.at(nearest, self._asked_of, alike)  # thirty times as fast where the kind is one
        nearest = nearest.astype(float)
        asked = nearest > -1.0
        features["asked"] = np.where(asked, standardise(nearest, asked), _UNASKED)
        return features, scores, alike

    def closest(self, compared: np.ndarray) -> tuple[float, Chunk | None]:
        """The closest question that the guide is known to answer, with its cosine; 0 without."""
        if not self._questions:
            return 0.0, None
        cosines = self._question_vectors @ compared
        place = int(cosines.argmax())
        return float(cosines[place]), self._questions[place]

    def spoken_to(self, ask: Ask, passages: Sequence[Passage]) -> float:
        """How likely the ask is an intent that one of the passages speaks to."""
        spoken = {name for one in passages for name in self._intents[self._place[one.chunk.id]]}
        return sum(chance for intent, chance in ask.likely if intent.id in spoken)

    @cached_property
    def _intents(self) -> list[list[str]]:
        found: list[list[str]] = [[] for _ in self._chunks]
        for name, places in self._covering.items():
            for place in places:
                found[place].append(name)
        return found

    @cached_property
    def _own(self) -> np.ndarray:
        """For each passage, whether it is the guide's itself."""
        return np.array([chunk.source == self._chunks[0].source for chunk in self._chunks])

    @cached_property
    def _short_names(self) -> ShortNames:
        return ShortNames(self._chunks)

    @cached_property
    def _question_vectors(self) -> np.ndarray:
        if self._whole:
            return self._whole._question_vectors[: len(self._questions)]
        return self._index.adapt(self._index.vectors(self._questions))

    @cached_property
    def _asked_of(self) -> np.ndarray:
        """The place of the passage that answers each question."""
        return np.array([self._place[question.about] for question in self._questions])


@lru_cache(maxsize=1)
def load_weights() -> dict[str, dict[str, float]]:
    """The fitted weights of the features, for a guide with questions beside it and for one
    without; `python -m evals --train-ranking` makes them.
    """
    text = (files("advisor") / "data" / "ranking.json").read_text("utf-8")
    weights: dict[str, dict[str, float]] = json.loads(text)
    return weights


def standardise(scores: np.ndarray, among: np.ndarray | None = None) -> np.ndarray:
    """Scores in standard deviations from their mean, both taken among some of them."""
    some = scores if among is None else scores[among]
    spread = some.std()
    standard: np.ndarray = (scores - some.mean()) / (spread if spread > 0 else 1.0)
    return standard
