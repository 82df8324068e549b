"""Tables in bare text: cells between bars or tabs, or in columns that line up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

MAX_LINE = 2_000
"""A longer line is no row of columns that line up, in characters."""
TRIES = 3
MAX_ROWS = 1_000
"""Of such a table."""
MAX_WIDTH = 8
"""Columns in a table whose cells stand below each other."""
_AMOUNT = re.compile(r"\s*\$\s?\d[^.!?]{0,60}\s*\Z")
_PAY = re.compile(
    r"(?i)\A[^\d.!?]{0,60}\b(?:pay|salary|salaries|wages?|earnings|income|range|amount)\b"
)
_NAME = re.compile(
    r"(?i)\A[^\d.!?]{0,60}\b(?:level|title|role|position|job|grade|setting|type|stage)\b"
)
_DASHES = re.compile(r"[-:=+\s]*")
_GAP = re.compile(r"\S {2,}\S")
_INDENT = re.compile(r" {2,}\S")
_ITEM = re.compile(r"\W{0,2}|\(?(?:\d{1,3}|[a-z])[.)]")
"""What stands before the tab of a bullet or a numbered item."""


@dataclass(frozen=True)
class Row:
    """A row's cells and its first and last line, counted from 0; `opens` where a table begins."""

    cells: tuple[str, ...]
    first: int
    last: int
    opens: bool


@dataclass(frozen=True)
class Stack:
    """A table whose cells stand below each other: where it starts, its columns, its rows."""

    start: int
    width: int
    height: int


def find_stacks(texts: Sequence[str]) -> Iterator[Stack]:
    """Pay tables that lost their shape: every so many texts an amount, below a title for it.

    The first row holds the titles; the first column names what the amounts are for.
    """
    amounts = [number for number, text in enumerate(texts) if _AMOUNT.match(text)]
    known, done = set(amounts), 0
    for first, second in pairwise(amounts):
        width = second - first
        titled = 2 <= width <= MAX_WIDTH and first >= width and _PAY.search(texts[first - width])
        if first < done or not titled:
            continue
        names = (_NAME.search(texts[max(first - width - column, 0)]) for column in range(1, width))
        column = next((number for number, name in enumerate(names, 1) if name), 1)
        start, height = first - width - column, 1
        while first + (height - 1) * width in known and start + (height + 1) * width <= len(texts):
            height += 1
        if start >= done and height > 2:
            done = start + height * width
            yield Stack(start, width, height)


def find_rows(lines: Sequence[str]) -> Iterator[Row]:
    """The rows of all tables; a line of dashes between them is no row."""
    start = 0
    while start < len(lines):
        for find in _FINDERS:
            rows, end = find(lines, start)
            if rows:
                yield from rows
                start = end
                break
        else:
            start += 1


def _by_tabs(line: str) -> list[str]:
    cells = [cell.strip() for cell in line.rstrip().split("\t")]
    return [] if _ITEM.fullmatch(cells[0]) else cells


def _by_bars(line: str) -> list[str]:
    bare = line.strip()
    return [cell.strip() for cell in bare.removeprefix("|").removesuffix("|").split("|")]


def _find_divided(
    split: Callable[[str], list[str]], lines: Sequence[str], start: int
) -> tuple[list[Row], int]:
    """Rows that have as many cells as the first."""
    width = len(split(lines[start]))
    rows: list[Row] = []
    end = start
    while width > 1 and end < len(lines):
        cells = split(lines[end])
        ruled = _DASHES.fullmatch("".join(cells)) and lines[end - 1 : end + 1] != ["", ""]
        if len(cells) == width and not all(map(_DASHES.fullmatch, cells)):
            rows.append(Row(tuple(cells), end, end, not rows))
        elif not rows or not ruled:
            break
        end += 1
    return (rows, end) if len(rows) > 1 else ([], start)


def _find_aligned(lines: Sequence[str], start: int) -> tuple[list[Row], int]:
    """Rows whose cells stand below each other; one without a first cell goes on with the last.

    Begun only where lines with gaps begin, or soon after: all others were looked at from there.
    """
    before = lines[max(start - TRIES, 0) : start]
    if not _GAP.search(lines[start]) or (len(before) == TRIES and all(map(_may_be_row, before))):
        return [], start
    end = start
    while end < len(lines) and end - start < MAX_ROWS and _may_be_row(lines[end]):
        end += 1
    if end - start < 3:
        return [], start
    bounds = _gutters([line for line in lines[start:end] if _GAP.search(line)])
    if not bounds:
        return [], start
    rows: list[Row] = []
    for index in range(start, end):
        line = lines[index]
        if not _GAP.search(line) and not _INDENT.match(line) and len(line.rstrip()) >= bounds[0]:
            end = index
            break
        edges = zip([0, *bounds], [*bounds, len(line)], strict=True)
        cells = [line[low:high].strip() for low, high in edges]
        if rows and (not cells[0] or not any(cells[1:])):
            pairs = zip(rows[-1].cells, cells, strict=True)
            joined = tuple(f"{above} {cell}".strip() for above, cell in pairs)
            rows[-1] = Row(joined, rows[-1].first, index, rows[-1].opens)
        elif not all(map(_DASHES.fullmatch, cells)):
            rows.append(Row(tuple(cells), index, index, not rows))
    listed = all(_ITEM.fullmatch(row.cells[0]) for row in rows)
    return (rows, end) if len(rows) > 2 and not listed else ([], start)


_FINDERS = (partial(_find_divided, _by_tabs), partial(_find_divided, _by_bars), _find_aligned)


def _may_be_row(line: str) -> bool:
    """With a gap between cells; or what goes on with the row above: indented, or beginning low."""
    if len(line) > MAX_LINE:
        return False
    return bool(_GAP.search(line) or _INDENT.match(line) or line[:1].islower())


def _gutters(lines: Sequence[str]) -> list[int]:
    """Where columns after the first begin: after two places that are blank in every line."""
    width = max(map(len, lines))
    blank = [
        all(place >= len(line) or line[place] == " " for line in lines) for place in range(width)
    ]
    inked = next(place for place in range(width) if not blank[place])
    return [
        place
        for place in range(inked + 2, width)
        if not blank[place] and blank[place - 1] and blank[place - 2]
    ]
