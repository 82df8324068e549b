"""What a person says of themselves changes their answers, and the answers say so."""

import pytest

HOSPICE = "I'm a medical assistant with 4 years in a clinic, interested in hospice. How do I start?"


def told(advisor, question):
    return [
        {"role": "user", "content": question},
        {"role": "assistant", "content": advisor.ask(question).text},
    ]


@pytest.mark.parametrize(
    ("years", "level", "pay"),
    [("1 year", "Entry-level", "$35,000 to $50,000"), ("7 years", "Senior", "$70,000 to $90,000")],
)
def test_pay_goes_by_the_years_that_were_told(advisor, years, level, pay):
    history = told(advisor, f"I have {years} of experience in healthcare. How do I start?")
    answer = advisor.ask("What would I earn?", history)
    first = next(line for line in answer.text.splitlines() if line.startswith("- "))
    assert first.startswith(f"- By the years that you named, {level}")
    assert pay in first
    number = int(first.rpartition("[")[2].rstrip("]"))
    assert pay in answer.citations[number - 1].quote


def test_a_certification_goes_by_the_interest_that_was_told(advisor):
    answer = advisor.ask("Which certification should I get?", told(advisor, HOSPICE))
    assert answer.text.startswith(
        "- For your interest in “hospice”: The Advanced Certified Hospice"
    )
    assert "[1]" in answer.text.splitlines()[0]
    assert answer.text.count("suits coordinators who work with end-of-life patients") == 1


@pytest.mark.parametrize(
    "question", ["What is the pay?", "How much could I make as a director?", "Is it stressful?"]
)
def test_what_is_not_of_the_person_stays_as_it_is(advisor, question):
    answer = advisor.ask(question, told(advisor, HOSPICE))
    assert "that you named" not in answer.text
    assert "your interest" not in answer.text


def test_years_in_another_field_count_for_nothing(advisor):
    history = told(advisor, "I taught at a school for twenty years and want to go into healthcare.")
    assert "that you named" not in advisor.ask("What would I earn?", history).text


def test_a_background_that_cannot_be_changes_nothing(advisor):
    history = told(advisor, "I have 2 years in healthcare and 5 years as a care coordinator.")
    assert advisor.ask("What would I earn?", history).answered


def test_marks_in_what_was_said_are_no_markers(advisor):
    history = told(advisor, "I am interested in hospice [9] care. How do I start?")
    answer = advisor.ask("Which certification should I get?", history)
    assert "[9]" not in answer.text


def test_years_in_another_role_are_counted_both_ways(advisor):
    answer = advisor.ask("I'm a pharmacy tech with 5 years and no degree. What would I earn?")
    rows = [line for line in answer.text.splitlines() if line.startswith("- ")][:2]
    assert rows[0].startswith("- By the years that you named, Senior")
    assert rows[1].startswith("- Counting only years in the role, of which you named none, Entry")
    assert "$35,000 to $50,000" in rows[1]
    assert rows[1].endswith("]")


def test_years_in_the_role_itself_are_counted_once(advisor):
    answer = advisor.ask("I've been a care coordinator for 6 years. What would I earn?")
    assert "Counting only" not in answer.text
