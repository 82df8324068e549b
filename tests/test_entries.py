"""A fact table's rows, and which of them a question asks for."""

from __future__ import annotations

import numpy as np
import pytest

from advisor.chunking import chunk_guide
from advisor.entries import answer_from_entries, answered_intents, parse_entries
from advisor.guide import parse_guide
from advisor.intents import Intent
from advisor.question import Ask

GUIDE = """\
# Roofers

## Summary

| Fact | Value |
| --- | --- |
| 2024 Median Pay | $50,970 per year |
| Typical Entry-Level Education | No formal educational credential |
| Work Experience in a Related Occupation | None |
| On-the-job Training | See How to Become One |
| Number of Jobs, 2024 | 166,700 |
| Job Outlook, 2024-34 | 6% |
| Employment Change, 2024-34 | 9,800 |

## Levels

| Level | Pay | Years |
| --- | --- | --- |
| Foreman | $80,000 | 5 |
"""
ENTRIES = parse_entries(chunk_guide(parse_guide(GUIDE, "roofers.md")))


def ask(text: str, **chances: float) -> Ask:
    likely = tuple((Intent(name, name, "", "", ()), p) for name, p in chances.items())
    nowhere = np.zeros(2, dtype=np.float32)
    return Ask(text, nowhere, likely, nowhere)


def answer(question: Ask) -> str | None:
    lines = answer_from_entries(question, ENTRIES)
    return lines[0].text if lines else None


def test_rows_of_two_columns_that_state_a_value_are_entries() -> None:
    names = [one.name for one in ENTRIES]
    assert len(names) == 6
    assert "On-the-job Training" not in names  # it only points elsewhere
    assert "Foreman" not in names  # a row of three columns


@pytest.mark.parametrize(
    ("question", "intent", "value"),
    [
        ("What do roofers earn?", "pay_overview", "$50,970"),
        ("hourly wage for roofers", "pay_hourly", "$50,970"),
        ("What degree do I need?", "degree_required", "No formal"),
        ("Do I need related experience?", "experience_kinds", "None"),
        ("How many roofers are there?", "history_statistics", "166,700"),
        ("Is it a job with a future?", "outlook", "6%"),
        ("How fast will the number of roofers grow?", "job_numbers", "6%"),
        ("How many jobs will be added by 2034?", "job_numbers", "9,800"),
    ],
)
def test_a_question_gets_its_row(question: str, intent: str, value: str) -> None:
    assert value in (answer(ask(question, **{intent: 0.7})) or "")


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("What do roofers earn in Ohio?", "pay_by_place"),
        ("Which school is the best?", "best_schools"),
        ("How many shingles does a roof have?", "off_topic_home_pets"),
        ("What training do they get on the job?", "training_on_job"),
    ],
)
def test_other_questions_get_none(question: str, intent: str) -> None:
    assert answer(ask(question, **{intent: 0.8})) is None


def test_the_rows_tell_what_the_guide_answers() -> None:
    found = answered_intents(ENTRIES)
    assert {"pay_overview", "degree_required", "experience_kinds", "job_numbers"} <= found
    assert "training_on_job" not in found
