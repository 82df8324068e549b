"""Real faults in the real advisor, on a part of dev: the gate fails and names the step."""

from __future__ import annotations

from pathlib import Path

import pytest

from advisor import retrieval
from advisor.gate import load_weights
from evals.baseline import Baseline, baseline_of
from evals.context import GUIDE_DATA, Context, Options
from evals.gate import Judgement, judge
from evals.openers import open_main
from evals.records import AdvisorLike
from evals.runs import Run, run_suites

EVERY = 5


@pytest.fixture(scope="module")
def advisor(at_the_root: None, clean_environment: None) -> AdvisorLike:
    """On the main guide alone, as the suite asks it."""
    return open_main()


@pytest.fixture(scope="module")
def golden(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every fifth single question of dev."""
    folder = tmp_path_factory.mktemp("golden")
    for name in ("answerable.dev.jsonl", "unanswerable.dev.jsonl"):
        lines = (GUIDE_DATA / name).read_text("utf-8").splitlines()[::EVERY]
        (folder / name).write_text("\n".join(lines), encoding="utf-8")
    return folder


def measure(advisor: AdvisorLike, golden: Path) -> Run:
    # A part: kinds that are not in it are no fault of the harness.
    options = Options(split="dev", guide_data=golden)
    return run_suites(["guide"], Context(lambda: advisor, options), {}, quiet=True)


@pytest.fixture(scope="module")
def sound(advisor: AdvisorLike, golden: Path) -> Baseline:
    """What the advisor scores as it is."""
    return baseline_of(measure(advisor, golden))


def lost(judgement: Judgement) -> set[str]:
    """The metrics that surely got worse."""
    return {row.metric.name for row in judgement.rows if any(one.is_loss for one in row.checks)}


def test_with_the_ranking_upside_down_retrieval_is_named(
    advisor: AdvisorLike, golden: Path, sound: Baseline, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = retrieval.load_weights()["expanded"]
    for name, weight in list(weights.items()):
        monkeypatch.setitem(weights, name, -weight)
    judgement = judge(measure(advisor, golden), sound)
    assert judgement.exit_code == 1
    assert judgement.culprit == "retrieve"
    assert {"hit@1", "MRR"} <= lost(judgement)


def test_without_its_threshold_the_gate_is_named(
    advisor: AdvisorLike, golden: Path, sound: Baseline, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(load_weights()["alone"], "threshold", 0.0)
    judgement = judge(measure(advisor, golden), sound)
    assert judgement.exit_code == 1
    assert judgement.culprit == "gate"
    assert {"declined", "declined: near misses"} <= lost(judgement)


def test_without_a_fault_nothing_is_lost(
    advisor: AdvisorLike, golden: Path, sound: Baseline
) -> None:
    assert lost(judge(measure(advisor, golden), sound)) == set()
