"""A real small model, which invents freely: what it says reaches the reader only where it holds."""

import re
from collections.abc import Iterator

import pytest
from chatting import with_model

from advisor.chat import Advisor
from advisor.schema import Answer
from advisor.writer.figures import agrees, figures
from evals.small_model import serve_small_model

pytest.importorskip("xllamacpp", reason="no llama.cpp is installed; `make test` does it")

ANSWERED = (
    "How much does a senior coordinator earn?",
    "What is the CCM?",
)
DECLINED = ("Does the job come with a pension?", "Who won the World Cup?")


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    with serve_small_model() as url:
        yield url


@pytest.fixture(scope="module")
def writing(settings, served) -> Advisor:
    """The advisor with SmolLM2 behind it."""
    return Advisor.open(with_model(settings, served, model_timeout=30))


@pytest.mark.parametrize("question", ANSWERED)
def test_no_figure_without_its_passage_and_no_fact_lost(writing, advisor, question):
    *pieces, answer = writing.stream(question)
    assert isinstance(answer, Answer)
    assert "".join(pieces) == answer.text
    assert_grounded(answer)
    quoted = advisor.ask(question)
    assert answer.answered == quoted.answered
    known = figures(answer.text)
    assert all(agrees(one, known) for one in figures(re.sub(r"\[\d+\]", "", quoted.text)))


@pytest.mark.parametrize("question", DECLINED)
def test_what_is_declined_is_declined_in_the_same_words(writing, advisor, question):
    answer, plain = writing.ask(question), advisor.ask(question)
    assert (answer.text, answer.reason, answer.engine) == (plain.text, plain.reason, "extractive")


def test_a_follow_up_goes_through_the_model_and_stays_grounded(writing):
    history = [
        {"role": "user", "content": ANSWERED[0]},
        {"role": "assistant", "content": "$70,000 to $90,000 a year [1]"},
    ]
    answer = writing.ask("And an entry-level one?", history)
    assert answer.answered
    assert "$35,000" in answer.text
    assert_grounded(answer)


def assert_grounded(answer: Answer) -> None:
    """Every figure stands in a quote that its part cites; markers and citations are the same."""
    quotes = {one.number: one.quote for one in answer.citations}
    assert {int(mark) for mark in re.findall(r"\[(\d+)\]", answer.text)} == set(quotes)
    for part in answer.parts:
        cited = figures(" ".join(quotes[number] for number in part.numbers))
        if part.kind != "computed":
            assert all(agrees(one, cited) for one in figures(part.text)), part
