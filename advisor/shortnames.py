"""Passages on one of several things with short names, such as certifications.

Their sections are much alike ("CCM: cost", "ACM: cost"), so that a question on one finds the
passages on another right behind its own. Which passage is on which tell the headings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from advisor.schema import Chunk

SHORT = r"[A-Z](?:-?[A-Z]){2,}"
_HEADING = re.compile(rf"({SHORT}(?: (?:and|or) {SHORT})*): ")
"""A heading on something with a short name: "CCM: who may take it"."""


class ShortNames:
    """The short names that headings are on, and the passages on each."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self._chunks = chunks
        self._under = [_heading_names(chunk) for chunk in chunks]

    def apart(self, text: str, scores: np.ndarray) -> np.ndarray:
        """For each passage, whether it is on something else than what a text names by short name.

        That are those under another's heading; and where the best of the others, by the scores, is
        under the heading of what is named, those that speak of something else beside it as well.
        """
        named = self._in(text)
        if not named:
            return np.zeros(len(self._chunks), bool)
        own = np.array([bool(names & named) for names in self._under])
        apart: np.ndarray = np.array(list(map(bool, self._under))) & ~own
        if own[np.where(apart, -np.inf, scores).argmax()]:
            apart |= np.array([bool(names - named) for names in self._said]) & ~own
        return apart

    def strays(self, text: str, best: Chunk) -> frozenset[str]:
        """The sentences, by their ids, that speak of something else with a short name than what a
        text names; nothing where the best passage does not speak of that either.
        """
        named = self._in(text)
        if not named & self._in(f"{best.heading} {best.readable}"):
            return frozenset()
        pairs = zip(self._chunks, self._said, strict=True)
        return frozenset(
            chunk.id
            for chunk, said in pairs
            if chunk.kind == "sentence" and said and not said & named
        )

    def _in(self, text: str) -> set[str]:
        """The short names that a text has, each without hyphens."""
        return {re.sub(r"\W", "", name).upper() for name in self._pattern.findall(text)}

    @cached_property
    def _said(self) -> list[set[str]]:
        return [self._in(chunk.readable) for chunk in self._chunks]

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        headings = (head for chunk in self._chunks for head in chunk.section)
        names = sorted({name for head in headings for name in _names(head)})
        either = "|".join(name.replace("-", r"[\s-]?") for name in names)
        return re.compile(rf"(?i)\b(?:{either})\b" if names else r"(?!)")


def _heading_names(chunk: Chunk) -> set[str]:
    return {name.replace("-", "") for head in chunk.section for name in _names(head)}


def _names(heading: str) -> list[str]:
    on = _HEADING.match(heading)
    return re.findall(SHORT, on[1]) if on else []
