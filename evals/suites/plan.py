"""Career plans for profiles: what a careful reader expects, and that all of it stands in the guide.

The expected items are those of `evals/data/plan`; a conversation is read into a profile, which is
held against the one that a reader wrote down, and the plan is made from the latter. Further
profiles are made up, and their plans are held against the passages that they cite.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from evals import plan_scoring as scoring
from evals.context import Context
from evals.items import Holds, Item, Metric, Must, share
from evals.metrics import p50, p95
from evals.plan_samples import PlanSample, load_plan_samples, made_up

DATA = Path(__file__).parents[1] / "data" / "plan"
MADE_UP = 200

METRICS: tuple[Metric, ...] = (
    share("expected items", "expected", Must(0.95), Holds()),
    share("no wrong item", "nothing_wrong", Must(1.0)),
    share("impossible asked back", "asked_back", Must(1.0)),
    share("understood from talk", "understood", Must(0.90), Holds(0.02)),
    share("nothing misread in talk", "not_misread", Must(0.80), Holds(0.02)),
    share("quotes verbatim", "verbatim", Must(1.0)),
    share("quotes in the source", "quote_in_source", Must(1.0)),
    share("claims cited", "claims_cited", Must(1.0)),
    share("markers valid", "markers_valid", Must(1.0)),
    share("figures supported", "figures_supported", Must(1.0)),
    share("same plan twice, and from JSON", "stable", Must(1.0)),
    share("no crash", "no_crash", Must(1.0)),
    Metric("latency p50", ("seconds",), p50, False, unit="seconds"),
    Metric("latency p95", ("seconds",), p95, False, unit="seconds"),
)


def run(context: Context) -> Iterator[Item]:
    """Plan for every profile."""
    options = context.options
    samples = load_plan_samples(DATA, options.split)
    made = [] if options.split == "test" else list(made_up(MADE_UP))
    samples = list(context.take([*samples, *made]))
    context.expect(len(samples))
    context.open()
    for sample in samples:
        yield plan_case(context, sample)


def plan_case(context: Context, sample: PlanSample) -> Item:
    """One plan, scored."""
    from advisor.errors import ProfileError

    notes: list[str] = []
    scores: dict[str, float | None] = {}
    outcome = "right"
    try:
        scores, notes = _judge(context, sample)
    except ProfileError as error:
        scores = {"asked_back": float(set(error.fields) == set(sample.asks)), "no_crash": 1.0}
        notes = [f"asked back about {error.fields}: {error}"]
        outcome = "declined" if scores["asked_back"] else "wrongly declined"
    except Exception as error:  # whatever the advisor raises is what is measured
        scores, outcome = {"no_crash": 0.0}, "crashed"
        notes = [f"{type(error).__name__}: {error}"]
    if outcome == "right":
        outcome = _outcome(scores)
    return Item(
        id=sample.id,
        suite="plan",
        kind=sample.kind,
        question="; ".join(sample.said) or repr(dict(sample.profile)),
        outcome=outcome,
        scores=scores,
        split=sample.split if sample.split == "test" else "dev",
        notes=tuple(notes) if sample.split != "test" else (),
        expected=sample.expected,
    )


def _judge(context: Context, sample: PlanSample) -> tuple[dict[str, float | None], list[str]]:
    from advisor import Plan, Profile

    profile = Profile.from_dict(sample.profile)
    points: list[scoring.Point] = []
    scores: dict[str, float | None] = {"no_crash": 1.0}
    if sample.said:
        points = list(scoring.compare_profile(_background(sample), sample.profile))
        scores |= {"understood": _share(points), "not_misread": _flawless(points)}
    started = time.perf_counter()
    plan = context.advisor.plan(profile)
    scores["seconds"] = time.perf_counter() - started
    if sample.asks:
        return {**scores, "asked_back": 0.0}, ["planned what cannot be"]
    if sample.expected:
        found = list(scoring.compare(plan, sample.expected))
        scores |= {"expected": _share(found), "nothing_wrong": _flawless(found)}
        points += found
    again = context.advisor.plan(profile)
    faults: dict[str, list[str]] = {
        "verbatim": scoring.changed_quotes(plan),
        "quote_in_source": scoring.misplaced_quotes(plan, context.corpus_folders),
        "claims_cited": scoring.uncited_claims(plan),
        "markers_valid": scoring.marker_faults(plan),
        "figures_supported": scoring.unsupported_figures(plan),
        "stable": [] if plan == again == Plan.from_json(plan.to_json()) else ["not the same"],
    }
    scores |= {name: float(not found) for name, found in faults.items()}
    notes = [f"{one.result}: {one.note}" for one in points if one.result != scoring.HIT]
    return scores, notes + [f"{name}: {one}" for name, found in faults.items() for one in found]


def _background(sample: PlanSample) -> Any:
    from advisor.plan.background import background_of

    return background_of([{"role": "user", "content": text} for text in sample.said])


def _share(points: list[scoring.Point]) -> float | None:
    if not points:
        return 1.0
    return sum(one.result == scoring.HIT for one in points) / len(points)


def _flawless(points: list[scoring.Point]) -> float:
    return float(all(one.result != scoring.WRONG for one in points))


def _outcome(scores: dict[str, float | None]) -> str:
    judged = {name: score for name, score in scores.items() if name != "seconds"}
    shares = [judged.pop(name) for name in ("expected", "understood") if name in judged]
    if 0.0 in judged.values():
        return "wrong statement"
    return "right" if all(share == 1.0 for share in shares) else "incomplete"
