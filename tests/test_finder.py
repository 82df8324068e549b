"""The guide answers first; its companions beside it, or where it is silent."""

import pytest

MAIN = "corpus/clinical-care-coordinator.md"


@pytest.mark.parametrize(
    "question",
    [
        "Do I have to work nights and weekends?",
        "Is the job stressful?",
        "How much does a senior coordinator earn?",
        "Do I need an RN license?",
    ],
)
def test_what_the_guide_answers_is_told_from_the_guide_first(advisor, question):
    answer = advisor.ask(question)
    assert answer.answered
    assert answer.citations[0].source == MAIN


@pytest.mark.parametrize(
    "question",
    [
        "How much does the CCM exam cost?",
        "What GPA do I need to get into a nursing program?",
        "What's the average cost of a BSN?",
    ],
)
def test_what_the_guide_leaves_open_is_told_by_companions_alone(advisor, question):
    answer = advisor.ask(question)
    assert answer.answered
    assert MAIN not in {citation.source for citation in answer.citations}


def test_what_both_speak_to_is_told_of_both_under_their_names(advisor):
    answer = advisor.ask("What should my resume show?")
    sources = [citation.source for citation in answer.citations]
    assert sources[0] == MAIN
    assert len(set(sources)) > 1
    assert answer.text.startswith("The career guide says:")


def test_what_a_companion_answers_almost_surely_stands_before_what_the_guide_adds(advisor):
    answer = advisor.ask("Am I sitting at a desk all day?")
    sources = [citation.source for citation in answer.citations]
    assert sources[0] != MAIN
    assert sources[-1] == MAIN
    assert "mostly office-based" in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Does an LPN earn more than a medical assistant?", ["$64,400", "$45,690"]),
        ("Which renews more often, the CHPN or the CPHQ?", ["every 4 years", "every 2 years"]),
        ("Will jobs for LPNs grow faster than jobs for RNs?", ["3% growth", "5% growth"]),
        ("Is a senior coordinator paid less than an RN?", ["$70,000 to $90,000", "$97,550"]),
    ],
)
def test_rows_that_a_question_sets_side_by_side_are_told_side_by_side(advisor, question, told):
    answer = advisor.ask(question)
    assert [one for one in told if one not in answer.text] == []
    assert len(answer.citations) == 2


def test_the_guides_pay_stands_beside_what_is_official(advisor):
    answer = advisor.ask("What do the guide and the government each say about coordinator pay?")
    assert answer.text.startswith("The career guide says:")
    assert "$35,000 to $50,000" in answer.text
    assert "No official pay figure exists" in answer.text
    assert len(answer.text) <= 1200


@pytest.mark.parametrize(
    "question",
    [
        "Who earns more in Guam, LPNs or medical assistants?",
        "How do RNs and LPNs dodge exam fees?",
    ],
)
def test_a_question_that_says_more_than_a_table_tells_is_not_answered_from_it(advisor, question):
    assert "half earn" not in (text := advisor.ask(question).text)
    assert "$64,400" not in text


def test_what_a_companion_leaves_open_is_not_answered_with_what_the_guide_has_near_it(advisor):
    answer = advisor.ask("In which order do I write RN and CCM after my name?")
    assert not answer.answered
    assert "the order of the letters" in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "What is the average age of people who take the CCM?",
        "Which parking garage is cheapest for nurses?",
        "What's the weather like tomorrow?",
    ],
)
def test_what_neither_answers_is_declined(advisor, question):
    answer = advisor.ask(question)
    assert not answer.answered
    assert answer.citations == ()


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("What does it take to get the CCM, and what does it cost?", "$430"),
        ("Is an RN licence needed, and what are the fees for it?", "licen"),
        ("How many hours a week do coordinators work, and do they get overtime?", "overtime"),
    ],
)
def test_a_second_question_knows_what_the_first_was_about(advisor, question, told):
    answer = advisor.ask(question)
    assert answer.answered
    assert told in answer.text
    assert len(answer.text) <= 1200
