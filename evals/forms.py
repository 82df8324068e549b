"""A guide written in other forms: bare text, a site's web page, a PDF, a Word file.

What a person has who copied the guide from a site, saved the page, printed it, or wrote it in Word.
The guide is read from its Markdown, so nothing of the other readers is used.
"""

from __future__ import annotations

import html
import textwrap
from collections.abc import Callable
from pathlib import Path
from typing import Any

from advisor.expansion import questions_file
from advisor.guide import read_guide
from advisor.schema import Block, Guide, Section

NAVIGATION = ("Home", "Jobs", "Career guides", "Employers", "Log in")
RELATED = (
    "How to become a medical coder",
    "How to become a dental hygienist",
    "Ten interview questions for nurses",
)
SIDE_FILE = ".yaml"


def write_form(markdown: Path, file: Path) -> None:
    """Write a guide in the form that the file's suffixes name, beside it what belongs to it: its
    front matter, and the questions that its passages answer.
    """
    WRITERS["".join(file.suffixes)](read_guide(markdown), file)
    questions = questions_file(markdown)
    if questions.is_file():
        questions_file(file).write_bytes(questions.read_bytes())
    front_matter = markdown.read_text(encoding="utf-8").split("---\n")[1]
    file.with_suffix(SIDE_FILE).write_text(front_matter, encoding="utf-8")


def bare_text(guide: Guide, width: int = 0, blank: bool = True, table: str = "bars") -> str:
    """Text without markup, as it is copied from a site.

    Wrapped at `width`, or a line a paragraph; with `blank` lines between; the cells of a `table`
    between `bars` or `tabs`, or `aligned`.
    """
    gap = [""] if blank else []
    lines = [*NAVIGATION, *gap]
    for section in guide.sections:
        lines += [section.path[-1], *gap]
        for block in section.blocks:
            if block.kind == "table":
                lines += [*_table_lines([block.header, *block.rows], table), *gap]
                continue
            mark = "- " if block.kind == "list" else ""
            for piece in block.slices:
                line = mark + _joined(piece.text)
                lines += textwrap.wrap(line, width, break_on_hyphens=False) if width else [line]
            lines += gap
    lines += ["Related articles", *gap, *RELATED, *gap, "© 2026 Careers for all", "Privacy policy"]
    return "\n".join(lines) + "\n"


def _table_lines(rows: list[tuple[str, ...]], style: str) -> list[str]:
    if style == "aligned":
        widths = [max(map(len, column)) + 3 for column in zip(*rows, strict=True)]
        return [
            "".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
            for row in rows
        ]
    return [{"bars": " | ", "tabs": "\t"}[style].join(row) for row in rows]


def _joined(text: str) -> str:
    return " ".join(text.split())


def web_page(guide: Guide) -> str:
    """The guide as the article of a site's page, with all that such a page has around it."""
    article = "\n".join(_article(section) for section in guide.sections)
    links = "".join(f'<li><a href="/{n}">{one}</a></li>' for n, one in enumerate(NAVIGATION))
    related = "".join(f'<li><a href="/r{n}">{one}</a></li>' for n, one in enumerate(RELATED))
    title = html.escape(guide.title)
    return f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title} | Careers for all</title>
<style>p {{ margin: 0 }}</style><script>var paid = "<p>no text</p>";</script></head>
<body class="has-sidebar">
<div id="cookie-consent" class="banner"><p>We use cookies to improve your visit. By going on you
accept our cookie policy.</p><button>Accept all</button></div>
<header class="site-header"><a href="/">Careers for all</a><nav><ul>{links}</ul></nav>
<form><input name="q"><button>Search jobs</button></form></header>
<div class="layout"><main><article>
<p class="byline">By the editors, 22 November 2026</p>
{article}
<div class="ad-slot"><p>Advertisement. Earn your degree online in only 12 months!</p></div>
<section class="related-articles"><h2>Related articles</h2><ul>{related}</ul></section>
</article></main>
<aside><h2>Jobs near you</h2><p>Care Coordinator, Springfield, $99,000 a year</p></aside></div>
<footer><p>© 2026 Careers for all. All rights reserved.</p><a href="/p">Privacy policy</a></footer>
</body></html>
"""


def _article(section: Section) -> str:
    heading, level = section.path[-1], len(section.path)
    anchor = "-".join("".join(c if c.isalnum() else " " for c in heading.lower()).split())
    blocks = [_block(block) for block in section.blocks]
    return "\n".join([f'<h{level} id="{anchor}">{html.escape(heading)}</h{level}>', *blocks])


def _block(block: Block) -> str:
    texts = [html.escape(_joined(piece.text)) for piece in block.slices]
    if block.kind == "list":
        return "<ul>" + "\n".join(f"<li>{text}</li>" for text in texts) + "</ul>"
    if block.kind == "table":
        rows = [_row(block.header, "th"), *(_row(row, "td") for row in block.rows)]
        return "<table>" + "\n".join(rows) + "</table>"
    return "\n".join(f"<p>{text}</p>" for text in texts)


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def write_word(guide: Guide, file: Path) -> None:
    """A Word file with the styles for title, headings and lists, and with tables."""
    import docx

    document = docx.Document()
    for section in guide.sections:
        document.add_heading(section.path[-1], len(section.path) - 1)
        for block in section.blocks:
            if block.kind == "table":
                rows = [block.header, *block.rows]
                table = document.add_table(len(rows), len(block.header))
                for texts, row in zip(rows, table.rows, strict=True):
                    for text, cell in zip(texts, row.cells, strict=True):
                        cell.text = text
                continue
            style = "List Bullet" if block.kind == "list" else None
            for piece in block.slices:
                document.add_paragraph(_joined(piece.text), style)
    document.save(str(file))


def write_pdf(guide: Guide, file: Path) -> None:
    """A PDF as a word processor prints it: headings by size, a running header, page numbers."""
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Table

    text = ParagraphStyle("text", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=7)
    heads = [
        ParagraphStyle(
            f"h{size}", fontName="Helvetica-Bold", fontSize=size, leading=size * 1.2,
            spaceBefore=size * 0.7, spaceAfter=6, keepWithNext=True,
        )
        for size in (22, 17, 13)
    ]  # fmt: skip
    grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]

    def paragraph(words: str, style: ParagraphStyle = text) -> Paragraph:
        return Paragraph(html.escape(_joined(words)), style)

    story: list[object] = []
    for section in guide.sections:
        story.append(paragraph(section.path[-1], heads[len(section.path) - 1]))
        for block in section.blocks:
            pieces = [paragraph(piece.text) for piece in block.slices]
            if block.kind == "list":
                story.append(ListFlowable(pieces, bulletType="bullet", start="•", leftIndent=18))
            elif block.kind == "table":
                rows = [[paragraph(cell) for cell in row] for row in (block.header, *block.rows)]
                widths = [450 / len(block.header)] * len(block.header)
                story.append(Table(rows, colWidths=widths, style=grid, repeatRows=1))
            else:
                story += pieces

    def run_along(canvas: Any, page: Any) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, 800, f"Careers for all · {guide.title}")
        canvas.drawCentredString(297, 30, f"Page {page.page}")

    document = SimpleDocTemplate(str(file), pagesize=(595, 842), title=guide.title)
    document.build(story, onFirstPage=run_along, onLaterPages=run_along)


WRITERS: dict[str, Callable[[Guide, Path], object]] = {
    ".txt": lambda guide, file: file.write_text(bare_text(guide), encoding="utf-8"),
    ".wrapped.txt": lambda guide, file: file.write_text(
        bare_text(guide, width=76, table="aligned"), encoding="utf-8"
    ),
    ".html": lambda guide, file: file.write_text(web_page(guide), encoding="utf-8"),
    ".pdf": write_pdf,
    ".docx": write_word,
}
