"""The elements of an HTML tree: of a web page's article, and of what a Word file is turned into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.formats.extract import Element, table, tidy

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LISTS = {"ul", "ol", "menu"}
_BLOCKS = {*HEADINGS, *_LISTS} | set(
    "table dl details p div section article main header footer figure blockquote pre hr center "
    "address aside li dt dd body html fieldset form summary button".split()
)
_SKIPPED = set(
    "script style noscript template svg math canvas iframe object embed audio video picture img "
    "map select textarea input head figcaption blockquote pre title link meta".split()
)
"""What is not read: no text, or (as in Markdown) quoted blocks, code and captions."""
_BOLD = {"b", "strong"}
_GLYPH = re.compile(r"\s*[-•·●▪◦‣*–]\s+(?=\S)")
_FIGURE = re.compile(r"\W*(?!(?:19|20)\d\d [A-Za-z]|\d+(?:st|nd|rd|th)\b)\d")
Piece = tuple[str, bool]
"""A stretch of running text, and whether it is bold."""
MAX_SPAN = 100
"""A table's cell is repeated over at most so many rows, and a row has at most so many columns."""


def read_tree(root: HtmlElement) -> list[Element]:
    """The elements below a node, in reading order; headings have their anchor as their place."""
    level = 1
    elements = []
    for element in _walk(root):
        if element.kind == "heading" and not element.level:  # a bold line, below the last heading
            element = replace(element, level=level + 1)
        elif element.kind == "heading":
            level = element.level
        elements.append(element)
    return elements


def with_places(elements: Iterable[Element], anchors: bool) -> Iterator[Element]:
    """The elements with their places: the anchor of their heading (`#salary`) where `anchors` says
    that people can follow one, else the number of the paragraph or bullet below its heading, or of
    the row in its table.
    """
    anchor, paragraphs, rows = "", 0, 0
    for element in elements:
        if element.kind == "heading":
            anchor, paragraphs = element.place if anchors else "", 0
            place = anchor or "heading"
        elif element.kind == "row":
            rows = 1 if element.opens else rows + 1
            place = anchor or f"row {rows} of the table"
        else:
            paragraphs += 1
            place = anchor or f"paragraph {paragraphs}"
        yield replace(element, place=place)


def _walk(node: HtmlElement) -> Iterator[Element]:
    lines: list[list[Piece]] = [[(node.text or "", False)]]
    asks = node.tag != "p"
    for child in node:
        if _is_read(child) and next(child.iter(*_BLOCKS), None) is not None:
            yield from _running(lines, asks)
            yield from _block(child)
            lines = [[]]
        else:
            _collect(child, lines)
        lines[-1].append((child.tail or "", False))
    yield from _running(lines, asks)


def _collect(node: HtmlElement, lines: list[list[Piece]], bold: bool = False) -> None:
    """Add the text of an inline node."""
    if not _is_read(node):
        return
    if node.tag == "br":
        lines.append([])
        return
    bold = bold or node.tag in _BOLD
    lines[-1].append((node.text or "", bold))
    for child in node:
        _collect(child, lines, bold)
        lines[-1].append((child.tail or "", bold))


def _running(lines: Sequence[Sequence[Piece]], asks: bool) -> Iterator[Element]:
    """The paragraphs of running text; a short bold line is a heading, typed bullets are a list.

    Where `asks` says so, a question alone is a heading as well.
    """
    paragraph: list[str] = []
    for number, pieces in enumerate(lines):
        source = "".join(text for text, _ in pieces)
        text = tidy(source)
        is_bold = all(bold for text, bold in pieces if text.strip())
        heads = is_bold or (asks and text.endswith("?"))
        short = len(text) <= 120 and len(text.split()) <= 14
        heads = heads and short and not text.endswith((".", "!", ":", ";"))
        if text and not paragraph and heads:
            yield Element("heading", text)
        elif _GLYPH.match(source) and len(lines) > 1:
            yield from _paragraph(paragraph)
            yield Element("bullet", tidy(_GLYPH.sub("", source, count=1)))
        elif text:
            paragraph.append(text)
        elif number:
            yield from _paragraph(paragraph)
    yield from _paragraph(paragraph)


def _paragraph(lines: list[str]) -> Iterator[Element]:
    if lines:
        yield Element("paragraph", " ".join(lines))
        lines.clear()


def _is_read(node: HtmlElement) -> bool:
    """Not a comment, nor of a kind that is not read, nor the mark of a footnote."""
    if not isinstance(node.tag, str) or node.tag in _SKIPPED:
        return False
    return node.tag != "sup" or next(node.iterdescendants("a"), None) is None


def _block(node: HtmlElement) -> Iterator[Element]:
    if node.tag in HEADINGS:
        if text := text_of(node):
            yield Element("heading", text, level=HEADINGS[node.tag], place=_anchor(node))
    elif node.tag in _LISTS:
        yield from _list(node)
    elif node.tag == "table":
        yield from _table(node)
    elif node.tag == "dl":
        yield from _definitions(node)
    elif node.tag == "summary":
        yield Element("heading", text_of(node))
    else:
        yield from _walk(node)


def _anchor(node: HtmlElement) -> str:
    """`#` and the id of a heading, of something in it, or of the section that it opens."""
    for one in node.iter():
        if isinstance(one.tag, str) and (one.get("id") or (one.tag == "a" and one.get("name"))):
            return f"#{one.get('id') or one.get('name')}"
    parent = node.getparent()
    opens = parent is not None and parent[0] is node and parent.tag in ("section", "div")
    return f"#{parent.get('id')}" if opens and parent.get("id") else ""


def _list(node: HtmlElement, opens: bool = True) -> Iterator[Element]:
    """Each item is a bullet, a nested one like the others; an item with a heading is no bullet."""
    for item in node:
        if not _is_read(item):
            continue
        if item.tag in _LISTS:
            yield from _list(item, opens)
        elif any(one.tag in HEADINGS or one.tag == "table" for one in item.iterdescendants()):
            yield from _walk(item)
        else:
            text = text_of(item, without=_LISTS)
            if text:
                yield Element("bullet", text, opens=opens)
                opens = False
            for nested in _nested_lists(item):
                yield from _list(nested, opens)
        opens = False


def _nested_lists(node: HtmlElement) -> Iterator[HtmlElement]:
    for child in node:
        if child.tag in _LISTS:
            yield child
        else:
            yield from _nested_lists(child)


def _definitions(node: HtmlElement) -> Iterator[Element]:
    """`term: what it means` is a bullet; a term that asks is a heading."""
    term, opens = "", True
    for child in node.iterdescendants("dt", "dd"):
        text = text_of(child)
        if child.tag == "dt":
            term = text
            if text.endswith("?"):
                yield Element("heading", text)
        elif term.endswith("?"):
            yield from _walk(child)
        elif text:
            yield Element("bullet", f"{term}: {text}" if term else text, opens=opens)
            opens = False


def _table(node: HtmlElement) -> Iterator[Element]:
    """Rows of cells; a table that only lays out a page is read as what stands in it."""
    rows = [
        row for row in node.iterdescendants("tr") if ancestor(row, "table") is node and text_of(row)
    ]
    cells = [cell for row in rows for cell in row.iterchildren("td", "th")]
    if len(cells) <= len(rows) or any(_lays_out(cell) for cell in cells):
        for cell in cells:
            yield from _walk(cell)
        return
    grid = _grid(rows)
    if len(set(grid[0])) == 1 and len(grid) > 1:  # a caption across the table
        yield Element("paragraph", grid.pop(0)[0])
        rows = rows[1:]
    yield from table(grid, header=_is_header(rows[0], grid[0]))


def _lays_out(cell: HtmlElement) -> bool:
    blocks = [one.tag for one in cell.iterdescendants() if one.tag in {*HEADINGS, "table", "p"}]
    return any(tag != "p" for tag in blocks) or len(blocks) > 3


def _grid(rows: list[HtmlElement]) -> list[list[str]]:
    """The cells' texts; a cell that spans columns or rows is repeated there."""
    grid: list[list[str]] = []
    above: dict[int, tuple[str, int]] = {}
    for row in rows:
        texts: list[str] = []
        for cell in row.iterchildren("td", "th"):
            _fill(texts, above)
            text, rowspan = text_of(cell), _span(cell, "rowspan")
            for _ in range(min(_span(cell, "colspan"), MAX_SPAN - len(texts))):
                if rowspan > 1:
                    above[len(texts)] = (text, rowspan - 1)
                texts.append(text)
        _fill(texts, above)
        grid.append(texts)
    return grid


def _fill(texts: list[str], above: dict[int, tuple[str, int]]) -> None:
    """Repeat what reaches down into a row; `above` has how many rows each has left, by column."""
    while len(texts) in above:
        text, left = above.pop(len(texts))
        if left > 1:
            above[len(texts)] = (text, left - 1)
        texts.append(text)


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name) or ""
    span = int(value) if re.fullmatch("[0-9]{1,6}", value) else 1
    return min(max(span, 1), MAX_SPAN)


def _is_header(row: HtmlElement, texts: list[str]) -> bool:
    """A first row of column titles: marked as such, or without a figure for a cell."""
    if row.getparent().tag == "thead":
        return True
    tags = {cell.tag for cell in row.iterchildren("td", "th")}
    return tags == {"th"} if "th" in tags else not any(map(_FIGURE.match, texts))


def ancestor(node: HtmlElement, *tags: str) -> HtmlElement | None:
    """The nearest node of some kinds that a node stands in."""
    return next(node.iterancestors(*tags), None)


def take_out(node: HtmlElement) -> None:
    """Have a node left out; the text after it stays."""
    node.clear(keep_tail=True)
    node.tag = "template"


def text_of(node: HtmlElement, without: Iterable[str] = ()) -> str:
    """All text of a node on one line, without the nodes of some kinds."""
    without = set(without)
    pieces: list[str] = []

    def collect(one: HtmlElement) -> None:
        pieces.append(one.text or "")
        for child in one:
            if _is_read(child) and child.tag not in without:
                if child.tag in _BLOCKS or child.tag == "br":
                    pieces.append(" ")
                collect(child)
                if child.tag in _BLOCKS:
                    pieces.append(" ")
            pieces.append(child.tail or "")

    collect(node)
    return tidy("".join(pieces))
