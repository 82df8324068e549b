"""What an assistant's text puts before the reader: an offer, or a list to pick from."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.phrases import DETERMINERS, is_function_word, is_verb
from advisor.text import NUMBER_WORDS, ORDINALS

_OFFER = re.compile(
    r"(?i)(?:would you (?:also )?(?:like|care|want)|do you want|did you want|want|shall i|should i|"
    r"may i|can i|could i|are you interested in|interested in|if you (?:like|want),? i can|"
    r"would it help)\s*(?:me\s+)?(?:to\s+)?(?:also\s+)?"
    r"(?:know|hear|see|learn|tell you|show you|explain|list|describe|go over|give you|read|find out|"
    r"talk|look at|go into|get|hearing|knowing|seeing)?\s*(?:more\s+)?(?:about\s+|into\s+)?(?P<what>.+?)\?\s*$"
)
_INDIRECT = re.compile(
    r"(?i)^(?P<wh>(?:what|which|who|where|when|why|how)(?:\s+(?:much|many|long|often|far|soon))?)\s+(?P<rest>.+)$"
)
_MODAL = frozenset("could can would should will might may must is are was were".split())
_LIST_ITEM = re.compile(r"(?m)^\s*(?:[-*•]|\d{1,2}[.)])\s+(.+)$")
_MARKS = re.compile(r"\s*(?:\[\d+\])+|[*_`]{1,2}")
_NTH = re.compile(
    rf"(?i)(?P<lead>\b(?:the|that|this|option|number|no\.?|item|choice|#)\s*)?(?P<nth>(?:very\s+)?(?:"
    rf"{'|'.join(ORDINALS)}|last|final|former|latter|\d{{1,2}}(?:st|nd|rd|th)|#?\d{{1,2}}))\b"
    rf"(?P<tail>\s+(?:ones?|option|item|choice|point|bullet|of (?:those|these|them)|in (?:the|that|your) list"
    rf"|you (?:named|mentioned|listed)))*"
)


def offer_in(reply: str) -> str:
    """The question that the text's last sentence offers to answer; empty where it offers none."""
    text = _MARKS.sub("", reply).strip()
    sentences = re.split(r"(?<=[.!?:])\s+", text)
    match = _OFFER.search(sentences[-1]) if sentences else None
    if not match:
        return ""
    what = re.split(r"(?i),?\s+or\s+", match["what"])[0].strip()
    if what.lower() in {"that", "this", "it", "those", "them", "more"}:
        before = re.search(r"(?i)\b(?:give|have|cover|name|list|describe|say|tell|state|explain|mention|know)s?"
                           r"\s+(?:something about\s+|about\s+)?(.+?)[.!]?$", sentences[-2]) \
            if len(sentences) > 1 else None  # fmt: skip
        what = before[1] if before else ""
    return asked(what) if what else ""


def asked(what: str) -> str:
    """An indirect question as a direct one: "what a director earns" is "What does ... earn?"."""
    what = re.sub(r"(?i)\byou\b", "I", re.sub(r"(?i)\byour\b", "my", what))
    match = _INDIRECT.match(what)
    if not match:
        return f"What {'are' if re.match(r'(?:the )?[a-z]+s ', what) else 'is'} {what}?"
    wh, words = match["wh"], match["rest"].split()
    for place, word in enumerate(words):
        lower = word.lower().strip(",")
        if lower in _MODAL and place and lower not in {"is", "are"} or lower in {"is", "are"} and place:
            if place == 1 and lower in {"is", "are"} and wh.lower() in {"what", "which"}:
                break
            head, subject = _noun_first(wh, words[:place])
            return f"{head} {lower} {subject} {' '.join(words[place + 1 :])}".rstrip() + "?"
        after_article = place and words[place - 1].lower() in DETERMINERS
        if place and is_verb(lower) and not is_function_word(lower) and not after_article:
            head, subject = _noun_first(wh, words[:place])
            if not subject:
                break
            third = lower.endswith("s") and not lower.endswith("ss")
            base = _base(lower) if third else lower
            return f"{head} {'does' if third else 'do'} {subject} {base} {' '.join(words[place + 1 :])}".rstrip() + "?"
    return f"{what[0].upper()}{what[1:]}?"


def _noun_first(wh: str, words: list[str]) -> tuple[str, str]:
    """ "which associations I" is asked as "Which associations ... I"."""
    start = next((place for place, word in enumerate(words) if word.lower() in
                  {"a", "an", "the", "i", "they", "it", "you", "someone", "people"}), None)  # fmt: skip
    if wh.lower().split()[0] in {"which", "what"} or wh.lower().endswith(("many", "much")):
        start = len(words) - 1 if start is None and len(words) > 1 else start or 0
    else:
        start = start or 0
    return " ".join([wh[0].upper() + wh[1:], *words[:start]]), " ".join(words[start:])


def _base(verb: str) -> str:
    """A third person's verb as its base: "earns", "teaches", "carries"."""
    if verb.endswith("ies"):
        return f"{verb[:-3]}y"
    return verb[:-2] if re.search(r"(?:[sxz]|ch|sh|o)es$", verb) else verb[:-1]


def items_in(reply: str) -> tuple[str, ...]:
    """The things that a text lists as bullets, shortened to what names them."""
    found = [_named(item) for item in _LIST_ITEM.findall(reply)]
    return tuple(found) if len(found) > 1 else ()


def items_named(reply: str) -> tuple[str, ...]:
    """The things that a sentence enumerates: "such as hospitals, clinics and nursing homes"."""
    text = _MARKS.sub("", reply)
    for sentence in re.split(r"(?<=[.!?])\s+", text):
        _, *tails = re.split(r"(?i)(?:\b(?:such as|like|including|include|for example|are|namely|join)|:)\s+", sentence)
        tail = tails[-1] if tails else ""
        parts = [one.strip(" .") for one in re.split(r",\s*(?:and\s+|or\s+)?|\s+(?:and|or)\s+(?=[^,]*$)", tail)]
        short = [one for one in parts if 0 < len(one.split()) <= 8]
        if len(parts) > 1 and len(short) == len(parts) and not re.search(r"\d", tail):
            return tuple(short)
    return ()


_FINITE = re.compile(r"(?:is|are|was|were|has|have|can|may|will|should|must|means)")


def _named(item: str) -> str:
    text = _MARKS.sub("", item).strip()
    if re.match(r"(?i)(?:step|stage|phase)\s+\d", text):
        return text
    head, _, rest = re.sub(r"\s[–—]\s", ": ", text).partition(": ")
    if rest and len(rest.split()) <= 5 and not re.search(r"\d", rest):
        return text.rstrip(".")
    words = head.split()
    stop = next((place for place, word in enumerate(words) if place and _FINITE.fullmatch(word)
                 or place > 1 and word.islower() and is_verb(word)), 12)  # fmt: skip
    return " ".join(words[:stop]).rstrip(" .,;")


def picked(text: str, items: Sequence[str]) -> tuple[str, str] | None:
    """The text around an ordinal and the listed item that it picks; None where it picks none.

    "The second step" picks nothing: it names its own noun.
    """
    for match in _NTH.finditer(text):
        following = re.match(r"\s+([a-z]+)", text[match.end() :].lower())
        if not (match["lead"] or match["tail"]) and len(text.split()) > 1:
            continue
        if following and not match["tail"] and not is_function_word(following[1]) and not is_verb(following[1]):
            continue
        if following and following[1] == "of" and not match["tail"]:
            continue
        if following and following[1] in {"thing", "things", "way", "reason", "kind", "half", "time", "year", "month", "day", "week", "job"}:
            continue
        if re.search(r"(?i)\b(?:step|stage|phase|at|in|from)\s*$", text[: match.start()]) and match["nth"].isdigit():
            continue
        place = _place(match["nth"].lower().removeprefix("very ").lstrip("#"), len(items))
        if place is not None and 0 <= place < len(items):
            return f"{text[: match.start()]}{{}}{text[match.end() :]}", items[place]
    return None


def ordinal(text: str) -> int | None:
    """The number of a bare ordinal: "the third one" is 3, "the last" is 0."""
    match = _NTH.fullmatch(text.strip(" ?.!"))
    if not match:
        return None
    place = _place(match["nth"].lower().removeprefix("very ").lstrip("#"), 0)
    return None if place is None else place + 1


def _place(word: str, size: int) -> int | None:
    if word in {"last", "final", "latter"}:
        return size - 1
    if word == "former":
        return 0
    digits = re.sub(r"\D", "", word)
    return (ORDINALS.get(word) or NUMBER_WORDS.get(word) or int(digits or 0)) - 1


