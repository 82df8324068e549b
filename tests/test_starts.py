"""Who told where they start from, and is not surely answered, is told what is open from there."""

from pathlib import Path

import pytest

from advisor.chunking import chunk_guide
from advisor.guide import read_guide
from advisor.plan.background import background_of
from advisor.plan.person import understand
from advisor.plan.starts import starting_point, starting_points

HEAD = "For where you start from:"


@pytest.fixture(scope="module")
def rows():
    return starting_points(chunk_guide(read_guide(Path("corpus/starting-late.md"))))


@pytest.mark.parametrize(
    ("said", "start"),
    [
        ("RN, 20 years on tele.", "RN now"),
        ("I'm a nurse practitioner in a clinic.", "RN now"),
        ("I graduated with a BSN in May.", "RN now"),
        ("I'm an LPN in a clinic. My manager says the jobs are RN only.", "LPN or LVN"),
        ("I'm an LPN with a bachelor's in history.", "LPN or LVN"),
        ("LCSW here. The RN case managers sit in the same office.", "Social work"),
        ("I have an MSW and 6 years in child protection.", "Social work"),
        ("I'm a medical assistant, and I've no degree.", "Medical assistant"),
        ("I work as a receptionist at a clinic.", "Medical assistant"),
        ("I have an MHA and no license.", "Health administration"),
        ("I have a health administration degree.", "Health administration"),
        ("I'm a teacher with a BA in English.", "Bachelor's in another field"),
        ("No degree, I drive a truck.", "No degree"),
    ],
)
def test_a_person_has_the_row_of_where_they_start(rows, said, start):
    person = understand(background_of([{"role": "user", "content": said}]), ("coordinator",))
    found = starting_point(person, rows)
    assert found is not None
    assert found.cells[0][1].startswith(start)


@pytest.mark.parametrize(
    "said",
    [
        "I like people.",
        "I'm a paramedic.",
        "I was an oncology RN until my license lapsed in 2018.",
        "I want to become an RN.",
        "Every posting says RN required.",
    ],
)
def test_who_starts_elsewhere_has_none(rows, said):
    person = understand(background_of([{"role": "user", "content": said}]), ("coordinator",))
    assert starting_point(person, rows) is None


@pytest.mark.parametrize(
    ("message", "start"),
    [
        (
            "New grad RN, passed NCLEX in June, and bedside gives me panic attacks. Can I go "
            "straight into case management or will everyone laugh at my application?",
            "- RN now, at any age: a move to a post as coordinator or case manager",
        ),
        (
            "I'm an LPN in a peds clinic, basically already doing referrals, prior auths and "
            'calling moms after ER visits. My manager says "care coordinator" jobs are RN only. '
            "Is she right or is it just our clinic?",
            "- LPN or LVN: coordinator on a team led by an RN",
        ),
    ],
)
def test_what_is_open_stands_with_an_answer_that_is_not_sure(advisor, message, start):
    answer = advisor.ask(message)
    assert not (answer.answered and answer.sure)
    told = next(line for line in answer.text.partition(HEAD)[2].splitlines() if "[" in line)
    assert told.startswith(start)
    number = int(told.rpartition("[")[2].rstrip("]"))
    assert answer.citations[number - 1].section[-1] == "How long from where you start"


@pytest.mark.parametrize(
    "message",
    [
        "I'm an RN with 9 years in med surg. What is the CCM exam fee?",
        "I'm a registered nurse from the Philippines. What visa do I need to work as a nurse "
        "case manager in the US?",
        "I'm an RN and my chest hurts since this morning. Can I get into case management?",
        "I've been an RN for 11 years and hate floor work. What's the weather in Tampa?",
    ],
)
def test_who_asks_for_no_way_in_is_not_told_of_one(advisor, message):
    assert HEAD not in advisor.ask(message).text


def test_what_is_open_is_not_what_was_asked(advisor):
    asked = (
        "New grad RN here, passed NCLEX in June. Can I go straight into case management or will "
    )
    history = [{"role": "user", "content": f"{asked} everyone laugh at my application?"}]
    reply = advisor.ask(history[0]["content"]).text
    assert "CMGT-BC" in reply
    history.append({"role": "assistant", "content": reply})
    assert "CMGT-BC" not in advisor.ask("how much is it?", history).question
    assert HEAD not in advisor.ask(history[0]["content"], history).text


def test_what_is_said_already_is_not_said_twice(advisor):
    answer = advisor.ask("RN here. How long from where I start, compared with an LPN or a clerk?")
    assert answer.text.count("- RN now, at any age") <= 1


def test_the_plan_in_the_chat_begins_with_it(advisor):
    answer = advisor.ask("I'm a social worker with an MSW. How do I become a care coordinator?")
    first = next(one for one in answer.text.splitlines() if one.startswith("- "))
    assert first.startswith("- Social work or human services degree: a post in case management")
