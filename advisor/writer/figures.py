"""The figures that a text states, each with what it counts, so that 5 years are no 5 %.

Money, years, counts, percentages, dates; in digits and in words; "$70k" is "$70,000".
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from advisor.text import NUMBER_WORDS

_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth"
_WORDS: dict[str, float] = {
    **NUMBER_WORDS,
    **{word: 10 * value for value, word in enumerate(_TENS.split(), start=2)},
    **{word: value for value, word in enumerate(_ORDINALS.split(), start=1)},
    "dozen": 12, "half": 0.5, "quarter": 0.25, "once": 1, "twice": 2, "thrice": 3,
    "double": 2, "triple": 3, "single": 1,
}  # fmt: skip
_SCALES = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9,
           "hundred": 1e2}  # fmt: skip
_MONTHS = frozenset(
    "january february april june july august september october november december".split()
)
_COUNTED = "year|month|week|day|hour|minute|credit|percent|dollar|step"
_NUMBERED = frozenset("step level stage phase part chapter question".split())
"""What is called by its number: step 5 is no 5 of anything."""
_TOKEN = re.compile(
    r"(?P<money>\$|usd|us\$|€|£)?\s?(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?:st|nd|rd|th|s)?(?:\s?(?P<scale>k|m|bn|thousand|million|billion|hundred)\b)?"
    r"|(?P<word>[a-z]+)|(?P<sign>[%+–—-])"
)
_LARGE = 1000
"""A bare number from which on it may be an amount of money: "70k"."""
_POINTING = frozenset({"one", "first", "second", "once", "single"})
"""Words of numbers that mostly point ("one of them", "first, ...") and seldom count."""


class Figure(NamedTuple):
    """A number and what it counts: dollar, percent, year, ...; empty where it stands alone."""

    value: float
    unit: str


def figures(text: str) -> list[Figure]:
    """The figures of a text, in order; a range's first takes the unit of its second."""
    tokens = list(_TOKEN.finditer(text.lower().replace("-", " - ")))
    found: list[tuple[int, Figure]] = []
    place = 0
    while place < len(tokens):
        value, money, used = _read(tokens, place)
        if used:
            before = _word(tokens, place - 1) if place else ""
            unit = before if before in _NUMBERED else _unit(tokens, place + used)
            unit = "dollar" if money else unit
            found.append((place, Figure(value, unit)))
        elif tokens[place]["word"] in _MONTHS:
            found.append((place, Figure(0.0, str(tokens[place]["word"]))))
        place += used or 1
    return _share_units(found)


def stated(text: str) -> list[Figure]:
    """The figures that a text asserts: those that merely point are left out."""
    pointing = re.compile(
        rf"(?i)\b(?:{'|'.join(_POINTING)})\b(?![\s-]+(?:{_COUNTED}|hundred|thou))"
    )
    return figures(pointing.sub("some", text))


def agrees(figure: Figure, known: list[Figure]) -> bool:
    """Whether a figure stands among the known ones: the same value, and no other unit."""
    same = [one.unit for one in known if abs(one.value - figure.value) < 1e-9]
    if figure.unit in same or (not figure.unit and not _NUMBERED.issuperset(same)):
        return True
    large = figure.unit == "dollar" and figure.value >= _LARGE
    return "" in same and (large or figure.unit not in ("dollar", "percent"))


def _read(tokens: list[re.Match[str]], start: int) -> tuple[float, bool, int]:
    """The value that begins at a token, whether it is money, and how many tokens it takes."""
    token = tokens[start]
    if token["number"]:
        scale = _SCALES[token["scale"]] if token["scale"] else 1.0
        return float(token["number"].replace(",", "")) * scale, bool(token["money"]), 1
    word = token["word"]
    if word not in _WORDS:
        return 0.0, False, 0
    value, place = float(_WORDS[word]), start + 1
    if 20 <= value <= 90:
        place += _sign(tokens, place)
        ones = _WORDS.get(_word(tokens, place), 0)
        if 1 <= ones <= 9:
            value, place = value + ones, place + 1
        else:
            place = start + 1
    while _word(tokens, place) in _SCALES and len(_word(tokens, place)) > 2:
        value, place = value * _SCALES[_word(tokens, place)], place + 1
    return value, False, place - start


def _unit(tokens: list[re.Match[str]], place: int) -> str:
    """What is counted by the figure before a place."""
    if place < len(tokens) and tokens[place]["sign"] == "%":
        return "percent"
    place += _sign(tokens, place)
    for ahead in range(2):  # "5 full years"
        word = _word(tokens, place + ahead).rstrip("s")
        if re.fullmatch(_COUNTED, word):
            return word
        if word in ("to", "or", "and", "in", "of", "for", "a", "per", ""):
            break
    return ""


def _share_units(found: list[tuple[int, Figure]]) -> list[Figure]:
    shared = [figure for _, figure in found]
    for number, ((place, figure), (after, following)) in enumerate(pairwise(found)):
        if after - place <= 2 and not figure.unit and following.unit not in _MONTHS:
            shared[number] = figure._replace(unit=following.unit)
    return shared


def _word(tokens: list[re.Match[str]], place: int) -> str:
    return str(tokens[place]["word"] or "") if place < len(tokens) else ""


def _sign(tokens: list[re.Match[str]], place: int) -> int:
    return int(place < len(tokens) and bool(tokens[place]["sign"]))
