"""The figures for people and machines: a table in the terminal, JSON, JUnit and Markdown."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from evals.baseline import Baseline, item_digest
from evals.gate import FAIL, Judgement, Row
from evals.items import Item
from evals.metrics import risk_coverage
from evals.page import html_report
from evals.runs import Run, SuiteRun

HEADINGS = ("metric", "n", "value", "95 % interval", "baseline", "change", "gate")


def table_rows(rows: Iterable[Row]) -> list[tuple[str, ...]]:
    """The metrics as text, a row each."""
    return [
        (
            row.name,
            f"{row.n}" + (f" (+{row.unscored} unscored)" if row.unscored else ""),
            show(row.value, row.metric.unit),
            f"{show(row.interval[0], row.metric.unit)} to {show(row.interval[1], row.metric.unit)}",
            show(row.change.before if row.change else None, row.metric.unit),
            show(row.change.by if row.change else None, row.metric.unit, signed=True),
            row.state,
        )
        for row in rows
    ]


def show(value: float | None, unit: str, signed: bool = False) -> str:
    """A figure as it is read: shares to three decimals, times in milliseconds."""
    if value is None or math.isnan(value):
        return "-"
    sign = "+" if signed else ""
    if unit == "seconds":
        return f"{value * 1000:{sign}.0f} ms"
    return f"{value:{sign}.0f}" if unit == "words" else f"{value:{sign}.3f}"


def terminal_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns side by side, the first to the left and the others to the right."""
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    lines = [
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in [headings, ["-" * width for width in widths], *rows]
    ]
    return "\n".join(lines)


def markdown_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """The same for Markdown."""
    rule = ["---", *("---:" for _ in headings[1:])]
    return "\n".join(f"| {' | '.join(row)} |" for row in [headings, rule, *rows])


def breakdown(
    items: Iterable[Item], key: Callable[[Item], str | None], baseline: Baseline | None
) -> list[tuple[str, ...]]:
    """How many passed, by what `key` says of an item, beside the baseline's share."""
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        if (name := key(item)) is not None:
            groups[name].append(item)
    return [(name, *_passed(group, baseline)) for name, group in sorted(groups.items())]


def _passed(items: Sequence[Item], baseline: Baseline | None) -> tuple[str, ...]:
    share = sum(item.passed for item in items) / len(items)
    pairs = [(item, old) for item in items if baseline and (old := baseline.of(item))]
    if not pairs:
        return f"{len(items)}", f"{share:.3f}", "-", "-"
    before = sum(old.passed for _, old in pairs) / len(pairs)
    now = sum(item.passed for item, _ in pairs) / len(pairs)
    return f"{len(items)}", f"{share:.3f}", f"{before:.3f}", f"{now - before:+.3f}"


def breakdowns(run: Run, baseline: Baseline | None) -> dict[str, list[tuple[str, ...]]]:
    """The tables by kind, by depth and by outcome, titled."""
    tables = {}
    for suite in run.ran:
        tables[f"{suite.name}, by kind"] = breakdown(suite.items, _family_kind, baseline)
        tables[f"{suite.name}, conversations by turn"] = breakdown(suite.items, _depth, baseline)
        tables[f"{suite.name}, by split"] = breakdown(suite.items, lambda one: one.split, baseline)
    return {title: rows for title, rows in tables.items() if len(rows) > 1}


def _family_kind(item: Item) -> str:
    return f"turn: {item.kind}" if item.group else item.kind


def _depth(item: Item) -> str | None:
    return f"turn {item.depth}" if item.group else None


def terminal_report(run: Run, judgement: Judgement, baseline: Baseline | None) -> str:
    """What the command prints."""
    blocks = [terminal_table(HEADINGS, table_rows(judgement.rows))]
    for title, rows in breakdowns(run, baseline).items():
        blocks.append(terminal_table((title, "n", "passed", "baseline", "change"), rows))
    blocks += ["\n".join(judgement.notes)] if judgement.notes else []
    return "\n\n".join([*blocks, verdict(judgement)])


def verdict(judgement: Judgement) -> str:
    """The last lines: every failed gate, or that all hold."""
    if not judgement.failures:
        return headline(judgement)
    lines = "\n".join(f"  FAIL {failure}" for failure in judgement.failures)
    return f"{headline(judgement)}\n{lines}"


def headline(judgement: Judgement) -> str:
    """How many gates failed, and the step of a turn that is to be looked at first."""
    if not judgement.failures:
        return "All gates hold."
    first = f"; the earliest step that got worse: {judgement.culprit}" if judgement.culprit else ""
    return f"{len(judgement.failures)} gates failed{first}."


def failing_items(run: Run) -> str:
    """The questions of the open split that did not go well; the test split stays closed."""
    lines = []
    for item in (item for suite in run.ran for item in suite.items if item.split != "test"):
        if item.passed and not item.notes:
            continue
        lines.append(f"{item.id} [{item.kind}] {item.outcome}: {item.question}")
        lines += [f"    {note}" for note in item.notes]
        if item.answer:
            lines.append(f"    > {' '.join(item.answer.text.split())[:300]}")
    return "\n".join(lines)


def markdown_report(run: Run, judgement: Judgement, baseline: Baseline | None) -> str:
    """A summary fit for a pull request."""
    blocks = [
        "# Evals",
        f"**{headline(judgement)}**",
        *(f"- {failure}" for failure in judgement.failures),
        *(f"- {note}" for note in judgement.notes),
        markdown_table(HEADINGS, table_rows(judgement.rows)),
    ]
    for title, rows in breakdowns(run, baseline).items():
        table = markdown_table(("", "n", "passed", "baseline", "change"), rows)
        blocks.append(f"<details><summary>{title}</summary>\n\n{table}\n\n</details>")
    return "\n\n".join(blocks) + "\n"


def junit_report(run: Run, judgement: Judgement) -> str:
    """Each gate as a test case, so that any CI shows which one failed."""
    root = ElementTree.Element("testsuites")
    for suite in run.suites:
        rows = [row for row in judgement.rows if row.suite == suite.name and row.checks]
        failed = sum(row.state == FAIL for row in rows)
        node = ElementTree.SubElement(
            root,
            "testsuite",
            name=f"evals.{suite.name}",
            tests=str(max(len(rows), 1 if suite.skipped else 0)),
            failures=str(failed),
            skipped=str(int(suite.skipped is not None)),
            time=f"{suite.seconds:.2f}",
        )
        if suite.skipped:
            case = ElementTree.SubElement(node, "testcase", name=suite.name, classname="evals")
            ElementTree.SubElement(case, "skipped", message=suite.skipped)
        for row in rows:
            case = ElementTree.SubElement(
                node, "testcase", name=row.metric.name, classname=suite.name
            )
            for check in row.checks:
                if check.state == FAIL:
                    ElementTree.SubElement(case, "failure", message=check.message)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def json_report(
    run: Run, judgement: Judgement, baseline: Baseline | None, unseal: bool = False
) -> dict[str, Any]:
    """Everything, as plain values."""
    return {
        "corpus": dict(run.corpus),
        "settings": dict(run.settings),
        "whole": run.is_whole,
        "skipped": {suite.name: suite.skipped for suite in run.suites if suite.skipped},
        "notes": list(judgement.notes),
        "headline": headline(judgement),
        "failures": list(judgement.failures),
        "metrics": [_metric_dict(row) for row in judgement.rows],
        "breakdowns": breakdowns(run, baseline),
        "curves": {suite.name: curve for suite in run.ran if (curve := _curve(suite))},
        "items": [item_dict(item, baseline, unseal) for suite in run.ran for item in suite.items],
    }


def _curve(suite: SuiteRun) -> list[tuple[float, float]]:
    """At most a hundred points of risk over coverage, where the advisor says how sure it is."""
    sure = [item for item in suite.items if item.scores.get("confidence") is not None]
    points = risk_coverage(
        [float(item.passed) for item in sure],
        [item.scores["confidence"] or 0.0 for item in sure],
    )
    return points[:: max(1, len(points) // 100)]


def _metric_dict(row: Row) -> dict[str, Any]:
    return {
        "suite": row.suite,
        "name": row.metric.name,
        "unit": row.metric.unit,
        "higher_is_better": row.metric.higher_is_better,
        "n": row.n,
        "unscored": row.unscored,
        "value": _finite(row.value),
        "interval": [_finite(one) for one in row.interval],
        "baseline": _finite(row.change.before if row.change else None),
        "change": _finite(row.change.by if row.change else None),
        "change_interval": [_finite(one) for one in row.change.interval] if row.change else None,
        "state": row.state,
        "checks": [{"state": check.state, "message": check.message} for check in row.checks],
    }


def item_dict(item: Item, baseline: Baseline | None, unseal: bool) -> dict[str, Any]:
    """An item for the report; of the test split only its figures, unless it is unsealed."""
    before = baseline.of(item) if baseline else None
    row: dict[str, Any] = {
        "id": item.id,
        "suite": item.suite,
        "kind": item.kind,
        "split": item.split,
        "group": item.group,
        "depth": item.depth,
        "digest": item_digest(item),
        "outcome": item.outcome,
        "passed": item.passed,
        "passed_before": before.passed if before else None,
        "scores": {name: _finite(value) for name, value in item.scores.items()},
    }
    if item.split == "test" and not unseal:
        return row
    return row | {
        "question": item.question,
        "history": [dict(message) for message in item.history],
        "expected": dict(item.expected),
        "notes": list(item.notes),
        "answer": item.answer.to_dict() if item.answer else None,
        "passages": [
            {"section": one.section, "text": one.text, "score": _finite(one.score)}
            for one in item.passages
        ],
    }


def _finite(value: float | None) -> float | None:
    """Fit for JSON, which has no NaN; long decimals cut."""
    return None if value is None or not math.isfinite(value) else round(value, 5)


def write_reports(
    folder: Path, run: Run, judgement: Judgement, baseline: Baseline | None, unseal: bool = False
) -> Mapping[str, Any]:
    """Write every report into a folder; returns what report.json holds."""
    folder.mkdir(parents=True, exist_ok=True)
    report = json_report(run, judgement, baseline, unseal)
    (folder / "report.json").write_text(json.dumps(report, ensure_ascii=False), encoding="utf-8")
    (folder / "junit.xml").write_text(junit_report(run, judgement), encoding="utf-8")
    (folder / "report.md").write_text(markdown_report(run, judgement, baseline), encoding="utf-8")
    (folder / "report.html").write_text(html_report(report), encoding="utf-8")
    return report
