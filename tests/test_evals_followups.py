"""The suite on other people's follow-ups: what it reads, what it scores, how it fails."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.context import Context, Options
from evals.errors import Skipped
from evals.suites import followups, load
from evals.suites.followups import FollowUp, read, run, score

TURN = FollowUp("a.2", "cast", "a", 2, "Is it legal?", "Is brewing legal?", [("user", "Brewing")])


def write(folder: Path, name: str, rows: list[dict]) -> Path:
    file = folder / name
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return file


def canard(dialogue: str, no: int = 1) -> dict:
    history = ["Frank Zappa", "Disbandment", "What group disbanded?", "The Mothers."][: 2 * no]
    return {"dialog": dialogue, "no": no, "history": history, "question": "Why?", "rewrite": "Why?"}


def cast(turn: int, rewrite: str | None) -> dict:
    history = ["What is brewing?"][: turn - 1]
    return {"set": "s", "topic": 1, "turn": turn, "history": history, "question": "Is it legal?",
            "rewrite": rewrite}  # fmt: skip


def no_advisor():
    raise AssertionError("the suite needs no advisor")


def test_titles_and_questions_come_from_the_person(tmp_path):
    (turn,) = read(write(tmp_path, "canard.jsonl", [canard("d", 2)]), "canard")
    assert [who for who, _ in turn.said] == ["user", "assistant", "user", "assistant"]
    (turn,) = read(write(tmp_path, "cast.jsonl", [cast(2, "Is brewing legal?")]), "cast")
    assert turn.said == [("user", "What is brewing?")]


def test_whole_dialogues_are_taken_and_turns_without_a_rewrite_left_out(tmp_path):
    rows = [canard(f"d{number}", no) for number in range(10) for no in (1, 2)]
    taken = read(write(tmp_path, "canard.jsonl", rows), "canard")
    assert [turn.id for turn in taken] == ["d0.1", "d0.2", "d5.1", "d5.2"]
    assert read(write(tmp_path, "cast.jsonl", [cast(1, None)]), "cast") == []


@pytest.mark.parametrize(
    ("rewrite", "f1", "outcome"),
    [("Is brewing legal?", 1.0, "right"), ("Is it legal?", 0.0, "incomplete")],
)
def test_a_turn_is_scored_by_the_words_it_adds(rewrite, f1, outcome):
    item = score(TURN, lambda question, said: rewrite)
    assert item.scores["rewrite_f1"] == f1
    assert "no_harm" not in item.scores
    assert item.outcome == outcome
    assert item.expected == {"standalone": "Is brewing legal?", "ours": rewrite}


def test_a_turn_that_needs_nothing_is_harmed_by_any_word():
    alone = FollowUp("a.1", "cast", "a", 1, "Is brewing legal?", "Is brewing legal?", [])
    assert score(alone, lambda question, said: question).scores["no_harm"] == 1.0
    harmed = score(alone, lambda question, said: f"{question} In Ohio?")
    assert harmed.scores["no_harm"] == 0.0
    assert harmed.outcome == "incomplete"


def test_an_exception_is_a_score():
    def broken(question, said):
        raise ValueError("no")

    item = score(TURN, broken)
    assert item.outcome == "crashed"
    assert item.scores == {"no_crash": 0.0}
    assert item.notes == ("ValueError: no",)


def test_the_suite_yields_as_many_items_as_it_announces(tmp_path):
    write(tmp_path, "canard/dev.jsonl", [canard("d", no) for no in (1, 2)])
    write(tmp_path, "cast/topics_2019.jsonl", [cast(2, "Is brewing legal?")])
    context = Context(no_advisor, Options(public_data=tmp_path))
    items = list(run(context))
    assert len(items) == context.expected == 3
    assert {item.suite for item in items} == {"followups"}
    assert all(metric.rows(items)[0] for metric in followups.METRICS if "missing" not in metric.name
               and "no harm: cast" not in metric.name)  # fmt: skip


def test_the_suite_is_skipped_by_name_where_its_data_is_absent(tmp_path):
    with pytest.raises(Skipped, match="canard"):
        list(run(Context(no_advisor, Options(public_data=tmp_path))))
    assert load("followups") is followups
