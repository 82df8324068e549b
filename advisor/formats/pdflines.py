"""The lines of a PDF's pages in order, without what runs along every page, tables as tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from advisor.formats.extract import tidy
from advisor.formats.pdftables import Cells, find_tables
from advisor.formats.pdfwords import Word, read_stories

MARGIN = 0.1
"""Running headers and footers stand in so much of a page's height, at its top and its bottom."""
SMALLER = 0.9
"""Their type is so much smaller than the text's, or smaller still, where it is."""
RUNNING = 3
"""What stands there on so many pages, or on all of fewer, is one."""
BULLET = re.compile(r"(?:[-*•·●▪■◦‣–—\uf0b7\uf0a7\uf076]|\(cid:\d+\)|o)\s+(?=\S)")
"""Also a private letter of a symbol font, and one that the font gives no name."""
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st"})
_PAGE_NUMBER = re.compile(r"(?i)[\W_]*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?[\W_]*")


@dataclass(frozen=True)
class Line:
    """A line of type, or a table's `rows`; lengths are in points from its page's top and left."""

    page: int
    story: int
    """Which of the page's columns, or what stands above and below them, in reading order."""
    top: float
    bottom: float
    words: tuple[Word, ...] = ()
    rows: Cells = ()
    dotted: bool = False
    """Whether a bullet is drawn before it."""
    in_margin: bool = False
    """Whether it stands where running headers and footers do."""

    @cached_property
    def text(self) -> str:
        """Its words, with a bullet where one is drawn."""
        words = " ".join(word.text for word in self.words)
        return tidy(f"• {words}" if self.dotted else words)

    @cached_property
    def size(self) -> float:
        """The size of most of its letters."""
        return _usual_size(self.words)

    @cached_property
    def bold(self) -> bool:
        """Whether all of it is."""
        return all(word.bold for word in self.words)

    def follows(self, other: Line) -> bool:
        """Whether it stands in the same column of the same page."""
        return (self.page, self.story) == (other.page, other.story)

    @property
    def left(self) -> float:
        """Where its first word begins."""
        return self.words[0].left

    @property
    def right(self) -> float:
        """Where its last word ends."""
        return self.words[-1].right


def read_lines(pages: Sequence[Mapping[str, Any]]) -> list[Line]:
    """The lines of all pages, from what `pdfpages` found."""
    found = [_page(page, number) for number, page in enumerate(pages, 1)]
    everything = [line for lines in found for line in lines]
    marginal = {(_key(line), line.page) for line in everything if line.in_margin}
    times = Counter(key for key, _ in marginal)
    running = {key for key, count in times.items() if count >= min(RUNNING, max(len(pages), 2))}
    size = _usual_size([line for line in everything if not line.in_margin])
    return [
        line
        for number, (page, lines) in enumerate(zip(pages, found, strict=True), 1)
        for line in _with_tables(
            [one for one in lines if not _runs(one, running, size)], page, number
        )
    ]


def _usual_size(things: Iterable[Word | Line]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for one in things:
        letters[one.size] += len(one.text)
    return letters.most_common(1)[0][0] if letters else 0.0


def _page(page: Mapping[str, Any], number: int) -> list[Line]:
    """The lines of type on a page, in the order in which they are read."""
    words = [Word(**one | {"text": one["text"].translate(_LIGATURES)}) for one in page["words"]]
    height = page["height"]
    lines = []
    for story, rows in enumerate(read_stories(words)):
        for row in rows:
            top, bottom = min(word.top for word in row), max(word.bottom for word in row)
            edge = bottom < MARGIN * height or top > (1 - MARGIN) * height
            dotted = _is_dotted(row, page["dots"])
            line = Line(number, story, top, bottom, tuple(row), dotted=dotted, in_margin=edge)
            lines.append(line)
    return lines


def _with_tables(lines: Sequence[Line], page: Mapping[str, Any], number: int) -> list[Line]:
    """A page's lines, those of tables put together."""
    loose = find_tables([line.words for line in lines])
    taken = {index for table in loose for index in range(table.first, table.last + 1)}
    kept = [line for index, line in enumerate(lines) if index not in taken]
    for table in loose:
        story = lines[table.first].story
        kept.append(Line(number, story, table.top, table.bottom, rows=table.rows))
    for ruled in page["tables"]:
        cells = tuple(tuple(cell or "" for cell in row) for row in ruled["rows"])
        above = [line.story for line in lines if line.bottom <= ruled["top"]]
        story = max(above, default=0)
        kept.append(Line(number, story, ruled["top"], ruled["bottom"], rows=cells))
    return sorted(kept, key=lambda line: (line.story, line.top))


def _is_dotted(words: Sequence[Word], dots: Iterable[Mapping[str, float]]) -> bool:
    """Whether a bullet is drawn before the words, as browsers print one."""
    first = words[0]
    return any(
        first.left - 2.5 * first.size < dot["right"] <= first.left
        and first.top < (dot["top"] + dot["bottom"]) / 2 < first.bottom
        and dot["right"] - dot["left"] > 0.1 * first.size
        for dot in dots
    )


def _runs(line: Line, running: Container[str], size: float) -> bool:
    """Whether a line is a page's own: a number, small type, or what is on others as well."""
    own = _PAGE_NUMBER.fullmatch(line.text) or line.size < SMALLER * size
    return line.in_margin and (bool(own) or _key(line) in running)


def _key(line: Line) -> str:
    """The text without the figures that differ from page to page."""
    return re.sub(r"\d+", "#", line.text)


def mended(lines: Iterable[str], known: frozenset[str]) -> str:
    """The lines as running text; a word that was parted at a line's end is put together again.

    `known` are the words of the whole file: they tell `coordi-nation` from `patient-centered`.
    """
    text = ""
    for line in lines:
        parted = re.search(r"(\w+)[-‐\u00ad]$", text)
        following = re.match(r"[a-z]+", line)
        if not parted or not following:
            text = f"{text} {line}" if text else line
            continue
        first, second = parted[1].lower(), following[0]
        compound = f"{first}-{second}" in known or {first, second} <= known
        keeps = compound and first + second not in known and not text.endswith("\u00ad")
        text = (text if keeps else text[:-1]) + line
    return tidy(text)


def words_of(lines: Iterable[Line]) -> frozenset[str]:
    """The words of all lines in lower case, those with hyphens whole and in their parts.

    The last word of a line that ends in a hyphen is none.
    """
    found: set[str] = set()
    for line in lines:
        cells = [part for row in line.rows for cell in row for part in cell.split("\n")]
        for text in cells or [line.text]:
            for word in re.findall(r"\w+(?:-\w+)*", re.sub(r"\S+[-‐\u00ad]$", "", text.lower())):
                found |= {word, *word.split("-")}
    return frozenset(found)
