"""Words that mean the same, in one form: what the lexical side of the search compares.

The groups are data, `advisor/data/lexicon.yaml`, written once for talk about careers.
"""

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from advisor.text import STOPWORDS, stem, words

_LONGEST = 6
"""Words in the longest phrase of the lexicon."""


class Lexicon(NamedTuple):
    """`heads` maps a word or phrase (a tuple of words) to its group's term."""

    heads: dict[tuple[str, ...], str]
    places: frozenset[tuple[str, ...]]


@lru_cache(maxsize=1)
def load_lexicon() -> Lexicon:
    """Read the lexicon from the package."""
    import yaml

    raw = yaml.safe_load((files("advisor") / "data" / "lexicon.yaml").read_text("utf-8"))
    heads: dict[tuple[str, ...], str] = {}
    for group in raw["synonyms"]:
        head = "=" + "_".join(words(str(group[0])))
        heads |= {tuple(words(str(member))): head for member in group}
    return Lexicon(heads, frozenset(tuple(words(str(place))) for place in raw["places"]))


def terms(text: str) -> list[str]:
    """The terms of a text that carry meaning: a group's term for its members, else the stem."""
    found = _grouped(words(text))
    return [head or stem(word) for word, head in found if head or word not in STOPWORDS]


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


def _grouped(row: list[str]) -> list[tuple[str, str | None]]:
    """Words with their group's term, phrases taken as long as they can be."""
    heads = load_lexicon().heads
    found: list[tuple[str, str | None]] = []
    start = 0
    while start < len(row):
        for size in range(min(_LONGEST, len(row) - start), 0, -1):
            head = heads.get(tuple(row[start : start + size]))
            if head:
                found.append((" ".join(row[start : start + size]), head))
                start += size
                break
        else:
            found.append((row[start], None))
            start += 1
    return found
