"""Lines of bare text into units: a paragraph, a bullet, a table row, what may be a heading."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from advisor.formats.columns import find_rows

BULLET = re.compile(r"\s*(?:[-*•·●▪◦‣–—]|o(?=\s{2,}))\s+(?=\S)")
SHAPED = re.compile(
    r"(?i)(?:step|stage|phase|part) \d|\d{1,2}[.)] [A-Z]"
    r"|(?:[^\s:.,;]+ ){0,3}[^\s:.,;]+: [^:,;]{2,50}$"
)
"""What only headings look like: `Step 3: ...`, `Foundation: entry level`."""
NUMBER = re.compile(r"\s*\(?(\d{1,2})[.)]\s+(?=\S)")
ENDED = re.compile(r"[.!?:;][\"'”’)\]]*$")
_RULE = re.compile(r"[-=_*~#·•|+: ]{3,}")
_UNDERLINE = re.compile(r"={3,}|-{3,}|~{3,}|_{3,}")
HEADING_WORDS, QUESTION_WORDS, HEADING_CHARS = 16, 22, 140
WRAPPED = 5
"""So many lines that break in mid-sentence show that the text is wrapped."""
LONG = 40
"""A line of so many characters may be one that was wrapped."""


@dataclass
class Unit:
    """Lines that belong together, counted from 0."""

    kind: str
    """`text`, `bare` (a line that may be a heading), `bullet`, `row`; settled, `heading` too."""
    first: int
    last: int
    text: str
    apart: bool
    """Whether a blank line stands above it."""
    cells: tuple[str, ...] = ()
    opens: bool = False
    loud: bool = False
    """Whether it is underlined."""


def read_units(source: str) -> list[Unit]:
    """The units of a text, in order; no line is in two."""
    lines = source.split("\n")
    found = list(find_rows(lines))
    rows = {row.first: row for row in found}
    tabular = {number for row in found for number in range(row.first, row.last + 1)}
    width = _width(["" if number in tabular else line for number, line in enumerate(lines)])
    units: list[Unit] = []
    number, apart = 0, True
    while number < len(lines):
        line = lines[number]
        row = rows.get(number)
        if row:
            text = "\n".join(lines[row.first : row.last + 1]).strip()
            units.append(Unit("row", row.first, row.last, text, apart, row.cells, row.opens))
            number = row.last
        elif not line.strip() or _RULE.fullmatch(line.strip()):
            if not apart:
                units[-1].loud = _UNDERLINE.fullmatch(line.strip()) is not None
            number, apart = number + 1, True
            continue
        elif not apart and _goes_on(units[-1], lines, number, width):
            units[-1].last = number
            units[-1].text = _between(lines, units[-1])
        else:
            bullet = bool(BULLET.match(line))
            opens = bullet and not (units and units[-1].kind == "bullet")
            units.append(
                Unit("bullet" if bullet else "text", number, number, "", apart, opens=opens)
            )
            units[-1].text = _between(lines, units[-1])
        number, apart = number + 1, False
    for unit in units:
        if unit.kind == "text" and unit.first == unit.last and _may_be_heading(unit.text):
            unit.kind = "bare"
    return units


def _between(lines: Sequence[str], unit: Unit) -> str:
    """The unit's text without its marker and the white space around."""
    text = "\n".join(lines[unit.first : unit.last + 1])
    return (BULLET.sub("", text, count=1) if unit.kind == "bullet" else text).strip()


def _width(lines: Sequence[str]) -> int:
    """How wide the text was wrapped; 0 where each line is a paragraph.

    It is wrapped where lines break in mid-sentence, and hardly one is longer than those.
    """
    lengths = [len(line.rstrip()) for line in lines if line.strip()]
    broken = [
        len(line.rstrip())
        for line, following in pairwise(lines)
        if len(line.rstrip()) >= LONG
        and not ENDED.search(line.rstrip())
        and following.strip()[:1].islower()
    ]
    longer = sum(length > max(broken, default=0) for length in lengths)
    return max(broken) if len(broken) >= WRAPPED and longer < len(lengths) / 10 else 0


def _goes_on(unit: Unit, lines: Sequence[str], number: int, width: int) -> bool:
    """Whether a line goes on with the unit above it: its first word had no room there."""
    above, line = lines[number - 1].rstrip(), lines[number].strip()
    if unit.kind == "row" or not width or BULLET.match(line):
        return False
    ended, low = ENDED.search(above) is not None, line[:1].islower()
    if unit.kind == "text" and unit.first == unit.last and _is_shaped(unit.text):
        return low
    if _had_room(above, line, width):
        return low and not ended
    if unit.kind == "bullet" and _is_shaped(line):
        ended = True
    return not (ended and _may_be_heading(line) and _stands_alone(lines, number, width))


def _had_room(above: str, line: str, width: int) -> bool:
    return len(above) + 1 + len(line.split()[0]) <= width


def _stands_alone(lines: Sequence[str], number: int, width: int) -> bool:
    """Whether a line does not go on in the next one."""
    line = lines[number].rstrip()
    following = lines[number + 1].strip() if number + 1 < len(lines) else ""
    if not following or _had_room(line, following, width):
        return True
    return _is_shaped(line.strip()) and not following[:1].islower()


def _is_shaped(text: str) -> bool:
    """Whether a line can hardly be the first of a paragraph, however little room it left."""
    return _may_be_heading(text) and bool(SHAPED.match(text) or text.endswith("?"))


def _may_be_heading(text: str) -> bool:
    """Whether a line alone could be a heading: short, without a sentence's end or beginning low."""
    longest = QUESTION_WORDS if text.endswith("?") else HEADING_WORDS
    if len(text) > HEADING_CHARS or len(text.split()) > longest:
        return False
    start = NUMBER.sub("", text).lstrip("\"'“‘(#")[:1]
    named = re.search(r"[A-Za-z]{2}", text) is not None
    return named and not start.islower() and not text.endswith((".", "!", ":", ";", ","))
