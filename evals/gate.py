"""The gate: hard bounds, and no sure loss against the baseline."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from evals import suites
from evals.baseline import Baseline
from evals.errors import HarnessError
from evals.items import STAGES, Holds, Item, Metric, Must
from evals.metrics import Values
from evals.runs import Run, SuiteRun
from evals.stats import Interval, change_interval, value_interval

PASS, FAIL, REBASELINE, NEW = "pass", "FAIL", "rebaseline", "new"
_WORST_FIRST = (FAIL, REBASELINE, NEW, PASS)


@dataclass(frozen=True)
class Check:
    """One gate of one metric, and how it went."""

    state: str
    message: str
    is_loss: bool = False


@dataclass(frozen=True)
class Change:
    """A figure on the samples that the baseline scored too: then, and what became of it."""

    n: int
    before: float
    by: float
    interval: Interval


@dataclass(frozen=True)
class Row:
    """One metric of one suite: measured, compared, judged."""

    suite: str
    metric: Metric
    n: int
    unscored: int
    value: float
    interval: Interval = (math.nan, math.nan)
    change: Change | None = None
    checks: tuple[Check, ...] = ()

    @property
    def name(self) -> str:
        return f"{self.suite}: {self.metric.name}"

    @property
    def state(self) -> str:
        """The worst of its checks; empty where it has no gate."""
        states = {check.state for check in self.checks}
        return next((one for one in _WORST_FIRST if one in states), "")


@dataclass(frozen=True)
class Judgement:
    """Every metric, and what is to be said of the comparison as a whole."""

    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()

    @property
    def failures(self) -> tuple[str, ...]:
        """What every failed gate says."""
        return tuple(
            check.message for row in self.rows for check in row.checks if check.state == FAIL
        )

    @property
    def culprit(self) -> str:
        """The earliest step of a turn that surely got worse; empty where none did."""
        lost = {row.metric.stage for row in self.rows for check in row.checks if check.is_loss}
        return next((stage for stage in STAGES if stage in lost), "")

    @property
    def exit_code(self) -> int:
        """0 where all gates hold, 1 where one failed."""
        return int(bool(self.failures))


def judge(run: Run, baseline: Baseline | None) -> Judgement:
    """Measure every metric of every suite that ran and hold it against its gates.

    Raises HarnessError where a figure that a gate needs can't be had.
    """
    rows = [_gated(row, run, baseline) for row in measure_run(run, baseline)]
    return Judgement(tuple(rows), tuple(comparison_notes(run, baseline)))


def measure_run(run: Run, baseline: Baseline | None) -> list[Row]:
    """Every metric of every suite that ran, with its change since the baseline."""
    rows = [
        _measure(run, suite, metric, baseline)
        for suite in run.ran
        for metric in suites.load(suite.name).METRICS
    ]
    return [row for row in rows if row]


def comparison_notes(run: Run, baseline: Baseline | None) -> list[str]:
    """What stands between this run and its baseline, in sentences."""
    notes = [f"{suite.name} skipped: {suite.skipped}" for suite in run.suites if suite.skipped]
    if baseline is None:
        return [*notes, "no baseline yet: run with --update-baseline"]
    changed = changed_guides(run, baseline)
    if changed:
        notes.append(f"corpus changed: rebaseline ({', '.join(changed)})")
    if dict(run.settings) != dict(baseline.settings):
        notes.append(f"other settings than the baseline's: {_settings_text(run, baseline)}")
    for suite in run.ran:
        known = baseline.suites.get(suite.name, {})
        new = sum(baseline.of(item) is None for item in suite.items)
        gone = len(set(known) - {item.id for item in suite.items}) if run.is_whole else 0
        if known and (new or gone):
            notes.append(f"{suite.name}: {new} samples new or changed, {gone} gone since baseline")
    return notes


def changed_guides(run: Run, baseline: Baseline) -> list[str]:
    """The guides that differ from the baseline's, with what happened to each."""
    words = []
    for name in sorted(set(run.corpus) | set(baseline.corpus)):
        now, then = run.corpus.get(name), baseline.corpus.get(name)
        if now != then:
            words.append(
                f"{name} {'added' if then is None else 'gone' if now is None else 'edited'}"
            )
    return words


def _settings_text(run: Run, baseline: Baseline) -> str:
    keys = sorted(set(run.settings) | set(baseline.settings))
    differing = [key for key in keys if run.settings.get(key) != baseline.settings.get(key)]
    return ", ".join(
        f"{key}={run.settings.get(key, 'unset')} (was {baseline.settings.get(key, 'unset')})"
        for key in differing
    )


def _measure(run: Run, suite: SuiteRun, metric: Metric, baseline: Baseline | None) -> Row | None:
    items, values = metric.rows(suite.items)
    unscored = metric.unscored(suite.items)
    row = Row(suite.name, metric, len(items), unscored, math.nan)
    if not items:
        return _empty(row, run)
    row = replace(row, value=metric.aggregate(values))
    if math.isnan(row.value) and not run.is_whole:
        return None  # a measure that needs more than these few items
    if not (np.isfinite(values).all() and math.isfinite(row.value)):
        raise HarnessError(f"{row.name}: a score or the figure itself is not a number")
    clusters = [item.cluster for item in items]
    row = replace(row, interval=value_interval(metric.aggregate, values, clusters))
    return _compare(row, items, values, baseline)


def _empty(row: Row, run: Run) -> Row | None:
    if run.is_whole and row.metric.gates and not row.unscored:
        raise HarnessError(f"{row.name}: fewer items than declared, none has this score")
    return row if row.unscored else None


def _compare(row: Row, items: Sequence[Item], values: Values, baseline: Baseline | None) -> Row:
    """The change on the samples that both runs scored."""
    if baseline is None:
        return row
    pairs = [
        (position, [scored.scores[column] for column in row.metric.columns])
        for position, item in enumerate(items)
        if (scored := baseline.of(item))
        and all(scored.scores.get(column) is not None for column in row.metric.columns)
    ]
    if not pairs:
        return row
    positions = [position for position, _ in pairs]
    before, after = np.array([old for _, old in pairs], dtype=float), values[positions]
    aggregate = row.metric.aggregate
    clusters = [items[position].cluster for position in positions]
    change = Change(
        n=len(pairs),
        before=aggregate(before),
        by=aggregate(after) - aggregate(before),
        interval=change_interval(aggregate, before, after, clusters),
    )
    return replace(row, change=change)


def _gated(row: Row, run: Run, baseline: Baseline | None) -> Row:
    """The row with its gates held against it."""
    suite = next(suite for suite in run.ran if suite.name == row.suite)
    items, _ = row.metric.rows(suite.items)
    checks = [_check(row, gate, items, run, baseline) for gate in row.metric.gates]
    return replace(row, checks=tuple(checks))


def _check(
    row: Row, gate: Must | Holds, items: Sequence[Item], run: Run, baseline: Baseline | None
) -> Check:
    if not row.n:
        return Check(FAIL, f"{row.name}: none of {row.unscored} items could be scored")
    if isinstance(gate, Must):
        return _check_bound(row, gate, items)
    if row.change is None or baseline is None:
        return Check(NEW, f"{row.name}: not in the baseline")
    if changed_guides(run, baseline):
        return Check(REBASELINE, f"{row.name}: corpus changed: rebaseline")
    return _check_loss(row, row.change, gate, items, baseline)


def _check_bound(row: Row, gate: Must, items: Sequence[Item]) -> Check:
    better = row.metric.higher_is_better
    holds = row.value >= gate.bound if better else row.value <= gate.bound
    if holds:
        return Check(PASS, f"{row.name}: {row.value:.3f}")
    word = "at least" if better else "at most"
    message = f"{row.name}: {row.value:.3f}, must be {word} {gate.bound:g}"
    return Check(FAIL, f"{message}{_where(row, [item for item in items if _misses(row, item)])}")


def _check_loss(
    row: Row, change: Change, gate: Holds, items: Sequence[Item], baseline: Baseline
) -> Check:
    low, high = change.interval
    loss = (-high, -low) if row.metric.higher_is_better else (low, high)
    if loss[0] <= gate.tolerance:
        return Check(PASS, f"{row.name}: {change.by:+.3f}")
    lost = [item for item in items if _is_worse(row, item, baseline)]
    return Check(
        FAIL,
        f"{row.name}: {change.before:.3f} -> {change.before + change.by:.3f}, a loss of "
        f"{loss[0]:.3f} to {loss[1]:.3f}, tolerated {gate.tolerance:g}{_where(row, lost)}",
        is_loss=True,
    )


def _misses(row: Row, item: Item) -> bool:
    value = item.scores[row.metric.columns[0]] or 0.0
    return value < 1 if row.metric.higher_is_better else value > 0


def _is_worse(row: Row, item: Item, baseline: Baseline) -> bool:
    scored, column = baseline.of(item), row.metric.columns[0]
    before, after = scored.scores.get(column) if scored else None, item.scores[column]
    if before is None or after is None:
        return False
    return after < before if row.metric.higher_is_better else after > before


def _where(row: Row, items: Sequence[Item]) -> str:
    """The kinds that lost most, and a few questions of the open split."""
    if row.metric.unit != "share" or not items:
        return ""
    kinds = Counter(item.kind for item in items).most_common(3)
    named = [item.id for item in items if item.split == "dev"][:5]
    text = ", ".join(f"{kind} {count}" for kind, count in kinds)
    return f" ({text}{'; ' + ', '.join(named) if named else ''})"
