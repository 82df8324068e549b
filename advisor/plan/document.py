"""A document to be written as Markdown or as a PDF: sections of statements, with footnotes."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.schema import Citation, Part, whereabouts


@dataclass(frozen=True)
class Statement:
    """Sentences with their markers, the parts they are made of, and what they cite."""

    text: str = ""
    parts: tuple[Part, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True)
class Entry:
    """An item of a list: what it is, how it stands, and what is said of it."""

    title: str
    mark: str = ""
    lines: tuple[str, ...] = ()
    """Texts with markers; the first belongs to the title, the others hang below it."""
    key: str = ""
    """Names it where it can be ticked off."""


@dataclass(frozen=True)
class Bar:
    """A range on a scale that all bars of a chart share; its end is open where `open_ended`."""

    title: str
    text: str
    """The range in words, with markers."""
    low: float
    high: float
    open_ended: bool
    mark: str
    is_own: bool
    """Whether it is the one that stands out."""


@dataclass(frozen=True)
class Section:
    """A heading with an opening text, a list and a chart, each of which may be missing."""

    name: str
    """What it is called in links."""
    title: str
    opening: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    bars: tuple[Bar, ...] = ()
    numbered: bool = False


@dataclass(frozen=True)
class Document:
    """A title, what it is about, and its sections; the citations are the footnotes."""

    title: str
    opening: tuple[str, ...]
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]


def note(citation: Citation) -> str:
    """A citation as a note: where it stands in the guide, and its words on one line."""
    place = whereabouts(citation.lines, citation.place)
    path = citation.section[1:] or citation.section  # the title is the guide's
    return f"{' › '.join(path)} ({place}): “{' '.join(citation.quote.split())}”"
