"""Web pages: the article in one, with its headings, lists and tables."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.errors import CorpusError
from advisor.formats.article import find_article
from advisor.formats.dom import HEADINGS, read_tree, text_of, with_places
from advisor.formats.extract import Element, Extract, render, tidy
from advisor.formats.noise import from_title, without_noise
from advisor.formats.outline import with_levels

_SITE = re.compile(r"\s+[|·•–—-]\s+[^|·•–—]{1,40}$")


def read_web(raw: bytes, path: Path) -> Extract:
    """A page's article; places are the anchors of its headings. Raises CorpusError for no page."""
    from lxml import etree, html

    if b"\0" in raw and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise CorpusError(f"{path} is a binary file; a web page was expected. Save it anew.")
    parser = html.HTMLParser(encoding=_encoding(raw), remove_comments=True, huge_tree=False)
    try:
        page = html.document_fromstring(raw, parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise CorpusError(
            f"{path} has no text; save the page anew, with its article in it."
        ) from error
    stated = _SITE.sub("", tidy(page.findtext("head/title") or ""))
    article, heading = find_article(page)
    elements = without_noise(read_tree(article))
    if next(article.iter(*HEADINGS), None) is None:  # its headings are bold lines
        elements = with_levels(elements)
    if heading is not None:
        elements.insert(0, Element("heading", text_of(heading), level=1))
    return render(with_places(from_title(elements), anchors=True), stated)


def _encoding(raw: bytes) -> str | None:
    """UTF-8 where the bytes are that, whatever the page says; else what it says."""
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"
