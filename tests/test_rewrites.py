"""A follow-up is read in several ways; the likeliest is answered, and another that nearly is."""

import pytest

from advisor import Advisor, rewrites
from advisor.rewrites import KINDS, LAST, SAID, TOLD, features, likeliest
from advisor.schema import Message

ASKED = "Do I need a master's degree for senior roles?"
OTHERWISE = "If you meant something else by that:"


def after(question: str) -> list[Message]:
    return [
        Message(role="user", content=question),
        Message(role="assistant", content="Some positions ask for one. [1]"),
    ]


def told_apart(monkeypatch: pytest.MonkeyPatch, **thresholds: float) -> None:
    weights = {**rewrites.load_weights(), **thresholds}
    monkeypatch.setattr(rewrites, "load_weights", lambda: weights)


def test_a_follow_up_has_every_reading_and_each_is_weighed(advisor: Advisor):
    readings = advisor.engine.follower.readings("how long would that be", after(ASKED))
    assert set(readings) == {*KINDS, LAST}
    assert readings[SAID].text == "how long would that be"
    assert all(ASKED.rstrip("?") in readings[kind].text for kind in ("joined", "noted"))
    named = set(rewrites.load_weights()["weights"])
    assert {name for values in features(readings).values() for name in values} == named


@pytest.mark.parametrize(
    "turn",
    [
        "thank you so much, bless you!",
        "my cousin has none of those",
        "ljkasdf ;; qq",
        "My chest hurts and I can't breathe, what should I take?",
        "I have worked nights " + "now and then " * 12 + "and wonder what comes next?",
    ],
)
def test_what_leans_on_nothing_is_left_as_it_was_said(advisor: Advisor, turn: str):
    assert likeliest(advisor.engine.follower.readings(turn, after(ASKED))) == [turn]


def test_of_a_long_message_the_question_alone_is_taken_along(advisor: Advisor):
    said = after("I have worked nights. " + "And then again days. " * 40 + ASKED)
    joined = advisor.engine.follower.readings("how long would that be", said)["joined"].text
    assert joined == f"{ASKED.rstrip('?')}: how long would that be"


@pytest.mark.parametrize("turn", ["the third one", "and the last?", "the second"])
def test_a_bare_ordinal_is_a_pick_and_nothing_else(advisor: Advisor, turn: str):
    steps = advisor.ask("What are the ten steps?")
    said = [
        Message(role="user", content="What are the ten steps?"),
        Message(role="assistant", content=steps.text),
    ]
    assert set(advisor.engine.follower.readings(turn, said)) == {TOLD}
    assert OTHERWISE not in advisor.ask(turn, said).text


def test_a_first_question_has_no_other_reading(advisor: Advisor):
    assert set(advisor.engine.follower.readings("how long would that be", [])) == {TOLD}


def test_what_is_nearly_as_likely_is_answered_after_it(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch
):
    told_apart(monkeypatch, nearly=1.0, sure=9.0)
    answer = advisor.ask("how long would that be", after("Is the work of a coordinator stressful?"))
    first, _, second = answer.text.partition(OTHERWISE)
    assert "[1]" in first
    assert "[" in second
    assert len(answer.text) <= 1_200
    lines = [one for one in second.split("\n") if one.strip() and not one.endswith(":")]
    assert all("[" in line for line in lines)
    assert not {one for one in first.split("\n") if one} & {one for one in lines if one}


def test_where_one_reading_is_likelier_it_is_answered_alone(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch
):
    told_apart(monkeypatch, nearly=0.0)
    answer = advisor.ask("how long would that be", after("Is the work of a coordinator stressful?"))
    assert OTHERWISE not in answer.text


def test_what_is_declined_is_not_answered_by_another_reading(
    advisor: Advisor, monkeypatch: pytest.MonkeyPatch
):
    told_apart(monkeypatch, nearly=1.0, sure=9.0, ahead=9.0)
    answer = advisor.ask("Does the job come with free parking?", after(ASKED))
    assert not answer.answered
    assert OTHERWISE not in answer.text
