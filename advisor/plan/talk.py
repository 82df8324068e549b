"""What people say in a conversation, cut into statements; questions and wishes told apart."""

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
CLAUSE = re.compile(
    r"(?i)\s*(?:,|;|:|\(|\)|–|\s-\s|\bbut\b|\bthen\b|\bplus\b|\band\b(?=\s+(?:i|i'm|i've|am|are|"
    r"was|have|has|had|got|thinking|want|hope|hoping|plan|planning|passed|looking|love|work|working|"
    r"no|not|never|an?|my|also|just|currently|now|studying|\d+)\b))\s*"
)
_WH = r"what(?:'s)?|which|how|where|when|why|who|can|could|should|would|do|does|did|is|are|am|will"
_ASKED = re.compile(
    rf"(?i)(?:^|[,;:–-]\s*|\b(?:and|so|but|then)\s+)(?:(?:and|so|but|then)\s+)*(?=(?:{_WH})\s+"
    r"(?:i|it|there|the|a|an|they|you|that|this|we|my|much|many|long|far|would|do|does|should|can|"
    r"is|are|now|next|certifications?|levels?|steps?|degrees?|comes?|kind|sort|about|\w{3,}ing)\b)"
)
_ONLY_ASKS = re.compile(
    r"(?i)^\W*(?:(?:and|so|but|ok|okay|please)\s+)*"
    r"(?:(?:can|could|should|is|are|does|which)\b(?!')|"
    r"(?:tell|give|show|list|compare|explain|describe|define)\b[^:]*$)|"
    r"\b(?:vs\.?|versus)(?!\w)|"
    r"^(?!.*\b(?:i|my|i'?ve|i'?m)\b)(?:[\w'/-]+\s+){1,3}(?:costs?|salar(?:y|ies)|pay|wages?|fees?|"
    r"price|exam|renewal|requirements?|eligibility|outlook)\W*$"
)
"""A sentence that asks as a whole, with or without its mark: "is it rn only", "rn vs lpn"."""
WISH = re.compile(
    r"(?i)\b(?:want(?:ing|s)?|wish|hop(?:e|es|ing)|plan(?:s|ning)?|going to|gonna|"
    r"would like|'d like|"
    r"'d love|would love|think(?:ing)?|consider(?:ing)?|need(?:ed)?|should|might|require[ds]?|"
    r"dream|aim(?:ing)?|aspire|if i|whether|interested in|trying to|looking to|eventually|"
    r"someday)\b"
)
_DENIAL = re.compile(
    r"(?i)\b(?:no|not|never|without|lack|haven't|havent|don't|dont|didn't|isn't|am not|nor|none)\b"
)

_OTHERS = re.compile(
    r"(?i)\b(?:let'?s say|suppose|imagine|assum(?:e|ing)|some(?:one|body)|if (?:i|you|one|a)|"
    r"(?:those|people|any(?:one|body)|every(?:one|body)|nurses|folks) (?:of you )?who|"
    r"(?:my|a) (?:sister|brother|mom|mum|mother|dad|father|wife|husband|partner|friend|daughter|"
    r"son|cousin|aunt|uncle|colleague|boss)|he|she|they|"
    r"requires?|the (?:ad|job|posting|employer|role))\b"
)
_OF_ME = re.compile(r"(?i)\b(?:i am|i'?m|i'?ve|i have|i work|i hold)\b")
_GIVEN = re.compile(
    r"(?<!finish )(?<!get )(?<!complete )(?<!earn )(?<!start )(?<!pursue )(?<!do )"
    r"(?<!finishing )(?<!getting )(?<!completing )(?<!earning )(?<!starting )(?<!doing )"
    r"\bmy ((?:[\d.]+|[a-z]+) (?:years?|yrs|months) [^?.,;]*|[A-Z]{2,5}\b)"
)
"""What a question takes for granted: "would my 6 years as a paramedic count?"."""
_CORRECTION = re.compile(r"(?i)\bI (?:should have said|meant to say|meant|mean)\b")
_ABBREVIATION = 4
"""Letters up to which a phrase may be spelt with dots."""


@dataclass(frozen=True)
class Clause:
    """A part of a sentence that states something of the person."""

    text: str
    sentence: str
    """What it stands in, as far as that is no question."""
    before: str
    """The sentence up to the clause."""

    def is_so(self, start: int) -> bool:
        """Whether what stands at a place is stated: no wish and no denial comes before it."""
        before = self.text[:start]
        return not (WISH.search(before) or _DENIAL.search(before))

    @property
    def is_wish(self) -> bool:
        """Whether it speaks of what may be, and not of what is."""
        return bool(WISH.search(self.text))


def said_by_user(messages: Sequence[Mapping[str, Any]]) -> list[str]:
    """The user's messages, oldest first; what is no message is passed over."""
    texts = [
        one["content"]
        for one in messages[-MAX_MESSAGES:]
        if one.get("role") == "user" and isinstance(one.get("content"), str)
    ]
    return [_CORRECTION.sub("I am", text[:MAX_CHARS].replace("’", "'")) for text in texts]


def sentences_in(text: str) -> list[str]:
    """The sentences of a message, what is asked left out; a question's opening may state."""
    found = []
    for sentence in _SENTENCE.split(text):
        asked = _ASKED.search(sentence)
        stated = sentence[: asked.start()] if asked else sentence
        if _ONLY_ASKS.search(sentence) and not _OF_ME.search(sentence):
            stated = ""
        if _OTHERS.search(stated) and not _OF_ME.search(stated):
            continue
        found += [f"my {given[1]}" for given in _GIVEN.finditer(sentence[len(stated) :])]
        if stated.strip() and not (stated.rstrip().endswith("?") and not asked):
            found.append(stated.strip())
    return found


def places_of(phrase: str, text: str) -> list[re.Match[str]]:
    """Where a phrase of lower-case words stands, as it may be spelt: "associate's", "B.S.N."."""
    letters = phrase.replace(" ", "")
    dotted = r"\.?".join(map(re.escape, letters)) if len(letters) <= _ABBREVIATION else ""
    plain = r"(?:'s|s)?[\s-]+".join(map(re.escape, phrase.split()))
    pattern = rf"(?i)\b(?:{plain}(?:'s)?{'|' + dotted if dotted else ''})(?![a-z])"
    return list(re.finditer(pattern, text))


def clauses_in(text: str) -> Iterator[Clause]:
    """The clauses of a message that state something."""
    for sentence in sentences_in(text):
        start = 0
        for cut in [*CLAUSE.finditer(sentence), None]:
            end = cut.start() if cut else len(sentence)
            if sentence[start:end].strip():
                yield Clause(sentence[start:end].strip(), sentence, sentence[:start])
            start = cut.end() if cut else end
