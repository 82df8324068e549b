"""Words, stems and figures: how a text is compared with another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Any, NamedTuple

_WORD = re.compile(r"[a-z0-9]+(?:[.,][0-9]+)*(?:'[a-z]+)?")
_MONEY = re.compile(r"\$\s?(\d[\d,]*(?:\.\d+)?)\s?([kKmM]\b)?|\b(\d[\d,]*(?:\.\d+)?)\s?([kK])\b")
_SIX_FIGURES = re.compile(r"(?i)\bsix[- ]figures?\b")
_NUMBER = re.compile(r"(?<![\w$.,])(\d[\d,]*(?:\.\d+)?)(?![\w])")

NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
}
ORDINALS = {
    word: number
    for number, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split(),
        start=1,
    )
}
STOPWORDS = frozenset(
    "a about above after all also am an and any are as at be because been before being below "
    "between both but by can could did do does doing don down during each else few first for from "
    "further get gets getting give go going got had has have having he her here hers him his how i "
    "if in into is it its just know let like ll make me might more most much must my need no nor "
    "not now of off on once one only or other our out over own people person please really "
    "s same say she should so some someone somebody something still such t take tell than that the "
    "their them then there these they thing things this those through to too under until up us "
    "use used ve very want was we well were what when where which while who whom why will with "
    "would yes you your re d m im ive id kind sort lot many any anyone anything ok okay exactly "
    "actually basically mean means maybe also even ever really typically usually".split()
)


_INVISIBLE = {"Cf", "Cs"}
"""What joins, parts or turns letters, and halves of characters."""


class Money(NamedTuple):
    """An amount in a text: its value, and where it stands."""

    value: float
    start: int
    end: int


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("porter")


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a lower-case word (Porter 1980)."""
    return str(_stemmer().stemWord(word))


def visible(text: str) -> str:
    """The text without what nobody can see: control characters, zero width, direction marks."""
    if text.isprintable():
        return text
    kinds = ((one, unicodedata.category(one)) for one in text)
    return "".join(
        " " if kind == "Cc" and one != "\n" else one
        for one, kind in kinds
        if kind not in _INVISIBLE
    )


def capital(text: str) -> str:
    """The text with a capital first; the rest of it stays."""
    return text[:1].upper() + text[1:]


def number_of(word: str) -> float:
    """The value of a number: `7`, `2.5` or, in lower case, `seven`."""
    return float(NUMBER_WORDS.get(word, word))


def is_foreign(text: str) -> bool:
    """Whether a text has letters, none of them of the Latin alphabet."""
    letters = [one for one in text if one.isalpha()]
    return bool(letters) and not any("LATIN" in unicodedata.name(one, "") for one in letters)


def words(text: str) -> list[str]:
    """Lower-case words and numbers; hyphens and slashes part words, figures lose their commas."""
    text = text.lower().replace("’", "'")
    return [token.replace(",", "").removesuffix("'s") for token in _WORD.findall(text)]


def stems(text: str) -> list[str]:
    """The stems of all words, in order."""
    return [stem(word) for word in words(text)]


def content_stems(text: str) -> list[str]:
    """The stems of the words that carry meaning, in order."""
    return [stem(word) for word in words(text) if word not in STOPWORDS]


def money(text: str) -> list[Money]:
    """Amounts of money, `$70k`, `70k` and `$70,000` alike."""
    found = [Money(100_000.0, *match.span()) for match in _SIX_FIGURES.finditer(text)]
    for match in _MONEY.finditer(text):
        digits, unit = (match[1], match[2]) if match[1] else (match[3], match[4])
        factor = {"k": 1e3, "m": 1e6}.get((unit or "").lower(), 1.0)
        found.append(Money(float(digits.replace(",", "")) * factor, match.start(), match.end()))
    return found


def numbers(text: str) -> list[float]:
    """All numbers of a text, amounts and number words among them."""
    values = [amount.value for amount in money(text)]
    values += [float(number.replace(",", "")) for number in _NUMBER.findall(text)]
    values += [float(NUMBER_WORDS[word]) for word in words(text) if word in NUMBER_WORDS]
    return values
