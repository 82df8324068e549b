"""Questions about a guide's structure, answered exactly from its typed facts.

Each reader takes what is asked and returns the lines of an answer; an empty list where the facts
show that the guide does not answer; None where the question is not its own.
"""

from __future__ import annotations

from advisor.draft import Line
from advisor.entries import answer_from_entries
from advisor.readers.levels import read_levels
from advisor.readers.lists import read_credentials, read_lists
from advisor.readers.pay import read_pay
from advisor.readers.reading import Reading, explained
from advisor.readers.steps import read_path, read_steps

__all__ = ["Reading", "answer_from_structure", "explained"]


def answer_from_structure(reading: Reading) -> list[Line] | None:
    """The lines of the first reader that knows the question."""
    lines = answer_from_entries(reading.ask, reading.facts.entries)
    for read in (read_pay, read_levels, read_path, read_steps, read_credentials, read_lists):
        if lines is None:
            lines = read(reading)
    return lines
