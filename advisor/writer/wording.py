"""Words that carry a claim of their own; the lists are data, `advisor/data/wording.yaml`."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

import yaml

from advisor.text import STOPWORDS, stem, words


class Wording(NamedTuple):
    """The lists: `strong` as groups of forms, `same` from a word to its form, others as words."""

    strong: tuple[frozenset[str], ...]
    cautions: tuple[frozenset[str], ...]
    denials: frozenset[str]
    persons: frozenset[str]
    levels: frozenset[str]
    ways: frozenset[str]
    compared: frozenset[str]
    same: dict[str, str]


@lru_cache(maxsize=1)
def load_wording() -> Wording:
    """Read the lists from the package."""
    raw = yaml.safe_load((files("advisor") / "data" / "wording.yaml").read_text("utf-8"))
    groups = [group.split() for group in raw["same"]]
    same = {word: stem(group[0]) for group in groups for word in group}
    same |= {word: group.split()[0] for group in raw["apart"] for word in group.split()}
    strong = (group.split() for group in raw["strong"])
    plain = ("denials", "persons", "levels", "ways", "compared")
    return Wording(
        strong=tuple(frozenset(same.get(word, stem(word)) for word in group) for group in strong),
        cautions=tuple(frozenset(group.split()) for group in raw["cautions"]),
        same=same,
        **{name: frozenset(raw[name].split()) for name in plain},
    )


def form(word: str) -> str:
    """What a lower-case word is compared by: its group's word, else its stem."""
    return load_wording().same.get(word) or stem(word)


def forms(text: str) -> list[str]:
    """The forms of all words, in order."""
    return [form(word) for word in words(text)]


def carrying(text: str, besides: Collection[str] = ()) -> list[str]:
    """The forms of the words that carry meaning, and of those `besides`, in order."""
    return [form(word) for word in words(text) if word not in STOPWORDS or word in besides]
