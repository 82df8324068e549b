"""Lists asked for as a whole, by their labels, and credentials side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.draft import Line, label, quote
from advisor.facts import Listing
from advisor.lexicon import terms
from advisor.readers.reading import COUNT, Reading, said_count, stating_count
from advisor.schema import Chunk

_LISTED = {"skill": ("skills_list", "skills_count"), "area": ("duties",)}
"""What a list's lead calls its items, and the intents that ask for all of them."""
_ALL = {
    "skill": re.compile(r"\b(?:what are|which are|list|name|all)\b.*\bskills\b"),
    "area": re.compile(r"\b(?:what are|which are|list|name|all)\b.*\b(?:areas|duties|responsibil)"),
}
_PREFACE = 30
"""Words of what stands before a list that are quoted with it."""


def read_lists(reading: Reading) -> list[Line] | None:
    """A labelled list in full, None where only a part of one is asked about."""
    for listing in reading.facts.listings:
        if len(listing.items) > 4 and listing.items[0].label and listing.lead:
            noun = next((noun for noun in _LISTED if noun in listing.lead.text.lower()), "")
            if noun and _is_whole(reading, listing, noun):
                said = said_count(reading.text, f"{noun}s?")
                if COUNT.search(reading.text) or said not in (None, len(listing.items)):
                    counted = stating_count(reading.facts, said, f"{noun}s?") if said else None
                    return [quote(counted or listing.lead)]
                return [*_preface(reading, listing), *(label(item) for item in listing.items)]
    return None


def _is_whole(reading: Reading, listing: Listing, noun: str) -> bool:
    """Whether the ask is for this list as a whole: nothing in it goes beyond the list's name."""
    assert listing.lead
    lead = listing.lead.text.lower()
    if said_count(reading.text, f"(?:{noun}|{noun}s)") and noun in reading.text:
        return True
    named = terms(f"{listing.items[0].heading} {lead} skill duty responsibility task area")
    asked = reading.ask.chance(*_LISTED[noun]) > 0.4 or _ALL[noun].search(reading.text)
    return bool(asked) and not reading.own_terms(named)


def _preface(reading: Reading, listing: Listing) -> list[Line]:
    """What the section says in short before its list, then the list's lead."""
    assert listing.lead
    beside = [c for c in reading.facts.sentences if c.section == listing.lead.section]
    first = [c for c in beside if c.order < listing.lead.order][:1]
    short = [c for c in first if len(c.text.split()) <= _PREFACE]
    return [quote(chunk) for chunk in (*short, listing.lead)]


def read_credentials(reading: Reading) -> list[Line] | None:
    """Credentials side by side, or all where which there are is asked; None otherwise."""
    known = reading.facts.credentials
    named = [
        one
        for one in known
        if one.name.lower().removeprefix("the ") in reading.text
        or re.search(rf"\b{one.abbreviation.lower()}s?\b", reading.text)
    ]
    chance = reading.ask.chance
    all_asked = chance("cert_list", "cert_which") > 0.5 and not reading.own_terms(
        terms("certification recommend best common popular available")
    )
    if len(named) < 2 and not (known and not named and all_asked):
        return None
    lines: list[Line] = []
    for one in named or known:
        lines += [line for chunk in _about(one.chunks) if (line := quote(chunk)) not in lines]
    return lines


def _about(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    """What a credential suits, where a sentence says so; what it is, otherwise."""
    suits = [chunk for chunk in chunks if re.search(r"(?i)\bsuits?\b", chunk.text)]
    return suits[:1] or chunks[:2]
