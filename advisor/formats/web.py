"""Web pages: the article in one, with its headings, lists and tables, without the page around it.

What is no article is told by its tag, its role and the names that its author gave it; where the
article stands, by where most of the text is.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.errors import CorpusError
from advisor.formats.dom import HEADINGS, ancestor, read_tree, take_out, text_of, with_places
from advisor.formats.extract import Element, Extract, render, tidy
from advisor.formats.noise import from_title, without_noise
from advisor.formats.outline import with_levels

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SITE = re.compile(r"\s+[|·•–—-]\s+[^|·•–—]{1,40}$")
_AROUND = {"nav", "footer", "aside", "form", "dialog", "button", "script", "style", "noscript"}
_ROLES = {
    "navigation", "banner", "contentinfo", "complementary", "search", "dialog", "alertdialog",
    "menu", "menubar", "toolbar", "tablist",
}  # fmt: skip
_NAMES = set(
    "nav navbar navigation menu breadcrumb breadcrumbs sidebar footer cookie cookies consent gdpr "
    "banner popup modal overlay lightbox ad ads adslot advert adverts advertisement advertising "
    "sponsor sponsored promo promotion newsletter subscribe subscription signup share sharing "
    "sharebar social related recommended recommendations comments disqus outbrain taboola toc "
    "pagination pager tags skip cta byline adsbygoogle adunit".split()
)
_BEGINNINGS = ("related", "cookie", "newsletter", "sidebar", "breadcrumb", "advert", "comments")
_MARKS = {"#", "¶", "§", "🔗"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+")
_TEXT = {"p", "li", "td", "th", "dd", "dt", "h1", "h2", "h3", "h4", "h5", "h6"}
MAIN_SHARE = 0.8
"""Where a part of the page has this share of its text, the article is inside that part."""
KEPT_SHARE = 0.3
"""What holds so much of the page's text is kept, whatever it is called."""
LINKED_SHARE = 0.8
"""A list is one of links where so much of its text is."""


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
    article, heading = _find_article(page)
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


def _find_article(page: HtmlElement) -> tuple[HtmlElement, HtmlElement | None]:
    """The node that holds the article, and the page's title heading where that stands outside it.

    Takes out of the page what is no part of an article.
    """
    body = page.find("body")
    root = page if body is None else body
    heading = _title_heading(page, root)
    weights = _weights(root)
    kept = KEPT_SHARE * weights.get(root, 0)
    for node in [*root.iterdescendants()]:
        if _is_around(node) and weights.get(node, 0) <= kept and not _holds(node, heading):
            take_out(node)
    _remove_links(root)
    article = _heaviest(root)
    outside = heading is not None and not _holds(article, heading)
    return article, heading if outside else None


def _title_heading(page: HtmlElement, root: HtmlElement) -> HtmlElement | None:
    """The first heading of the first rank that the page's title repeats, or else the first."""
    headings = [one for one in root.iterdescendants("h1") if text_of(one)]
    title = " ".join((page.findtext("head/title") or "").lower().split())
    named = [one for one in headings if text_of(one).lower() in title]
    if named:
        return max(named, key=lambda one: len(text_of(one)))
    inside = [one for one in headings if ancestor(one, "article", "main") is not None]
    return next(iter(inside or headings), None)


def _is_around(node: HtmlElement) -> bool:
    if not isinstance(node.tag, str):
        return False
    if node.tag == "button":  # of an accordion, it holds a question or a heading's text
        return ancestor(node, *HEADINGS) is None and not text_of(node).endswith("?")
    if node.tag in _AROUND or (node.get("role") or "").lower() in _ROLES:
        return True
    if node.tag == "header":
        return ancestor(node, "article", "main") is None
    return node.tag not in _TEXT and any(
        word in _NAMES or word.startswith(_BEGINNINGS) for word in _called(node)
    )


def _called(node: HtmlElement) -> list[str]:
    """The words that its author calls a node by; those of its heading tell of its content."""
    heading = next(node.iterdescendants(*HEADINGS), None)
    content = set() if heading is None else set(_words(text_of(heading)))
    identity = [word for word in _words(node.get("id") or "") if word not in content]
    return _words(node.get("class") or "") + identity


def _words(names: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(names)]


def _holds(node: HtmlElement, inner: HtmlElement | None) -> bool:
    return inner is not None and node in (inner, *inner.iterancestors())


def _weights(root: HtmlElement) -> dict[HtmlElement, int]:
    """How much running text stands in each node, in characters, links left out."""
    weights: dict[HtmlElement, int] = {}
    for node in root.iterdescendants(*_TEXT):
        own = len(node.text or "") + sum(len(child.tail or "") for child in node)
        styled = node.iterchildren("b", "strong", "em", "i", "span")
        own += sum(len(text_of(child)) for child in styled)
        for one in (node, *node.iterancestors()):
            weights[one] = weights.get(one, 0) + own
    return weights


def _heaviest(root: HtmlElement) -> HtmlElement:
    """Down from the root, for as long as one child has most of the text."""
    weights = _weights(root)
    node = root
    while True:
        least = MAIN_SHARE * weights.get(node, 0)
        inner = next((child for child in node if weights.get(child, 0) > least), None)
        if inner is None or inner.tag in (*_TEXT, "ul", "ol", "table"):
            return node
        node = inner


def _remove_links(root: HtmlElement) -> None:
    """Take out the article's own table of contents, lists of links with nothing below them, the
    titles of other pages, paragraphs that are one link, and the marks that link to a heading.
    """
    for link in [*root.iterdescendants("a")]:
        inner = next(link.iterdescendants(*HEADINGS), None)
        heading = ancestor(link, *HEADINGS) if inner is None else inner
        if text_of(link) in _MARKS:
            take_out(link)
        elif heading is not None and text_of(heading) == text_of(link) and _leads_away(link):
            take_out(heading)
    for node in [*root.iterdescendants("p")]:
        link = next(node.iterdescendants("a"), None)
        if link is not None and text_of(link) == text_of(node) and _leads_away(link):
            take_out(node)
    below = 0
    for node in reversed([*root.iterdescendants("ul", "ol", "p")]):
        if node.tag == "p":
            below += len(text_of(node))
        else:
            links = [*node.iterdescendants("a")]
            linked = sum(len(text_of(link)) for link in links)
            is_linked = linked >= LINKED_SHARE * max(len(text_of(node)), 1)
            if is_linked and not (below and any(map(_leads_away, links))):
                take_out(node)


def _leads_away(link: HtmlElement) -> bool:
    return not (link.get("href") or "#").startswith("#")
