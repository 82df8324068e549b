"""What a conversation was on where a turn leaves it out: "how much is the exam?" behind a question
on one certification, "what do they make?" behind one on a role; or what a message states before it
asks, "I failed the CCM" before "when can I go again?".

The turn with such a topic noted behind it is a reading of it (`advisor/rewrites.py`) where a known
question on just that topic is nearest, and no further from it than from any other reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from advisor.lexicon import terms
from advisor.roles import roles
from advisor.schema import Chunk
from advisor.shortnames import SHORT

_NAMED = re.compile(rf"\b{SHORT}\b")
_WORD = re.compile(r"[\w-]+")
_BACK, _FEW, _MOST = 3, 2, 4
"""Questions that are looked back on, things that a reply is on, and topics that are tried."""


def topics(questions: Sequence[str], reply: str) -> Iterator[str]:
    """What the last questions name by short name or as a role, the latest first; then what the last
    reply names by short name, where that is not several things.
    """
    asked = [one for question in reversed(questions[-_BACK:]) for one in _in(question)]
    told = dict.fromkeys(_NAMED.findall(reply))
    yield from islice(dict.fromkeys([*asked, *(told if len(told) <= _FEW else ())]), _MOST)


def short_names(chunks: Iterable[Chunk]) -> frozenset[str]:
    """The short names that passages have, in lower case."""
    return frozenset(one.lower() for chunk in chunks for one in _NAMED.findall(chunk.text))


def names_topic(question: str, known: frozenset[str]) -> bool:
    """Whether a question names something of that kind by itself; `known` are the short names."""
    said = {word.lower() for word in _WORD.findall(question)}
    return any(_in(question)) or not said.union(one.rstrip("s") for one in said).isdisjoint(known)


def is_on(chunk: Chunk, topic: str) -> bool:
    """Whether a passage is on a topic, by its headings and its own words."""
    told, wanted = set(terms(" ".join((*chunk.section, chunk.readable)))), set(terms(topic))
    return bool(wanted) and wanted <= told


def _in(question: str) -> Iterator[str]:
    yield from _NAMED.findall(question)
    yield from roles(question)
