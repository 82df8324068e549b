"""The guide answers first; its companions beside it, or where it is silent."""

import pytest

from advisor.question import with_story

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
        "How many questions does the CCM exam have?",
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
        (
            "I carry the pager for our agency at weekends. They pay only if it rings. Can they do "
            "that?",
            "on call does not count as work",
        ),
        (
            "They gave me 40 hospital patients a day as a case manager. I have no clerk. Is that "
            "too much?",
            "about 15 patients",
        ),
    ],
)
def test_what_is_told_before_a_question_that_says_too_little_is_searched_with_it(
    advisor, question, told
):
    assert told in advisor.ask(question).text


def test_the_story_is_all_that_is_stated_before_what_is_asked():
    said = "I'm 50. Who isn't? My back hurts. Can I start now? Thanks."
    assert with_story(said, "Can I start now?") == "I'm 50. My back hurts. Can I start now?"
    assert (
        with_story(said, "My back hurts. Can I start now?")
        == "I'm 50. My back hurts. Can I start now?"
    )
    assert with_story(said, "What does it pay?") == "What does it pay?"


def test_nothing_of_the_guides_own_is_left_out_for_what_a_companion_adds(advisor):
    answer = advisor.ask("certifications?")
    assert answer.citations[0].source == MAIN
    assert answer.citations[-1].source != MAIN
    assert "The Certified Case Manager (CCM) is a common certification" in answer.text
    assert len(answer.text) <= 1200


@pytest.mark.parametrize(
    ("question", "told", "untold"),
    [
        ("I did not pass the CCM. What is the price of another try?", "$195", "$470"),
        ("May I take the CCM test at home?", "Pearson VUE", "Prometric"),
    ],
)
def test_what_one_certification_asks_is_not_told_of_another(advisor, question, told, untold):
    text = advisor.ask(question).text
    assert told in text
    assert untold not in text


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


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("How much do case management nurses make?", "$97,550 a year for registered nurses"),
        ("How Much Does A Discharge Planner Make", "$67,880 for healthcare social workers"),
        ("What would a UM nurse earn?", "$97,550 a year for registered nurses"),
        ("Where do UM nurses work?", "insurers and hospitals"),
        ("How do I become a utilization review nurse?", "RN license"),
    ],
)
def test_what_is_asked_of_a_role_is_told_from_its_row(advisor, question, told):
    answer = advisor.ask(question)
    assert told in answer.text
    assert MAIN not in [one.source for one in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "What is a clinical nurse leader (CNL) and what do they do?",
        "What is a CNL? What do they do?",
    ],
)
def test_they_are_those_who_hold_a_title(advisor, question):
    answer = advisor.ask(question)
    assert "Clinical Nurse Leader" in answer.text
    assert "eleven areas" not in answer.text


def test_what_is_told_with_companions_is_not_told_again_beside_them(advisor):
    text = advisor.ask("waht do interveiwers ask").text
    told = [line for line in text.splitlines() if line]
    assert len(told) == len(set(told))


def test_the_career_itself_is_not_told_from_a_row_beside_others(advisor):
    answer = advisor.ask("What does a care coordinator do daily?")
    assert answer.citations[0].source == MAIN


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
        "Do I get a uniform allowance?",
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


@pytest.mark.parametrize(
    "question",
    ["How much do care coordinators make in Chicago?", "care coordinator salary, Ohio?"],
)
def test_the_pay_in_a_place_is_not_told_as_the_pay_anywhere(advisor, question):
    answer = advisor.ask(question)
    assert "$35,000" not in answer.text
    assert "in a single state or city was not found" in answer.text
    assert "can be looked up in the BLS wage maps" in answer.text
    assert not answer.sure


def test_a_headline_with_its_year_asks_what_holds_now(advisor):
    now = advisor.ask("What Is the Average Care Coordinator Salary in 2026?")
    assert now.sure
    assert "$50,000 to $70,000" in now.text
    assert not advisor.ask("What was the median pay for this job back in 2019?").answered


def test_other_certifications_are_left_out_of_a_paragraph(advisor):
    answer = advisor.ask("What is CNL certification?")
    assert "Clinical Nurse Leader" in answer.text
    assert "ACHPN" not in answer.text


@pytest.mark.parametrize(
    ("first", "then", "meant"),
    [
        ("What does the ACM exam cost?", "and the CCM?", "CCM"),
        ("Who can take the CMGT-BC?", "and the CPHQ?", "CPHQ"),
        ("How is the CCM renewed?", "what about the ACM?", "ACM"),
    ],
)
def test_a_follow_up_may_name_another_certification_of_a_companion(advisor, first, then, meant):
    said = [
        {"role": "user", "content": first},
        {"role": "assistant", "content": advisor.ask(first).text},
    ]
    answer = advisor.ask(then, said)
    assert meant in answer.question
    assert answer.question.startswith(first.split()[0])
    assert answer.answered
