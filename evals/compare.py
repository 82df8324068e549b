"""Two runs side by side: figures with the interval of their difference, and who won what."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.baseline import baseline_of
from evals.errors import HarnessError
from evals.gate import Change, Row, measure_run
from evals.items import Item
from evals.report import show, terminal_table
from evals.runs import Run, SuiteRun

RunSettings = Callable[[Mapping[str, str]], Run]
HEADINGS = ("metric", "n", "A", "B", "B - A", "95 % interval", "")


def load_run(name: str, run_settings: RunSettings) -> Run:
    """A run from a folder or a report.json, or made now with settings (K=V,K=V or `default`)."""
    path = Path(name)
    if path.is_dir():
        path = path / "report.json"
    if path.is_file():
        return read_run(path)
    if name == "default":
        return run_settings({})
    pairs = [pair.partition("=") for pair in name.split(",")]
    if not all(key and equals for key, equals, _ in pairs):
        raise HarnessError(f"{name!r} is neither a run's folder nor settings as K=V,K=V")
    return run_settings({key: value for key, _, value in pairs})


def read_run(file: Path) -> Run:
    """The run that wrote a report.json; texts are left behind, scores are all there."""
    try:
        report = json.loads(file.read_text(encoding="utf-8"))
        names = dict.fromkeys(row["suite"] for row in report["items"])
        items: dict[str, list[Item]] = {name: [] for name in names}
        for row in report["items"]:
            items[row["suite"]].append(_read_item(row))
        suites = tuple(SuiteRun(name, tuple(items[name]), len(items[name])) for name in names)
        return Run(suites, report["corpus"], report["settings"], report["whole"])
    except (KeyError, TypeError, ValueError) as error:
        raise HarnessError(f"{file} is no report of a run: {error!r}") from error


def _read_item(row: Mapping[str, Any]) -> Item:
    names = ("id", "suite", "kind", "split", "group", "depth", "outcome", "scores", "digest")
    return Item(question=row.get("question", ""), **{name: row[name] for name in names})


def comparison(first: Run, second: Run) -> str:
    """The table of figures, then what each run has right that the other has not."""
    before = baseline_of(first, keep_time=True)
    lines = [_line(row, row.change) for row in measure_run(second, before) if row.change]
    if not lines:
        raise HarnessError("the two runs share no question")
    blocks = [terminal_table(HEADINGS, lines)]
    for suite in second.ran:
        pairs = [(item, old) for item in suite.items if (old := before.of(item))]
        won = [item for item, old in pairs if item.passed and not old.passed]
        lost = [item for item, old in pairs if old.passed and not item.passed]
        blocks.append(f"{suite.name}: {len(pairs)} questions in both")
        blocks += [_listed("right only in B", won), _listed("right only in A", lost)]
    return "\n\n".join(blocks)


def _line(row: Row, change: Change) -> tuple[str, ...]:
    unit, (low, high) = row.metric.unit, change.interval
    return (
        row.name,
        str(change.n),
        show(change.before, unit),
        show(change.before + change.by, unit),
        show(change.by, unit, signed=True),
        f"{show(low, unit, signed=True)} to {show(high, unit, signed=True)}",
        _sense(low, high, row.metric.higher_is_better),
    )


def _sense(low: float, high: float, higher_is_better: bool) -> str:
    if low <= 0 <= high:
        return ""
    return "better" if (low > 0) == higher_is_better else "worse"


def _listed(title: str, items: Sequence[Item]) -> str:
    """Counts by kind, and the questions of the open split."""
    kinds = ", ".join(f"{kind} {n}" for kind, n in Counter(one.kind for one in items).most_common())
    lines = [f"{title}: {len(items)}{f' ({kinds})' if kinds else ''}"]
    lines += [f"  {one.id} [{one.kind}] {one.question}" for one in items if one.split != "test"]
    return "\n".join(lines)
