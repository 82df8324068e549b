"""Words that mean the same, in one form: what the lexical side of the search compares.

The groups are data, `advisor/data/lexicon.yaml`, written once for talk about careers.
"""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from advisor.text import STOPWORDS, stem, words

_TYPED = re.compile(r"(?<![\w'’./&-])[A-Za-z]\w*(?:'all)?(?![\w'’/&-])(?!\.\w)")


class Lexicon(NamedTuple):
    """`heads` maps a word or phrase (a tuple of words) to its group's term."""

    heads: dict[tuple[str, ...], str]
    longest: dict[str, int]
    """How many words the longest phrase has that begins with a word."""
    places: frozenset[tuple[str, ...]]
    typed: dict[str, str]
    """How people type a word, and the words that they mean."""
    jargon: frozenset[str]
    """Words of the field that no list of English words holds."""
    roles: dict[str, str]
    """What a role is called, in lower case and in the singular, and its usual name."""


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the lexicon from the package."""
    raw = yaml.safe_load((files("advisor") / "data" / "lexicon.yaml").read_text("utf-8"))
    heads: dict[tuple[str, ...], str] = {}
    for group in raw["synonyms"]:
        head = "=" + "_".join(words(str(group[0])))
        heads |= {tuple(words(str(member))): head for member in group}
    longest: dict[str, int] = {}
    for first, *more in heads:
        longest[first] = max(longest.get(first, 0), 1 + len(more))
    places = frozenset(tuple(words(str(place))) for place in raw["places"])
    roles = {one: usual for usual, others in raw["roles"].items() for one in others}
    return Lexicon(heads, longest, places, raw["typed"], frozenset(raw["jargon"]), roles)


def terms(text: str) -> list[str]:
    """The terms of a text that carry meaning: a group's term for its members, else the stem."""
    longest = load_lexicon().longest
    found: list[str] = []
    row, start = words(text), 0
    while start < len(row):
        word = row[start]
        head, size = _head(row[start : start + longest[word]]) if word in longest else ("", 1)
        if head or word not in STOPWORDS:
            found.append(head or stem(word))
        start += size
    return found


def written_out(text: str) -> str:
    """The text with what is typed short in the words that are meant ("wat r the hrs"), and roles by
    their usual names.
    """
    roles = load_lexicon().roles
    named = _roles().sub(lambda match: roles[match[1].lower()], text)
    return _TYPED.sub(lambda match: _meant(match[0]), named)


def places(text: str) -> list[str]:
    """The states, countries and cities that a text names."""
    known = load_lexicon().places
    row = words(text)
    return [
        " ".join(row[start:end])
        for start in range(len(row))
        for end in range(start + 1, min(start + 3, len(row)) + 1)
        if tuple(row[start:end]) in known
    ]


def _head(row: list[str]) -> tuple[str, int]:
    """The term of the longest phrase that a row of words begins with, and its words' number."""
    heads = load_lexicon().heads
    size = next((size for size in range(len(row), 0, -1) if tuple(row[:size]) in heads), 0)
    return (heads[tuple(row[:size])], size) if size else ("", 1)


@lru_cache(maxsize=1)
def _roles() -> re.Pattern[str]:
    longest = sorted(load_lexicon().roles, key=len, reverse=True)
    return re.compile(rf"(?i)(?<![\w/])({'|'.join(map(re.escape, longest))})(?=s?(?![\w/]))")


def _meant(word: str) -> str:
    meant = load_lexicon().typed.get(word if len(word) == 1 else word.lower(), word)
    return meant[0].upper() + meant[1:] if word[0].isupper() else meant
