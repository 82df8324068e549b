"""What an assistant's text puts before the reader: an offer, or a list to pick from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.phrases import DETERMINERS, is_function_word, is_verb
from advisor.text import NUMBER_WORDS, ORDINALS

_OFFER = re.compile(
    r"(?i)(?:would you (?:also )?(?:like|care|want)|do you want|did you want|want|shall i|"
    r"should i|may i|can i|could i|are you interested in|interested in|"
    r"if you (?:like|want),? i can|would it help)\s*(?:me\s+)?(?:to\s+)?(?:also\s+)?"
    r"(?:know|hear|see|learn|tell you|show you|explain|list|describe|go over|give you|read|"
    r"find out|talk|look at|go into|get|hearing|knowing|seeing)?\s*"
    r"(?:more\s+)?(?:about\s+|into\s+)?(?P<what>.+?)\?\s*$"
)
_POINTED_AT = re.compile(
    r"(?i)\b(?:give|have|cover|name|list|describe|say|tell|state|explain|mention|know)s?"
    r"\s+(?:something about\s+|about\s+)?(?P<what>.+?)[.!]?$"
)
_INDIRECT = re.compile(
    r"(?i)^(?P<wh>(?:what|which|who|where|when|why|how)"
    r"(?:\s+(?:much|many|long|often|far|soon))?)\s+(?P<rest>.+)$"
)
_MODAL = frozenset("could can would should will might may must is are was were".split())
_SUBJECTS = frozenset("a an the i they it you someone people".split())
_LIST_ITEM = re.compile(r"(?m)^\s*(?:[-*•]|\d{1,2}[.)])\s+(.+)$")
_MARKS = re.compile(r"\s*(?:\[\d+\])+|[*_`]{1,2}")
_ENUMERATES = re.compile(
    r"(?i)(?:\b(?:such as|like|including|include|for example|are|namely|join)|:)\s+"
)
_BETWEEN_ITEMS = re.compile(r"(?i),\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+(?=[^,]*$)")
_FINITE = re.compile(r"(?:is|are|was|were|has|have|can|may|will|should|must|means)")
_NTH = re.compile(
    rf"(?i)(?P<lead>\b(?:the|that|this|option|number|no\.?|item|choice|#)\s*)?"
    rf"(?P<nth>(?:very\s+)?(?:{'|'.join(ORDINALS)}|last|final|former|latter|"
    rf"\d{{1,2}}(?:st|nd|rd|th)|#?\d{{1,2}}))\b"
    rf"(?P<tail>\s+(?:ones?|option|item|choice|point|bullet|of (?:those|these|them)|"
    rf"in (?:the|that|your) list|you (?:named|mentioned|listed)))*"
)
_COUNTED = frozenset("thing things way reason kind half time year month day week job of".split())


def offer_in(reply: str) -> str:
    """The question that the text's last sentence offers to answer; empty where it offers none."""
    *before, last = re.split(r"(?<=[.!?:])\s+", _MARKS.sub("", reply).strip())
    match = _OFFER.search(last)
    if not match:
        return ""
    what = re.split(r"(?i),?\s+or\s+", match["what"])[0].strip()
    if what.lower() in {"that", "this", "it", "those", "them", "more"}:
        named = _POINTED_AT.search(before[-1]) if before else None
        what = named["what"] if named else ""
    return asked(what) if what else ""


def asked(what: str) -> str:
    """An indirect question as a direct one: "what a director earns" is "What does ... earn?"."""
    what = re.sub(r"(?i)\byou\b", "I", re.sub(r"(?i)\byour\b", "my", what))
    match = _INDIRECT.match(what)
    if not match:
        return f"What {'are' if re.match(r'(?:the )?[a-z]+s ', what) else 'is'} {what}?"
    return _direct(match["wh"], match["rest"].split()) or f"{what[0].upper()}{what[1:]}?"


def _direct(wh: str, words: list[str]) -> str:
    """The question with its verb before its subject; empty where it has that order already."""
    for place, word in enumerate(words):
        lower = word.lower().strip(",")
        if not place or words[place - 1].lower() in DETERMINERS:
            continue
        if lower in {"is", "are"} and place == 1 and wh.lower() in {"what", "which"}:
            return ""
        verb = lower in {"has", "have"} or (is_verb(lower) and not is_function_word(lower))
        if lower in _MODAL or verb:
            head, subject = _noun_first(wh, words[:place])
            if verb and (not subject or (wh.lower() == "which" and not head.count(" "))):
                return ""  # "which schools teach it" is in order
            first, then = _inverted(lower) if verb else (lower, "")
            return " ".join(filter(None, [head, first, subject, then, *words[place + 1 :]])) + "?"
    return ""


def _inverted(verb: str) -> tuple[str, str]:
    """The auxiliary and the base of a verb: "earns" is "does ... earn"."""
    if verb == "has":
        return "does", "have"
    if not verb.endswith("s") or verb.endswith("ss"):
        return "do", verb
    if verb.endswith("ies"):
        return "does", f"{verb[:-3]}y"
    return "does", verb[:-2] if re.search(r"(?:[sxz]|ch|sh|o)es$", verb) else verb[:-1]


def _noun_first(wh: str, words: list[str]) -> tuple[str, str]:
    """The question word with its noun, and the subject: "which associations", "I"."""
    subject = next((p for p, word in enumerate(words) if word.lower() in _SUBJECTS), None)
    with_noun = wh.lower().split()[0] in {"which", "what"} or wh.lower().endswith(("many", "much"))
    if subject is None:
        subject = len(words) - 1 if with_noun and len(words) > 1 else 0
    start = subject if with_noun else 0
    return " ".join([wh[0].upper() + wh[1:], *words[:start]]), " ".join(words[start:])


def items_in(reply: str) -> tuple[str, ...]:
    """The things that a text lists as bullets, shortened to what names them."""
    found = [_item_name(item) for item in _LIST_ITEM.findall(reply)]
    return tuple(found) if len(found) > 1 else ()


def items_named(reply: str) -> tuple[str, ...]:
    """The things that a sentence enumerates: "such as hospitals, clinics and nursing homes"."""
    for sentence in re.split(r"(?<=[.!?])\s+", _MARKS.sub("", reply)):
        _, *tails = _ENUMERATES.split(sentence)
        if not tails or re.search(r"\d", tails[-1]):
            continue
        parts = [part.strip(" .") for part in _BETWEEN_ITEMS.split(tails[-1])]
        if len(parts) > 1 and all(0 < len(part.split()) <= 8 for part in parts):
            return tuple(parts)
    return ()


def _item_name(item: str) -> str:
    """What names a bullet: all of a short one, what stands before a colon or before the verb."""
    text = _MARKS.sub("", item).strip()
    if re.match(r"(?i)(?:step|stage|phase)\s+\d", text):
        return text
    head, _, rest = re.sub(r"\s[–—]\s", ": ", text).partition(": ")
    if rest and len(rest.split()) <= 5 and not re.search(r"\d", rest):
        return text.rstrip(".")
    words = head.split()
    verbs = (
        place
        for place, word in enumerate(words)
        if (place and _FINITE.fullmatch(word)) or (place > 1 and word.islower() and is_verb(word))
    )
    return " ".join(words[: next(verbs, 12)]).rstrip(" .,;")


def picked(text: str, items: Sequence[str]) -> tuple[str, str] | None:
    """The text with "{}" for an ordinal, and the listed item that it picks; None where none.

    "The second step" picks nothing: it names its own noun.
    """
    for match in _NTH.finditer(text):
        if not _picks(match, text):
            continue
        place = _place(match["nth"], len(items))
        if place is not None and 0 <= place < len(items):
            return f"{text[: match.start()]}{{}}{text[match.end() :]}", items[place]
    return None


def ordinal(text: str) -> int | None:
    """The number of a bare ordinal: "the third one" is 3, "the last" is 0."""
    match = _NTH.fullmatch(text.strip(" ?.!"))
    place = _place(match["nth"], 0) if match else None
    return None if place is None else place + 1


def _picks(match: re.Match[str], text: str) -> bool:
    """Whether an ordinal stands for one of a list, and neither counts nor orders a noun."""
    if not (match["lead"] or match["tail"]) and len(text.split()) > 1:
        return False
    if match["nth"].isdigit() and re.search(
        r"(?i)\b(?:step|stage|phase|at|in|from)\s*$", text[: match.start()]
    ):
        return False
    following = re.match(r"\s+([a-z]+)", text[match.end() :].lower())
    if not following or match["tail"]:
        return True
    word = following[1]
    return word not in _COUNTED and (is_function_word(word) or is_verb(word))


def _place(word: str, size: int) -> int | None:
    word = word.lower().removeprefix("very ").lstrip("#")
    if word in {"last", "final", "latter"}:
        return size - 1
    if word == "former":
        return 0
    digits = re.sub(r"\D", "", word)
    return (ORDINALS.get(word) or NUMBER_WORDS.get(word) or int(digits or 0)) - 1
