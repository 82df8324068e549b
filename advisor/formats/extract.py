"""What is read from a file of any kind: its elements in reading order, and the readable text.

A quote is a slice of the readable text, and its lines are counted there. For text files that is
the file itself; for a web page, a PDF or a Word file it is written here from the elements.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from advisor.schema import Lines

_BLANK = re.compile(r"[\s\u00a0\u2007\u202f]+")
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\x00-\x08\x0e-\x1b\x7f]")
_MARKS = {"bullet": "- ", "paragraph": "", "row": ""}
NOWHERE: Lines = (0, 0)


@dataclass(frozen=True)
class Element:
    """A heading, a paragraph, a bullet or a table row."""

    kind: Literal["heading", "paragraph", "bullet", "row"]
    text: str
    lines: Lines = NOWHERE
    """The lines of the readable text that it stands on; `render` sets them where it writes that."""
    level: int = 0
    """A heading's: 1 is the title's; a larger number stands deeper. Levels may be skipped."""
    title: str = ""
    """A heading's words, where they differ from its text in the source."""
    cells: tuple[str, ...] = ()
    """A row's cells."""
    opens: bool = False
    """Whether a list or a table begins here; a table's first row holds its column titles."""
    place: str = ""
    """Where a person finds it, where that is not a line: `page 3`, `#salary`, `paragraph 2`."""


@dataclass(frozen=True)
class Extract:
    """A file, read."""

    text: str
    elements: tuple[Element, ...]
    title: str = ""
    """The title that the file states beside its text."""
    titled: bool = True
    """Whether the first heading is the title, below which all others stand."""
    front_matter: str = ""
    """YAML that stands in the file itself."""


def tidy(text: str) -> str:
    """The text on one line, single spaces, without characters that cannot be seen."""
    return _BLANK.sub(" ", _UNSEEN.sub("", text)).strip()


def table(rows: Sequence[Sequence[str]], place: str = "", header: bool = True) -> list[Element]:
    """The rows of a table, made equally long; without `header` its columns have no titles."""
    width = max((len(row) for row in rows), default=0)
    found = [] if header else [Element("row", "", cells=("",) * width, opens=True, place=place)]
    for row in rows:
        cells = (*(tidy(cell) for cell in row), *("",) * (width - len(row)))
        text = f"| {' | '.join(cells)} |"
        found.append(Element("row", text, cells=cells, opens=not found, place=place))
    return found


def render(elements: Iterable[Element], title: str = "") -> Extract:
    """Write the readable text of elements that have no lines yet, one line an element."""
    lines: list[str] = []
    placed: list[Element] = []
    before = ""
    for element in elements:
        joins = element.kind == before and before in ("bullet", "row") and not element.opens
        if before and not joins:
            lines.append("")
        before = element.kind
        if element.text:
            lines.append(_MARKS.get(element.kind, "#" * element.level + " ") + element.text)
        placed.append(replace(element, lines=(len(lines), len(lines))))
    return Extract("\n".join(lines), tuple(placed), tidy(title), is_titled(placed))


def is_titled(elements: Iterable[Element]) -> bool:
    """Whether the first heading stands above all others."""
    levels = [element.level for element in elements if element.kind == "heading"]
    return bool(levels) and all(level > levels[0] for level in levels[1:])
