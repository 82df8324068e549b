"""Who tells of themselves and asks what now is told what they lack, as in their plan."""

import pytest

MEDICAL_ASSISTANT = "I'm a medical assistant with 6 years of experience"


@pytest.mark.parametrize(
    "question",
    [
        f"{MEDICAL_ASSISTANT}, how do I become a care coordinator?",
        f"{MEDICAL_ASSISTANT}, what now?",
        "I've been a medical assistant for 6 years. What are my next steps?",
    ],
)
def test_what_is_lacking_is_held_against_the_guide(advisor, question):
    answer = advisor.ask(question)
    assert answer.answered
    assert "role: medical assistant; experience: 6 years" in answer.text
    start, degree, licence, *_ = [x for x in answer.text.splitlines() if x.startswith("- ")]
    assert start.startswith("- Medical assistant, clerk or community worker: patient navigator")
    assert degree.startswith("- You did not say which degree you hold: The degree commonly")
    assert licence.startswith("- You named no licence: A Registered Nurse (RN) license")
    number = int(licence.rpartition("[")[2].rstrip("]"))
    assert "A Registered Nurse (RN) license" in answer.citations[number - 1].quote


def test_what_was_told_before_counts(advisor):
    history = [
        {"role": "user", "content": "I'm an RN with a BSN and 3 years in med surg."},
        {"role": "assistant", "content": "Thank you for telling me."},
    ]
    answer = advisor.ask("What should I do next?", history)
    assert "licence: RN" in answer.text
    assert "You named no licence" not in answer.text
    assert "You named no certification" in answer.text


def test_who_has_told_nothing_is_asked_to(advisor):
    answer = advisor.ask("What do I do next?")
    assert "Tell me your role" in answer.text
    assert "You have told me" not in answer.text


def test_a_worn_out_teacher_is_not_taken_for_a_cheat(advisor):
    answer = advisor.ask("im a teacher and im burned out. could i do this?")
    assert answer.answered
    assert "role: teacher" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        f"{MEDICAL_ASSISTANT}. What does a senior coordinator earn?",
        f"{MEDICAL_ASSISTANT}. How many hours a week would I work?",
    ],
)
def test_a_question_on_something_else_is_answered_as_ever(advisor, question):
    assert "You have told me" not in advisor.ask(question).text


def test_no_experience_is_no_figure(advisor):
    answer = advisor.ask("I'm finishing my BSN in May, no work experience yet. What do I do next?")
    assert "experience: none yet" in answer.text
    assert "0 years" not in answer.text
