"""Whether a sentence puts a text's words together as the text does: the same words in another
order, or of several clauses or items of a list, can say what nobody said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from advisor.text import words
from advisor.writer.figures import agrees, figures, stated
from advisor.writer.wording import carrying, load_wording

_CLAUSE = re.compile(r"[,;:]\s+|\s+(?:while|whereas|but|and|with)\s+|\s[–—]\s")
_ENUMERATED = re.compile(r"[,;:]\s+|\s+(?:and|or|as well as)\s+")
_PARTED = re.compile(r"[,;:]\s|\s[–—]\s")
_STOP = re.compile(r"[.!?:;,]\s+")
_SHORT_NAME = re.compile(r"\b[A-Z][A-Z-]*[A-Z]\b")


def turned(sentence: str, text: str) -> bool:
    """Whether the sentence turns the text's words round: "patients help nurses".

    Its words may be two stretches of the text woven into each other, as where a clause is put in
    front of another; three words in the contrary order are more than that. Where there is one
    clause alone, its words come in the text's order.
    """
    ways = load_wording().ways  # these too tell who does what to whom, and what leads to what
    places: dict[str, list[int]] = {}
    for place, word in enumerate(carrying(text, ways)):
        places.setdefault(word, []).append(place)
    once = not (_PARTED.search(sentence) or _PARTED.search(text))
    ends = {(-1, -1)}
    spoken = carrying(sentence, ways)
    for number, word in enumerate(spoken):
        reached = set()
        for first, second in ends:
            for end, other in ((first, second), (second, first))[: 1 if once else 2]:
                after = next((place for place in places.get(word, ()) if place > end), None)
                if once and after is None and end - 1 in places.get(word, ()):
                    after = end  # two neighbors: a diploma in baking, a baking diploma
                if after is not None:
                    reached.add((after, other) if once else (max(after, other), min(after, other)))
        if word in places and not reached and word not in spoken[:number]:
            return True
        ends = reached or ends
    return False


def repeated(sentence: str, text: str, free: Collection[str]) -> bool:
    """Whether the sentence has a word more often than the text: it says a thing of itself, or of
    something else besides. `free` are words that may come again.
    """
    said, there = Counter(carrying(sentence)), Counter(carrying(text))
    return any(count > max(there[word], 1) for word, count in said.items() if word not in free)


def part_of_the_way(sentence: str, text: str) -> bool:
    """Whether the sentence goes only a part of the text's way: of "from newcomers to healthcare to
    experienced professionals" one "to" alone.
    """
    ways, parts = load_wording().ways, [words(part) for part in _STOP.split(sentence)]
    for there in map(words, _STOP.split(text)):
        said = max(parts, key=lambda part: len(set(part).intersection(there)))
        own = [place for place, word in enumerate(there) if word in said]
        span = there[own[0] : own[-1] + 1] if own else []
        if any(0 < said.count(way) < span.count(way) for way in ways):
            return True
    return False


def regrouped(sentence: str, items: Sequence[str], shared: Collection[str]) -> bool:
    """Whether a part of the sentence's enumeration is made of several items of a list.

    `shared` are words that belong to no item: of what leads the list in, of the career's name.
    """
    sets = [set(carrying(item)) for item in items]
    every = set().union(*sets) - set(shared)
    parts = (set(carrying(part)) & every for part in _ENUMERATED.split(sentence))
    return not all(any(part <= one for one in sets) for part in parts)


def swapped(sentence: str, text: str) -> bool:
    """Whether the short names of a sentence come in another order than the text has them, or two of
    them in one clause that stand in none together.

    Only where the text has several: there one could have been put in another's place.
    """
    said, known = _SHORT_NAME.findall(sentence), _SHORT_NAME.findall(text)
    rest = iter(known)
    if len(set(known)) > 1 and not all(name in rest for name in said):
        return True
    there = [set(_SHORT_NAME.findall(clause)) for clause in _CLAUSE.split(text)]
    here = (set(_SHORT_NAME.findall(clause)) for clause in _CLAUSE.split(sentence))
    return any(len(one) > 1 and not any(one <= other for other in there) for one in here)


def mixed(sentence: str, text: str) -> bool:
    """Whether a clause gives a figure to something that the text gives another figure.

    Clauses are told by their punctuation; a clause's word that stands, in the text, beside other
    figures alone is taken for what those are about.
    """
    compared = load_wording().compared
    clauses = [
        (figures(clause), set(carrying(clause, compared)))
        for clause in _CLAUSE.split(text)
        if figures(clause)
    ]
    if len(clauses) < 2:
        return False
    for clause in _CLAUSE.split(sentence):
        for figure in stated(clause):
            here = [about for found, about in clauses if agrees(figure, found)]
            others = [about for found, about in clauses if not agrees(figure, found)]
            beside = set().union(*others) - set().union(*here) if others else set()
            if set(carrying(clause, compared)) & {one for one in beside if not one[0].isdigit()}:
                return True
    return False
