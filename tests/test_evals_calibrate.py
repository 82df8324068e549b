"""The fit behind --calibrate."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from evals.calibrate import (
    Case,
    calibrate,
    collect_alone,
    cross_validated,
    fit_agreeing,
    fit_logistic,
    listen,
    pick_threshold,
    write_weights,
)
from evals.context import Context, Options
from evals.errors import HarnessError
from evals.records import AnswerRecord


def cases(count: int = 200) -> list[Case]:
    """A telling feature (overlapping at the edge), a useless one and a constant."""
    random = np.random.default_rng(7)
    made = []
    for number in range(count):
        answerable = number % 4 != 0
        telling = random.normal(2.0 if answerable else 0.0, 0.8)
        features = {"telling": telling, "useless": random.normal(), "constant": 1.0}
        made.append(Case(f"q{number}", "figure", features, answerable))
    return made


def test_a_fit_finds_the_slope_of_a_known_curve() -> None:
    # Chances of a curve with bias 0 and weight 2, classes in balance: the fit gives it back.
    values = np.linspace(-3, 3, 2001)
    labels = (np.random.default_rng(1).random(2001) < 1 / (1 + np.exp(-2 * values))).astype(float)
    bias, weights = fit_logistic(values.reshape(-1, 1), labels, penalty=0.0)
    assert weights[0] == pytest.approx(2.0, abs=0.25)
    assert bias == pytest.approx(0.0, abs=0.25)


def test_the_telling_feature_weighs_most() -> None:
    weights = calibrate(cases(), 0.1).weights
    assert weights["telling"] > 3 * abs(weights["useless"])
    assert weights["constant"] == 0.0


def test_no_weight_contradicts_what_its_feature_says_alone() -> None:
    # Two readings of one thing: fitted freely, the fainter one may get the wrong sign.
    random = np.random.default_rng(3)
    labels = np.array([0.0, 1.0] * 40)
    clear = labels + random.normal(0, 0.3, 80)
    faint = clear * 2 + random.normal(0, 0.2, 80) - labels * 0.8
    rows = np.column_stack([clear, faint])
    _, free = fit_logistic(rows, labels)
    _, agreeing = fit_agreeing(rows, labels)
    assert free[1] < 0 < free[0]
    assert agreeing[1] == 0.0
    assert agreeing[0] > 0


def test_the_figures_are_of_the_threshold() -> None:
    result = calibrate(cases(), max_wrongly_declined=0.1)
    assert result.wrongly_declined == pytest.approx(0.1, abs=0.01)
    assert result.declined > 0.8
    assert result.auc > 0.93
    assert "200 dev questions" in result.text()


def test_the_threshold_lets_the_promised_share_through() -> None:
    # Four answerable, a quarter may be declined: the lowest of them (.2) may, .4 may not.
    chances = np.array([0.2, 0.4, 0.6, 0.8, 0.3, 0.1])
    labels = np.array([1.0, 1.0, 1.0, 1.0, 0.0, 0.0])
    assert pick_threshold(chances, labels, 0.25) == pytest.approx(0.35)  # midway of .3 and .4
    assert pick_threshold(chances, labels, 0.0) == pytest.approx(0.15)  # midway of .1 and .2


def test_writing_one_gate_leaves_the_other(tmp_path: Path) -> None:
    file = tmp_path / "gate.json"
    write_weights("alone", calibrate(cases(), 0.1), file)
    write_weights("accompanied", calibrate(cases(100), 0.3), file)
    kept = json.loads(file.read_text("utf-8"))
    assert kept["alone"] == calibrate(cases(), 0.1).weights
    assert kept["accompanied"] == calibrate(cases(100), 0.3).weights


def test_turns_of_a_conversation_are_left_out_together() -> None:
    # One group with labels of its own: seen in the fit it could be learnt, left out it can't.
    rows = np.array([[0.0], [1.0]] * 10 + [[5.0]] * 4)
    labels = np.array([0.0, 1.0] * 10 + [0.0] * 4)
    groups = [f"g{n}" for n in range(20)] + ["odd"] * 4
    assert cross_validated(rows, labels, groups)[-1] > 0.9


def test_one_class_alone_is_no_calibration() -> None:
    with pytest.raises(HarnessError, match="answerable and unanswerable"):
        calibrate([case for case in cases() if case.answerable], 0.1)


# --- listening to the advisor -------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    text: str


@dataclass(frozen=True)
class Found:
    ask: Asked
    evidence: dict[str, float]


class TwoAsks:
    """Looks up once a question, twice where it holds an "and"."""

    def look_up(self, text: str) -> Found:
        return Found(Asked(text), {"letters": float(len(text))})

    def ask(self, question: str, history: list[dict[str, str]]) -> AnswerRecord:
        for text in question.split(" and "):
            self.look_up(text)
        self.look_up("Something else to suggest?")
        return AnswerRecord(f"{len(history)} before", answered=True, question=question)


def golden(folder: Path) -> Path:
    pay = {"kind": "figure", "answerable": True, "facts": [["pay"]], "wrong": [], "gold": []}
    turns = [pay | {"question": "Pay?"}, pay | {"question": "Hours?", "kind": "ellipsis"}]
    rows = [
        {"id": "g-dev-1", "question": "What does it pay and what are the hours?", **pay},
        {"id": "g-dev-2", "question": "Part?", "partly": True, **pay},
        {"id": "g-test-1", "question": "Closed?", **pay},
        {"id": "c-dev-1", "kind": "conversation", "turns": turns},
    ]
    (folder / "guide.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    return folder


def test_dev_questions_that_are_one_ask_are_the_cases(tmp_path: Path) -> None:
    context = Context(TwoAsks, Options(guide_data=golden(tmp_path)))
    found = collect_alone(context, lambda evidence: evidence)
    assert found == [
        Case("c-dev-1", "figure", {"letters": 4.0}, True),
        Case("c-dev-1", "ellipsis", {"letters": 6.0}, True),
    ]


def test_an_advisor_without_look_up_cannot_be_fitted() -> None:
    with pytest.raises(HarnessError, match="no look_up"):
        listen(object())
