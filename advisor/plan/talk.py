"""What people say in a conversation, cut into statements: questions, wishes and doubts told apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MAX_MESSAGES = 200
"""Earlier messages are left out of account."""
MAX_CHARS = 4_000
"""Of one message."""
_SENTENCE = re.compile(r"(?<=[.!?;\n])\s+|\n")
_CLAUSE = re.compile(r"(?i)\s*(?:,|;|:|\(|\)|–|\s-\s|\bbut\b|\bthen\b|\bplus\b|\band\b(?=\s+(?:i|i'm|i've|am|are|"
    r"was|have|has|had|got|thinking|want|hope|hoping|plan|planning|passed|looking|love|work|working|"
    r"no|not|never|an?|my|also|just|currently|now|studying|\d+)\b))\s*"
)
_WH = r"what(?:'s)?|which|how|where|when|why|who|can|could|should|would|do|does|did|is|are|am|will"
_ASKED = re.compile(
    rf"(?i)(?:^|[,;:–-]\s*|\b(?:and|so|but|then)\s+)(?:(?:and|so|but|then)\s+)*(?=(?:{_WH})\s+"
    r"(?:i|it|there|the|a|an|they|you|that|this|we|my|much|many|long|far|would|do|does|should|can|"
    r"is|are|certifications?|levels?|steps?|degrees?|comes?|kind|sort|about)\b)"
)
_WISH = re.compile(
    r"(?i)\b(?:want(?:ing|s)?|wish|hop(?:e|es|ing)|plan(?:s|ning)?|going to|gonna|would like|'d like|"
    r"'d love|would love|think(?:ing)?|consider(?:ing)?|need(?:ed)?|should|might|require[ds]?|dream|"
    r"aim(?:ing)?|aspire|if i|whether|interested in|trying to|looking to|eventually|someday)\b"
)
_DENIAL = re.compile(
    r"(?i)\b(?:no|not|never|without|lack|haven't|havent|don't|dont|didn't|isn't|am not|nor|none)\b"
)


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that states something of the person."""

    text: str
    sentence: str
    """What it stands in, as far as that is no question."""
    before: str
    """The sentence up to the clause."""

    @property
    def is_wish(self) -> bool:
        """Whether it speaks of what may be, and not of what is."""
        return bool(_WISH.search(self.text))

    @property
    def is_denied(self) -> bool:
        """Whether it says that something is not so."""
        return bool(_DENIAL.search(self.text))


def said_by_user(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The user's messages, oldest first; what is no message is passed over."""
    texts = [
        one["content"]
        for one in messages[-MAX_MESSAGES:]
        if one.get("role") == "user" and isinstance(one.get("content"), str)
    ]
    return [text[:MAX_CHARS].replace("’", "'") for text in texts]


def sentences_in(text: str) -> list[str]:
    """The sentences of a message, what is asked left out; a question's opening may state."""
    found = []
    for sentence in _SENTENCE.split(text):
        asked = _ASKED.search(sentence)
        stated = sentence[: asked.start()] if asked else sentence
        if stated.strip() and not (stated.rstrip().endswith("?") and not asked):
            found.append(stated.strip())
    return found


def clauses_in(text: str) -> Iterator[Clause]:
    """The clauses of a message that state something."""
    for sentence in sentences_in(text):
        start = 0
        for cut in [*_CLAUSE.finditer(sentence), None]:
            end = cut.start() if cut else len(sentence)
            if sentence[start:end].strip():
                yield Clause(sentence[start:end].strip(), sentence, sentence[:start])
            start = cut.end() if cut else end
