"""Markdown: the block structure comes from markdown-it, the text from the file itself, so that
what is quoted later is a slice of the source, letter for letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from advisor.formats.extract import Element, Extract
from advisor.schema import Lines

if TYPE_CHECKING:
    from markdown_it.token import Token

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
    from mdit_py_plugins.front_matter import front_matter_plugin

    tokens = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).parse(source)
    front = tokens[0].content if tokens and tokens[0].type == "front_matter" else ""
    return Extract(source, tuple(_elements(tokens, source.split("\n"))), front_matter=front)


def _elements(tokens: list[Token], lines: list[str]) -> Iterator[Element]:
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open":
            yield _heading(token, tokens[index + 1], lines)
        elif token.type in _READERS and token.level == 0 and token.map:
            end = _closing(tokens, index)
            yield from _READERS[token.type](tokens[index : end + 1], lines)
            index = end
        index += 1


def _closing(tokens: list[Token], start: int) -> int:
    """The index of the token that closes the block opened at `start`."""
    level = tokens[start].level
    return next(
        index
        for index in range(start + 1, len(tokens))
        if tokens[index].level == level and tokens[index].nesting == -1
    )


def _slice(
    lines: list[str], span: list[int], marker: re.Pattern[str] | None = None
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


def _heading(opened: Token, words: Token, lines: list[str]) -> Element:
    assert opened.map
    marker = _HASHES if opened.markup.startswith("#") else None
    text, span = _slice(lines, opened.map, marker)
    return Element("heading", text, span, int(opened.tag[1]), title=words.content.strip())


def _paragraph(tokens: list[Token], lines: list[str]) -> Iterator[Element]:
    assert tokens[0].map
    yield Element("paragraph", *_slice(lines, tokens[0].map))


def _list(tokens: list[Token], lines: list[str]) -> Iterator[Element]:
    """Each item's own paragraph is a bullet; a nested item is a bullet like the others."""
    opens = True
    for index, token in enumerate(tokens):
        if token.type != "list_item_open" or tokens[index + 1].type != "paragraph_open":
            continue
        span = tokens[index + 1].map
        assert span
        yield Element("bullet", *_slice(lines, span, _BULLET), opens=opens)
        opens = False


def _table(tokens: list[Token], lines: list[str]) -> Iterator[Element]:
    opens = True
    for index, token in enumerate(tokens):
        if token.type != "tr_open" or not token.map:
            continue
        text, span = _slice(lines, token.map)
        yield Element("row", text, span, cells=_row(tokens, index), opens=opens)
        opens = False


def _row(tokens: list[Token], start: int) -> tuple[str, ...]:
    end = _closing(tokens, start)
    return tuple(token.content for token in tokens[start:end] if token.type == "inline")


_READERS = {
    "paragraph_open": _paragraph,
    "bullet_list_open": _list,
    "ordered_list_open": _list,
    "table_open": _table,
}
