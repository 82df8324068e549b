"""Mends words that nobody writes, towards the words that the guides and the bank use."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from advisor.lexicon import load_lexicon, written_out

_WORD = re.compile(r"\b[A-Za-z]{4,}\b(?!'[a-z])")
"""A word; not the beginning of one like "didn't", which no list of words holds."""


class Speller:
    """Mends a word when it is unknown and one known word of the domain is a slip or two away.

    `domain` are the words worth mending to, best first; English words are left alone.
    """

    def __init__(self, domain: Iterable[str]) -> None:
        self._domain = list(dict.fromkeys(word for word in domain if len(word) >= 4))
        self._known = frozenset(self._domain)

    def mend(self, text: str) -> str:
        """The text with its misspelt words mended and those typed short written out; everything
        else stays as it is.
        """
        return _WORD.sub(lambda match: self._mend_word(match[0]), written_out(text))

    def knows(self, text: str) -> bool:
        """Whether any longer word of the text is one, if it has any."""
        longer = re.findall(r"[^\W\d_]{3,}", text)
        return not longer or any(self._knows(word) for word in longer)

    def _knows(self, word: str) -> bool:
        lower = word.lower()
        known = (self._known, load_lexicon().jargon, _english())
        return any(one in words for one in (lower, lower.rstrip("s")) for words in known)

    def _mend_word(self, word: str) -> str:
        if self._knows(word):
            return word
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        lower = word.lower()
        slips = 1 if len(lower) < 7 else 2
        near = process.extractOne(lower, self._domain, scorer=OSA.distance, score_cutoff=slips)
        if near is None or near[0][0] != lower[0]:
            return word
        mended: str = near[0]
        return mended.capitalize() if word.istitle() else mended


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """The English words of pyspellchecker: of its file, since the checker itself counts their
    letters first, which takes three times as long and serves nothing here.
    """
    import spellchecker

    packed = (files(spellchecker) / "resources" / "en.json.gz").read_bytes()
    return frozenset(json.loads(gzip.decompress(packed)))
