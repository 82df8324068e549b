"""What a standalone question asks: its parts, each with spelling mended and intents told."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from advisor.guide import sentences
from advisor.intents import Intent
from advisor.text import STOPWORDS, words

_WH = r"(?:what|which|who|whom|whose|when|where|why|how)"
_AUX = r"(?:is|are|was|were|do|does|did|can|could|should|would|will|must|may|have|has)"
_ASKS = re.compile(rf"(?i)^(?:and |but |so |or |also |then |ok |okay |well )*(?:{_WH}|{_AUX})\b")
_MARKED = re.compile(r"\?(?: \(.*\))?$")
_REQUEST = re.compile(
    r"(?i)\b(?:tell me|explain|describe|list|name|give me|show me|compare|i want to know|wondering"
    r"|i'd like to know|can you|could you|help me|advice|any idea|curious|recommend)\b"
)
_RUN_ON = re.compile(r"(?<=[a-z] )\s*(?=(?:What|Which|Who|When|Where|Why|How) [a-z])")
"""A question that begins with a capital in the middle of a sentence begins anew."""
_GRANTED = re.compile(
    r"(?i)(?:(?:so|and|but|ok|okay|well)[, ]+)*(?:since|because|as|given(?: that)?|if|now that|"
    r"seeing (?:that|as))\s+(?!(?:an?|the|i|i'm|i've|my|we)\b)([^,?.!]{12,140}),\s"
)
_POINTING = re.compile(
    r"(?i)\b(?:that|this|those|these|it|they|them|one|do so|the two)\b(?! the\b)"
)
_DECIDES = re.compile(
    r"(?i)(?:^|[.,;:!?–-] )(?:(?:and|but|so|or|also|then|ok|okay|well|hi|hello)[, ]+)*"
    rf"(?:{_AUX}|am)(?:n'?t)?\b"
    r"(?! (?:you|u|i|we) (?:please )?(?:tell|explain|give|list|show|describe|help|ask))|"
    r"\b(?:right|correct|true|yes or no|or not|or no)\W*$"
)
"""A clause that begins with an auxiliary, or an assertion to be confirmed."""
_JOINT = re.compile(
    rf"(?i)(?:,|;| -)?\s+(?:and|but|plus)(?: also| then)?,?\s+"
    rf"(?=(?:(?:by|in|at|for|on|with|from|every|after|during) )?{_WH}\b|"
    rf"{_AUX} (?:i|you|it|they|there|the|we|a)\b)"
)


@dataclass(frozen=True, eq=False)
class Ask:
    """One thing that is asked."""

    text: str
    """As a question that needs no history, its spelling mended."""
    vector: np.ndarray
    """The embedding of the text with the career's name masked."""
    likely: tuple[tuple[Intent, float], ...]
    """All intents with their probability, likeliest first."""
    compared: np.ndarray
    """The embedding as it is compared with those of other questions."""

    @property
    def intent(self) -> Intent:
        """The likeliest intent."""
        return self.likely[0][0]

    @property
    def decides(self) -> bool:
        """Whether it is answered with a yes or a no."""
        return bool(_DECIDES.search(self.text))

    def outside(self, reason: str) -> float:
        """The probability that the ask is one that is declined for the given reason."""
        return sum(chance for intent, chance in self.likely if intent.reason == reason)

    def without(self, reason: str) -> Ask:
        """The same where it cannot be one that is declined for the given reason."""
        return replace(self, likely=tuple(one for one in self.likely if one[0].reason != reason))

    def chance(self, *names: str) -> float:
        """The probability that the ask is one of the named intents."""
        return sum(self._chances.get(name, 0.0) for name in dict.fromkeys(names))

    @cached_property
    def _chances(self) -> dict[str, float]:
        return {intent.id: chance for intent, chance in self.likely}


def split_asks(question: str) -> list[str]:
    """The separate things asked in a question.

    "What does a senior earn and what does the exam cost?" asks two things. A sentence that only
    gives a background is left out, unless what is asked leans on it ("What would that change?");
    what is exclaimed gives none.
    """
    said = [part for text in _sentences(question) for part in _RUN_ON.split(text)] or [question]
    asking = [place for place, text in enumerate(said) if _MARKED.search(text) or _ASKS.match(text)]
    if not asking:
        asking = [place for place, text in enumerate(said) if _REQUEST.search(text)]
    if not asking:
        return [question]
    parts: list[str] = []
    for place in asking:
        before = said[place - 1] if place and place - 1 not in asking else ""
        parts += [
            f"{before} {part}" if before and before[-1] != "!" and _leans(part) else part
            for part in _clauses(said[place])
        ]
    return parts[:_MOST]


def _sentences(question: str) -> list[str]:
    """The sentences of a question; what is noted in brackets behind one is a part of it."""
    found: list[str] = []
    for _, text in sentences(question):
        if found and text.startswith("("):
            found[-1] += f" {text}"
        else:
            found.append(text)
    return found


def with_story(question: str, part: str) -> str:
    """What is asked in one part of a question, behind all that is stated before it."""
    return " ".join([*stated_before(question, part), part])


def stated_before(question: str, part: str) -> list[str]:
    """The sentences of a question that ask nothing and stand before a part of it."""
    said = _sentences(question)
    place = next((at for at, text in enumerate(said) if text in part), 0)
    return [text for text in said[:place] if not _MARKED.search(text)]


def premise(question: str) -> str:
    """What a question takes for granted of the career in a clause before it, as a question: "Since
    certification lasts for life, ..."; empty where there is none.
    """
    match = _GRANTED.match(question)
    return f"{match[1]}?" if match else ""


def _leans(part: str) -> bool:
    """Whether a question says too little to be understood without the sentence before it."""
    return bool(_POINTING.search(part)) or len([w for w in words(part) if w not in STOPWORDS]) < 2


_MOST = 8
"""More parts than these are not looked at."""


def _clauses(text: str) -> list[str]:
    """A sentence cut where a second question begins; both halves must be questions."""
    parts, start = [], 0
    for cut in _JOINT.finditer(text):
        head = text[start : cut.start()]
        if len(head.split()) < 3 or not re.search(rf"(?i)\b(?:{_WH}|{_AUX})\b", head):
            continue
        parts.append(head)
        start = cut.end()
    parts.append(text[start:])
    return [part if part.endswith("?") else f"{part}?" for part in parts] if start else parts
