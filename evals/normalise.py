"""Text as comparable words, and figures as values.

"$70k", "$70,000" and "70,000" are one value; "four" is 4; a hyphen is a space; words are compared
by their Porter stems; "2 to 5" and "2-5" are one range.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

Words = tuple[str, ...]

_STEMMER = snowballstemmer.stemmer("porter")
_UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen
    fifteen sixteen seventeen eighteen nineteen"""
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_NUMBER_WORDS = {word: value for value, word in enumerate(_UNITS.split())} | {
    word: 10 * value for value, word in enumerate(_TENS.split(), start=2)
}
_SCALES = {"k": 1_000, "thousand": 1_000, "m": 1_000_000, "million": 1_000_000}
_SPELLINGS = {"licence": "license", "organisation": "organization", "counselling": "counseling"}

_WORDS_WITHOUT_MEANING = """
    a about also an and any are as at be been being both but by can could did do does each for from
    had has have he her his how i if in into is it its may me might more most my no not of on one or
    other our own s she should so some such t than that the their them then there these they this
    those to was we were what when where which while who whom whose why will with would yes you your
"""

_MARKER = re.compile(r"\[\d+\]")
_LIST_NUMBER = re.compile(r"^[ \t]*\d+[.)][ \t]+", re.MULTILINE)
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POSSESSIVE = re.compile(r"['’]s?\b")
# "$70k-90k", "$70-90k" and "70 to 90 thousand": the scale belongs to both ends of the range.
_SCALED_RANGE = re.compile(
    r"(\d+(?:\.\d+)?)\s*(?:-|–|—|\bto\b)\s*\$?\s*(\d+(?:\.\d+)?)\s*(k|thousand|million)\b"
)
_SCALED = re.compile(r"(\d+(?:\.\d+)?)\s*(k|thousand|million|(?<=\d)m)\b")
_WORD = re.compile(r"\d+\.\d+|\d+(?:st|nd|rd|th)\b|\d+|[^\W\d_]+")
_POINTING = re.compile(
    r"(?<!ty[ -])\b(?:one|two)\b(?![\s-]+(?:hundred|thousand|million))", re.IGNORECASE
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def strip_markers(text: str) -> str:
    """The text without its citation markers, so that `[1]` is never read as a figure."""
    return _MARKER.sub("", text)


@lru_cache(maxsize=20_000)
def words(text: str) -> Words:
    """The stems and values of a text, in order."""
    plain = unicodedata.normalize("NFKC", strip_markers(text)).lower()
    plain = _DOTTED.sub(lambda match: match[0].replace(".", ""), plain)
    plain = _POSSESSIVE.sub("", plain).replace("%", " percent ")
    plain = _THOUSANDS.sub("", plain)
    plain = _SCALED_RANGE.sub(_scale_range, plain)
    plain = _SCALED.sub(lambda match: _scale(match[1], match[2]), plain)
    tokens = _join_number_words(_WORD.findall(plain))
    return tuple(_stem(token) for token in _drop_range_words(tokens))


def contains(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text as a contiguous run of normalised words."""
    return holds_run(words(text), words(phrase))


def holds_run(haystack: Words, needle: Words) -> bool:
    """Whether `needle` is a contiguous run of `haystack`; an empty needle never is."""
    size = len(needle)
    return size > 0 and any(
        haystack[start : start + size] == needle for start in range(len(haystack) - size + 1)
    )


def figures(text: str) -> tuple[str, ...]:
    """The values that stand in a text, in order: money, years, counts, percentages.

    The numbers of an ordered list are layout and do not count.
    """
    plain = _LIST_NUMBER.sub("", strip_markers(text))
    return tuple(word for word in words(plain) if _NUMBER.fullmatch(word))


def stated_figures(text: str) -> tuple[str, ...]:
    """The values that a text asserts: its figures without a spelt-out "one" or "two", which
    mostly point ("the two differ") and seldom count."""
    return figures(_POINTING.sub(" ", text))


def terms(text: str) -> frozenset[str]:
    """The words of a text that carry meaning: no figures, no function words."""
    return frozenset(
        word for word in words(text) if not _NUMBER.fullmatch(word) and word not in _FUNCTION_WORDS
    )


def _scale_range(match: re.Match[str]) -> str:
    low, high, scale = match.groups()
    return f"{_scale(low, scale)} {_scale(high, scale)}"


def _scale(number: str, scale: str) -> str:
    return f" {format_value(float(number) * _SCALES[scale])} "


def format_value(value: float) -> str:
    """A value as the figure that stands for it: no thousands comma, no needless decimals."""
    return str(int(value)) if value == int(value) else f"{value:g}"


def _join_number_words(tokens: list[str]) -> list[str]:
    """Replace "twenty four" by 24, "two hundred" by 200, "seventy thousand" by 70000."""
    joined: list[str] = []
    position = 0
    while position < len(tokens):
        value, used = _read_number(tokens, position)
        joined.append(tokens[position] if not used else format_value(value))
        position += used or 1
    return joined


def _read_number(tokens: list[str], start: int) -> tuple[float, int]:
    """The value that the tokens from `start` spell, and how many tokens spell it (0: none)."""
    if tokens[start] not in _NUMBER_WORDS:
        return 0, 0
    value, position = _NUMBER_WORDS[tokens[start]], start + 1
    if (
        value >= 20
        and position < len(tokens)
        and _NUMBER_WORDS.get(tokens[position], 0) in range(1, 10)
    ):
        value, position = value + _NUMBER_WORDS[tokens[position]], position + 1
    if position < len(tokens) and tokens[position] == "hundred":
        value, position = value * 100, position + 1
    if position < len(tokens) and tokens[position] in ("thousand", "million"):
        value, position = value * _SCALES[tokens[position]], position + 1
    return value, position - start


def _drop_range_words(tokens: list[str]) -> list[str]:
    """Leave out the "to" between two figures, so that "2 to 5" and "2-5" are one."""
    return [
        word
        for position, word in enumerate(tokens)
        if not (
            word == "to"
            and 0 < position < len(tokens) - 1
            and _NUMBER.fullmatch(tokens[position - 1])
            and _NUMBER.fullmatch(tokens[position + 1])
        )
    ]


@lru_cache(maxsize=20_000)
def _stem(token: str) -> str:
    if token[0].isdigit():
        return format_value(float(token)) if _NUMBER.fullmatch(token) else token
    return str(_STEMMER.stemWord(_SPELLINGS.get(token, token)))


_FUNCTION_WORDS = frozenset(_stem(word) for word in _WORDS_WITHOUT_MEANING.split())
