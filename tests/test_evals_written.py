"""What a chat model does to our answers is counted: what it said, what of it is shown, and when."""

import re
from dataclasses import replace
from itertools import islice

import pytest
from chatting import says, scripted, with_model

from advisor.writer.provider import open_model
from evals.beside import Heard, Turn, Writing, ask_both, heard
from evals.items import Item
from evals.recorded import RecordedModel, Reply
from evals.records import AnswerRecord, CitationRecord, PartRecord
from evals.samples import parse_sample
from evals.written import report, sheet, spread

TRUE = "A senior coordinator earns $70,000 to $90,000 a year with 5+ years of experience [1]."
LIE = "A senior coordinator also earns a bonus of $12,345 [1]."
SAMPLES = (
    {
        "id": "g-dev-001",
        "kind": "figure",
        "question": "How much does a senior coordinator earn?",
        "answerable": True,
        "facts": [["70,000"]],
    },
    {
        "id": "u-dev-001",
        "kind": "off_topic",
        "question": "Who won the World Cup?",
        "answerable": False,
        "reason": "off_topic",
    },
)
PIECES = ["You need ", "a degree", " [1]", ".", " And", " more."]


@pytest.fixture
def record(tmp_path, settings, monkeypatch):
    """Makes a recorded model of a server; all of one test have their replies in one file."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret-key")

    def record(url: str, **options) -> RecordedModel:
        model = open_model(with_model(settings, url))
        return RecordedModel(model, "scripted", tmp_path / "kept" / "replies.jsonl", **options)

    return record


def read(model: RecordedModel, pieces: int | None = None) -> str:
    from langchain_core.messages import HumanMessage

    stream = model.stream([HumanMessage("How?")])
    return "".join(one.text for one in islice(stream, pieces))


def test_a_reply_that_is_kept_is_not_asked_for_again(record):
    with scripted(says(PIECES)) as (url, asked):
        first = record(url)
        assert read(first) == "".join(PIECES)
        second = record(url, fast=True)
        assert read(second) == "".join(PIECES)
    assert len(asked) == first.asked == 1
    assert second.asked == 0


def test_one_that_was_not_heard_out_is_asked_for_where_more_is_wanted(record):
    with scripted(says(PIECES)) as (url, asked):
        assert read(record(url), pieces=2) == "".join(PIECES[:2])
        again = record(url)
        assert read(again, pieces=2) == "".join(PIECES[:2])
        assert len(asked) == 1
        assert read(again) == "".join(PIECES)
        assert len(asked) == 2
        assert read(record(url)) == "".join(PIECES)
    assert len(asked) == 2


def test_when_a_sentence_was_finished_and_when_that_was_certain():
    reply = Reply([(float(when), text) for when, text in enumerate(PIECES)], ended=9.0)
    assert heard(reply, "You need a degree.", shown=4.5) == Heard(2, 1.5, 0.5)
    assert heard(reply, "And more.", shown=9.5) == Heard(2, 4.5, 0.5)
    assert heard(reply, "", shown=5.5) == Heard(2)


def test_with_a_model_and_without_side_by_side(record, advisor, settings, capsys):
    some = [parse_sample(row) for row in SAMPLES]
    with scripted(says([TRUE, f" {LIE}"])) as (url, _):
        model = record(url)
        writings = [
            Writing(advisor, one, with_model(settings, url)) for one in (model, model.another())
        ]
        turns, asked = ask_both(advisor, writings, some)
    assert asked == len(some) == 2
    written, declined = turns
    assert written.heard.said == 2
    assert [one.text for one in written.own] == [TRUE.replace(" [1]", "")]
    assert written.bad_figures == written.lost == ()
    assert written.heard.since_sure > 0
    assert declined.heard == Heard()
    assert declined.written.answer.text == declined.quoted.answer.text
    assert report(turns, verbose=True) == 0
    told = capsys.readouterr().out
    assert re.search(r"sentences that it finished +2\n", told)
    assert re.search(r"withheld, or said before +1\n", told)
    assert "**model**: A senior coordinator earns" in sheet(turns)
    assert "How much" in sheet(turns)


def turn(text: str, facts: float = 1.0) -> Turn:
    """A turn whose quoted answer has every fact, and whose written one says this."""
    quote = CitationRecord(1, ("Guide", "Salary"), "It pays $70,000.", "guide.md", (1, 1))
    quoted = Item("g-dev-001", "written", "figure", "How much?", "right", {"facts": 1.0})
    part = PartRecord("written", text, (1,))
    answer = AnswerRecord(f"{text} [1]", True, citations=(quote,), parts=(part,))
    return Turn(quoted, replace(quoted, answer=answer, scores={"facts": facts}), Heard(1))


def test_a_figure_without_its_passage_and_a_fact_that_is_lost_are_faults(capsys):
    assert report([turn("It pays $70,000.")], verbose=False) == 0
    assert report([turn("It pays $80,000.")], verbose=False) == 1
    assert "a figure stands in no passage that is cited" in capsys.readouterr().out
    assert report([turn("It pays $70,000."), turn("It pays.", facts=0.5)], verbose=False) == 1
    assert "facts found is worse with the model" in capsys.readouterr().out


def test_a_sample_is_spread_evenly():
    assert spread(range(10), 3) == [0, 3, 6]
    assert spread(range(10), None) == spread(range(10), 10) == range(10)
