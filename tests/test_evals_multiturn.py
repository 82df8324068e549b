"""The multiturn suite: measures by hand, its scorer, its cache; it counts its items."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from advisor.retrieval import HybridScorer
from evals import answerability
from evals.answerability import coverage, fit_halves, half, recognised, verdict
from evals.cache import ArrayCache
from evals.calibrate import Case
from evals.context import Context, Options
from evals.errors import HarnessError, Skipped
from evals.suites import multiturn
from evals.suites.multiturn import Pool, beyond_half, rankings, read_pool, read_tasks

TASK = {
    "task_id": "talk<::>2",
    "domain": "cloud",
    "turn": 2,
    "question": "And its price?",
    "rewrite": "What is the price of the disk?",
    "answerability": "ANSWERABLE",
    "gold_ids": ["b"],
    "history": [{"role": "user", "text": "What is a disk?"}],
}


def lines(*rows: dict) -> str:
    return "".join(json.dumps(row) + "\n" for row in rows)


def pool() -> Pool:
    """Three passages whose vectors lie 0, 60 and 90 degrees from the first axis."""
    vectors = np.array([[1, 0], [0.5, 0.75**0.5], [0, 1]], np.float32)
    return Pool(["a", "b", "c"], ["red apples", "green pears", "red cherries"], vectors)


def test_half_of_the_gold_among_the_first_five_is_a_half():
    assert pool().found([0, 2], frozenset({"a", "b"})) == 0.5
    five_others = Pool(list("uvwxyz"), ["word"] * 6, np.eye(6, dtype=np.float32))
    assert five_others.found([0, 1, 2, 3, 4, 5], frozenset({"z"})) == 0.0


def test_half_of_the_gap_by_hand():
    # Half of the way from .2 to .6 is .4: .5 is .1 beyond it, .3 is .1 short.
    assert beyond_half(0.2, 0.5, 0.6) == pytest.approx(0.1)
    assert beyond_half(0.2, 0.3, 0.6) == pytest.approx(-0.1)
    assert beyond_half(0.5, 0.5, 0.5) == 0.0


def test_each_side_ranks_alone_and_both_together():
    scores = pool().scorer.score("cherries", np.array([1, 0], np.float32))
    ranked = rankings(scores)
    assert ranked["dense"] == [0, 1, 2]
    assert ranked["bm25"][0] == 2
    # Third by one side and first by the other beats first by one alone.
    assert ranked["rrf"][0] == 2
    assert set(ranked["hybrid"]) == {0, 1, 2}


def test_the_blend_weighs_the_lexical_side_a_fifth():
    # .8 * (1 + cosine) / 2 + .2 * share of the best BM25 score.
    scores = pool().scorer.score("cherries", np.array([1, 0], np.float32))
    # a: .8; b: .6; c: .4 + .2 = .6, and a tie goes to the earlier place.
    assert rankings(scores)["blend"] == [0, 1, 2]


def test_unknown_words_score_nothing_lexically():
    scores = pool().scorer.score("zzz", np.array([0, 1], np.float32))
    assert scores.lexical.tolist() == [0, 0, 0]
    assert rankings(scores)["hybrid"][0] == 2


def test_rare_terms_count_for_more_of_the_coverage():
    idf = {"disk": 1.0, "price": 3.0}
    assert coverage(["disk", "price"], frozenset({"price"}), idf) == 0.75
    # A term that no passage has weighs as much as the rarest: 3 of 1 + 3 + 3.
    assert coverage(["disk", "price", "ohio"], frozenset({"price"}), idf) == pytest.approx(3 / 7)
    assert coverage([], frozenset(), idf) == 1.0


def test_recognised_counts_below_the_threshold_that_spares_the_answerable():
    answerable = [(1.0, number / 20) for number in range(1, 21)]  # 0.05 to 1
    unanswerable = [(0.0, 0.1), (0.0, 0.19), (0.0, 0.2), (0.0, 0.9)]
    # 15 % of 20 are 3 (.05, .10, .15), so that what lies below .20 is declined: two of four.
    assert recognised(np.array(answerable + unanswerable)) == 0.5
    assert np.isnan(recognised(np.array(answerable)))


def test_a_verdict_by_hand():
    weights = {"bias": -1.0, "threshold": 0.5, "similarity": 2.0}
    assert verdict(weights, {"similarity": 0.5}).chance == pytest.approx(0.5)
    assert not verdict(weights, {"similarity": 0.5}).declined
    assert verdict(weights, {"similarity": 0.4}).declined


def test_a_half_is_judged_by_the_other(monkeypatch):
    fitted_on: list[set[str]] = []

    def remember(cases, most):
        fitted_on.append({case.group for case in cases})
        assert most == answerability.MOST_DECLINED
        return type("Fit", (), {"weights": {"bias": 0.0}})

    monkeypatch.setattr(answerability, "calibrate", remember)
    cases = [Case(f"talk {number}", "", {"x": 1.0}, True) for number in range(20)]
    assert set(fit_halves(cases)) == {"dev", "test"}
    for split, groups in zip(("dev", "test"), fitted_on, strict=True):
        assert groups
        assert split not in {half(group) for group in groups}


def test_the_kept_weights_are_those_of_the_features():
    scores = pool().scorer.score("red pears", np.array([1, 0], np.float32))
    names = set(multiturn.features(pool(), "red pears", scores))
    for weights in answerability.load_weights()["multiturn"].values():
        assert set(weights) == {"bias", "threshold"} | names


def test_fewer_tasks_than_declared_are_a_fault(tmp_path):
    file = tmp_path / "tasks.jsonl"
    file.write_text(lines(TASK, TASK | {"answerability": "CONVERSATIONAL"}))
    (task,) = read_tasks(file, wanted=1)
    assert (task.id, task.conversation, task.kind) == ("talk.2", "talk", "answerable")
    assert task.said == (("user", "What is a disk?"),)
    with pytest.raises(HarnessError, match="2 questions declared, 1 there"):
        read_tasks(file, wanted=2)


def test_vectors_of_other_passages_are_a_fault(tmp_path):
    (tmp_path / "p.jsonl").write_text(lines({"id": "a", "title": "", "text": "red"}))
    np.savez(tmp_path / "v.npz", ids=np.array(["b"]), emb=np.ones((1, 2), np.float16))
    with pytest.raises(HarnessError, match=r"v\.npz does not belong to p\.jsonl"):
        read_pool(tmp_path / "p.jsonl", tmp_path / "v.npz")


def test_without_the_data_the_suite_is_skipped_by_name(tmp_path: Path):
    context = Context(lambda: pytest.fail("no advisor is needed"), Options(public_data=tmp_path))
    with pytest.raises(Skipped, match=r"mtrag/tasks\.jsonl"):
        list(multiturn.run(context))


def test_the_cache_makes_each_array_once(tmp_path):
    made: list[str] = []

    def make(texts):
        made.extend(texts)
        return [np.full((len(text), 2), len(text), np.float32) for text in texts]

    cache = ArrayCache("model", tmp_path)
    first = cache.get(["one", "three", "one"], make)
    again = ArrayCache("model", tmp_path).get(["three", "six"], make)
    assert made == ["one", "three", "six"]
    assert [one.shape for one in first] == [(3, 2), (5, 2), (3, 2)]
    assert again[0].tolist() == first[1].tolist()


def test_another_maker_has_its_own_arrays(tmp_path):
    for number, maker in enumerate(("one model", "another")):
        vectors = ArrayCache(maker, tmp_path).vectors(
            ["text"], lambda _, value=number: np.array([[value]], np.float32)
        )
        assert vectors.tolist() == [[number]]


def test_the_scorer_is_the_advisors_own():
    assert isinstance(pool().scorer, HybridScorer)
