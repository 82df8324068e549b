"""Every measure of the evals, against figures worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from evals import metrics
from evals.normalise import contains, figures, stated_figures, terms, words
from evals.ranking import ranking_scores
from evals.stats import change_interval, value_interval

PAY = "Senior coordinators earn $70,000 to $90,000 a year."


# --- normalisation ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("$70k", "70,000"),
        ("$70,000 to $90,000", "$70k-90k"),
        ("$70-90k", "70000 – 90000"),
        ("70 to 90 thousand", "$70,000 to $90,000"),
        ("seventy thousand dollars", "70,000 dollars"),
        ("$110,000+", "110K"),
        ("$1.5 million", "1,500,000"),
        ("four years", "4 years"),
        ("twenty-four hours", "24-hour"),
        ("two hundred", "200"),
        ("2 to 5 years", "2-5 year"),
        ("end-of-life", "end of life"),
        ("a bachelor's degree", "a bachelors degree"),
        ("RN licence", "rn license"),
        ("5 %", "5 percent"),
        ("70.00", "70"),
        ("CEUs", "ceu"),
        ("U.S.", "us"),
        ("**$70,000** [1][2]", "$70,000"),
        ("“Communication”", "communication"),
    ],
)
def test_writings_of_one_thing_are_one(left: str, right: str) -> None:
    assert words(left) == words(right)


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("It pays $170,000.", "70,000", False),
        ("It pays $70,000.", "$70k", True),
        ("nursing homes and clinics", "nursing clinics", False),
        ("coordinating care plans", "coordinates care plan", True),
        ("ten steps", "step 10", False),
        ("anything", "", False),
        ("short", "a longer phrase than the text", False),
    ],
)
def test_a_phrase_is_a_contiguous_run(text: str, phrase: str, found: bool) -> None:
    assert contains(text, phrase) is found


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Pay is $70k to $90,000 for 5+ years [3].", ("70000", "90000", "5")),
        ("Ten steps, one of them long", ("10", "1")),
        ("one hundred beds", ("100",)),
        ("1. Understand the role\n2. Study", ()),
        ("Step 6 takes 2.5 hours, 40 %", ("6", "2.5", "40")),
        ("No figure here", ()),
    ],
)
def test_figures_are_values(text: str, values: tuple[str, ...]) -> None:
    assert figures(text) == values


def test_a_spelt_out_one_or_two_points_and_asserts_nothing() -> None:
    text = "One of the two pays 2 to 5 more; two hundred do not, twenty-two may."
    assert stated_figures(text) == ("2", "5", "200", "22")


def test_terms_leave_out_figures_and_function_words() -> None:
    assert terms("What does the senior level pay, 70,000?") == {"senior", "level", "pai"}


# --- one answer ---------------------------------------------------------------------------------


def test_facts_found_takes_any_alternative_of_each_fact() -> None:
    facts = [["$70,000"], ["90k", "ninety"], ["bonus"]]
    assert metrics.facts_found(PAY, facts) == (True, True, False)


def test_wrong_found_names_what_stands_there() -> None:
    assert metrics.wrong_found(PAY, ["$90,000", "$100,000"]) == ("$90,000",)


@pytest.mark.parametrize(("length", "fits"), [(1_200, True), (1_201, False)])
def test_an_answer_has_at_most_1200_characters(length: int, fits: bool) -> None:
    assert metrics.fits("x" * length) is fits


def test_word_count_counts_as_a_reader_does() -> None:
    assert metrics.word_count("Four words  and\nfive-ish") == 4


# --- declining ----------------------------------------------------------------------------------


def test_balanced_accuracy() -> None:
    # 3 of 4 answerable ones answered, 1 of 2 unanswerable ones declined: (0.75 + 0.5) / 2
    rows = np.array([[1, 1], [1, 1], [1, 1], [1, 0], [0, 0], [0, 1]], dtype=float)
    assert metrics.balanced_accuracy(rows) == pytest.approx(0.625)


def test_auc_counts_pairs_in_order_and_ties_as_half() -> None:
    # answerable .9 .5 .2, unanswerable .5 .1: pairs 1 1 / .5 1 / 0 1 -> 4.5 of 6
    rows = np.array([[1, 0.9], [1, 0.5], [1, 0.2], [0, 0.5], [0, 0.1]])
    assert metrics.auc(rows) == pytest.approx(4.5 / 6)


@pytest.mark.parametrize("measure", [metrics.balanced_accuracy, metrics.auc])
@pytest.mark.parametrize("only", [0.0, 1.0])
def test_with_one_class_alone_there_is_no_figure(measure, only: float) -> None:
    assert math.isnan(measure(np.array([[only, 1.0], [only, 0.0]])))


def test_risk_coverage_lets_the_surest_through_first() -> None:
    curve = metrics.risk_coverage([1, 0, 1, 0], [0.9, 0.2, 0.5, 0.7])
    assert curve == [
        (0.25, pytest.approx(0.0)),
        (0.5, pytest.approx(0.5)),
        (0.75, pytest.approx(1 / 3)),
        (1.0, pytest.approx(0.5)),
    ]
    rows = np.array([[1, 0.9], [0, 0.2], [1, 0.5], [0, 0.7]])
    assert metrics.area_under_risk_coverage(rows) == pytest.approx((0 + 0.5 + 1 / 3 + 0.5) / 4)


# --- follow-ups ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rewrite", "score"),
    [
        ("How much does a senior coordinator earn?", 1.0),  # adds senior, coordinator: both wanted
        ("How much does a senior earn?", 2 / 3),  # adds one of the two wanted: P 1, R 1/2
        ("How much does a senior nurse earn?", 0.5),  # one right, one wrong: P 1/2, R 1/2
        ("How much does it earn?", 0.0),
    ],
)
def test_added_term_f1(rewrite: str, score: float) -> None:
    reference = "How much does a senior coordinator earn?"
    assert metrics.added_term_f1("How much does it earn?", rewrite, reference) == pytest.approx(
        score
    )


def test_where_nothing_is_to_be_added_nothing_added_is_best() -> None:
    question = "Which level pays most?"
    assert metrics.added_term_f1(question, question, question) == 1.0
    assert metrics.added_term_f1(question, "Which senior level pays most?", question) == 0.0


@pytest.mark.parametrize(
    ("rewrite", "harmless"),
    [
        ("which level pays the most", True),
        ("Which senior level pays most?", False),
        ("Which level?", False),
    ],
)
def test_no_harm(rewrite: str, harmless: bool) -> None:
    assert metrics.does_no_harm("Which level pays most?", rewrite) is harmless


def test_percentiles() -> None:
    rows = np.arange(1.0, 102.0).reshape(-1, 1)  # 1 to 101
    assert (metrics.p50(rows), metrics.p95(rows)) == (51.0, 96.0)


# --- ranking ------------------------------------------------------------------------------------


def test_ranking_counts_a_section_at_its_best_rank() -> None:
    # distinct ranking: a, b, c; gold c and d (never found)
    scores = ranking_scores(["a", "b", "a", "c"], ["c", "d"])
    ideal = 1 / math.log2(2) + 1 / math.log2(3)
    assert scores == {
        "hit@1": 0.0,
        "hit@3": 1.0,
        "recall@5": 0.5,
        "mrr": pytest.approx(1 / 3),
        "ndcg@5": pytest.approx((1 / math.log2(4)) / ideal),
    }


def test_nothing_retrieved_scores_nothing() -> None:
    assert set(ranking_scores([], ["a"]).values()) == {0.0}


# --- intervals ----------------------------------------------------------------------------------


def test_an_interval_of_a_constant_is_the_constant() -> None:
    rows = np.ones((20, 1))
    assert value_interval(metrics.mean, rows, [str(n) for n in range(20)]) == (1.0, 1.0)


def test_the_interval_of_a_share_is_near_the_textbook_one() -> None:
    rows = np.array([[1.0]] * 50 + [[0.0]] * 50)
    low, high = value_interval(metrics.mean, rows, [str(n) for n in range(100)])
    assert low == pytest.approx(0.5 - 1.96 * 0.05, abs=0.015)
    assert high == pytest.approx(0.5 + 1.96 * 0.05, abs=0.015)


def test_turns_of_one_conversation_are_drawn_together() -> None:
    rows = np.array([[1.0]] * 50 + [[0.0]] * 50)
    alone = value_interval(metrics.mean, rows, [str(n) for n in range(100)])
    grouped = value_interval(metrics.mean, rows, [str(n // 10) for n in range(100)])
    assert grouped[1] - grouped[0] > 2 * (alone[1] - alone[0])


def test_a_change_is_measured_on_the_same_questions() -> None:
    before = np.array([[1.0], [0.0]] * 50)
    after = before.copy()
    after[:10] = 0.0  # five of the fifty right ones lost
    names = [str(n) for n in range(100)]
    low, high = change_interval(metrics.mean, before, after, names)
    assert low < -0.05 < high < 0
    # A measure that is no mean is drawn the slow way and agrees about no change at all.
    assert change_interval(metrics.p50, before, before, names) == (0.0, 0.0)


def test_what_decides_is_looked_for_in_the_first_sentence():
    text = "An RN license is typically needed. [1] Some positions ask for a master's. [2]"
    assert metrics.decided_first(text, ["is typically needed"])
    assert metrics.decided_first(text, ["never", "typically needed"])
    assert not metrics.decided_first(text, ["ask for a master's"])
    assert not metrics.decided_first(text, [])
