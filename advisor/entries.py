"""Questions that one row of a fact table answers: median pay, education, number of jobs, outlook.

Many guides open with a table of two columns, a name and a value. A question asks for a row when it
speaks of the row's subject, and what it may mean (its intents) agrees.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from advisor.draft import Line, quote
from advisor.question import Ask
from advisor.schema import Chunk

_POINTER = re.compile(r"(?i)^see\b|^(?:n/?a|-|–|—)?$")
"""A value that only says where the answer stands."""
_QUALIFYING = re.compile(
    r"(?i)^(?:(?:typical|median|average|mean|annual|entry[- ]level|\d{4})\W+)+"
)
"""Words and years that only qualify a row's name."""
_LEAST = 0.15
"""What the intents of a subject must come to."""


@dataclass(frozen=True)
class Entry:
    """A row of a two-column table."""

    name: str
    value: str
    chunk: Chunk


class Subject(NamedTuple):
    """Something that fact tables state: patterns of its row's name and of how it is asked for."""

    row: str
    asked: str
    intents: str
    """What such a row answers."""
    alike: str = ""
    """What a question for it may be taken for."""


# The first that is asked for counts: what is more particular stands before what is less.
_SUBJECTS = (
    Subject(
        "pay|wages?|salary|earnings",
        r"pay|paid\b|salar|wages?\b|earn|make\b|income|an hour\b|per hour\b|hourly",
        "pay_overview pay_hourly",
        "pay_by_experience pay_source pay_monthly_takehome",
    ),
    Subject(
        "(?:on[- ]the[- ]job )?training", r"on[- ]the[- ]job|train(?:ing|ed)\b", "training_on_job"
    ),
    Subject(
        "education|degree|schooling",
        r"education|degrees?\b|school|qualifi|diploma|college",
        "degree_required degree_which",
        "degree_without requirements time_needed steps_overview other_role_become",
    ),
    Subject(
        "(?:work |related )*experience",
        "experience",
        "experience_needed experience_kinds",
        "coordination_experience no_experience requirements",
    ),
    Subject(
        "employment change|change in employment",
        r"(?:added|lost|gained|created|disappear|employment change|by how many jobs)\b",
        "job_numbers",
        "outlook history_statistics pay_trend",
    ),
    Subject(
        "(?:job |employment )*(?:outlook|growth)",
        r"outlook|grow|future|prospects?\b|per ?cent|demand|expected to change|declin|shrink",
        "outlook job_numbers",
        "job_security history_statistics",
    ),
    Subject(
        "number of jobs|jobs|employment",
        r"how many\b|number of\b|how large|how big|how common",
        "job_numbers",
        "history_statistics",
    ),
)


def parse_entries(chunks: Iterable[Chunk]) -> list[Entry]:
    """The rows of the two-column tables that state a value."""
    rows = [chunk for chunk in chunks if len(chunk.cells) == 2]
    entries = [Entry(chunk.cells[0][1], chunk.cells[1][1], chunk) for chunk in rows]
    return [one for one in entries if not _POINTER.search(one.value)]


def answer_from_entries(ask: Ask, entries: Sequence[Entry]) -> list[Line] | None:
    """The row that is asked for, or None where the tables have none such."""
    for subject in _SUBJECTS:
        chance = ask.chance(*subject.intents.split(), *subject.alike.split())
        if chance >= _LEAST and re.search(rf"(?i)\b(?:{subject.asked})", ask.text):
            found = [one for one in entries if _is_about(one, subject)]
            return [quote(one.chunk) for one in found[:1]] or None
    return None


def answered_intents(entries: Sequence[Entry]) -> frozenset[str]:
    """The intents that the rows answer."""
    subjects = [one for one in _SUBJECTS if any(_is_about(entry, one) for entry in entries)]
    return frozenset(intent for one in subjects for intent in one.intents.split())


def _is_about(entry: Entry, subject: Subject) -> bool:
    return re.match(rf"(?i)(?:{subject.row})\b", _QUALIFYING.sub("", entry.name)) is not None
