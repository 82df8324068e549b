"""A document as a PDF: fonts embedded, markers linked to the notes; the same in, the same out.

The fonts (Bitstream Vera) come with ReportLab and hold Latin letters; what they lack is written as
the nearest letter, else as a question mark.
"""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache
from typing import Any
from xml.sax.saxutils import escape

from advisor.plan.document import Bar, Document, Entry, Section, note
from advisor.schema import Citation

_MARKER = re.compile(r"\[(\d+)\]")
_FONT, _BOLD = "Vera", "VeraBd"
_INK, _GREY, _LINK, _BAR, _OWN = "#1b1f24", "#57606a", "#0b57a4", "#b6c7dd", "#0b57a4"
_MARKS = {
    "done": "#1a7f37",
    "next": "#0b57a4",
    "partly done": "#8a5a00",
    "missing": "#b3261e",
    "in part": "#8a5a00",
    "your goal": "#1a7f37",
    "you are here": "#0b57a4",
}
"""The colour of a mark; its words say the same."""
_MARGIN, _PADDING = 54, 6


def to_pdf(document: Document) -> bytes:
    """The document on letter paper, its citations as notes at the end."""
    from reportlab.lib.pagesizes import LETTER
    from reportlab.platypus import SimpleDocTemplate

    buffer, sides = io.BytesIO(), ("left", "right", "top", "bottom")
    template = SimpleDocTemplate(
        buffer,
        pagesize=LETTER,
        **{f"{side}Margin": _MARGIN for side in sides},
        title=_drawable(document.title),
        author="Career advisor",
        subject=_drawable(" ".join(document.opening)),
        lang="en",
        invariant=1,
    )
    writer = _Writer({one.number for one in document.citations})
    story = [writer.text(document.title, "title")]
    story += [writer.text(line, "small") for line in document.opening]
    for section in document.sections:
        story += writer.section(section)
    if document.citations:
        story.append(writer.text("Notes: the guide's own words", "heading"))
    story += [writer.note(one) for one in document.citations]
    footer = _footer(_drawable(document.title))
    template.build(story, onFirstPage=footer, onLaterPages=footer)
    return buffer.getvalue()


class _Writer:
    """Sets texts in styles; `numbers` are the notes that a marker may link to."""

    def __init__(self, numbers: set[int]) -> None:
        self._numbers = numbers
        self._styles = _styles()

    def text(self, text: str, style: str) -> Any:
        """A paragraph of plain text, its markers linked."""
        return self._set(self._marked(text), style)

    def section(self, section: Section) -> list[Any]:
        """A heading with its opening, its list and its chart."""
        found = [self.text(section.title, "heading")]
        found += [self.text(text, "body") for text in section.opening]
        for number, entry in enumerate(section.entries, start=1):
            found += self._entry(entry, f"{number}. " if section.numbered else "")
        return [*found, *self._bars(section.bars)]

    def note(self, citation: Citation) -> Any:
        """A citation: its number, where it stands, and its words."""
        anchor = f'<a name="note{citation.number}"/>'
        return self._set(f"{anchor}[{citation.number}] {_safe(note(citation))}", "note")

    def _entry(self, entry: Entry, number: str) -> list[Any]:
        mark = f' <font color="{_MARKS.get(entry.mark, _GREY)}">{_safe(entry.mark)}</font>'
        title = f"{number}{self._marked(entry.title)}"
        if not entry.lines:
            return [self._set(f"•&nbsp; {title}{mark if entry.mark else ''}", "item")]
        head = f'<font name="{_BOLD}">{title}</font>{mark if entry.mark else ""}'
        lines = [self.text(line, "line") for line in entry.lines if line]
        return [self._set(head, "entry"), *lines]

    def _bars(self, bars: tuple[Bar, ...]) -> list[Any]:
        """A chart: a bar over each text, on one scale."""
        top = max((bar.high for bar in bars), default=0.0)
        found: list[Any] = []
        for bar in bars:
            mark = f' <font color="{_LINK}">({_safe(bar.mark)})</font>'
            found.append(self._set(f"{self._marked(bar.text)}{mark if bar.mark else ''}", "bar"))
            if top:
                found.append(_range(bar, top))
        return found

    def _marked(self, text: str) -> str:
        """The text as markup, its markers as links to the notes."""
        return _MARKER.sub(self._link, _safe(text))

    def _link(self, match: re.Match[str]) -> str:
        if int(match[1]) not in self._numbers:
            return match[0]
        raised = f'<super size="6">{match[0]}</super>'
        return f'<link href="#note{match[1]}" color="{_LINK}">{raised}</link>'

    def _set(self, markup: str, style: str) -> Any:
        from reportlab.platypus import Paragraph

        return Paragraph(markup, self._styles[style])


def _range(bar: Bar, top: float) -> Any:
    """A bar from low to high; an open end is drawn as an arrow head."""
    from reportlab.graphics.shapes import Drawing, Polygon, Rect
    from reportlab.lib.colors import HexColor
    from reportlab.lib.pagesizes import LETTER

    width, height = LETTER[0] - 2 * (_MARGIN + _PADDING), 9.0
    colour = HexColor(_OWN if bar.is_own else _BAR)
    rule = HexColor("#e3e7ec")
    scale = (width - height) / top
    start, end = bar.low * scale, bar.high * scale
    drawing = Drawing(width, height + 6)
    drawing.add(Rect(0, 2, width, height, fillColor=rule, strokeColor=None))
    drawing.add(Rect(start, 2, end - start, height, fillColor=colour, strokeColor=None))
    if bar.open_ended:
        points = [end, 2, end + height, 2 + height / 2, end, 2 + height]
        drawing.add(Polygon(points, fillColor=colour, strokeColor=None))
    return drawing


def _footer(title: str) -> Any:
    """Draws the title and the page's number at the foot."""

    def draw(canvas: Any, template: Any) -> None:
        canvas.saveState()
        canvas.setFont(_FONT, 7.5)
        canvas.setFillColor(_GREY)
        canvas.drawString(_MARGIN + _PADDING, _MARGIN / 2, title[:100])
        canvas.drawRightString(
            template.pagesize[0] - _MARGIN - _PADDING, _MARGIN / 2, f"page {template.page}"
        )
        canvas.restoreState()

    return draw


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    _glyphs()
    body = ParagraphStyle("body", fontName=_FONT, fontSize=9, leading=13, textColor=_INK)
    small = ParagraphStyle("small", body, fontSize=8, leading=11.5, textColor=_GREY)
    heading = ParagraphStyle("heading", body, fontName=_BOLD, fontSize=12.5, leading=16)
    heading.spaceBefore, heading.spaceAfter, heading.keepWithNext = 14, 5, 1
    return {
        "title": ParagraphStyle("title", heading, fontSize=18, leading=23, spaceBefore=0),
        "heading": heading,
        "body": ParagraphStyle("text", body, spaceAfter=4),
        "small": small,
        "entry": ParagraphStyle("entry", body, spaceBefore=5, keepWithNext=1),
        "line": ParagraphStyle("line", body, leftIndent=12, spaceAfter=2),
        "item": ParagraphStyle("item", body, leftIndent=12, firstLineIndent=-12, spaceAfter=2),
        "bar": ParagraphStyle("bar", body, spaceBefore=7, spaceAfter=1, keepWithNext=1),
        "note": ParagraphStyle("note", small, fontSize=7.5, leading=10.5, spaceAfter=3),
    }


def _safe(text: str) -> str:
    """The text without anything that would be markup, in letters that the fonts have."""
    return escape(_drawable(text))


def _drawable(text: str) -> str:
    """The text in letters that the fonts have."""
    known = _glyphs()
    return "".join(one if ord(one) in known else _nearest(one, known) for one in text)


def _nearest(letter: str, known: frozenset[int]) -> str:
    if letter.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", letter)
    return "".join(one for one in plain if ord(one) in known) or "?"


@lru_cache(maxsize=1)
def _glyphs() -> frozenset[int]:
    """The characters that both fonts have; the fonts are made known on the way."""
    from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
    from reportlab.pdfbase.ttfonts import TTFont

    fonts = [TTFont(name, f"{name}.ttf") for name in (_FONT, _BOLD)]
    for font in fonts:
        registerFont(font)
    registerFontFamily(_FONT, normal=_FONT, bold=_BOLD, italic=_FONT, boldItalic=_BOLD)
    return frozenset.intersection(*(frozenset(font.face.charToGlyph) for font in fonts))
