"""What a conversation was on is noted behind a turn that leaves it out."""

import pytest

from advisor.topic import names_topic, topics

NCLEX = "How long does the NCLEX-RN exam for a registered nurse take?"


def test_the_latest_question_comes_first_and_a_reply_last():
    asked = ["What does the ACM cost?", "What does a nurse navigator do?"]
    assert list(topics(asked, "The ONN-CG suits them. [1]")) == ["nurse navigator", "ACM", "ONN-CG"]


def test_a_reply_on_many_things_is_on_none():
    assert list(topics(["Which one?"], "The CCM, the ACM and the CNL are such. [1]")) == []


def test_what_names_something_itself_needs_no_topic():
    known = frozenset({"adn", "ccm"})
    assert names_topic("what do most CCMs earn", known)
    assert names_topic("why two numbers for the adn", known)
    assert names_topic("What does a discharge planner do?", known)
    assert not names_topic("what does it cost", known)


@pytest.mark.parametrize(
    ("first", "then", "fact"),
    [
        (NCLEX, "how much is the exam", "Registering for the NCLEX-RN costs $200"),
        ("How is the CMC renewed?", "what if i let it lapse", "reapply and sit the exam again"),
        ("What does a community health worker do?", "and what do they make a yr", "$51,850"),
    ],
)
def test_a_turn_is_answered_on_what_was_talked_of(advisor, first, then, fact):
    said = [
        {"role": "user", "content": first},
        {"role": "assistant", "content": advisor.ask(first).text},
    ]
    assert fact in advisor.ask(then, said).text


def test_the_guides_own_roles_are_left_to_the_rules(advisor):
    first = "What does a senior coordinator do?"
    said = [
        {"role": "user", "content": first},
        {"role": "assistant", "content": advisor.ask(first).text},
    ]
    answer = advisor.ask("and what do they earn?", said)
    assert "$70,000 to $90,000" in answer.text


@pytest.mark.parametrize(
    ("message", "fact"),
    [
        ("I failed the CCM last week. Do I have to pay the whole thing all over again?", "$195"),
        (
            "My boss wants the ACM on my badge. What does the exam cost?",
            "ACM exam fee was not found",
        ),
        ("I hold the CMGT-BC. What does renewal ask of me?", "75 contact hours"),
    ],
)
def test_what_a_message_states_is_what_it_asks_about(advisor, message, fact):
    assert fact in advisor.ask(message).text
