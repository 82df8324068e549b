"""PDFs: lines of type put together again as headings, paragraphs, lists and tables.

What a heading is, and how deep it stands, is told by the type; where nothing is set in other type
than the rest, the lines are read like bare text.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from advisor.errors import CorpusError
from advisor.formats import pdfpages
from advisor.formats.extract import Element, Extract, render, table
from advisor.formats.noise import from_title, without_noise
from advisor.formats.outline import with_levels
from advisor.formats.pdflines import BULLET, Line, mended, read_lines, words_of
from advisor.formats.plain import read_plain
from advisor.formats.units import ENDED

LARGER = 1.12
"""Type so much larger than the text's is a heading's."""
HEADING_CHARS, BOLD_WORDS = 200, 16
"""Longer lines in large type, or in bold of the text's size, are no headings."""
APART = 1.3
"""Lines so much further apart than those of a paragraph are not of one."""
USUAL = 0.15
"""Two lines of a paragraph are the nearest of those that are so often so far apart."""
DEEPEST = 6
_NUMBER = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\S)")
_MARKS = {"bullet": BULLET, "number": _NUMBER}
_UNREAD = re.compile(r"\(cid:\d+\)")
_FAULTS = {
    pdfpages.ENCRYPTED: "is encrypted; save it without a password.",
    pdfpages.NO_PDF: "cannot be read as a PDF: it is broken; export it anew.",
    pdfpages.TOO_LONG: f"has more than {pdfpages.MAX_PAGES} pages; split it.",
}


def read_pdf(raw: bytes, path: Path) -> Extract:
    """A PDF's headings, paragraphs, lists and tables; places are pages.

    Raises CorpusError where it is broken, encrypted, too long, or holds no text (a scan).
    """
    found = _pages(raw, path)
    lines = read_lines(found["pages"])
    letters = sum(len(line.text) for line in lines)
    if not letters:
        raise CorpusError(f"{path} has no text, as a scan has none; run text recognition on it.")
    unread = sum(len(_UNREAD.findall(BULLET.sub("", line.text, count=1))) for line in lines)
    if unread > letters / 100:
        raise CorpusError(f"{path}: its type does not tell its letters; export it anew.")
    blocks = list(_blocks(lines))
    if sum(block.kind == "heading" for block in blocks) < 2:
        return _as_bare_text(blocks, found["title"])
    return render(from_title(without_noise(_elements(blocks))), found["title"])


def _pages(raw: bytes, path: Path) -> dict[str, Any]:
    """What stands on the pages, from a process of its own with bounds on time and memory."""
    command = [sys.executable, "-P", pdfpages.__file__]
    try:
        # Our own program; nothing from outside is an argument.
        done = subprocess.run(  # noqa: S603  # nosec B603
            command, input=raw, capture_output=True, timeout=pdfpages.MAX_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise CorpusError(f"{path} takes too long to read; export it anew.") from error
    if done.returncode:
        raise CorpusError(f"{path} takes more time or memory than a guide should; export it anew.")
    found: dict[str, Any] = json.loads(done.stdout)
    if "fault" in found:
        raise CorpusError(f"{path} {_FAULTS[found['fault']]}")
    return found


@dataclass
class _Block:
    """Lines that belong together; `style` is a heading's type: size, and whether bold."""

    kind: str
    lines: list[Line]
    text: str = ""
    style: tuple[float, bool] = (0.0, False)
    rows: Sequence[Sequence[str]] = ()

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def place(self) -> str:
        first, last = self.lines[0].page, self.last.page
        return f"page {first}" if first == last else f"pages {first} to {last}"


def _blocks(lines: Sequence[Line]) -> Iterator[_Block]:
    """The lines put together; each block has its text, with parted words mended."""
    known = words_of(lines)
    setting = _Setting(lines)
    blocks: list[_Block] = []
    for line in lines:
        above = blocks[-1] if blocks else None
        if above and setting.goes_on(above, line):
            above.lines.append(line)
        else:
            blocks.append(setting.open(line, above))
    for block in blocks:
        if block.kind == "table":
            block.rows = _rows(block, known)
        else:
            block.text = mended([line.text for line in block.lines], known)
            if block.kind in _MARKS:
                block.text = _MARKS[block.kind].sub("", block.text, count=1)
            too_long = len(block.text) > HEADING_CHARS or block.text.endswith(".")
            if block.kind == "heading" and too_long:
                block.kind = "paragraph"
        yield block


class _Setting:
    """How the text is set: what most of its letters, and most pairs of lines, have."""

    def __init__(self, lines: Sequence[Line]) -> None:
        letters: Counter[tuple[float, bool]] = Counter()
        for line in lines:
            letters[line.size, line.bold] += len(line.text)
        (self.size, self.bold), _ = letters.most_common(1)[0]
        text = [line for line in lines if line.text and line.size == self.size]
        apart = (two.top - one.top for one, two in pairwise(text))
        steps = [step for step in apart if 0 < step <= 2.2 * self.size]
        times = Counter(round(step, 1) for step in steps)
        usual = [step for step, count in times.items() if count >= USUAL * len(steps)]
        self.pitch = min(usual, default=1.3 * self.size)
        rights: dict[tuple[int, int], list[float]] = defaultdict(list)
        for line in text:
            rights[line.page, line.story].append(line.right)
        # Where most lines of a page's column reach.
        self.rights = {key: sorted(some)[len(some) * 9 // 10] for key, some in rights.items()}

    def open(self, line: Line, above: _Block | None) -> _Block:
        """The block that begins with a line."""
        if line.rows:
            return _Block("table", [line])
        if BULLET.match(line.text):
            return _Block("bullet", [line])
        if self.is_heading(line):
            return _Block("heading", [line], style=(line.size, line.bold))
        number = _NUMBER.match(line.text)
        before = _NUMBER.match(above.lines[0].text) if above and above.kind == "number" else None
        if number and int(number[1]) == (int(before[1]) if before else 0) + 1:
            return _Block("number", [line])
        return _Block("paragraph", [line])

    def is_heading(self, line: Line) -> bool:
        """Larger than the text, or bold where the text is not, and no whole sentence."""
        if line.size >= LARGER * self.size:
            return True
        bold = line.bold and not self.bold and line.size >= 0.95 * self.size
        return bold and len(line.text.split()) <= BOLD_WORDS and not line.text.endswith((".", ":"))

    def goes_on(self, above: _Block, line: Line) -> bool:
        """Whether a line goes on with the block above it."""
        last = above.last
        if line.rows:  # the rest of a table that the page before could not hold
            is_wide = above.kind == "table" and len(last.rows[0]) == len(line.rows[0])
            return is_wide and line.page == last.page + 1
        if last.rows or BULLET.match(line.text):
            return False
        if above.kind == "heading" or self.is_heading(line):
            same = (line.size, line.bold) == (last.size, last.bold)
            near = line.follows(last) and line.top - last.top <= 1.5 * line.size
            return above.kind == "heading" and same and near
        if above.kind != "paragraph" and line.left < above.lines[0].left - self.size / 2:
            return False
        if not line.follows(last):
            return not ENDED.search(last.text) and abs(line.size - last.size) < 1
        if line.top - last.top > APART * self.pitch * max(line.size / self.size, 1):
            return False
        if above.kind == "number" and _NUMBER.match(line.text):
            return False
        ended = ENDED.search(last.text) is not None
        indented = line.left - last.left > self.size / 2 and above.kind == "paragraph"
        if ended and indented:
            return False
        return not (self._had_room(last, line) and (ended or not line.text[0].islower()))

    def _had_room(self, last: Line, line: Line) -> bool:
        """Whether the first word of a line would have had room at the end of the last."""
        step = (line.right - line.left) / max(len(line.text), 1)
        right = self.rights.get((line.page, line.story), 0.0)
        return last.right + (len(line.text.split()[0]) + 2) * step < right


def _rows(block: _Block, known: frozenset[str]) -> list[list[str]]:
    """A table's rows: titles that each page repeats once, rows that a page parted as one."""
    rows: list[list[str]] = []
    for part, line in enumerate(block.lines):
        cells = [[mended(cell.split("\n"), known) for cell in row] for row in line.rows]
        if part and cells[0] == rows[0]:
            cells = cells[1:]
        if part and cells and not cells[0][0]:
            rows[-1] = [f"{one} {two}".strip() for one, two in zip(rows[-1], cells[0], strict=True)]
            cells = cells[1:]
        rows += cells
    return [row for row in rows if any(row)]


def _elements(blocks: Sequence[_Block]) -> list[Element]:
    """The blocks as elements; headings in the largest type stand highest."""
    styles = sorted({one.style for one in blocks if one.kind == "heading"}, reverse=True)
    levels = {style: min(rank, DEEPEST) for rank, style in enumerate(styles, 1)}
    elements: list[Element] = []
    before = ""
    for block in blocks:
        if block.kind == "heading":
            level = levels[block.style]
            elements.append(Element("heading", block.text, level=level, place=block.place))
        elif block.kind == "table":
            elements += table(block.rows, block.place)
        elif block.kind in ("bullet", "number"):
            opens = block.kind != before
            elements.append(Element("bullet", block.text, opens=opens, place=block.place))
        elif block.text:
            elements.append(Element("paragraph", block.text, place=block.place))
        before = block.kind
    few = len(styles) < 2 or (len(styles) == 2 and sum(one.level == 1 for one in elements) == 1)
    return with_levels(elements) if few else elements


def _as_bare_text(blocks: Sequence[_Block], title: str) -> Extract:
    """Where type tells nothing: the blocks as bare text, a line each, read as such."""
    lines: list[str] = []
    places: list[str] = []
    for block in blocks:
        mark = "- " if block.kind in ("bullet", "number") else ""
        texts = [f"| {' | '.join(row)} |" for row in block.rows] or [mark + block.text]
        lines += texts
        places += [block.place] * len(texts)
    extract = read_plain("\n".join(lines))
    placed = (replace(one, place=places[one.lines[0] - 1]) for one in extract.elements)
    return replace(extract, elements=tuple(placed), title=title)
