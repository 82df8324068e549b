"""The roles that a question is about: "What do hospice nurses earn?" asks of one that a guide may
never name, in words that it otherwise knows.

A role is told by its last word, a closed list, and by its place in the sentence: behind an
auxiliary, behind "become" and the like, or behind what it would belong to ("the pay of"). Who only
says what they are ("I am a nurse", "As a nurse, can I ...") asks of something else. What a question
is about may be stated before it: "My friend works as a navigator. What does it pay?".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from advisor.text import STOPWORDS

_HEAD = (
    r"(?:nurse|worker|manager|coordinator|planner|navigator|assistant|therapist|technician|director|"
    r"advocate|specialist|educator|reviewer|paramedic|physician|doctor|pharmacist|diet[ei][tc]ian|"
    r"counsell?or|administrator|aide|supervisor|officer|executive|midwife|practitioner|consultant|"
    r"analyst|coder|scribe)s?"
)
_ROLE = rf"((?:[a-z][\w'&/-]*\s+){{0,4}}?{_HEAD}(?:\s+(?:case\s+|care\s+)?{_HEAD})*)\b"
_BEFORE = (
    r"do|does|did|is|are|was|were|can|could|should|would|will|may|must|become|becoming|being|"
    r"(?<!i )(?<!am )be|(?<!i )works? as|(?<!currently )(?<!i'm )(?<!am )working as|job as|"
    r"career as|"
    r"into|transition(?:ing)? to|switch(?:ing)? to|for|of|about|need|needs|"
    r"(?<!work )(?<!working )(?<!worked )as|(?:en)?titled|called"
)
_ABOUT = re.compile(
    rf"(?i)\b(?:{_BEFORE})\s+(?:(?:an?|the|all|most|many|we need)\s+)?[\"“']?{_ROLE}"
    r"(?!,? (?:i|we|(?:can|do|is|should|could|am) (?:i|it|we))\b)|"
    rf"^(?:the )?{_ROLE}\s+(?:salar|pay|job|certif|skill|resume|career|role|dut|hours|outlook)"
)
_AIMED = re.compile(
    rf"(?i)\b(?:(?<!i )(?<!am )(?<!i'm )work(?:s|ing)? as|becom(?:e|ing)|hired as|"
    rf"(?:job|position|post|career|role) (?:as|of))\s+(?:an?\s+|the\s+)?{_ROLE}"
)
_NO_PART = frozenset(
    "pay pays employ employs hire hires cover covers ask asks want wants let lets like put "
    "without against".split()
)


def roles(question: str) -> Iterator[str]:
    """What is asked about where that is a role, with the words that tell which: "hospice nurse"."""
    for match in _ABOUT.finditer(question):
        said = (match[1] or match[2]).split()
        inner = [at for at, word in enumerate(said[:-1], 1) if _is_apart(word.lower())]
        yield " ".join(said[max(inner, default=0) :])


def stated(text: str) -> Iterator[str]:
    """The roles that a sentence which asks nothing is about: "a friend works as a navigator"."""
    for match in _AIMED.finditer(text):
        yield match[1]


def _is_apart(word: str) -> bool:
    return word in STOPWORDS or word in _NO_PART
