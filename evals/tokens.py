"""Token by token: how a text covers a question, and its sentences' vectors in their context.

Late interaction, with the token vectors of the embedding model itself: for each word piece of the
question the closest one of the text. One pass over the text gives its sentences' vectors as well,
each the mean of its own tokens, which have seen the sentences around them ("it" knows its noun).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from advisor.embedder import Embedder
from evals.cache import Array, ArrayCache

_BATCH = 16
_BETWEEN = "\0"
"""Parts question, opening and sentences where they are one key of the cache."""


@dataclass(frozen=True)
class Reading:
    """A question held against a text, all values cosines."""

    covered: Array
    """For each word piece of the question, the closest one of the text."""
    sentences: Array
    """The question against each sentence in its context."""


class TokenReader:
    """Reads questions against texts given as an opening (a title) and sentences."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._cache = ArrayCache(f"{embedder.name}: word pieces covered, then sentences in context")

    def read(self, pairs: Sequence[tuple[str, str, Sequence[str]]]) -> list[Reading]:
        """A reading for each question, opening and sentences."""
        keys = [_BETWEEN.join([question, opening, *some]) for question, opening, some in pairs]
        arrays = self._cache.get(keys, self._make)
        ends = [-len(some) for _, _, some in pairs]
        return [Reading(one[:end], one[end:]) for one, end in zip(arrays, ends, strict=True)]

    def _make(self, keys: list[str]) -> list[Array]:
        parts = [key.split(_BETWEEN) for key in keys]
        questions = self._tokens([part[0] for part in parts], words_only=True)
        texts = self._tokens([" ".join(part[1:]) for part in parts])
        vectors = self._embedder.encode([part[0] for part in parts])
        return [
            np.concatenate([cover(question, text), self._in_context(text, part[1:], vector)])
            for question, text, part, vector in zip(questions, texts, parts, vectors, strict=True)
        ]

    def _in_context(self, tokens: Array, spans: Sequence[str], vector: Array) -> Array:
        sizes = [len(self._tokenizer.tokenize(span)) for span in spans]
        return sentence_cosines(tokens, sizes, vector)[1:]  # the opening is no sentence

    def _tokens(self, texts: list[str], words_only: bool = False) -> list[Array]:
        """The unit vectors of each text's word pieces, without the model's own marks.

        A question's punctuation asks for nothing: `words_only` leaves it out.
        """
        model = self._embedder.model
        order = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        found: dict[int, Array] = {}
        for start in range(0, len(order), _BATCH):
            places = order[start : start + _BATCH]
            some = [texts[place] for place in places]
            rows = model.encode(some, output_value="token_embeddings", batch_size=_BATCH)
            sizes = self._tokenizer(some, truncation=True, max_length=model.max_seq_length)
            for place, row, ids in zip(places, rows, sizes["input_ids"], strict=True):
                pieces = self._tokenizer.convert_ids_to_tokens(ids)[1:-1]
                kept = [not words_only or any(map(str.isalnum, piece)) for piece in pieces]
                found[place] = _unit(row[1 : len(ids) - 1].numpy()[kept])
        return [found[place] for place in range(len(texts))]

    @property
    def _tokenizer(self) -> Any:
        return self._embedder.model.tokenizer


def cover(question: Array, text: Array) -> Array:
    """For each row of the question the highest product with a row of the text; 0 without any."""
    if not len(text):
        return np.zeros(len(question), np.float32)
    best: Array = (question @ text.T).max(axis=1)
    return best


def sentence_cosines(tokens: Array, sizes: Sequence[int], vector: Array) -> Array:
    """The vector against the mean of each stretch of tokens; the stretches follow each other.

    What the model has cut off gets the value of the last stretch that it saw.
    """
    cosines: list[float] = []
    start = 0
    for size in sizes:
        own = tokens[start : start + size]
        start += size
        if len(own):
            cosines.append(float(_unit(own.mean(axis=0, keepdims=True))[0] @ vector))
        else:
            cosines.append(cosines[-1] if cosines else 0.0)
    return np.array(cosines, np.float32)


def _unit(rows: Array) -> Array:
    unit: Array = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit
