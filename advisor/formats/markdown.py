"""Markdown: the block structure comes from markdown-it, the text from the file itself, so that
what is quoted later is a slice of the source, letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from advisor.formats.extract import Element, Extract
from advisor.schema import Lines

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_HASHES = re.compile(r"\A\s*#+\s+")
_MARKED = re.compile(r"^#{1,6} \S", re.M)
_BULLET = re.compile(r"\A\s*(?:[-*+]|\d{1,9}[.)])\s+")


def is_markdown(source: str) -> bool:
    """Whether a text has Markdown's headings, whatever its file is called."""
    return len(_MARKED.findall(source)) > 1


def read_markdown(source: str) -> Extract:
    """The elements of a Markdown text with lines ended by newlines; block quotes, code and pictures
    are not read.
    """
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode
    from mdit_py_plugins.front_matter import front_matter_plugin

    parser = MarkdownIt("commonmark").enable("table").use(front_matter_plugin)
    nodes = SyntaxTreeNode(parser.parse(source)).children
    front = nodes[0].content if nodes and nodes[0].type == "front_matter" else ""
    return Extract(source, tuple(_elements(nodes, source.split("\n"))), front_matter=front)


def _elements(nodes: Iterable[SyntaxTreeNode], lines: list[str]) -> Iterator[Element]:
    for node in nodes:
        if node.type == "paragraph":
            assert node.map
            yield Element("paragraph", *_slice(lines, node.map))
        elif node.type in ("bullet_list", "ordered_list"):
            yield from _list(node, lines)
        elif node.type == "table":
            yield from _table(node, lines)
        else:  # a heading, or what may hold some
            yield from (_heading(one, lines) for one in node.walk() if one.type == "heading")


def _slice(
    lines: list[str], span: tuple[int, int], marker: re.Pattern[str] | None = None
) -> tuple[str, Lines]:
    """The text of the 0-based lines [span[0], span[1]) without marker and white space around."""
    first, end = span
    text = "\n".join(lines[first:end])
    if marker:
        text = marker.sub("", text, count=1)
    lead = len(text) - len(text.lstrip())
    first += text.count("\n", 0, lead)
    text = text.strip()
    return text, (first + 1, first + 1 + text.count("\n"))


def _heading(node: SyntaxTreeNode, lines: list[str]) -> Element:
    assert node.map
    text, span = _slice(lines, node.map, _HASHES if node.markup.startswith("#") else None)
    title = node.children[0].content.strip()
    return Element("heading", text, span, int(node.tag[1]), title=title)


def _list(node: SyntaxTreeNode, lines: list[str]) -> Iterator[Element]:
    """Each item's own paragraph is a bullet; a nested item is a bullet like the others."""
    items = (one.children[0] for one in node.walk() if one.type == "list_item" and one.children)
    spans = (one.map for one in items if one.type == "paragraph")
    for place, span in enumerate(spans):
        assert span
        yield Element("bullet", *_slice(lines, span, _BULLET), opens=place == 0)


def _table(node: SyntaxTreeNode, lines: list[str]) -> Iterator[Element]:
    rows = (one for one in node.walk() if one.type == "tr")
    for place, row in enumerate(rows):
        assert row.map
        cells = tuple(one.content for one in row.walk() if one.type == "inline")
        yield Element("row", *_slice(lines, row.map), cells=cells, opens=place == 0)
