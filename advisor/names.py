"""What a career is called: joined names, plurals, short forms that a guide introduces."""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor.text import STOPWORDS

WORD = re.compile(r"[a-z0-9]+(?:['’](?:[a-z]+)?)?")
"""A word of a lower-case text, with what an apostrophe ties to it."""
_JOINT = re.compile(r"(?i)\s*(?:,\s*(?:and|or)\b|[,/&;]|\b(?:and|or)\b)\s*")
_SHORT = re.compile(r"\(([A-Z][A-Z-]{1,7})s?\)")
"""A short form where it is introduced: `licensed practical nurses (LPNs)`."""


def short_forms(names: Iterable[str], texts: Iterable[str]) -> tuple[str, ...]:
    """The short forms that texts introduce for a career of the given names: LPN, where one reads
    "licensed practical nurses (LPNs)". One that reads as an everyday word (IT) is left out.
    """
    known = {tuple(name_words(one)) for name in names for one in split_names(name)}
    found = [
        match[1]
        for text in texts
        for match in _SHORT.finditer(text)
        if match[1].lower() not in STOPWORDS
        and tuple(name_words(text[: match.start()])[-len(match[1]) :]) in known
    ]
    return tuple(dict.fromkeys(found))


def split_names(name: str) -> list[str]:
    """The names that one name joins, itself first.

    "Licensed practical and licensed vocational nurses" are licensed practical nurses and licensed
    vocational nurses; "occupational therapy assistants and aides" are the assistants and
    occupational therapy aides. A part that is only the beginning of a name does not count as one.
    """
    plain, _, abbreviation = name.rstrip(") ").partition(" (")
    if abbreviation:
        return [*split_names(plain), *split_names(abbreviation)]
    parts = [part for part in _JOINT.split(name) if part]
    rows = [part.split() for part in parts]
    found = [name]
    several = _is_plural(rows[-1][-1])
    for place, row in enumerate(rows):
        after = rows[place + 1] if place + 1 < len(rows) else []
        before = rows[place - 1] if place else []
        whole = _is_plural(row[-1]) if several else len(row) >= len(after)
        if whole:  # a single word takes its beginning from the part before it
            found.append(" ".join([*before[:-1], *row] if len(row) == 1 else row))
        else:
            found += [" ".join([*row, *after[size:]]) for size in range(1, len(after))]
    return list(dict.fromkeys(found))


def _is_plural(word: str) -> bool:
    return singular(word.lower()) != word.lower()


def name_words(text: str) -> list[str]:
    """The words of a text in lower case and in the singular."""
    return [singular(word) for word in WORD.findall(text.lower())]


def singular(word: str) -> str:
    """A lower-case word without its plural's ending, and without a possessive's."""
    word = re.sub(r"['’]s?$", "", word)
    if word.endswith("wives"):
        return f"{word[:-3]}fe"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if re.search(r"(?:ch|sh|x|ss|z)es$", word):
        return word[:-2]
    if len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "ics")):
        return word[:-1]
    return word
