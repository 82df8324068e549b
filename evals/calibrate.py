"""Fit both answerability gates on dev questions: weights and threshold, with honest figures.

The test split is never read here. Figures come from cross-validation in which a conversation's
turns stay together; the weights that are kept come from all of dev.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evals.context import Context
from evals.errors import HarnessError, Skipped
from evals.metrics import Values, auc
from evals.samples import Expected, Sample, load_samples
from evals.scoring import section_name
from evals.suites import companions

if TYPE_CHECKING:
    from advisor.gate import Gate

FOLDS = 5
# Weights are shrunk towards nought: a few hundred questions are few.
PENALTY = 1.0
# How much of what is answered may be declined: little of what the guide answers; more of what
# only its companions may, among much that is near and says something else.
LOST: Mapping[Gate, float] = {"alone": 0.026, "beside": 0.026, "accompanied": 0.315}
LEFT_OPEN = Expected(answerable=False)
_STEPS = 50


@dataclass(frozen=True)
class Case:
    """One dev question: the gate's features, and whether the guide answers it."""

    group: str
    kind: str
    features: Mapping[str, float]
    answerable: bool


@dataclass(frozen=True)
class Calibration:
    """Weights with bias and threshold, and what they do to questions they were not fitted on."""

    weights: Mapping[str, float]
    cases: int
    auc: float
    wrongly_declined: float
    declined: float

    def text(self) -> str:
        """The figures in a line."""
        return (
            f"{self.cases} dev questions, cross-validated: AUC {self.auc:.3f}; at the "
            f"threshold {self.weights['threshold']:.3f} {self.declined:.1%} of the "
            f"unanswerable are declined and {self.wrongly_declined:.1%} of the answerable"
        )


Features = Callable[[Any], Mapping[str, float]]


def collect_alone(context: Context, features: Features) -> list[Case]:
    """The gate's features for every turn of dev, asked of the main guide alone, and for questions
    that people really asked.

    Left out is what is answerable and is not: questions covered in part, and those that the
    advisor takes apart into several.
    """
    main = context.on_main_guide()
    cases = _cases(main, load_samples(context.options.guide_data, "dev"), features)
    return [*cases, *_real_cases(main, features)]


def collect_beside(context: Context, features: Features) -> list[Case]:
    """The same with the questions on its companions, which the main guide leaves open."""
    main = context.on_main_guide()
    left = _cases(main, _left_to_companions(), features)
    return [*collect_alone(context, features), *left]


def _left_to_companions() -> list[Sample]:
    """The companions' questions of dev that no section of the main guide has to do with."""
    from advisor.chunking import chunk_guide
    from advisor.config import Settings
    from advisor.guide import find_guides, read_guides

    guides, _ = read_guides(find_guides([Settings.from_env().corpus]))
    chunks = [chunk for guide in guides if guide.main for chunk in chunk_guide(guide)]
    sections = {section_name(chunk.heading) for chunk in chunks}
    fresh = [one for one in load_samples(companions.DATA, "dev") if one.kind != "relabelled"]
    return [
        replace(one, turns=tuple(replace(turn, expected=LEFT_OPEN) for turn in one.turns))
        for one in fresh
        if sections.isdisjoint(section_name(name) for name in one.turns[0].expected.gold)
    ]


def collect_accompanied(context: Context, features: Features) -> list[Case]:
    """The same with the companions beside the guide, for what the guide alone does not answer,
    and for the companions' own questions. The gate for the guide alone is to be fitted before.

    A question on a subject that the guide leaves open counts as open still, unless a companion is
    known to answer it.
    """
    samples = companions.samples(context.options, "dev")
    known = {turn.question for sample in samples for turn in sample.turns}
    samples += [
        one
        for one in load_samples(context.options.guide_data, "dev")
        if one.kind == "near_miss" and one.turns[0].question not in known
    ]
    cases = _cases(context, samples, features, silent=True)
    if not cases:
        raise HarnessError("no companion is in the index, so their gate can't be fitted")
    return cases


def _cases(
    context: Context, samples: Sequence[Sample], features: Features, silent: bool = False
) -> list[Case]:
    """A case for every turn, conversations replayed as the suite does; `silent` keeps those that
    the guide alone does not answer, and the companions' own.
    """
    seen = listen(context.advisor)
    cases: list[Case] = []
    for sample in samples:
        history: list[dict[str, str]] = []
        for turn in sample.turns:
            seen.clear()
            answer = context.ask(turn.question, history)
            heard = _heard(seen, answer.question)
            kept = not silent or sample.kind != companions.MAIN or _guide_declines(heard)
            if heard and kept and not turn.expected.partly:
                found = features(heard[0].evidence)
                cases.append(Case(sample.id, turn.kind, found, turn.expected.answerable))
            history.append({"role": "user", "content": turn.question})
            history.append({"role": "assistant", "content": turn.assistant or answer.text})
    return cases


def _heard(seen: Sequence[Any], question: str) -> list[Any]:
    """What was looked up for a question that is one ask: once with what companions there are, and
    then in the guide alone; nothing for a question of several.
    """
    from advisor.question import split_asks

    if len(split_asks(question)) > 1:
        return []
    return [one for one in seen if one.ask.text.rstrip("?") in question]


def _guide_declines(heard: Sequence[Any]) -> bool:
    from advisor.gate import threshold

    return bool(heard) and heard[-1].chance < threshold("beside")


def _real_cases(context: Context, features: Features) -> list[Case]:
    """The same for questions that people really asked, where the public data is there."""
    try:
        file = context.public_file("real_questions/dev.jsonl")
    except Skipped:
        return []
    seen = listen(context.advisor)
    rows = [json.loads(line) for line in file.read_text("utf-8").splitlines()]
    cases = []
    for row in rows:
        seen.clear()
        heard = _heard(seen, context.ask(row["question"]).question)
        if heard and row["answerable"] != "partly":
            found = features(heard[0].evidence)
            cases.append(Case(row["id"], "real", found, row["answerable"] == "yes"))
    return cases


def listen(advisor: Any) -> list[Any]:
    """What the advisor looks up from now on: a list that grows with every question."""
    advisor = getattr(getattr(advisor, "engine", None), "finder", advisor)
    if not hasattr(advisor, "look_up"):
        raise HarnessError("this advisor has no look_up, so its gate can't be fitted")
    seen: list[Any] = []
    look_up = advisor.look_up

    def heard(*args: Any, **options: Any) -> Any:
        seen.append(look_up(*args, **options))
        return seen[-1]

    advisor.look_up = heard
    return seen


COLLECT: Mapping[Gate, Callable[[Context, Features], list[Case]]] = {
    "alone": collect_alone,
    "beside": collect_beside,
    "accompanied": collect_accompanied,
}
"""Each gate's cases; one gate is fitted after the other."""


def calibrate(cases: Sequence[Case], max_wrongly_declined: float) -> Calibration:
    """Fit on all cases; the threshold and the figures come from folds left out in turn."""
    labels = np.array([case.answerable for case in cases], dtype=float)
    if len(set(labels)) < 2:
        raise HarnessError("calibration needs answerable and unanswerable questions")
    names = list(cases[0].features)
    rows = np.array([[case.features[name] for name in names] for case in cases], dtype=float)
    chances = cross_validated(rows, labels, [case.group for case in cases])
    threshold = pick_threshold(chances, labels, max_wrongly_declined)
    bias, weights = fit_agreeing(rows, labels)
    answered = chances >= threshold
    return Calibration(
        weights={
            "bias": round(bias, 4),
            "threshold": round(threshold, 4),
            **{name: round(float(one), 4) for name, one in zip(names, weights, strict=True)},
        },
        cases=len(cases),
        auc=auc(np.column_stack([labels, chances])),
        wrongly_declined=float((~answered[labels == 1]).mean()),
        declined=float((~answered[labels == 0]).mean()),
    )


def fit_logistic(rows: Values, labels: Values, penalty: float = PENALTY) -> tuple[float, Values]:
    """Bias and weights of a logistic regression by Newton's method.

    Features are brought to one scale for the penalty and the weights given in their own. Both
    classes weigh the same, however many questions each has.
    """
    centre, scale = rows.mean(axis=0), rows.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    design = np.column_stack([np.ones(len(rows)), (rows - centre) / scale])
    importance = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean()))
    shrink = np.diag([0.0, *[penalty] * rows.shape[1]])
    theta = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = _sigmoid(design @ theta)
        slope = design.T @ (importance * (chance - labels)) + shrink @ theta
        curve = (design.T * (importance * chance * (1 - chance))) @ design + shrink
        step = np.linalg.solve(curve + 1e-9 * np.eye(len(theta)), slope)
        theta = theta - step
        if np.abs(step).max() < 1e-8:
            break
    weights = theta[1:] / scale
    return float(theta[0] - weights @ centre), weights


def fit_agreeing(rows: Values, labels: Values) -> tuple[float, Values]:
    """A fit in which no weight contradicts what its feature says alone.

    Features that say the same give each other weights of the wrong sign, which hold for these
    questions and for no others. The worst of them is left out, and the rest fitted again.
    """
    centred = rows - rows.mean(axis=0)
    alone = np.sign(centred.T @ (labels - labels.mean()))
    spread = rows.std(axis=0)
    kept = np.ones(rows.shape[1], dtype=bool)
    while True:
        weights = np.zeros(rows.shape[1])
        bias, weights[kept] = fit_logistic(rows[:, kept], labels)
        contradiction = np.where(kept, -weights * alone * spread, 0.0)
        worst = int(contradiction.argmax())
        if contradiction[worst] <= 0:
            return bias, weights
        kept[worst] = False


def cross_validated(rows: Values, labels: Values, groups: Sequence[str]) -> Values:
    """The chance of each case by a fit that has not seen its group."""
    names = sorted(set(groups))
    fold_of = {name: position % FOLDS for position, name in enumerate(names)}
    folds = np.array([fold_of[group] for group in groups])
    chances = np.zeros(len(labels))
    for fold in range(FOLDS):
        left_out = folds == fold
        if not left_out.any():
            continue
        bias, weights = fit_agreeing(rows[~left_out], labels[~left_out])
        chances[left_out] = _sigmoid(bias + rows[left_out] @ weights)
    return chances


def pick_threshold(chances: Values, labels: Values, max_wrongly_declined: float) -> float:
    """The highest threshold below which at most this share of the answerable falls.

    It lies midway between the first answerable case that is let through and the case below it.
    """
    answerable = np.sort(chances[labels == 1])
    kept = answerable[int(max_wrongly_declined * len(answerable))]
    below = chances[chances < kept]
    return float((kept + below.max()) / 2) if len(below) else float(kept)


def write_weights(name: str, calibration: Calibration, file: Path) -> None:
    """Put one gate's weights into the file, one a line, and leave the other's as they are."""
    weights = json.loads(file.read_text("utf-8")) if file.exists() else {}
    weights[name] = dict(calibration.weights)
    file.write_text(json.dumps(weights, indent=2) + "\n", encoding="utf-8")


def _sigmoid(values: Values) -> Values:
    chances: Values = 1 / (1 + np.exp(-np.clip(values, -30, 30)))
    return chances
