"""Feedback is kept whole or not at all, and never costs an answer."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace

import pytest
from conftest import ROOT

from advisor import feedback as module
from advisor.config import Settings
from advisor.errors import FeedbackError, SetupError
from advisor.feedback import MAX_CHARS, REASONS, Feedback, FeedbackStore
from advisor.schema import Answer, Citation

CITED = Citation(1, "Guide", ("Guide", "Pay"), "Bakers earn $2.", "guide.md", (3, 3))
ANSWER = Answer("Bakers earn $2. [1]", True, "What do bakers earn?", (CITED,)).to_dict()


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(index=tmp_path / "index")


def said(**values) -> Feedback:
    return Feedback(**{"helpful": True, "question": "Pay?", "answer": ANSWER} | values)


def test_what_was_said_is_read_again(settings):
    history = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi."}]
    FeedbackStore(settings).add(said(history=history))
    FeedbackStore(settings).add(said(helpful=False, reason="wrong", comment="It is $3; 'really'."))
    first, second = FeedbackStore(settings).all()
    assert (first.helpful, first.reason, first.history) == (True, None, history)
    assert first.answer == json.loads(json.dumps(ANSWER))
    assert (second.verdict, second.comment) == ("wrong", "It is $3; 'really'.")
    assert FeedbackStore(settings).counts() == {"helpful": 1, "wrong": 1}


def test_it_stands_beside_the_index_unless_a_database_is_named(settings, tmp_path):
    FeedbackStore(settings).add(said())
    assert (tmp_path / "feedback.sqlite3").is_file()
    other = replace(settings, database_url=f"sqlite:///{tmp_path}/other.db")
    FeedbackStore(other).add(said())
    assert len(FeedbackStore(other).all()) == 1


def test_where_it_is_turned_off_nothing_is_written(settings, tmp_path):
    store = FeedbackStore(replace(settings, feedback=False))
    with pytest.raises(FeedbackError, match="turned off"):
        store.add(said())
    assert list(tmp_path.iterdir()) == []


def test_each_verdict_that_was_kept_is_counted(settings):
    counted = []
    store = FeedbackStore(settings, counted.append)
    store.add(said())
    store.add(said(helpful=False, reason="other"))
    assert counted == ["helpful", "other"]


@pytest.mark.parametrize("reason", [None, "", "bad", "wrong; drop table"])
def test_a_reason_is_one_of_those_offered(reason):
    with pytest.raises(FeedbackError, match=", ".join(REASONS)):
        said(helpful=False, reason=reason)


def test_sizes_are_bounded(settings):
    with pytest.raises(FeedbackError, match=r"2,000 characters.*2,001"):
        said(comment="x" * (MAX_CHARS + 1))
    store = FeedbackStore(settings)
    messages = [{"role": "user", "content": "x" * 9999}] * 1000
    store.add(said(question="x" * 9999, history=messages, answer=ANSWER | {"text": "x" * 999_999}))
    (kept,) = store.all()
    assert len(kept.question) == len(kept.answer["text"]) == MAX_CHARS
    assert len(kept.history) == module.MAX_HISTORY
    assert len(kept.history[0]["content"]) == MAX_CHARS


def test_a_store_that_is_full_says_so(settings, monkeypatch):
    monkeypatch.setattr(module, "MAX_ROWS", 1)
    store = FeedbackStore(settings)
    store.add(said())
    with pytest.raises(FeedbackError, match="No more than 1"):
        store.add(said())
    assert len(store.all()) == 1


@pytest.mark.parametrize("url", ["nonsense", "klingon://host/db", "sqlite+aliens:///x"])
def test_a_url_that_is_none_is_refused_at_the_start(settings, url):
    with pytest.raises(SetupError, match="ADVISOR_DATABASE_URL"):
        FeedbackStore(replace(settings, database_url=url))


def test_a_driver_that_is_not_installed_is_named(settings):
    with pytest.raises(SetupError, match="psycopg") as complaint:
        FeedbackStore(replace(settings, database_url="postgresql+psycopg://me:secret@host/db"))
    assert "secret" not in str(complaint.value)


def test_a_database_that_cannot_be_opened_is_told_and_tried_again(settings, tmp_path, caplog):
    store = FeedbackStore(replace(settings, index=tmp_path / "later" / "index"))
    with pytest.raises(FeedbackError, match="was not kept"):
        store.add(said(comment="my secret"))
    assert "unable to open" in caplog.text
    assert "my secret" not in caplog.text
    (tmp_path / "later").mkdir()
    store.add(said())
    assert len(store.all()) == 1


def test_a_database_that_was_removed_is_made_anew(settings, tmp_path):
    store = FeedbackStore(settings)
    store.add(said())
    (tmp_path / "feedback.sqlite3").unlink()
    with pytest.raises(FeedbackError, match="was not kept"):
        store.add(said())
    store.add(said(comment="again"))
    assert [one.comment for one in FeedbackStore(settings).all()] == ["again"]


def test_a_database_that_another_holds_is_waited_for_and_then_given_up(
    settings, tmp_path, monkeypatch
):
    monkeypatch.setattr(module, "BUSY_SECONDS", 0.1)
    store = FeedbackStore(settings)
    store.add(said())
    other = sqlite3.connect(tmp_path / "feedback.sqlite3")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(FeedbackError, match="was not kept"):
        store.add(said())
    other.close()
    store.add(said())
    assert len(store.all()) == 2


WRITER = """
import sys
from pathlib import Path
from advisor.config import Settings
from advisor.feedback import Feedback, FeedbackStore
store = FeedbackStore(Settings(index=Path(sys.argv[1]) / "index"))
for number in range(100_000):
    answer = {"text": "x" * 50_000, "number": number}
    store.add(Feedback(True, f"Question {number}?", answer, comment=str(number)))
    print(number, flush=True)
"""


def test_a_write_that_is_killed_leaves_all_that_was_kept_and_nothing_by_halves(settings, tmp_path):
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path)],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    told = [int(writer.stdout.readline()) for _ in range(20)]
    writer.send_signal(signal.SIGKILL)
    told += [int(line) for line in writer.stdout if line.endswith(b"\n")]
    writer.wait()
    writer.stdout.close()
    store = FeedbackStore(settings)
    kept = store.all()
    assert [int(one.comment) for one in kept] == list(range(len(kept)))
    assert len(kept) in (len(told), len(told) + 1)
    assert all(len(one.answer["text"]) == 50_000 for one in kept)
    store.add(said())
