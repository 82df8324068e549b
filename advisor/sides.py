"""Which careers a question compares, and in what: "Who earns more, a roofer or an LPN?".

Careers are compared where the sentence that asks joins two of their names ("a roofer or an LPN",
"more than an LPN") or speaks of a comparison. A career may be told of in words that no guide has
for its own ("an astronaut"): that is a side without a guide.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from advisor.library import Library, Naming
from advisor.phrases import Phrase, phrases, with_article
from advisor.readers.levels import LEVEL_WORDS
from advisor.schema import Message
from advisor.shelf import Shelf

_MOST = 4
"""Careers that are compared at once."""
_COMPARES = re.compile(r"(?i)\b(?:compar\w+|differ\w*|versus|vs)\b")
_CHOOSES = re.compile(r"(?i)\b(?:who|which|whose|either|both|more|less|better|worse|\w{3,}er)\b")
_FILLERS = (
    r"(?:(?:an?|the|those|that|of|for|is|are|do|does|being|becoming|becomes?|one|it|about|if|"
    r"someone|who|works?|as|job|career|role|work|pay|salary)\s+)*"
)
_JOINED = re.compile(rf"(?i)^['’]?s?[\s,]*(?:\b(?:or|and|vs\.?|versus|than)\b|[&/,])\s*{_FILLERS}$")
_THAN = re.compile(rf"(?i)\bthan\s+{_FILLERS}$")
_TIED = re.compile(rf"(?i)^['’]?s?[\s,]*\b(?:with|to|from)\s+{_FILLERS}$")
_LEVEL = re.compile(rf"(?i)\b((?:{'|'.join(LEVEL_WORDS)})(?:[- ]level)?)\s+$")
_MEASURE = re.compile(
    r"(?i)(?:'s|degrees?|years?|months?|weeks?|days?|hours?|lot|bit|wage|average|median|"
    r"percent|living|ones?|others?)$"
)
_AGAIN = re.compile(
    r"(?i)^(?:and |but |so |ok(?:ay)? |then )*(?:who|which|(?:do|are|is) (?:both|either|they)\b|"
    r"what(?:'s| is| are) the differ|how do they (?:differ|compare)|compare)"
)
_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]?")


@dataclass(frozen=True)
class Side:
    """A career that is compared; `level` is the rung that is spoken of, such as `senior`."""

    shelf: Shelf
    level: str = ""

    @property
    def name(self) -> str:
        """What the career is called, with the level."""
        return f"{self.level} {self.shelf.card.career}".strip()

    @property
    def one(self) -> str:
        """The name with its article."""
        return with_article(self.name)


@dataclass(frozen=True)
class Comparison:
    """Careers that a question compares."""

    text: str
    """The question, which names them."""
    sides: tuple[Side, ...]
    unknown: str = ""
    """A career that no guide is about, as the question calls it; then there is one side."""
    names: str = ""
    """The careers as the question names them."""
    frame: str = ""
    """The question with `{one}` in the place of the careers."""


def compared(library: Library, question: str, history: Sequence[Message] = ()) -> Comparison | None:
    """What a question compares, be it what the last one did ("And who studies longer?")."""
    if found := _compared(library, question):
        return found
    asked = next((one["content"] for one in reversed(history) if one["role"] == "user"), "")
    if not _AGAIN.match(question) or library.named(question):
        return None
    before = _compared(library, asked)
    if before is None:
        return None
    bare = re.sub(r"(?i)^(?:and|but|so|ok(?:ay)?|then)\s+", "", question.rstrip(" ?.!"))
    bare = f"{bare[:1].upper()}{bare[1:]}"
    text, frame = f"{bare}: {before.names}?", f"{bare}: {{one}}?"
    return Comparison(text, before.sides, before.unknown, before.names, frame)


def _compared(library: Library, text: str) -> Comparison | None:
    if len(library.shelves) == 1:
        return None
    for sentence in _SENTENCE.findall(text):
        asks = sentence.endswith("?") or _COMPARES.search(sentence) or sentence == text
        if asks and (found := _sides(library, sentence)):
            return found
    return None


def _sides(library: Library, text: str) -> Comparison | None:
    """The careers that one sentence compares."""
    namings = library.namings(text)
    sides = {
        naming.shelves[0].card.source: Side(naming.shelves[0], _level(text, naming))
        for naming in reversed(namings)
    }
    spans = [(_start(text, one), one.end) for one in namings]
    if len(sides) > 1 and _joins(text, namings):
        found = tuple(reversed(sides.values()))[:_MOST]
        return Comparison(text, found, "", *_parts(text, spans))
    if len(sides) != 1 or not (_COMPARES.search(text) or _CHOOSES.search(text)):
        return None
    for phrase in phrases(text):
        if _is_other_side(text, phrase, namings):
            parts = _parts(text, sorted([*spans, (phrase.start, phrase.end)]))
            return Comparison(text, tuple(sides.values()), phrase.text, *parts)
    return None


def _parts(text: str, spans: Sequence[tuple[int, int]]) -> tuple[str, str]:
    """The names that stand at some places of a question, and the question without them."""
    names = [text[start:end] for start, end in spans]
    frame = text.replace("{", "(").replace("}", ")")
    for start, end in reversed(spans):
        frame = f"{frame[:start]}{{one}}{frame[end:]}"
    joint = r"(?:['’]s)?[\s,]*(?:\b(?:or|and|vs\.?|versus|than|with|to)\b|[&/,])\s*"
    frame = re.sub(rf"(?i)(\{{one\}}){joint}(?:{_FILLERS}\{{one\}})", r"\1", frame)
    head, one, tail = frame.partition("{one}")
    return f"{', '.join(names[:-1])} or {names[-1]}", head + one + tail.replace("{one}", "")


def _joins(text: str, namings: Sequence[Naming]) -> bool:
    """Whether two of the names are put side by side."""
    if _COMPARES.search(text):
        return True
    between = [text[one.end : _start(text, other)] for one, other in pairwise(namings)]
    return any(_JOINED.match(words) or _THAN.search(words) for words in between)


def _is_other_side(text: str, phrase: Phrase, namings: Sequence[Naming]) -> bool:
    """Whether a phrase names somebody that is put beside a career that has a guide."""
    if phrase.determiner not in ("a", "an", "") or _MEASURE.search(phrase.bare):
        return False
    if any(phrase.start < one.end and one.start < phrase.end for one in namings):
        return False
    if not (phrase.determiner or phrase.plural):
        return False
    before = [one for one in namings if one.end <= phrase.start]
    if before:
        words = text[before[-1].end : phrase.start]
        tied = _COMPARES.search(text) and _TIED.match(words)
        return bool(tied or _JOINED.match(words) or _THAN.search(words))
    words = text[phrase.end : _start(text, namings[0])]
    return bool(_JOINED.match(words) or _THAN.search(words))


def _start(text: str, naming: Naming) -> int:
    """Where a name begins with its level and article: "a senior care coordinator"."""
    level = _LEVEL.search(text[: naming.start])
    start = level.start() if level else naming.start
    article = re.search(r"(?i)\b(?:an?|the)\s+$", text[:start])
    return article.start() if article else start


def _level(text: str, naming: Naming) -> str:
    found = _LEVEL.search(text[: naming.start])
    return found[1].lower() if found else ""
