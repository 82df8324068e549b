"""A guide as it is read on the page: HTML made from its chunks, each of which can be pointed to.

A chunk becomes an element with its place in the guide (`data-order`) and its words, escaped.
Sentences of one paragraph stand together again, bullets become a list, rows a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import groupby
from typing import Any

from advisor.schema import Chunk, SourceNote, whereabouts

_DEEPEST = 6
"""The levels of headings that HTML knows."""


def contents(chunks: Iterable[Chunk]) -> list[dict[str, Any]]:
    """The headings of a guide below its title: `order`, `level` and `text` of each."""
    return [
        {"order": chunk.order, "level": len(chunk.section), "text": chunk.text}
        for chunk in chunks
        if chunk.kind == "heading" and len(chunk.section) > 1
    ]


def guide_markup(
    chunks: Iterable[Chunk], cited: frozenset[int] = frozenset(), above: int = 0
) -> str:
    """Chunks in reading order as HTML; those whose order is in `cited` are marked.

    `above` is how many levels of headings stand above what is shown, so that none is skipped.
    """
    shown = [chunk for chunk in chunks if chunk.kind != "question"]
    blocks = [list(block) for _, block in groupby(shown, key=lambda one: (one.section, one.block))]
    html = []
    for place, block in enumerate(blocks):
        after = blocks[place + 1][0] if place + 1 < len(blocks) else None
        html.append(_block(block, cited, above))
        same = after and (after.notes, after.section) == (block[-1].notes, block[-1].section)
        if block[-1].notes and not same:  # a source speaks for all blocks that follow each other
            html.append(_origin(block[-1].notes))
    return "".join(html)


def cited_orders(chunks: Iterable[Chunk], quote: str, lines: Sequence[int]) -> frozenset[int]:
    """Which chunks a quote is made of; empty where the guide no longer has it."""
    return frozenset(
        chunk.order
        for chunk in chunks
        if chunk.kind != "question"
        and lines[0] <= chunk.lines[0]
        and chunk.lines[1] <= lines[-1]
        and (chunk.text in quote or quote in chunk.text)
    )


def _block(block: Sequence[Chunk], cited: frozenset[int], above: int) -> str:
    first = block[0]
    if first.kind == "heading":
        depth = max(len(first.section) - above, 1)
        level = min(depth + 1, _DEEPEST)  # the page's own title is the first
        return "".join(_element(f"h{level}", chunk, cited) for chunk in block)
    if first.kind == "bullet":
        items = "".join(_element("li", chunk, cited) for chunk in block)
        return f"<ul>{items}</ul>"
    if first.kind == "row":
        return _table(block, cited)
    return f"<p>{' '.join(_element('span', chunk, cited) for chunk in block)}</p>"


def _table(block: Sequence[Chunk], cited: frozenset[int]) -> str:
    columns = [column for column, _ in block[0].cells]
    heads = "".join(f'<th scope="col">{escape(one)}</th>' for one in columns)
    head = f"<thead><tr>{heads}</tr></thead>" if any(columns) else ""
    rows = "".join(_row(chunk, cited) for chunk in block)
    # A wide table scrolls by itself; whoever uses a keyboard can do so too.
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="Table">'
        f"<table>{head}<tbody>{rows}</tbody></table></div>"
    )


def _row(chunk: Chunk, cited: frozenset[int]) -> str:
    (_, first), *rest = chunk.cells or (("", chunk.text),)
    # Where there is no room for columns, each cell shows which it belongs to.
    cells = "".join(f'<td data-column="{escape(name)}">{escape(cell)}</td>' for name, cell in rest)
    return f'<tr {_place(chunk, cited)}><th scope="row">{escape(first)}</th>{cells}</tr>'


def _element(tag: str, chunk: Chunk, cited: frozenset[int]) -> str:
    return f"<{tag} {_place(chunk, cited)}>{escape(chunk.text)}</{tag}>"


def _place(chunk: Chunk, cited: frozenset[int]) -> str:
    marked = ' class="cited"' if chunk.order in cited else ""
    where = escape(whereabouts(chunk.lines, chunk.place))
    return f'data-order="{chunk.order}" data-where="{where}"{marked}'


def _origin(notes: Sequence[SourceNote]) -> str:
    told = "; ".join(f"{note.name}, {note.words}, {note.date}" for note in notes)
    return f'<p class="origin">Source: {escape(told)}</p>'
