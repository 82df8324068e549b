"""Whether a word like "it" or "that" points out of its own text, to what was said before."""

from __future__ import annotations

import re

from advisor.phrases import (
    AUXILIARIES,
    PREPOSITIONS,
    WH,
    Phrase,
    is_function_word,
    is_person,
    is_verb,
    phrases,
)
from advisor.subjects import Subjects

POINTING = re.compile(
    r"(?i)\b(it|its|it's|they|them|their|theirs|they're|he|him|his|she|her|he's|she's|that|this|"
    r"these|those|that's|one|ones|there)\b(?!['’-]\w)"
)
_EXPLETIVE = re.compile(
    r"(?i)\b(?:is|was|isn't|wasn't|be|would|will|does|can)\s+it\s+(?!enough|required|needed|used|"
    r"available|accepted|going|able|meant|designed)(?:[\w'-]+\s+){0,4}?"
    r"(?:to|that|if|when|being|working|having|getting|for (?:an?|me|someone))\s+\w|"
    r"\bit(?:\s+(?:is|was|would be|be|really|usually)|'s)\s+(?:\w+\s+){0,3}?(?:to|that|if)\s+\w|"
    r"\bit\s+(?:takes?|took|costs?|helps?|matters?|hurts?|makes? sense)\s+(?:\w+\s+){0,4}?"
    r"(?:to|if|that)\s+\w|\bit (?:comes|came) to\b|\bit turns out\b|"
    r"\bit(?:'s| is) (?:all|just)\b|\bis it (?:all|just) about\b|"
    r"\bit like (?:to|being|working|as)\b"
)
"""An "it" that stands for nothing: "is it hard to ...", "how long does it take to ..."."""
_BE = frozenset("is are was were be been isn't aren't".split())
_NO_PLACE = frozenset("get out up over hi hey".split())
_COUNTED = frozenset("no the any every each first second third last number step stage day".split())
_PRAISED = frozenset("best good right cheapest easiest better".split())
_LEADING = frozenset("and but so or then do did done if ok".split())
_REPORTING = frozenset("know say says said think mean hear heard sure see".split())
_ADJECTIVE = re.compile(r"(?:ful|ous|able|ible|ical|ive|less|ed|ing)$")
_GREETING = re.compile(r"(?i)(?:hi|hello|hey|thanks?|sorry|clarifying)\b")
_CLAUSE = re.compile(
    r"(?i)[,.;:?!]|\b(?:and|but|if|because|when|while|since|so|or|before)\b"
)  # fmt: skip


def points_back(text: str, place: re.Match[str]) -> bool:
    """Whether a pointing word stands for something that has to be known."""
    word = pronoun(place)
    last, after = _beside(text, place)
    if last == "other":
        return False
    if word == "it":
        return last != "worth" and not _EXPLETIVE.search(text[max(0, place.start() - 12) :])
    if word in {"its", "their"}:
        return after != "own"
    if word == "there":
        be = last in _BE or after in _BE or "'" in place[0]
        return not be and last not in _NO_PLACE
    if word in {"one", "ones"}:
        return _stands_for_noun(last, after)
    if word in {"that", "this", "these", "those"}:
        career = word == "this" and last in {"into", "do", "doing"}  # "how do I get into this"
        return after != "of" and not career and _stands_alone(last, after)
    return True


def pronoun(place: re.Match[str]) -> str:
    """The pointing word, lower case, without what is contracted with it."""
    return place[1].lower().split("'")[0]


def stands_within(text: str, place: re.Match[str], subjects: Subjects | None) -> bool:
    """Whether what a word points to is named earlier in its own text.

    That is so in a sentence or a clause before and, for a possessive, in the same clause.
    """
    word, told = pronoun(place), text[: place.start()]
    found = [one for one in phrases(told) if not _GREETING.match(one.text)]
    if word == "there":
        return any(one.before in {"in", "at"} for one in found)
    named: list[tuple[int, Phrase | None]] = [(one.end, one) for one in found]
    named += [(one.end, None) for one in subjects.find(told)] if subjects else []
    if any(_is_meant(word, told, end, phrase) for end, phrase in named):
        return True
    return word in {"that", "this"} and len(told.split()) > 4 and bool(re.search(r"[,.;?!]", told))


def _is_meant(word: str, told: str, end: int, phrase: Phrase | None) -> bool:
    """Whether a pronoun can mean a phrase, or a thing of the guide, that ends before it."""
    between = told[end:]
    if re.search(r"[.!?]\s", between):
        return True
    if phrase and re.search(r"(?i)\b(?:i'?m|i am|my)\s*$", told[: phrase.start]):
        return False
    human = not phrase or phrase.named or any(map(is_person, phrase.bare.split()))
    if word in {"their", "his", "her"} and (human or bool(phrase and phrase.plural)):
        return True
    if not _CLAUSE.search(between):
        return False
    if word in {"he", "him", "she"} or (word == "them" and phrase and not phrase.plural):
        return bool(phrase) and human
    return word.startswith("the") or not phrase or not phrase.person


def _beside(text: str, place: re.Match[str]) -> tuple[str, str]:
    """The word before, empty at the start of a clause, and the word or sign after."""
    before = text[: place.start()].lower().split()
    last = re.sub(r"\W+$", "", before[-1]) if before and before[-1][-1].isalnum() else ""
    following = re.match(r"\s*([\w'’]+|[^\w\s])?", text[place.end() :])
    return last, (following[1] or "").lower() if following else ""


def _stands_for_noun(last: str, after: str) -> bool:
    """Whether "one" stands for a noun: "do I need one", "which school has the best one"."""
    ends = not after or not after[0].isalnum()
    if last in _PRAISED:
        return ends or is_function_word(after)
    return ends and last not in _COUNTED and (is_function_word(last) or is_verb(last))


def _stands_alone(last: str, after: str) -> bool:
    """Whether "that" or "this" stands for itself, and is no determiner or conjunction."""
    ends = not after or not after[0].isalnum()
    if last in _REPORTING:
        return ends
    if last and not (last in AUXILIARIES | WH | PREPOSITIONS | _LEADING or is_verb(last)):
        return ends and last != "so"
    if is_verb(last) and after in PREPOSITIONS:
        return True
    opens = not last or last in AUXILIARIES | WH | _LEADING
    verb = is_function_word(after) or is_verb(after)
    if opens:
        return ends or verb or bool(_ADJECTIVE.search(after))
    return ends or (last in PREPOSITIONS and verb)
