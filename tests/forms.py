"""A guide written in other forms: bare text, a web page, a PDF, a Word file.

What a person would have who copied the guide from a site, saved the page, printed it or wrote it in
Word. Made from the guide's sections, so that nothing of the readers under test is used but those of
Markdown.
"""

import html
import textwrap
from pathlib import Path

from advisor.schema import Block, Guide, Section

NAVIGATION = ("Home", "Jobs", "Career guides", "Employers", "Log in")
RELATED = (
    "How to become a medical coder",
    "How to become a dental hygienist",
    "Ten interview questions for nurses",
)


def joined(text: str) -> str:
    return " ".join(text.split())


def bare_text(guide: Guide, width: int = 0, blank: bool = True, table: str = "|") -> str:
    """Text without markup: wrapped at `width`, or a line a paragraph; `blank` lines between."""
    gap = [""] if blank else []
    lines = [*NAVIGATION, *gap]
    for section in guide.sections:
        lines += [section.path[-1], *gap]
        for block in section.blocks:
            lines += [line for row in _text_lines(block, table) for line in _wrap(row, width)] + gap
    lines += ["Related articles", *gap, *RELATED, *gap, "© 2026 Careers for all", "Privacy policy"]
    return "\n".join(lines) + "\n"


def _wrap(line: str, width: int) -> list[str]:
    if not width or " | " in line or "\t" in line or "   " in line:
        return [line]
    return textwrap.wrap(line, width, break_on_hyphens=False, subsequent_indent="")


def _text_lines(block: Block, table: str) -> list[str]:
    if block.kind == "list":
        return [f"- {joined(piece.text)}" for piece in block.slices]
    if block.kind == "table":
        rows = [block.header, *block.rows]
        if table == "aligned":
            widths = [max(len(row[place]) for row in rows) + 3 for place in range(len(rows[0]))]
            return [
                "".join(cell.ljust(size) for cell, size in zip(row, widths, strict=True)).rstrip()
                for row in rows
            ]
        return [("\t" if table == "tab" else f" {table} ").join(row) for row in rows]
    return [joined(piece.text) for piece in block.slices]


def page(guide: Guide) -> str:
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
    level = len(section.path)
    heading = section.path[-1]
    identity = "-".join("".join(c if c.isalnum() else " " for c in heading.lower()).split())
    parts = [f'<h{level} id="{identity}">{html.escape(heading)}</h{level}>']
    for block in section.blocks:
        texts = [html.escape(joined(piece.text)) for piece in block.slices]
        if block.kind == "list":
            parts.append("<ul>" + "\n".join(f"<li>{text}</li>" for text in texts) + "</ul>")
        elif block.kind == "table":
            head = "".join(f"<th>{html.escape(cell)}</th>" for cell in block.header)
            rows = "".join(
                "<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in row) + "</tr>\n"
                for row in block.rows
            )
            parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
        else:
            parts += [f"<p>{text}</p>" for text in texts]
    return "\n".join(parts)


def word_file(guide: Guide, file: Path) -> None:
    """A Word file with heading styles, lists and tables."""
    import docx

    document = docx.Document()
    for section in guide.sections:
        document.add_heading(section.path[-1], len(section.path) - 1)
        for block in section.blocks:
            if block.kind == "table":
                rows = [block.header, *block.rows]
                table = document.add_table(len(rows), len(rows[0]))
                for row, cells in zip(rows, table.rows, strict=True):
                    for text, cell in zip(row, cells.cells, strict=True):
                        cell.text = text
                continue
            style = "List Bullet" if block.kind == "list" else None
            for piece in block.slices:
                document.add_paragraph(joined(piece.text), style)
    document.save(str(file))


def pdf(guide: Guide, file: Path) -> None:
    """A PDF as a word processor prints it: headings by size, page numbers, a running header."""
    from reportlab.lib import colors
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Table

    body = ParagraphStyle("body", fontName="Times-Roman", fontSize=11, leading=14, spaceAfter=7)
    heads = {
        level: ParagraphStyle(
            f"h{level}", fontName="Helvetica-Bold", fontSize=size, leading=size * 1.2,
            spaceBefore=size * 0.7, spaceAfter=6, keepWithNext=True,
        )
        for level, size in ((1, 22), (2, 17), (3, 13))
    }  # fmt: skip
    story: list[object] = []
    for section in guide.sections:
        story.append(Paragraph(html.escape(section.path[-1]), heads[len(section.path)]))
        for block in section.blocks:
            texts = [html.escape(joined(piece.text)) for piece in block.slices]
            if block.kind == "list":
                items = [Paragraph(text, body) for text in texts]
                story.append(ListFlowable(items, bulletType="bullet", start="•", leftIndent=18))
            elif block.kind == "table":
                rows = [
                    [Paragraph(html.escape(cell), body) for cell in row]
                    for row in (block.header, *block.rows)
                ]
                grid = [("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]
                story.append(Table(rows, colWidths=[110, 95, 85, 160], style=grid, repeatRows=1))
            else:
                story += [Paragraph(text, body) for text in texts]

    def furniture(canvas, document) -> None:
        canvas.setFont("Helvetica", 9)
        canvas.drawString(72, 800, f"Careers for all · {guide.title}")
        canvas.drawCentredString(297, 30, f"Page {document.page}")

    SimpleDocTemplate(str(file), pagesize=(595, 842), title=guide.title).build(
        story, onFirstPage=furniture, onLaterPages=furniture
    )
