"""The lines of a PDF's pages in order, without what runs along every page, tables as tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from advisor.formats.columns import find_rows
from advisor.formats.extract import tidy

MARGIN = 0.1
"""Running headers and footers stand in so much of a page's height, at its top and its bottom."""
RUNNING = 3
"""On so many pages, or on all of fewer, what stands there is one."""
BULLET = re.compile(r"(?:[-*•·●▪■◦‣–—\uf0b7\uf0a7\uf076]|\(cid:\d+\)|o)\s+(?=\S)")
"""Also a private letter of a symbol font, and one that the font gives no name."""
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st"})
_PAGE_NUMBER = re.compile(r"(?i)[\W_]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[\W_]*")

Rows = tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Line:
    """A line of type, or a table's `rows`; lengths are in points, heights from the page's top."""

    page: int
    top: float
    bottom: float = 0.0
    height: float = 1.0
    """The page's."""
    text: str = ""
    columns: str = ""
    """The text with wide gaps as spaces, so that what stands in a column lines up."""
    size: float = 0.0
    bold: bool = False
    left: float = 0.0
    right: float = 0.0
    rows: Rows = ()

    @property
    def in_margin(self) -> bool:
        """Whether it stands where running headers and footers do."""
        return self.bottom < MARGIN * self.height or self.top > (1 - MARGIN) * self.height


def read_lines(pages: Sequence[Sequence[Mapping[str, Any]]]) -> list[Line]:
    """The lines of all pages, from what `pdfpages` found."""
    lines = [_line(found, page) for page, some in enumerate(pages, 1) for found in some]
    lines = _without_running(lines, len(pages))
    return [
        line
        for _, group in groupby(lines, key=lambda line: line.page)
        for line in _with_tables(list(group))
    ]


def _line(found: Mapping[str, Any], page: int) -> Line:
    if "rows" in found:
        rows = tuple(tuple(cell or "" for cell in row) for row in found["rows"])
        return Line(page, found["top"], found["bottom"], found["height"], rows=rows)
    values = {**found, "text": tidy(found["text"].translate(_LIGATURES))}
    return Line(page=page, **values)


def _without_running(lines: list[Line], pages: int) -> list[Line]:
    """The lines without page numbers, and without what stands in the margin of page upon page."""
    times = Counter(key for key, _ in {(_key(line), line.page) for line in lines if line.in_margin})
    running = {key for key, count in times.items() if count >= min(RUNNING, max(pages, 2))}
    return [
        line
        for line in lines
        if not line.in_margin or not (_key(line) in running or _PAGE_NUMBER.fullmatch(line.text))
    ]


def _key(line: Line) -> str:
    """The text without the figures that differ from page to page."""
    return re.sub(r"\d+", "#", line.text)


def _with_tables(lines: list[Line]) -> Iterator[Line]:
    """One page's lines; those whose words line up in columns are tables."""
    left = min((line.left for line in lines if line.text), default=0.0)
    indent = int(left / 4)
    columns = ["" if BULLET.match(line.text) else line.columns[indent:] for line in lines]
    rows = list(find_rows(columns))
    taken = {number for row in rows for number in range(row.first, row.last + 1)}
    starts = {row.first: number for number, row in enumerate(rows) if row.opens}
    for number, line in enumerate(lines):
        if number in starts:
            found = [rows[starts[number]]]
            for row in rows[starts[number] + 1 :]:
                if row.opens:
                    break
                found.append(row)
            cells = tuple(row.cells for row in found)
            bottom = lines[found[-1].last].bottom
            yield Line(line.page, line.top, bottom, line.height, rows=cells)
        elif number not in taken:
            yield line


def mended(lines: Iterable[str], known: frozenset[str]) -> str:
    """The lines as running text; a word that was parted at a line's end is put together again.

    `known` are the words of the whole file: they tell `coordi-nation` from `patient-centered`.
    """
    text = ""
    for line in lines:
        parted = re.search(r"(\w+)[-‐\u00ad]$", text)
        following = re.match(r"[a-z]+", line)
        if parted and following:
            whole = (parted[1] + following[0]).lower()
            hyphened = f"{parted[1]}-{following[0]}".lower()
            parts_known = parted[1].lower() in known and following[0] in known
            if text.endswith("\u00ad") or whole in known:
                text = text[:-1] + line
            elif hyphened in known or parts_known:
                text += line
            else:
                text = text[:-1] + line
        else:
            text = f"{text} {line}" if text else line
    return tidy(text)


def words_of(lines: Iterable[Line]) -> frozenset[str]:
    """The words of all lines, lower case, those with hyphens whole and in their parts.

    The last word of a line that ends in a hyphen is none.
    """
    found: set[str] = set()
    for line in lines:
        text = " ".join(cell for row in line.rows for cell in row) if line.rows else line.text
        for word in re.findall(r"\w+(?:-\w+)*(?!\w*-$)", text.lower()):
            found |= {word, *word.split("-")}
    return frozenset(found)
