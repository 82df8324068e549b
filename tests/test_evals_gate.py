"""The gate stops what it should: every gate fails once, and says which loss it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from stand_in import PAY, STEPS, Answer, Citation, Fault, StandIn, cited, declined

from evals.baseline import Baseline, baseline_of, read_baseline, write_baseline
from evals.context import Context, Options
from evals.gate import judge
from evals.items import Holds, Must
from evals.runs import Run, run_suites
from evals.suites import guide


@pytest.fixture(scope="module")
def perfect() -> list[Baseline]:
    """The baseline of a right advisor, kept once it was measured."""
    return []


@pytest.fixture
def good(place: Path, perfect: list[Baseline]) -> Baseline:
    if not perfect:
        perfect.append(baseline_of(measure(place, StandIn())))
    return perfect[0]


def measure(place: Path, advisor: StandIn) -> Run:
    context = Context(lambda: advisor, Options(guide_data=place / "golden"))
    return run_suites(["guide"], context, {}, quiet=True)


# --- every gate fails once ----------------------------------------------------------------------


def where(*starts: str) -> Callable[[Fault], Fault]:
    """A fault that strikes the questions that start so."""

    def narrow(fault: Fault) -> Fault:
        return lambda question, right: (
            fault(question, right) if question.startswith(starts) else right
        )

    return narrow


def say(text: str) -> Fault:
    return lambda question, right: replace(right, text=text)


def swap(old: str, new: str) -> Fault:
    return lambda question, right: replace(right, text=right.text.replace(old, new))


def decline(question: str, right: Answer) -> Answer:
    return declined(question, "not_in_guide")


def answer_anyway(question: str, right: Answer) -> Answer:
    return cited(PAY, question)


def crash(question: str, right: Answer) -> Answer:
    raise RuntimeError("the index is gone")


def quote_elsewhere(question: str, right: Answer) -> Answer:
    moved = tuple(replace(one, lines=(1, 1)) for one in right.citations)
    return replace(right, citations=moved)


def cite_twice(question: str, right: Answer) -> Answer:
    other = Citation(2, ("Guide", "Steps"), STEPS, "guide.md", (9, 9))
    return replace(right, text=f"{PAY} [1][2]", citations=(*right.citations, other))


def support_nothing(question: str, right: Answer) -> Answer:
    return replace(right, text="Bonuses and generous pensions are usual. [1]")


PADDED = PAY + " [1]" + " and so on" * 40

FAULTS: dict[tuple[str, type], StandIn] = {
    ("right", Must): StandIn(where("pay")(say(f"{STEPS} [1]"))),
    ("right", Holds): StandIn(where("part")(say(f"{STEPS} [1]"))),
    ("follow-ups right", Must): StandIn(where("and", "pay of")(decline)),
    ("follow-ups right", Holds): StandIn(where("and")(decline)),
    ("facts found", Holds): StandIn(where("pay")(swap("$90,000", ""))),
    ("no wrong statement", Holds): StandIn(where("pay")(swap("a year", "for 12 hours"))),
    ("false premises corrected", Must): StandIn(where("steps")(swap("ten", "some"))),
    ("false premises corrected", Holds): StandIn(where("steps")(decline)),
    ("missing part named", Holds): StandIn(
        where("part")(lambda question, right: replace(right, missing=None))
    ),
    ("declined", Holds): StandIn(where("Ohio")(answer_anyway)),
    ("declined: near misses", Must): StandIn(where("Ohio")(answer_anyway)),
    ("declined: near misses", Holds): StandIn(where("Ohio")(answer_anyway)),
    ("declined: outside", Must): StandIn(where("pizza")(answer_anyway)),
    ("declined: outside", Holds): StandIn(where("ignore")(answer_anyway)),
    ("reason right", Holds): StandIn(
        where("ignore")(lambda question, right: replace(right, reason="ambiguous"))
    ),
    ("wrongly declined", Must): StandIn(where("pay")(decline)),
    ("wrongly declined", Holds): StandIn(where("part")(decline)),
    ("hit@1", Holds): StandIn(section="Outlook"),
    ("hit@3", Holds): StandIn(section="Outlook"),
    ("recall@5", Holds): StandIn(section="Outlook"),
    ("MRR", Holds): StandIn(section="Outlook"),
    ("nDCG@5", Holds): StandIn(section="Outlook"),
    ("rewrite F1", Holds): StandIn(lambda question, right: replace(right, question=question)),
    ("rewrite does no harm", Holds): StandIn(
        where("pay of")(lambda question, right: replace(right, question=f"{question} in Ohio"))
    ),
    ("verbatim", Must): StandIn(where("pay")(swap("earn", "make"))),
    ("quotes in the source", Must): StandIn(where("pay? xxx")(quote_elsewhere)),
    ("claims cited", Must): StandIn(where("pay")(say(f"{PAY} [1] Bonuses are usual as well."))),
    ("markers valid", Must): StandIn(where("pay")(swap("[1]", "[1][2]"))),
    ("figures supported", Must): StandIn(where("pay")(swap("$90,000", "$95,000"))),
    ("citation precision", Holds): StandIn(where("pay")(cite_twice)),
    ("citation recall", Holds): StandIn(where("pay")(support_nothing)),
    ("injections without effect", Must): StandIn(where("ignore! xxx")(say("BANANA"))),
    ("no crash", Must): StandIn(where("pay? xxxxx")(crash)),
    ("words, median", Must): StandIn(where("pay", "and", "steps", "part")(say(PADDED))),
}


def test_every_gate_has_a_fault_that_must_make_it_fail() -> None:
    gates = {(metric.name, type(gate)) for metric in guide.METRICS for gate in metric.gates}
    assert gates == set(FAULTS)


@pytest.mark.parametrize("gate", FAULTS, ids=lambda gate: f"{gate[0]}, {gate[1].__name__}")
def test_each_gate_fails_for_its_fault(place: Path, good: Baseline, gate: tuple[str, type]) -> None:
    name, kind = gate
    bad = judge(measure(place, FAULTS[gate]), good)
    word = "must be" if kind is Must else "a loss of"
    assert [one for one in bad.failures if one.startswith(f"guide: {name}: ") and word in one]
    assert bad.exit_code == 1


def test_a_right_advisor_passes_every_gate(place: Path) -> None:
    run = measure(place, StandIn())
    judgement = judge(run, baseline_of(run))
    assert judgement.failures == ()
    assert {row.state for row in judgement.rows if row.metric.gates} == {"pass"}
    assert {item.outcome for item in run.suites[0].items} == {"right", "declined"}
    assert not [item.notes for item in run.suites[0].items if item.notes]


# --- what the message says ----------------------------------------------------------------------


def test_a_loss_is_named_with_its_size_kinds_and_open_questions(
    place: Path, good: Baseline
) -> None:
    bad = judge(measure(place, FAULTS["right", Holds]), good)
    (message,) = [one for one in bad.failures if "guide: right: " in one and "loss" in one]
    assert "1.000 -> 0.667, a loss of " in message
    assert "tolerated 0.01 (partly 6; g-dev-30, " in message


@pytest.mark.parametrize(
    ("gate", "step"),
    [
        (("rewrite F1", Holds), "condense"),
        (("hit@1", Holds), "retrieve"),
        (("declined: near misses", Holds), "gate"),
        (("facts found", Holds), "answer"),
        (("citation precision", Holds), "cite"),
        (("verbatim", Must), ""),  # a bound that was never met is no loss
    ],
)
def test_the_earliest_step_that_got_worse_is_named(
    place: Path, good: Baseline, gate: tuple[str, type], step: str
) -> None:
    assert judge(measure(place, FAULTS[gate]), good).culprit == step


def test_the_test_split_is_never_named(place: Path, good: Baseline) -> None:
    bad = judge(measure(place, FAULTS["declined", Holds]), good)
    assert bad.failures
    assert not [one for one in bad.failures if "u-test" in one]


def test_a_loss_that_may_be_chance_passes(place: Path, good: Baseline) -> None:
    one_lost = StandIn(where("part? 3")(say(f"{STEPS} [1]")))
    judgement = judge(measure(place, one_lost), good)
    (row,) = [row for row in judgement.rows if row.metric.name == "right"]
    assert row.change is not None
    assert row.change.by == pytest.approx(-1 / 18)
    assert row.state == "pass"


def test_a_gain_passes(place: Path) -> None:
    bad = measure(place, FAULTS["facts found", Holds])
    assert judge(measure(place, StandIn()), baseline_of(bad)).failures == ()


def test_a_changed_guide_is_no_regression(place: Path, good: Baseline) -> None:
    with (place / "corpus" / "guide.md").open("a", encoding="utf-8") as file:
        file.write("\n## Outlook\n\nProspects are promising.\n")
    judgement = judge(measure(place, FAULTS["hit@1", Holds]), good)
    assert judgement.failures == ()
    assert "corpus changed: rebaseline (guide.md edited)" in judgement.notes
    assert {row.state for row in judgement.rows if row.metric.name == "hit@1"} == {"rebaseline"}


def test_a_changed_guide_still_meets_the_hard_gates(place: Path, good: Baseline) -> None:
    (place / "corpus" / "second.md").write_text("# Second\n", encoding="utf-8")
    judgement = judge(measure(place, FAULTS["verbatim", Must]), good)
    assert [one for one in judgement.failures if one.startswith("guide: verbatim")]


def test_a_changed_sample_is_a_new_one(place: Path, good: Baseline) -> None:
    file = place / "golden" / "guide.jsonl"
    file.write_text(file.read_text("utf-8").replace("pay? xxx", "pay? zzz"), encoding="utf-8")
    judgement = judge(measure(place, StandIn()), good)
    assert judgement.failures == ()
    assert "guide: 3 samples new or changed, 0 gone since baseline" in judgement.notes


def test_the_baseline_survives_the_disk(place: Path) -> None:
    baseline = baseline_of(measure(place, StandIn()))
    write_baseline(baseline, place / "baseline.json")
    read = read_baseline(place / "baseline.json")
    assert read is not None
    assert read.corpus == baseline.corpus
    assert read.suites["guide"].keys() == baseline.suites["guide"].keys()
    assert read.suites["guide"]["g-dev-10"] == baseline.suites["guide"]["g-dev-10"]


def test_the_committed_baseline_can_be_read() -> None:
    baseline = read_baseline()
    assert baseline is not None
    assert {"right", "declined", "verbatim", "hit@1"} <= {
        name for scored in baseline.suites["guide"].values() for name in scored.scores
    }


# --- replay -------------------------------------------------------------------------------------


def test_a_conversation_is_replayed_with_the_advisors_own_replies(place: Path) -> None:
    advisor = StandIn()
    measure(place, advisor)
    history = next(history for question, history in advisor.log if question == "pay of seniors?")
    assert [message["role"] for message in history] == ["user", "assistant"] * 2
    assert [message["content"] for message in history[1::2]] == [f"{PAY} [1]", f"{STEPS} [1]"]
