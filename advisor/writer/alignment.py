"""How closely a claim is aligned with a text, word by word: a small logistic score.

Lexical: which of the claim's words stand in the text, and in the text's order. By embedding: for
each word piece of the claim the closest one of the text, with the embedding model's own token
vectors (late interaction; Khattab and Zaharia, SIGIR 2020); what a claim adds shows in its least
covered pieces. The weights are in `advisor/data/grounding.json`;
`python -m evals --train-grounding` fits them.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

import numpy as np

from advisor.embedder import load_quick
from advisor.text import STOPWORDS, words
from advisor.writer.wording import form, load_wording

FEATURES = ("covered", "least", "lowest", "in_order", "added", "negated", "personal")

_OPENERS = frozenset("yes yeah yea oh well no ok okay sure right certainly absolutely".split())
_FEW = 3
"""Word pieces whose coverage is averaged as the lowest."""
_MOST = 5
"""Words that a claim adds, beyond which more make no difference."""
_PIECE = re.compile(r"\w")


@dataclass(frozen=True)
class Text:
    """A text as it is compared."""

    words: tuple[str, ...]
    forms: tuple[str, ...]
    """What the words are compared by."""
    pieces: np.ndarray
    """Unit vectors of its word pieces, shape (pieces, dimensions)."""
    carrying: np.ndarray
    """Which of them carry meaning."""

    def __add__(self, other: Text) -> Text:
        """Both, one after the other."""
        return Text(
            self.words + other.words,
            self.forms + other.forms,
            np.concatenate([self.pieces, other.pieces]),
            np.concatenate([self.carrying, other.carrying]),
        )


def read_texts(texts: Sequence[str]) -> list[Text]:
    """Texts, ready to be compared; all are embedded at once.

    By the default embedding model, for which the weights were fitted.
    """
    found = []
    for text, (names, vectors) in zip(texts, load_quick().read(texts), strict=True):
        kept = [place for place, name in enumerate(names) if _PIECE.search(name)]
        carrying = [names[place].lstrip("#") not in STOPWORDS for place in kept]
        said = tuple(words(text))
        found.append(Text(said, tuple(map(form, said)), vectors[kept], np.array(carrying, bool)))
    return found


def score(claim: Text, evidence: Text) -> float:
    """How likely it is that the evidence supports the claim, from 0 to 1."""
    weights = load_weights()
    values = features(claim, evidence)
    total = weights["bias"] + sum(weights[name] * values[name] for name in FEATURES)
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, total))))


def features(claim: Text, evidence: Text) -> dict[str, float]:
    """The features by name, each about 0 to 1 wide; `added` counts words, up to 5.

    `in_order` is the share of words that stand in the text in the same order.
    """
    from rapidfuzz.distance import LCSseq

    start = next((n for n, word in enumerate(claim.words) if word not in _OPENERS), 0)
    said, spoken = claim.forms[start:], claim.words[start:]
    known, spoken_there = set(evidence.forms), set(evidence.words)
    added = [
        one
        for one, word in zip(said, spoken, strict=True)
        if word not in STOPWORDS and one not in known
    ]
    closest = _closest(claim, evidence)
    lowest = np.sort(closest)[:_FEW]
    length = max(1, len(said))
    denials, persons = load_wording().denials, load_wording().persons
    return {
        "covered": sum(one in known for one in said) / length,
        "least": float(lowest[0]) if len(lowest) else 0.0,
        "lowest": float(lowest.mean()) if len(lowest) else 0.0,
        "in_order": LCSseq.similarity(said, evidence.forms) / length,
        "added": float(min(_MOST, len(added))),
        "negated": float(bool(denials & set(spoken)) != bool(denials & spoken_there)),
        "personal": float(bool(persons & set(spoken)) and not persons & spoken_there),
    }


def _closest(claim: Text, evidence: Text) -> np.ndarray:
    """For each carrying piece of the claim, the cosine of the closest piece of the evidence."""
    chosen = claim.carrying if claim.carrying.any() else np.ones(len(claim.pieces), bool)
    if not len(claim.pieces) or not len(evidence.pieces):
        return np.zeros(1)
    closest: np.ndarray = (claim.pieces[chosen] @ evidence.pieces.T).max(axis=1)
    return closest


@lru_cache(maxsize=1)
def load_weights() -> dict[str, float]:
    """The fitted weights, with `bias` and `threshold`."""
    text = (files("advisor") / "data" / "grounding.json").read_text("utf-8")
    weights: dict[str, float] = json.loads(text)
    return weights
