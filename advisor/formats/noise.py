"""What a site puts around an article: told by its words, for there may be no markup to tell it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from advisor.formats.extract import Element

SMALL_SHARE = 0.1
"""Only so much of a text is left out for standing before its title."""
LONGEST = 200
"""A longer text is none of these, whatever it begins with, in characters."""

_SOCIAL = (
    r"(?:share|tweet|facebook|twitter|x|linkedin|pinterest|whatsapp|e-?mail|print|save|copy link)"
)
_ALWAYS = re.compile(
    rf"""(?xi)
      advert(?:is(?:e)?ment)? (?:[.:!—-].*)?
    | (?:sponsored|promoted) (?:\ (?:content|post|links?) | \ by\ .* | :.*)?
    | (?:read\ (?:more|also|next) | see\ also | also\ read | learn\ more | related(?:\ \w+)?)
      (?::.*)?
    | (?:view|see|show|load|browse) \ (?:all|more|less) (?:\ [^.!?]{{0,60}})?
    | {_SOCIAL} (?: [\W_]{{1,3}} {_SOCIAL} )* (?:\ this\ \w+)? | share\ (?:this|on|via)\b.*
    | (?:©|\(c\)|copyright) \ ? (?:©|\(c\)|\d|by\b) .* | .{{0,80}}\ all\ rights\ reserved.*
    | (?:we|(?:this|our)\ (?:web)?site) \ uses?\ cookies .* | accept(?:\ all)?(?:\ cookies)?
    | skip\ to\ .{{0,40}} | (?:back|return)\ to\ top | jump\ to\ .{{0,40}}
    | (?:log|sign)[\ -]?(?:in|up|out|on) (?:[\W_]{{1,3}}(?:log|sign)[\ -]?(?:in|up))? | register
    | (?:sign\ up|subscribe) \b .{{0,80}} (?:newsletter|inbox|alerts?) .* | subscribe(?:\ now)?
    | newsletter | menu | home | search | close | next | previous | reply | apply\ now
    | click\ here.*
    | (?:privacy|cookie) \ (?:policy|notice|settings|statement) .{{0,20}}
    | terms\ (?:of|and|&)\ .{{0,30}} | contact(?:\ us)? | about\ us | advertise\ with\ us | sitemap
    | (?:leave|post|add)\ a\ (?:reply|comment) | \d*\ ?comments?
    | (?:photo|image) (?:\ (?:source|credit))? (?:\ by|:) .* | tags:.* | categor(?:y|ies):.*
    | \d+ [\s-]* min(?:ute)?s? \ (?:to\ )? read .* | (?:find|search|browse)\ [^.!?]{{0,60}}\bjobs
    """
)
"""Matched against a whole line without the punctuation at its ends."""
_UNENDED = re.compile(
    r"""(?xi)
      (?: (?:(?:written|reviewed|edited|posted|published)\ )?by \s+
        | (?:(?:last\ )?updated | published | posted ) (?:\ on|\ in)? [\s:]* )
      (?: (?-i:[A-Z][\w.'-]+) | the\ \w+ | \d[\d/.-]* ) [^!?]{0,80}
    | [^.!?:]{0,50} \b (?:updated|published|posted) \b [^.!?]{0,20} \d [^.!?]{0,30}
    | (?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\ )? (?:\d{1,2}\ )? (?:jan|feb|mar|apr|may|jun
      |jul|aug|sep|oct|nov|dec)[a-z]*\.?\ (?:\d{1,2},?\ )? \d{4}
    | (?:find|search|browse)\ [^.!?]{0,60}\bjobs\b[^.!?]{0,40}
    | (?:read|see)\ more\ [^.!?]{0,80}
    """
)
"""The same where no full stop ends the line: with one it may be a sentence."""
_CRUMBS = re.compile(r"\w[^.!?›»>→]{0,40}(?:\s+[›»>→]\s+[^.!?›»>→]{1,60})+")
_LINKS_BELOW = re.compile(
    r"""(?xi)
      (?: related | recommended | popular | trending | latest | similar | featured | recent )
      \ (?: (?:career|job)\ )? (?: articles? | posts? | reading | reads | guides? | stories
        | content | links? | pages? | searches | jobs | job\ (?:openings?|listings?) )
    | (?: you | readers )\ (?: may | might )\ (?:also\ )?(?: like | enjoy | be\ interested\ in ).*
    | (?: read | up | what\ to\ read )\ next | (?: keep | continue | further )\ reading
    | more\ (?: from\ .{0,60} | like\ this | articles | stories | guides | reading | posts )
    | share(?:\ this)?(?:\ (?:article|post|page|guide))? | (?:\d+\ )?comments?
    | leave\ a\ (?:comment|reply)
    | follow\ us.* | about\ the\ authors? | (?:our\ )?newsletter | subscribe.* | tags
    | advertisement
    | related | (?:\w+\ ){0,4} jobs\ (?:near|for)\ (?:you|me) | most\ (?:popular|read|viewed).*
    | explore\ more.* | quick\ links
    """
)
_CONTENTS = re.compile(
    r"(?i)table of contents|contents|in this (?:article|guide|post)|on this page|jump to.*"
    r"|quick navigation|what.s in this (?:article|guide)"
)
_EDGES = " \t|•·*#_[](){}:-–—→›»<>«"


def is_noise(text: str) -> bool:
    """Whether a line is a site's own: an advert, a byline, a button, a trail of links."""
    if len(text) > LONGEST:
        return False
    bare = text.strip(_EDGES)
    if _ALWAYS.fullmatch(bare.rstrip(".!")) or _CRUMBS.fullmatch(bare):
        return True
    return not bare.endswith((".", "!")) and bool(_UNENDED.fullmatch(bare))


def heads_links(text: str) -> bool:
    """Whether a heading has links to other pages below it, or readers' remarks."""
    return bool(_LINKS_BELOW.fullmatch(text[:LONGEST].strip(_EDGES)))


def heads_contents(text: str) -> bool:
    """Whether a heading stands above the article's own table of contents."""
    return bool(_CONTENTS.fullmatch(text[:LONGEST].strip(_EDGES)))


def from_title(elements: list[Element]) -> list[Element]:
    """The elements from the title heading on; the little that stands before it is a site's own."""
    tops = [n for n, one in enumerate(elements) if one.kind == "heading" and one.level == 1]
    before = sum(len(one.text) for one in elements[: tops[0]]) if len(tops) == 1 else 0
    small = before <= SMALL_SHARE * sum(len(one.text) for one in elements)
    return elements[tops[0] :] if before and small else elements


def without_noise(elements: Iterable[Element]) -> list[Element]:
    """The elements without a site's own lines, without sections of links, and without headings at
    the end that nothing stands below.
    """
    kept: list[Element] = []
    inside: int | None = None
    for element in elements:
        heading = element.kind == "heading"
        if heading and (inside is None or element.level <= inside):
            dropped = heads_links(element.text) or heads_contents(element.text)
            inside = element.level if dropped else None
        if inside is None and (element.kind == "row" or not is_noise(element.text)):
            kept.append(element)
    while kept and kept[-1].kind == "heading":
        kept.pop()
    return kept
