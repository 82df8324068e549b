"""Answers and questions as the chat page shows them: Markdown with a little HTML, all else text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from advisor.schema import whereabouts

OPEN_SOURCES = 4
"""More sources than these are folded away until they are asked for."""
_MARKER = re.compile(r"\[(\d{1,3})\]")
_ROW = re.compile(r"(\|\s*)(.+?)(\s*\|)")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_ACTED_ON = re.compile(r"[!#&()*+\-./:<=>@\[\\\]^_`{|}~]")
"""The punctuation that Markdown or HTML gives a meaning."""


def plain(text: str) -> str:
    """The text with every character that Markdown or HTML would act on made harmless."""
    lines = (line.strip() for line in text.strip().splitlines())
    return "\n".join(_ACTED_ON.sub(_entity, line) for line in lines)


def answer_markup(answer: Mapping[str, Any]) -> str:
    """An answer (as `Answer.to_dict` gives it) with its markers, sources and notices."""
    body = _body(answer["text"], {cited["number"] for cited in answer["citations"]})
    if answer["reason"] and not answer["answered"]:
        body = f'<div class="declined">\n\n{body}\n\n</div>'
    return "\n\n".join(
        part
        for part in (
            body,
            *(f'<p class="notice">{_inline(notice)}</p>' for notice in answer["notices"]),
            _sources(answer["citations"]),
            f'<p class="engine">Engine: {_inline(answer["engine"])}</p>',
        )
        if part
    )


def partial_markup(text: str) -> str:
    """The text of an answer that is still being written."""
    return _body(text, set())


def notice_markup(text: str) -> str:
    """A line from the page itself, such as what went wrong."""
    return f'<p class="notice">{_inline(text)}</p>'


def _body(markdown: str, numbers: set[int]) -> str:
    """The answer's Markdown with markers to press, and with no HTML or picture of its own."""
    text = _TAG_START.sub("&lt;", markdown).replace("![", r"!\[")
    return _MARKER.sub(lambda match: _marker(match, numbers), text)


def _marker(match: re.Match[str], numbers: set[int]) -> str:
    number = int(match[1])
    if number not in numbers:
        return f'<span class="marker">[{number}]</span>'
    return (
        f'<button type="button" class="marker" title="Show source {number}" '
        f'name="{number}">[{number}]</button>'
    )


def _sources(citations: Sequence[Mapping[str, Any]]) -> str:
    """For each citation a line that opens to the quoted passage.

    All on one line of HTML, because a blank line would end the block for Markdown.
    """
    if not citations:
        return ""
    count = f"{len(citations)} source{'s' if len(citations) > 1 else ''}"
    fold = " open" if len(citations) <= OPEN_SOURCES else ""
    items = "".join(_source(cited) for cited in citations)
    return f'<details class="sources"{fold}><summary>{count}</summary>{items}</details>'


def _source(cited: Mapping[str, Any]) -> str:
    known = cited.get("origin", "")
    origin = f'<p class="origin">Source: {_inline(known)}</p>' if known else ""
    lines = _inline(whereabouts(cited["lines"], cited.get("place", "")))
    path = [part for part in cited["section"] if part != cited["guide"]]
    place = " › ".join(_inline(part) for part in [cited["guide"], *path])
    return (
        f'<details class="source source-{int(cited["number"])}"><summary>'
        f'<span class="number">{int(cited["number"])}</span>'
        f'<span class="place">{place} <span class="lines">{lines}</span></span></summary>'
        f"<blockquote>{_quote(cited['quote'])}</blockquote>"
        f"{origin}"
        f'<p class="file">{_inline(cited["source"])}, {lines}</p></details>'
    )


def _quote(text: str) -> str:
    """The passage, letter for letter; a table row's bars are toned down."""
    row = _ROW.fullmatch(text)
    if not row:
        return _inline(text)
    cells = '<span class="bar">|</span>'.join(_inline(cell) for cell in row[2].split("|"))
    return f'<span class="edge">{row[1]}</span>{cells}<span class="edge">{row[3]}</span>'


def _inline(text: str) -> str:
    """The text, letter for letter, on one line of HTML."""
    return _ACTED_ON.sub(_entity, text).replace("\n", "&#10;")


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
