"""Whether a sentence leaves out of a text what makes it true: a caution, one side of an "or", the
year, whose word it is, what a denial is about.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import pairwise

from advisor.text import words
from advisor.writer.figures import agrees, figures, stated
from advisor.writer.wording import carrying, form, forms, load_wording

_RANGE = re.compile(r"\$?\d[\d,.]*k?\s*(?:\bto\b|[-–—])\s*\$?\d[\d,.]*k?")
_OPEN = re.compile(r"(\$?\d[\d,.]*k?)(?:\+|\s+(?:or|and)\s+(?:more|over|up)\b)")
_STAYS_OPEN = re.compile(r"(?i)\d\s?\+|\b(?:more|over|least|up|upwards|beyond|plus|minimum)\b")
_MORE = r"\b(?:another|additional|further|extra|more)\b"
_ON_TOP = re.compile(rf"(?i){_MORE}")
_ADDED = re.compile(rf"(?i){_MORE} (\d+(?: to \d+)?)|(\d+) {_MORE}")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_CLAUSE = re.compile(r"[.;:]\s+|,\s+(?!or\b)|\s+and\s+")
_OR = re.compile(r",?\s+or\s+")
_LINKED = re.compile(r"[,;:]\s+(?:and|but|while|whereas)\s+|;\s+")
_SUCH = re.compile(r"(?i)\b(?:such as|including|includes?|for example|among)\b")
_IS = re.compile(r"\b(?:is|are|was|were)\b")
_ITEM = re.compile(r",?\s+and\s+|,\s+")
_AIM = re.compile(r"To (\w+)")
_STOP = re.compile(r"[.!?]\s+")
_SIDE = 3
"""Carrying words on each side of an "or" that are taken for what it offers."""


def left_out(sentence: str, text: str) -> str | None:
    """What the sentence leaves out of the text; None where it keeps what counts."""
    if _halved(sentence, text):
        return "one end of a range without the other"
    if _closed(sentence, text):
        return "a figure that is open upwards, without that"
    if _on_top(sentence, text):
        return "a figure that comes on top, without that"
    if _incautious(sentence, text):
        return "leaves out a caution"
    if _chosen(sentence, text):
        return "one side of an alternative"
    if _YEAR.search(text) and not set(_YEAR.findall(sentence)) & set(_YEAR.findall(text)):
        return "leaves out the year"
    if _denied_in_part(sentence, text):
        return "a denial of less"
    if _summed_up(sentence, text):
        return "a part for the whole"
    return None


def aimless(sentence: str, text: str) -> bool:
    """Whether the sentence leaves out what the text says that something is for: "To excel, ..."."""
    aim = _AIM.match(text)
    return aim is not None and form(aim[1].lower()) not in forms(sentence)


def _incautious(sentence: str, text: str) -> bool:
    """Whether the text has a caution that the sentence has not, or a level where it draws on it."""
    wording, said, there = load_wording(), set(words(sentence)), set(words(text))
    own = set(carrying(sentence))
    clause = max(_LINKED.split(text), key=lambda one: len(own & set(carrying(one))))
    levels = wording.levels & set(words(clause))
    return not levels <= said or any(
        group & there and not group & said for group in wording.cautions
    )


def drawn(sentence: str, cells: Collection[str], name: str) -> Iterator[str]:
    """The parts of a row's cells that a sentence draws on; `name` is what the row is about."""
    own = set(carrying(sentence)) - set(carrying(name))
    for cell in cells:
        for part in cell.split("; "):
            if own & set(carrying(part)) and part != name:
                yield part


def _halved(sentence: str, text: str) -> bool:
    """Whether one end of a range is stated as if it were the figure: 2 years for 2-5 years."""
    said = {one.value for one in stated(sentence)}
    alone = {one.value for one in figures(_RANGE.sub(" ", text))}
    ranges = ({one.value for one in figures(found)} for found in _RANGE.findall(text))
    return any(len((ends & said) - alone) == 1 and len(ends) == 2 for ends in ranges)


def _closed(sentence: str, text: str) -> bool:
    """Whether a figure that is open upwards ("5+ years") is stated as if it were not."""
    said = stated(sentence)
    open_ones = figures("; ".join(_OPEN.findall(text)))
    known = any(agrees(one._replace(unit=""), said) or one in said for one in open_ones)
    return known and not _STAYS_OPEN.search(sentence)


def _on_top(sentence: str, text: str) -> bool:
    """Whether a figure that comes on top of others ("2 more years") is stated as if it did not."""
    added = "; ".join(match[1] or match[2] for match in _ADDED.finditer(text))
    said = {one.value for one in stated(sentence)}
    return any(one.value in said for one in figures(added)) and not _ON_TOP.search(sentence)


def _chosen(sentence: str, text: str) -> bool:
    """Whether the sentence names a side of what the text offers with an "or", and has none."""
    known = set(forms(sentence))
    sides = (
        set(carrying(before)[-_SIDE:]) ^ set(carrying(after)[:_SIDE])  # what is on both counts not
        for clause in _CLAUSE.split(text)
        for before, after in pairwise(_OR.split(clause))
    )
    return "or" not in words(sentence) and any(known & one for one in sides)


def _denied_in_part(sentence: str, text: str) -> bool:
    """Whether a word is left out of a clause that denies: who of all needs no degree, for one."""
    denials, known = load_wording().denials, set(carrying(sentence))
    return any(
        denials & set(words(clause))
        and known & set(carrying(clause)) > set()
        and not set(carrying(clause)) <= known
        for clause in _CLAUSE.split(text)
    )


def _summed_up(sentence: str, text: str) -> bool:
    """Whether the sentence enumerates as if whole what a sentence of the text has more of.

    What something is, is told whole; of what it does, for one, none is left out in the middle.
    """
    known = set(carrying(sentence))
    for told in () if _SUCH.search(sentence) else _STOP.split(text):
        start, *rest = _IS.split(told, maxsplit=1)
        whole = bool(_IS.search(sentence) and rest and known & set(carrying(start)))
        items = (set(carrying(item)) for item in _ITEM.split(rest[0] if whole else told))
        kept = [bool(item & known) for item in items if item]
        if len(kept) > 2 and any(kept) and (not all(kept) if whole else _gap(kept)):
            return True
    return False


def _gap(kept: list[bool]) -> bool:
    """Whether of several that are kept, one between them is not."""
    inner = kept[kept.index(True) : len(kept) - kept[::-1].index(True)]
    return sum(inner) > 2 and not all(inner)
