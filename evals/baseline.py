"""The committed baseline: what an earlier run scored, question by question."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.errors import HarnessError
from evals.items import Item
from evals.runs import Run, SuiteRun

BASELINE = Path(__file__).parent / "baseline.json"
VERSION = 1
# Time depends on the machine, so it is reported and never compared with a committed figure.
_NOT_KEPT = frozenset({"seconds"})


@dataclass(frozen=True)
class Scored:
    """The scores of one sample, and the digest of what it asked and expected then."""

    digest: str
    scores: Mapping[str, float | None]
    passed: bool


@dataclass(frozen=True)
class Baseline:
    """What the gate compares with."""

    corpus: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    suites: Mapping[str, Mapping[str, Scored]] = field(default_factory=dict)

    def of(self, item: Item) -> Scored | None:
        """The item's earlier scores; None where the sample is new or was changed since."""
        scored = self.suites.get(item.suite, {}).get(item.id)
        return scored if scored and scored.digest == item_digest(item) else None


def item_digest(item: Item) -> str:
    """A short digest of what is asked and expected, so that a changed sample is a new one."""
    if item.digest:
        return item.digest
    asked = json.dumps([item.kind, item.question, dict(item.expected)], sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()[:8]


def baseline_of(run: Run, earlier: Baseline | None = None, keep_time: bool = False) -> Baseline:
    """A run as the new baseline; suites that did not run keep their earlier scores."""
    left_out = frozenset() if keep_time else _NOT_KEPT
    kept = dict(earlier.suites) if earlier else {}
    kept |= {suite.name: _scored(suite, left_out) for suite in run.ran}
    return Baseline(dict(run.corpus), dict(run.settings), kept)


def _scored(suite: SuiteRun, left_out: frozenset[str]) -> dict[str, Scored]:
    return {
        item.id: Scored(
            item_digest(item),
            {name: value for name, value in item.scores.items() if name not in left_out},
            item.passed,
        )
        for item in suite.items
    }


def read_baseline(file: Path = BASELINE) -> Baseline | None:
    """The committed baseline; None where there is none yet."""
    if not file.exists():
        return None
    try:
        row = json.loads(file.read_text(encoding="utf-8"))
        if row["version"] != VERSION:
            raise HarnessError(f"{file} has version {row['version']}, not {VERSION}: rebaseline")
        read = {name: _read_suite(suite) for name, suite in row["suites"].items()}
        return Baseline(row["corpus"], row["settings"], read)
    except (ValueError, KeyError, TypeError) as error:
        raise HarnessError(f"{file} is no baseline: {error!r}") from error


def write_baseline(baseline: Baseline, file: Path = BASELINE) -> None:
    """One line a sample, so that a change of the baseline can be read in a diff."""
    names = ",\n".join(
        f"  {json.dumps(name)}: {_suite_text(scored)}" for name, scored in baseline.suites.items()
    )
    head = {
        "version": VERSION,
        "corpus": dict(baseline.corpus),
        "settings": dict(baseline.settings),
    }
    text = json.dumps(head, indent=1)[:-2] + f',\n "suites": {{\n{names}\n }}\n}}\n'
    file.write_text(text, encoding="utf-8")


def _suite_text(scored: Mapping[str, Scored]) -> str:
    columns = sorted({name for one in scored.values() for name in one.scores})
    lines = [f'   "columns": {json.dumps(columns)}']
    for item_id, one in scored.items():
        # A score that does not apply is "", one that could not be made is null.
        values = [_short(one.scores.get(name, "")) for name in columns]
        lines.append(f"   {json.dumps(item_id)}: {json.dumps([one.digest, one.passed, *values])}")
    return "{\n" + ",\n".join(lines) + "\n  }"


def _short(value: float | str | None) -> float | int | str | None:
    if not isinstance(value, float):
        return value
    return int(value) if value == int(value) else round(value, 4)


def _read_suite(rows: Mapping[str, Any]) -> dict[str, Scored]:
    columns = rows["columns"]
    return {
        item_id: Scored(
            row[0],
            {name: value for name, value in zip(columns, row[2:], strict=True) if value != ""},
            row[1],
        )
        for item_id, row in rows.items()
        if item_id != "columns"
    }
