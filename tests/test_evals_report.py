"""The reports say what was measured, keep the test split closed, and compare two runs."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.baseline import baseline_of
from evals.compare import comparison, load_run, read_run
from evals.errors import HarnessError
from evals.gate import Judgement, judge
from evals.items import Item
from evals.judge import add_opinions, read_opinion
from evals.records import AnswerRecord, PassageRecord
from evals.repeats import spread_table
from evals.report import (
    failing_items,
    json_report,
    markdown_report,
    show,
    terminal_report,
    write_reports,
)
from evals.runs import Run, SuiteRun

SCRIPT = "</script><script>alert(1)</script>"


def item(number: int, right: bool, split: str = "dev", **fields: object) -> Item:
    name = f"{'c' if fields.get('group') else 'g'}-{split}-{number}"
    scores = {"right": float(right), "passed": float(right), "no_crash": 1.0, "seconds": 0.02}
    return Item(
        id=name,
        suite="guide",
        kind="figure" if number % 2 else "list",
        question=f"What is number {number}?",
        outcome="right" if right else "incomplete",
        scores=scores | {"confidence": number / 100},
        split=split,
        notes=() if right else ("missing: 90,000",),
        expected={"facts": [["90,000"]], "standalone": f"What is number {number}?"},
        answer=AnswerRecord(f"It is {SCRIPT}", answered=True),
        passages=(PassageRecord(("Guide", "Salary"), "It pays.", 0.5),),
        **fields,  # type: ignore[arg-type]
    )


def run_of(*items: Item, settings: Mapping[str, str] | None = None) -> Run:
    suites = (
        SuiteRun("guide", items, len(items), None, 1.5),
        SuiteRun("careers", skipped="EVALS_DATA is not set"),
    )
    return Run(suites, {"guide.md": "abc"}, dict(settings or {}), is_whole=False)


GOOD = run_of(*(item(n, True) for n in range(30)), *(item(n, True, "test") for n in range(30, 40)))
BAD = run_of(
    *(item(n, n >= 25) for n in range(30)), *(item(n, n > 31, "test") for n in range(30, 40))
)


def judged(run: Run = BAD) -> Judgement:
    return judge(run, baseline_of(GOOD))


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of a run's report, by name."""
    folder = tmp_path_factory.mktemp("report")
    write_reports(folder, BAD, judged(), baseline_of(GOOD))
    return {file.name: file.read_text("utf-8") for file in folder.iterdir()}


@pytest.mark.parametrize(
    ("value", "unit", "signed", "text"),
    [
        (0.12345, "share", False, "0.123"),
        (0.12345, "share", True, "+0.123"),
        (-0.5, "share", True, "-0.500"),
        (0.0204, "seconds", False, "20 ms"),
        (41.6, "words", False, "42"),
        (None, "share", False, "-"),
        (float("nan"), "share", False, "-"),
    ],
)
def test_figures_are_shown_by_their_unit(
    value: float | None, unit: str, signed: bool, text: str
) -> None:
    assert show(value, unit, signed) == text


def test_the_terminal_shows_figures_breakdowns_notes_and_failures() -> None:
    text = terminal_report(BAD, judged(), baseline_of(GOOD))
    assert re.search(r"guide: right +40 +0\.325 +0\.\d+ to 0\.\d+ +1\.000 +-0\.675 +FAIL", text)
    assert re.search(r"figure +20 +0\.350 +1\.000 +-0\.650", text)
    assert re.search(r"test +10 +0\.800 +1\.000 +-0\.200", text)
    assert "careers skipped: EVALS_DATA is not set" in text
    assert "FAIL guide: right: 1.000 -> 0.325, a loss of" in text


def test_failing_questions_are_printed_from_the_open_split_alone() -> None:
    text = failing_items(BAD)
    assert "g-dev-3 [figure] incomplete: What is number 3?\n    missing: 90,000" in text
    assert "g-test" not in text


def test_the_test_split_gives_figures_alone_unless_unsealed() -> None:
    rows = {row["id"]: row for row in json_report(BAD, judged(), None)["items"]}
    assert rows["g-dev-1"]["question"] == "What is number 1?"
    assert rows["g-test-30"]["scores"]["right"] == 0.0
    assert not {"question", "answer", "expected", "notes", "passages"} & set(rows["g-test-30"])
    unsealed = json_report(BAD, judged(), None, unseal=True)["items"]
    assert all("question" in row for row in unsealed)


def test_markdown_is_fit_for_a_summary() -> None:
    text = markdown_report(BAD, judged(), baseline_of(GOOD))
    assert text.startswith(
        "# Evals\n\n**2 gates failed; the earliest step that got worse: answer.**"
    )
    assert "| guide: right | 40 | 0.325 |" in text
    assert "<details><summary>guide, by kind</summary>" in text
    assert "g-test" not in text


def test_junit_names_failed_and_skipped(written: dict[str, str]) -> None:
    suites = {node.get("name"): node for node in ElementTree.fromstring(written["junit.xml"])}
    assert suites["evals.guide"].get("failures") == "1"
    failures = [node.get("message") or "" for node in suites["evals.guide"].iter("failure")]
    assert [one for one in failures if one.startswith("guide: right: 0.325, must be at least")]
    (skipped,) = suites["evals.careers"].iter("skipped")
    assert skipped.get("message") == "EVALS_DATA is not set"


def test_the_page_loads_nothing_and_no_answer_can_leave_its_place(
    written: dict[str, str],
) -> None:
    page = written["report.html"]
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page
    assert SCRIPT not in page
    data = re.search(r'type="application/json">(.*?)</script>', page, re.DOTALL)
    assert data
    report = json.loads(data[1])
    assert report["items"][0]["answer"]["text"] == f"It is {SCRIPT}"
    assert report["curves"]["guide"][-1] == [1.0, pytest.approx(27 / 40)]


# --- comparing ----------------------------------------------------------------------------------


def no_run(settings: Mapping[str, str]) -> Run:
    raise AssertionError(f"not to be run: {settings}")


def saved(folder: Path, run: Run) -> Path:
    write_reports(folder, run, judge(run, None), None)
    return folder


def test_a_saved_run_reads_back(tmp_path: Path) -> None:
    run = read_run(saved(tmp_path, BAD) / "report.json")
    assert [one.id for one in run.suites[0].items] == [one.id for one in BAD.suites[0].items]
    assert run.suites[0].items[3].scores["right"] == 0.0


def test_a_comparison_lists_figures_wins_and_losses(tmp_path: Path) -> None:
    first = load_run(str(saved(tmp_path / "a", BAD)), no_run)
    second = load_run(str(saved(tmp_path / "b", GOOD) / "report.json"), no_run)
    text = comparison(first, second)
    assert re.search(r"guide: right +40 +0\.325 +1\.000 +\+0\.675 +\+0.*better", text)
    assert "guide: 40 questions in both" in text
    assert "right only in B: 27 (" in text
    assert "  g-dev-3 [figure] What is number 3?" in text
    assert "right only in A: 0" in text
    assert "g-test" not in text


def test_settings_are_run_where_a_name_is_no_folder() -> None:
    asked: list[Mapping[str, str]] = []

    def run_settings(settings: Mapping[str, str]) -> Run:
        asked.append(settings)
        return GOOD

    load_run("k=5,fusion=off", run_settings)
    load_run("default", run_settings)
    assert asked == [{"k": "5", "fusion": "off"}, {}]


def test_what_is_neither_a_run_nor_settings_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(HarnessError, match="neither a run's folder nor settings"):
        load_run("nowhere", no_run)
    (tmp_path / "report.json").write_text("{}", encoding="utf-8")
    with pytest.raises(HarnessError, match="is no report of a run"):
        load_run(str(tmp_path), no_run)


def test_runs_without_a_common_question_cannot_be_compared() -> None:
    other = run_of(*(item(n, True) for n in range(50, 60)))
    with pytest.raises(HarnessError, match="share no question"):
        comparison(GOOD, other)


# --- chat models --------------------------------------------------------------------------------


def test_repeats_show_mean_and_spread() -> None:
    text = spread_table([judged(GOOD), judged(BAD)])
    assert re.search(r"guide: right +2 +0\.662 +0\.338 +0\.325 +1\.000", text)


@pytest.mark.parametrize(
    ("reply", "opinion"),
    [
        ("Yes.", 1.0),
        ("NO, it lacks one.", 0.0),
        ("Perhaps", None),
        ("yes and no", None),
        ("", None),
    ],
)
def test_an_opinion_is_yes_or_no_or_unscored(reply: str, opinion: float | None) -> None:
    assert read_opinion(reply) == opinion


def test_the_judge_sees_question_facts_and_answer_and_skips_declines() -> None:
    prompts: list[str] = []

    def ask(prompt: str) -> str:
        prompts.append(prompt)
        return "yes"

    declined = replace(item(2, False), answer=AnswerRecord("Not there.", answered=False))
    graded = add_opinions(run_of(item(1, True), declined), "a model", ask)
    assert [one.scores.get("judged_right") for one in graded.suites[0].items] == [1.0, None]
    assert len(prompts) == 1
    assert "Question: What is number 1?" in prompts[0]
    assert "shows: 90,000\n" in prompts[0]
