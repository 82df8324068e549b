"""The sentences suite: its measures by hand, and how texts are read token by token."""

from __future__ import annotations

import json

import numpy as np
import pytest

from evals import answerability
from evals.context import Context, Options
from evals.errors import HarnessError, Skipped
from evals.suites import sentences
from evals.suites.sentences import Scored, average_precision, features, read_tasks, top_f1
from evals.tokens import Reading, cover, sentence_cosines

ROW = {
    "id": "1",
    "question": "who",
    "answerable": True,
    "title": "T",
    "sentences": ["One.", "Two."],
    "gold_sentence_idx": [1],
}


def scored(dense: list[float], context: list[float], covered: list[float]) -> Scored:
    values = np.array(dense, np.float32)
    reading = Reading(np.array(covered, np.float32), np.array(context, np.float32))
    return Scored(values, np.zeros(len(dense), np.float32), values, reading)


def test_average_precision_by_hand():
    # Gold at ranks 1 and 3: (1/1 + 2/3) / 2.
    assert average_precision([4, 0, 2, 1], frozenset({4, 2})) == pytest.approx(5 / 6)
    assert average_precision([0, 1, 2], frozenset({2})) == pytest.approx(1 / 3)


def test_top_f1_by_hand():
    # Three chosen, two of them gold, four gold in all: 2 * 2 / (4 + 3).
    assert top_f1([0, 1, 2, 3], frozenset({0, 2, 3, 5})) == pytest.approx(4 / 7)
    # A passage of two sentences offers two to choose.
    assert top_f1([0, 1], frozenset({1})) == pytest.approx(2 / 3)


def test_the_first_sentence_is_a_little_ahead():
    level = scored([0.5, 0.5, 0.5], [0.5, 0.5, 0.6], [1.0])
    assert level.choice.argmax() == 0
    behind = scored([0.3, 0.5, 0.5], [0.5, 0.5, 0.6], [1.0])
    assert behind.choice.argmax() == 2


def test_what_tells_an_answer():
    found = features(scored([0.2, 0.5], [0.25, 0.75], [0.5, 1.0]))
    assert found == {"similarity": 0.5, "in_context": 0.75, "least_covered": 0.5}
    for weights in answerability.load_weights()["sentences"].values():
        assert set(weights) == {"bias", "threshold"} | set(found)


def test_each_word_piece_takes_its_closest():
    question = np.array([[1, 0], [0, 1]], np.float32)
    text = np.array([[1, 0], [0.6, 0.8]], np.float32)
    assert cover(question, text).tolist() == pytest.approx([1.0, 0.8])
    assert cover(question, text[:0]).tolist() == [0.0, 0.0]


def test_a_sentence_is_the_mean_of_its_own_tokens():
    tokens = np.array([[1, 0], [0, 1], [0, 1]], np.float32)
    # Tokens 1 and 2 point half way between the axes; token 3 along the second one; then a cut.
    cosines = sentence_cosines(tokens, [2, 1, 5], np.array([1, 0], np.float32))
    assert cosines.tolist() == pytest.approx([0.5**0.5, 0.0, 0.0], abs=1e-6)


def test_fewer_questions_than_declared_are_a_fault(tmp_path):
    file = tmp_path / "dev.jsonl"
    unanswerable = ROW | {"id": "2", "answerable": False}
    file.write_text(json.dumps(ROW) + "\n" + json.dumps(unanswerable) + "\n")
    first, second = read_tasks(file, wanted=2)
    assert (first.gold, second.gold) == (frozenset({1}), frozenset())
    with pytest.raises(HarnessError, match="3 questions declared, 2 there"):
        read_tasks(file, wanted=3)


def test_without_the_data_the_suite_is_skipped_by_name(tmp_path):
    context = Context(lambda: pytest.fail("no advisor is needed"), Options(public_data=tmp_path))
    with pytest.raises(Skipped, match=r"clapnq/dev\.jsonl"):
        list(sentences.run(context))
