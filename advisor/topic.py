"""What a conversation was on where a turn leaves it out: "how much is the exam?" behind a question
on one certification, "what do they make?" behind one on a role.

The turn with such a topic noted behind it is a reading of it (`advisor/rewrites.py`) where a known
question on just that topic is nearest, and no further from it than from any other reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from advisor.lexicon import terms
from advisor.roles import roles
from advisor.schema import Chunk
from advisor.shortnames import SHORT

_NAMED = re.compile(rf"\b{SHORT}\b")
_BACK = 3
"""Questions that are looked back on."""


def topics(questions: Sequence[str]) -> Iterator[str]:
    """What the last questions name by short name or as a role, the latest first."""
    found = (one for question in reversed(questions[-_BACK:]) for one in _in(question))
    yield from dict.fromkeys(found)


def names_topic(question: str) -> bool:
    """Whether a question names something of that kind by itself."""
    return any(_in(question))


def is_on(chunk: Chunk, topic: str) -> bool:
    """Whether a passage is on a topic, by its headings and its own words."""
    told = set(terms(" ".join((*chunk.section, chunk.readable))))
    return set(terms(topic)) <= told


def _in(question: str) -> Iterator[str]:
    yield from _NAMED.findall(question)
    yield from roles(question)
