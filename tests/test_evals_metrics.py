"""Every measure of the evals, against figures worked out by hand."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from evals import citations, metrics
from evals.claims import Piece, split_pieces, split_sentences
from evals.normalise import contains, figures, stated_figures, terms, words
from evals.ranking import ranking_scores
from evals.records import AnswerRecord, CitationRecord, PartRecord
from evals.stats import change_interval, value_interval

PAY = "Senior coordinators earn $70,000 to $90,000 a year."
ENTRY = "Entry-level coordinators earn $35,000 to $50,000 a year."
SUITS = "The Clinical Nurse Leader (CNL) suits leadership."


def cite(number: int, quote: str, section: tuple[str, ...] = ("Guide", "Salary")) -> CitationRecord:
    return CitationRecord(number, section, quote, "guide.md", (1, 1))


def answer(text: str, *quotes: str, parts: tuple[PartRecord, ...] = (), **fields: object):
    return AnswerRecord(
        text=text,
        answered=True,
        citations=tuple(cite(number, quote) for number, quote in enumerate(quotes, start=1)),
        parts=parts,
        **fields,
    )


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


# --- pieces of an answer ------------------------------------------------------------------------


def test_sentences_keep_the_markers_behind_them() -> None:
    assert split_sentences("It pays well. [1][2] It is hard [3]. Really.") == [
        "It pays well. [1][2]",
        "It is hard [3].",
        "Really.",
    ]


def test_an_answer_without_parts_is_split_by_its_form() -> None:
    text = (
        "The guide gives two:\n\n- CCM is common [1]\n- CNL suits leadership [2]\n\n"
        "| Level | Pay |\n| --- | --- |\n| Senior | $70,000 [1] |\n\nNo."
    )
    assert split_pieces(text) == (
        Piece("frame", "The guide gives two:", ()),
        Piece("quote", "CCM is common", (1,)),
        Piece("quote", "CNL suits leadership", (2,)),
        Piece("frame", "Level", ()),
        Piece("frame", "Pay", ()),
        Piece("quote", "Senior", (1,)),
        Piece("quote", "$70,000", (1,)),
        Piece("frame", "No.", ()),
    )


# --- citations ----------------------------------------------------------------------------------


def test_a_claim_without_a_marker_is_uncited() -> None:
    reply = answer(f"{PAY} [1] The job is quite demanding for everyone.", PAY)
    assert citations.uncited_claims(reply) == ("The job is quite demanding for everyone.",)


def test_a_part_that_quotes_without_a_number_is_uncited() -> None:
    parts = (PartRecord("frame", "In short:", ()), PartRecord("quote", PAY, ()))
    assert citations.uncited_claims(answer(f"In short: {PAY}", PAY, parts=parts)) == (PAY,)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (f"{PAY} [1]", ()),
        (f"{PAY} [1][2]", ("[2] points nowhere",)),
        (PAY, ("citation 1 is not used",)),
    ],
)
def test_marker_faults(text: str, faults: tuple[str, ...]) -> None:
    assert citations.marker_faults(answer(text, PAY)) == faults


def test_citations_are_numbered_from_one() -> None:
    reply = AnswerRecord(text="Pay [2].", answered=True, citations=(cite(2, PAY),))
    assert citations.marker_faults(reply) == ("citations are numbered [2]",)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Senior coordinators earn $70,000 to $90,000 a year. [1]", 0),
        ("**Senior coordinators** earn $70,000 to $90,000 [1].", 0),  # a run of the quote
        ("Senior coordinators make $70,000 to $90,000 a year. [1]", 1),  # earn -> make
        ("Coordinators senior earn $70,000 to $90,000 a year. [1]", 1),  # another order
    ],
)
def test_changed_quotes(text: str, changed: int) -> None:
    assert len(citations.changed_quotes(answer(text, PAY))) == changed


def test_a_row_stands_cell_by_cell_in_its_quote() -> None:
    row = "| Senior | $70,000 to $90,000 | 5+ years |"
    good = PartRecord("quote", "Senior | 5+ years", (1,))
    bad = PartRecord("quote", "Senior | $90,000 to $99,000", (1,))
    assert citations.is_verbatim(Piece("quote", good.text, (1,)), answer("", row))
    assert not citations.is_verbatim(Piece("quote", bad.text, (1,)), answer("", row))


def test_text_that_is_in_no_part_is_found() -> None:
    parts = (PartRecord("quote", PAY, (1,)),)
    assert citations.changed_quotes(answer(f"{PAY} [1]", PAY, parts=parts)) == ()
    smuggled = answer(f"{PAY} [1] Bonuses are common.", PAY, parts=parts)
    assert citations.changed_quotes(smuggled) == ("the text is not the sum of its parts",)


@pytest.mark.parametrize(
    ("text", "question", "bad"),
    [
        (f"{PAY} [1]", "Pay?", ()),
        ("They earn $95,000 [1].", "Pay?", ("95000",)),
        ("The guide counts 7 steps? No. [1]", "Are there seven steps?", ()),
        (
            "They earn about $20,000 more [1].",
            "Pay?",
            ("20000",),
        ),  # 90 - 70, but not a computed one
    ],
)
def test_unsupported_figures(text: str, question: str, bad: tuple[str, ...]) -> None:
    assert citations.unsupported_figures(answer(text, PAY), question) == bad


def test_a_computed_difference_passes_where_both_terms_are_shown() -> None:
    terms_shown = f"{PAY} [1] {ENTRY} [2]"
    assert not citations.unsupported_figures(
        answer(f"{terms_shown} That is $35,000 to $40,000 more [1][2].", PAY, ENTRY), "Pay?"
    )
    hidden = answer("That is $40,000 more [1][2].", PAY, ENTRY)
    assert citations.unsupported_figures(hidden, "Pay?") == ("40000",)


def test_a_computed_part_may_state_a_difference_and_a_quoting_part_may_not() -> None:
    shown = (PartRecord("quote", PAY, (1,)), PartRecord("quote", ENTRY, (2,)))
    for kind, bad in (("computed", ()), ("quote", ("40000",)), ("frame", ("40000",))):
        parts = (*shown, PartRecord(kind, "The difference is $40,000", (1, 2)))
        reply = answer(f"{PAY} {ENTRY} The difference is $40,000", PAY, ENTRY, parts=parts)
        assert citations.unsupported_figures(reply, "Pay?") == bad


def test_an_emergency_number_needs_no_citation() -> None:
    reply = AnswerRecord("Call 911 now.", answered=False, reason="needs_professional")
    assert citations.unsupported_figures(reply, "help") == ()


def test_citation_recall_and_precision() -> None:
    # Two claims: the first is supported, the second cites a passage that says something else.
    reply = answer(f"{PAY} [1] The CNL suits leadership roles. [1]", PAY, SUITS)
    assert citations.citation_recall(reply, "Pay?") == 0.5
    assert citations.citation_precision(reply, "Pay?") == 0.5
    # A marker too many: the claim stands in [1] alone, [2] adds nothing.
    reply = answer(f"{PAY} [1][2]", PAY, SUITS)
    assert citations.citation_recall(reply, "Pay?") == 1.0
    assert citations.citation_precision(reply, "Pay?") == 0.5


def test_an_answer_that_claims_nothing_has_no_citation_scores() -> None:
    reply = AnswerRecord("Hello!", answered=False)
    assert citations.citation_recall(reply, "Hi") is None
    assert citations.citation_precision(reply, "Hi") is None


def test_a_quote_stands_in_its_source_at_its_lines(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text("# Salary\n\nIt pays\nwell.\n", encoding="utf-8")
    cases = [
        ("It pays\nwell.", (3, 4), True),
        ("It pays", (3, 3), True),
        ("It pays", (4, 4), False),
        ("it pays", (3, 3), False),
        (" ", (3, 3), False),
    ]
    for quote, lines, stands in cases:
        citation = CitationRecord(1, (), quote, "corpus/guide.md", lines)
        assert citations.stands_in_source(citation, [tmp_path]) is stands, quote


def test_a_source_that_is_gone_is_no_source_and_a_binary_cannot_be_scored(tmp_path: Path) -> None:
    gone = CitationRecord(1, (), "x", "gone.md", (1, 1))
    assert citations.stands_in_source(gone, [tmp_path]) is False
    (tmp_path / "guide.pdf").write_bytes(b"%PDF\xff\xfe\x00\x80")
    binary = CitationRecord(1, (), "x", "guide.pdf", (1, 1))
    assert citations.stands_in_source(binary, [tmp_path]) is None


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
