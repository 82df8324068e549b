"""Several careers in one index: comparing two, asking back, choosing; the careers are made up."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.ingest import ingest
from advisor.sides import compared

HYGIENIST = """---
title: Dental Hygienist career guide
career: Dental Hygienist
---

# Dental Hygienist career guide

| Fact | Value |
| --- | --- |
| 2024 Median Pay | $94,000 per year $45.00 per hour |
| Typical Entry-Level Education | Associate's degree |

## What a dental hygienist does

Dental hygienists clean teeth and look for signs of gum disease.

## How to become a dental hygienist

A dental hygienist needs a license in every state.

## Skills

A dental hygienist needs dexterity and empathy.
"""
NURSE = """---
title: Licensed Practical Nurse career guide
career: Licensed Practical Nurse
---

# Licensed Practical Nurse career guide

| Fact | Value |
| --- | --- |
| 2024 Median Pay | $62,000 per year $30.00 per hour |
| Typical Entry-Level Education | Postsecondary nondegree award |

## What they do

Licensed practical nurses (LPNs) give basic care: they change bandages and take blood pressure.

## How to become one

A licensed practical nurse needs a license in every state.

## Skills

A licensed practical nurse needs compassion and stamina.
"""
COOK = """# How to become a Cook

## What cooks do

Cooks prepare meals in hotels and restaurants.

## Salary

| Level | Median pay | Experience |
| --- | --- | --- |
| Entry-level Cook | $30,000 to $35,000 a year | 0-2 years |
| Head Cook | $50,000 to $70,000+ a year | 5+ years |

## Skills

A cook needs speed and a sense of taste.
"""


@pytest.fixture(scope="module")
def three(tmp_path_factory, embedder) -> Advisor:
    """An advisor on three guides, of which none is the main one."""
    folder = tmp_path_factory.mktemp("many")
    for name, text in (("hygienist", HYGIENIST), ("nurse", NURSE), ("cook", COOK)):
        (folder / f"{name}.md").write_text(text, "utf-8")
    settings = Settings(corpus=folder, index=folder / ".index")
    ingest(settings, [folder], embedder=embedder)
    return Advisor.open(settings, embedder)


def sources(answer) -> set[str]:
    return {Path(one.source).stem for one in answer.citations}


# --- comparing ----------------------------------------------------------------------------------


def test_the_pay_of_two_careers_is_compared_and_the_difference_computed(three):
    answer = three.ask("Who earns more, a dental hygienist or an LPN?")
    assert answer.answered
    assert answer.missing is None
    assert sources(answer) == {"hygienist", "nurse"}
    (reckoned,) = [part for part in answer.parts if part.kind == "computed"]
    assert "a Dental Hygienist earns $32,000 a year more than a Licensed" in reckoned.text
    assert reckoned.numbers == (1, 2)
    for figure in ("$94,000", "$62,000"):
        assert any(figure in cited.quote for cited in answer.citations)


def test_pay_an_hour_is_compared_by_the_hour(three):
    assert "$15 an hour more" in three.ask("What do LPNs and dental hygienists make per hour?").text


def test_figures_that_overlap_decide_nothing(three):
    text = three.ask("Does a cook earn more than an LPN?").text
    assert "overlap" in text
    assert "$30,000 to $35,000" in text
    assert "$62,000" in text
    lower = three.ask("Does an entry-level cook earn more than an LPN?").text
    assert "earns $27,000 to $32,000 a year more than an entry-level Cook" in lower
    assert "$50,000" not in lower


def test_what_is_no_pay_stands_under_each_career(three):
    answer = three.ask("Which skills does an LPN need compared with a dental hygienist?")
    said = answer.text
    assert said.index("Licensed Practical Nurse:") < said.index("compassion")
    assert said.index("compassion") < said.index("Dental Hygienist:") < said.index("dexterity")


def test_a_guide_that_is_silent_is_named(three):
    answer = three.ask("Who studies longer at college, a cook or a dental hygienist?")
    assert answer.answered
    assert "Associate's degree" in answer.text
    assert "The guide to becoming a Cook says nothing about education." in answer.text
    assert "education (Cook)" in answer.missing


def test_a_career_without_a_guide_is_named(three):
    answer = three.ask("Who earns more, a dental hygienist or an astronaut?")
    assert sources(answer) == {"hygienist"}
    assert "No guide here is about an astronaut" in answer.text
    assert answer.missing == "an astronaut"


def test_the_next_question_goes_on_comparing(three):
    asked = "Who earns more, a dental hygienist or an LPN?"
    history = [
        {"role": "user", "content": asked},
        {"role": "assistant", "content": three.ask(asked).text},
    ]
    answer = three.ask("And who needs more school?", history)
    assert sources(answer) == {"hygienist", "nurse"}
    assert answer.question == "Who needs more school: a dental hygienist or an LPN?"


def test_what_is_suggested_beside_a_comparison_is_answered(three):
    suggestions = three.ask("Who earns more, a dental hygienist or an LPN?").suggestions
    assert suggestions
    for one in suggestions:
        answer = three.ask(one)
        assert sources(answer) == {"hygienist", "nurse"}
        assert answer.missing is None


@pytest.mark.parametrize(
    "question",
    [
        "I am an LPN. What does a cook earn?",
        "How do I get from LPN to dental hygienist?",
        "Do LPNs work with cooks?",
        "What does a cook earn after more than 5 years?",
        "Is a bachelor's or a master's better for a cook?",
        "Does a cook need a diploma or a certificate?",
    ],
)
def test_two_names_alone_are_no_comparison(three, question):
    assert compared(three.engine.library, question) is None


# --- asking back --------------------------------------------------------------------------------


def test_a_question_that_fits_several_careers_is_asked_back_about(three):
    answer = three.ask("What is the median pay?")
    assert (answer.answered, answer.reason, answer.citations) == (False, "ambiguous", ())
    assert len(answer.suggestions) >= 2
    for one in answer.suggestions:
        career = re.match(r"For an? (.+?): what is the median pay\?", one)[1]
        assert career in answer.text
        told = three.ask(one)
        assert told.answered
        assert len(sources(told)) == 1


def test_the_career_that_is_named_then_answers_the_question(three):
    asked = "What is the median pay?"
    history = [
        {"role": "user", "content": asked},
        {"role": "assistant", "content": three.ask(asked).text},
    ]
    answer = three.ask("The LPN", history)
    assert "$62,000" in answer.text
    history += [
        {"role": "user", "content": "The LPN"},
        {"role": "assistant", "content": answer.text},
    ]
    assert sources(three.ask("Which skills are needed?", history)) == {"nurse"}


def test_what_only_one_guide_speaks_of_is_not_asked_back_about(three):
    question = "Who cleans teeth and looks for signs of gum disease?"
    assert Path(three.retrieve(question, k=1)[0].source).stem == "hygienist"
    answer = three.ask(question)
    assert answer.reason != "ambiguous"
    assert sources(answer) <= {"hygienist"}


@pytest.mark.parametrize("question", ["Hello!", "How do I bake a pizza?", "?", "asdf qwer"])
def test_what_no_guide_answers_is_not_asked_back_about(three, question):
    assert three.ask(question).reason != "ambiguous" or not re.search("career", question)
    assert "Which career" not in three.ask(question).text


# --- choosing -----------------------------------------------------------------------------------


def test_the_chosen_guide_answers_what_names_no_other_career(three):
    assert sources(three.ask("What is the median pay?", guide="LPN")) == {"nurse"}
    assert sources(three.ask("What is the median pay of a cook?", guide="LPN")) == {"cook"}
    assert {one.guide for one in three.retrieve("pay", guide="Cook")} == {"How to become a Cook"}
    assert list(three.stream("Which skills do I need?", guide="cook"))[-1].citations
