"""A document as Markdown: its texts are text, and no markup but what is set here gets in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.plan.document import Document, Entry, Section, note

_MARKUP = re.compile(r"([\\`*_\[\]<|])")
_MARKER = re.compile(r"\\\[(\d+)\\\]")


def to_markdown(document: Document) -> str:
    """The document, its citations as footnotes."""
    lines = [f"# {_plain(document.title)}", "", *map(_plain, document.opening)]
    for section in document.sections:
        lines += ["", f"## {_plain(section.title)}", *_section(section)]
    lines += [""] + [f"[^{one.number}]: {_plain(note(one))}" for one in document.citations]
    return "\n".join(lines).rstrip() + "\n"


def _section(section: Section) -> Iterator[str]:
    for text in section.opening:
        yield from ("", _cited(text))
    if section.entries:
        yield ""
    for number, entry in enumerate(section.entries, start=1):
        yield from _entry(entry, f"{number}." if section.numbered else "-")
    if section.bars:
        yield from ("", "| Level | Pay and experience | |", "| --- | --- | --- |")
        for bar in section.bars:
            yield f"| {_plain(bar.title)} | {_cited(bar.text)} | {_plain(bar.mark)} |"


def _entry(entry: Entry, bullet: str) -> Iterator[str]:
    """The title with its mark; what is said of it below, or beside a title that stands alone."""
    mark = f" ({_plain(entry.mark)})" if entry.mark else ""
    if not entry.lines:
        yield f"{bullet} {_cited(entry.title)}{mark}"
        return
    yield f"{bullet} **{_cited(entry.title)}**{mark}"
    indent = " " * (len(bullet) + 1)
    yield from (f"{indent}- {_cited(line)}" for line in entry.lines if line)


def _cited(text: str) -> str:
    """The text with its markers as footnotes."""
    return _MARKER.sub(r"[^\1]", _plain(text))


def _plain(text: str) -> str:
    """The text with what would be markup written as what it is."""
    return _MARKUP.sub(r"\\\1", text)
