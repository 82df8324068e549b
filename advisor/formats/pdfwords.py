"""The words of a PDF's page: in lines, and column after column where text is set side by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

COLUMN_LINES = 12
"""Two columns of text share so many lines, and have most lines of the page in common."""
COLUMN_SHARE = 0.6
COLUMN_CHARS = 18
"""A line of either is so long, mostly: shorter ones are a table's."""
GAP = 0.8
"""The strip between them is so much of the type's size wide, or wider."""


@dataclass(frozen=True)
class Word:
    """A word of type; lengths in points from the page's top and left."""

    text: str
    size: float
    bold: bool
    left: float
    right: float
    top: float
    bottom: float


Row = list[Word]


def read_rows(words: Iterable[Word]) -> list[Row]:
    """Words that stand at one height, left to right, from the top down."""
    rows: list[Row] = []
    for word in sorted(words, key=lambda one: (one.bottom, one.left)):
        middle = (word.top + word.bottom) / 2
        if rows and rows[-1][0].top <= middle <= rows[-1][0].bottom:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def read_stories(words: Iterable[Word]) -> list[list[Row]]:
    """The rows of a page in the order in which they are read.

    One list where they run across the page; where two columns stand side by side, what stands above
    them, the first, the second, what stands below.
    """
    rows = read_rows(words)
    strip = _strip(rows)
    if strip is None:
        return [rows]
    stories: list[list[Row]] = [[]]
    for beside, some in _beside(rows, strip):
        if beside:
            halves = [word for row in some for word in row]
            stories.append(read_rows(word for word in halves if word.right <= strip))
            stories.append(read_rows(word for word in halves if word.right > strip))
            stories.append([])
        else:
            stories[-1] += some
    return [story for story in stories if story]


def _strip(rows: Sequence[Row]) -> float | None:
    """Where two columns of text part; None where there is one."""
    blanks = [
        (one.right, two.left)
        for row in rows
        for one, two in pairwise(row)
        if two.left - one.right >= GAP * one.size
    ]
    best, most = None, 0
    for low, high in blanks:
        place = (low + high) / 2
        parted = sum(left < place < right for left, right in blanks)
        if parted > most:
            best, most = place, parted
    if best is None or most < max(COLUMN_LINES, COLUMN_SHARE * len(rows)):
        return None
    long = 0
    for row in rows:
        before = sum(len(word.text) + 1 for word in row if word.right <= best)
        after = sum(len(word.text) + 1 for word in row if word.right > best)
        long += min(before, after) >= COLUMN_CHARS
    return best if long >= COLUMN_SHARE * most else None


def _beside(rows: Sequence[Row], strip: float) -> Iterator[tuple[bool, list[Row]]]:
    """The rows as they stand together: within the columns, or across them."""
    sides = [_sides(row, strip) for row in rows]
    group: list[Row] = []
    was = False
    for number, row in enumerate(rows):
        beside = sides[number] == 2
        if sides[number] == 1 and was:
            ahead = next((side for side in sides[number:] if side != 1), 0)
            first, above = row[0], rows[number - 1][0]
            goes_down = first.size == above.size > first.top - above.bottom
            beside = ahead == 2 or goes_down
        if group and beside != was:
            yield was, group
            group = []
        group.append(row)
        was = beside
    if group:
        yield was, group


def _sides(row: Row, strip: float) -> int:
    """In how many of the columns a row has words; 0 where it runs across them."""
    before = [word for word in row if word.right <= strip]
    after = [word for word in row if word.left >= strip]
    if len(before) + len(after) < len(row):
        return 0
    if before and after and after[0].left - before[-1].right < GAP * row[0].size:
        return 0
    return bool(before) + bool(after)
