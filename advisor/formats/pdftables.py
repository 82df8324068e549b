"""Tables in a PDF that no lines are drawn around: words in columns with blank strips between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from advisor.formats.pdfwords import Word

Cells = tuple[tuple[str, ...], ...]
Strip = tuple[float, float]
"""From where to where no word stands, from the left."""

GUTTER = 0.2
"""A blank strip between columns keeps so much of the type's size as its width, or more."""
SEED = 1.2
"""The same for one that a table is begun with."""
NEAR = 2.5
"""A table's first lines are not further apart, in sizes of type."""
FULL = 0.75
"""So many of a table's rows have more than one cell."""
ALIGNED = 0.75
"""So many of its cells stand right below others of their column."""
MOST = 80
"""Lines in a table on one page."""
_ITEM = re.compile(r"\W{1,2}|\(cid:\d+\)|o|\(?\d{1,3}[.)]?|\(?[a-z][.)]")
"""What stands in the first column of a list."""


@dataclass(frozen=True)
class LooseTable:
    """A table of the lines `first` to `last`, counted from 0; lines in a cell end in newlines."""

    first: int
    last: int
    top: float
    bottom: float
    rows: Cells


def find_tables(lines: Sequence[Sequence[Word]]) -> list[LooseTable]:
    """The tables among a page's lines of words."""
    tables: list[LooseTable] = []
    start = 0
    while start < len(lines):
        end, gutters = _reach(lines, start)
        table = _table(lines, start, end, gutters) if gutters and end - start > 2 else None
        if table:
            tables.append(table)
        start = end if table else start + 1
    return tables


def _reach(lines: Sequence[Sequence[Word]], start: int) -> tuple[int, list[Strip]]:
    """How far blank strips of the line at `start` reach down, and which."""
    size = lines[start][0].size
    gutters = [one for one in _blanks(lines[start]) if one[1] - one[0] >= SEED * size]
    end, widest = start + 1, size
    while gutters and end < min(len(lines), start + MOST):
        gap = lines[end][0].top - lines[end - 1][0].bottom
        near = NEAR * size if end == start + 1 else 1.5 * widest
        left = _shared(gutters, lines[end], GUTTER * size)
        if gap > near or abs(lines[end][0].size - size) > size / 10:
            break
        if len(left) < len(gutters) and (end > start + 1 or not left):
            break
        widest = max(gap, widest) if end > start + 1 else max(gap, size / 2)
        gutters, end = left, end + 1
    return end, gutters


def _blanks(words: Sequence[Word]) -> list[Strip]:
    return [(one.right, two.left) for one, two in pairwise(words) if two.left > one.right]


def _shared(gutters: Iterable[Strip], words: Sequence[Word], least: float) -> list[Strip]:
    """What the words leave blank of the strips; of each the widest part."""
    free = [(float("-inf"), words[0].left), *_blanks(words), (words[-1].right, float("inf"))]
    found = [
        max(
            ((max(low, left), min(high, right)) for left, right in free),
            key=lambda strip: strip[1] - strip[0],
        )
        for low, high in gutters
    ]
    return [(low, high) for low, high in found if high - low >= least]


def _table(
    lines: Sequence[Sequence[Word]], start: int, end: int, gutters: Sequence[Strip]
) -> LooseTable | None:
    """The table of some lines; None where they are a list, or hold one column."""
    edges = [(low + high) / 2 for low, high in gutters]
    words = [word for line in lines[start:end] for word in line]
    bands = _bands(words)
    rows: list[list[list[Word]]] = []
    for band in bands:
        cells: list[list[Word]] = [[] for _ in range(len(edges) + 1)]
        for word in band:
            cells[sum(edge < word.left for edge in edges)].append(word)
        rest = not cells[0] or (not any(cells[1:]) and cells[0][0].text[0].islower())
        if rows and rest:
            rows[-1] = [one + two for one, two in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
    texts = tuple(tuple(_text(cell) for cell in row) for row in rows)
    full = sum(sum(map(bool, row)) > 1 for row in texts)
    listed = _ITEM.fullmatch(texts[0][0])
    if len(texts) < 2 or full < FULL * len(texts) or listed or not all(texts[0]):
        return None
    if not _lines_up(rows):
        return None
    tops, bottoms = (word.top for word in words), (word.bottom for word in words)
    return LooseTable(start, end - 1, min(tops), max(bottoms), texts)


def _lines_up(rows: Sequence[Sequence[Sequence[Word]]]) -> bool:
    """Whether the cells of each column begin, end or have their middle below each other.

    The first row's may do so in another way than the rest, unless there is but one more.
    """
    good = count = 0
    for column in range(1, len(rows[0])):
        cells = [row[column] for row in rows[len(rows) > 2 :] if row[column]]
        lefts = [min(word.left for word in cell) for cell in cells]
        rights = [max(word.right for word in cell) for cell in cells]
        middles = [(left + right) / 2 for left, right in zip(lefts, rights, strict=True)]
        near = rows[0][column][0].size
        good += max(
            sum(abs(edge - median(edges)) <= near for edge in edges)
            for edges in (lefts, rights, middles)
        )
        count += len(cells)
    return good >= ALIGNED * count


def _bands(words: Iterable[Word]) -> list[list[Word]]:
    """Words in rows: where lines of cells are closer to each other than rows are, by that."""
    lines: list[list[Word]] = []
    bottom = float("-inf")
    for word in sorted(words, key=lambda one: one.top):
        if word.top >= bottom - word.size / 10:
            lines.append([])
        lines[-1].append(word)
        bottom = max(bottom, word.bottom)
    gaps = [
        min(word.top for word in below) - max(word.bottom for word in above)
        for above, below in pairwise(lines)
    ]
    bands = [lines[0]]
    widest, closest = max(gaps, default=0.0), min(gaps, default=0.0)
    parts = (widest + closest) / 2 if widest > 1.5 * closest + 1 else closest
    for gap, line in zip(gaps, lines[1:], strict=True):
        if gap >= parts:
            bands.append(line)
        else:
            bands[-1] = bands[-1] + line
    return bands


def _text(words: Iterable[Word]) -> str:
    """A cell's words, line below line."""
    lines: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (round(one.bottom), one.left)):
        if lines and abs(lines[-1][0].bottom - word.bottom) <= word.size / 2:
            lines[-1].append(word)
        else:
            lines.append([word])
    return "\n".join(
        " ".join(one.text for one in sorted(line, key=lambda w: w.left)) for line in lines
    )
