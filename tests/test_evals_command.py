"""The command `python -m evals`: its exit codes mean what they say, and so does what it prints."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from stand_in import StandIn, golden_rows

from evals import unchanged
from evals.__main__ import main
from evals.suites import guide


def command(place: Path, advisor: object, *flags: str) -> int:
    fixed = ["--suite", "guide", "--golden", str(place / "golden"), "--out", str(place / "out")]
    return main([*fixed, "--baseline", str(place / "baseline.json"), *flags], lambda: advisor)


def test_exit_0_where_all_gates_hold_and_the_reports_are_there(place: Path) -> None:
    assert command(place, StandIn(), "--update-baseline") == 0
    assert command(place, StandIn()) == 0
    for name in ("report.json", "report.md", "junit.xml", "report.html"):
        assert (place / "out" / name).stat().st_size > 0, name


def test_exit_1_where_a_gate_failed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(place, StandIn(), "--update-baseline") == 0
    assert command(place, StandIn(section="Outlook")) == 1
    assert "FAIL guide: hit@1: 1.000 -> 0.000" in capsys.readouterr().out


def test_updating_the_baseline_prints_the_change_first(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command(place, StandIn(section="Outlook"), "--update-baseline")
    capsys.readouterr()
    command(place, StandIn(), "--update-baseline")
    printed = capsys.readouterr().out
    assert printed.index("+1.000") < printed.index("Baseline: ")


class NoneOpen:
    """An advisor that cannot be opened."""

    def __call__(self) -> StandIn:
        raise OSError("no index")


def no_data(place: Path) -> None:
    (place / "golden" / "guide.jsonl").unlink()


def bad_sample(place: Path) -> None:
    (place / "golden" / "guide.jsonl").write_text("{}", encoding="utf-8")


def bad_baseline(place: Path) -> None:
    (place / "baseline.json").write_text("[]", encoding="utf-8")


def lost_kind(place: Path) -> None:
    rows = [row for row in golden_rows() if row["kind"] != "injection"]
    text = "\n".join(map(json.dumps, rows))
    (place / "golden" / "guide.jsonl").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (no_data, "no data"),
        (bad_sample, "guide.jsonl:1: 'id' must be a string"),
        (bad_baseline, "is no baseline"),
        (lost_kind, "injections without effect: fewer items than declared"),
    ],
)
def test_exit_2_where_the_data_is_not_what_it_should_be(
    place: Path,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    message: str,
) -> None:
    spoil(place)
    assert command(place, StandIn()) == 2
    assert message in capsys.readouterr().err


def test_exit_2_where_a_score_is_not_a_number(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unsure = StandIn(lambda question, right: replace(right, confidence=math.nan))
    assert command(place, unsure) == 2
    assert "is not a number" in capsys.readouterr().err


def test_exit_2_where_the_advisor_does_not_open(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    flags = ["--suite", "guide", "--golden", str(place / "golden"), "--out", str(place / "out")]
    assert main(flags, NoneOpen()) == 2
    assert "no index" in capsys.readouterr().err


def test_exit_2_where_fewer_items_come_than_were_declared(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guide, "replay", lambda context, sample, suite: iter(()))
    assert command(place, StandIn()) == 2
    assert "60 items declared, 0 scored" in capsys.readouterr().err


def test_exit_2_where_nothing_was_evaluated(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "golden" / "guide.jsonl").write_text("\n", encoding="utf-8")
    assert command(place, StandIn()) == 2
    assert "nothing was evaluated" in capsys.readouterr().err


@pytest.mark.parametrize("flag", [["--limit", "3"], ["--split", "dev"]])
def test_a_part_of_a_run_is_no_baseline(
    place: Path, capsys: pytest.CaptureFixture[str], flag: list[str]
) -> None:
    assert command(place, StandIn(), "--update-baseline", *flag) == 2
    assert "a baseline needs a whole run" in capsys.readouterr().err


def test_a_setting_has_a_name_and_a_value(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command(place, StandIn(), "--setting", "lexical") == 2
    assert "--setting takes K=V, got 'lexical'" in capsys.readouterr().err


def test_what_held_every_gate_is_not_measured_again_until_it_did_not(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(place, StandIn(), "--update-baseline") == 0
    assert command(place, StandIn()) == 0
    capsys.readouterr()
    assert command(place, StandIn(section="Outlook"), "--if-changed") == 0
    assert "Nothing has changed since the run of 20" in capsys.readouterr().out
    assert command(place, StandIn(section="Outlook"), "--if-changed", "--limit", "70") == 1
    assert command(place, StandIn(section="Outlook"), "--if-changed") == 1
    assert command(place, StandIn(section="Outlook"), "--if-changed") == 1


def another_guide(place: Path, patch: pytest.MonkeyPatch) -> None:
    (place / "corpus" / "other.md").write_text("# Other\n\n## Pay\n\nIt pays.\n", "utf-8")


def another_question(place: Path, patch: pytest.MonkeyPatch) -> None:
    with (place / "golden" / "guide.jsonl").open("a", encoding="utf-8") as file:
        file.write("\n")


def another_setting(place: Path, patch: pytest.MonkeyPatch) -> None:
    patch.setenv("ADVISOR_TITLE", "Another")


def another_code(place: Path, patch: pytest.MonkeyPatch) -> None:
    (place / "code").mkdir()
    (place / "code" / "more.py").write_text("", "utf-8")
    patch.setattr(unchanged, "_CODE", (*unchanged._CODE, place / "code"))


def another_package(place: Path, patch: pytest.MonkeyPatch) -> None:
    (place / "numpy-0.1.dist-info").mkdir()
    patch.setattr(unchanged.sysconfig, "get_path", lambda name: str(place))


def another_index(place: Path, patch: pytest.MonkeyPatch) -> None:
    (place / ".index" / "store-000001-abcdef").mkdir(parents=True)


def other_public_data(place: Path, patch: pytest.MonkeyPatch) -> None:
    (place / "public").mkdir()
    (place / "public" / "set.tsv").write_text("a\tb\n", "utf-8")
    patch.setenv("EVALS_DATA", str(place / "public"))


@pytest.mark.parametrize(
    "change",
    [
        another_guide,
        another_question,
        another_setting,
        another_code,
        another_package,
        another_index,
        other_public_data,
    ],
)
def test_a_run_is_a_new_one_where_anything_it_depends_on_changed(
    place: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[Path, pytest.MonkeyPatch], None],
) -> None:
    before = unchanged.state("flags", place / "golden")
    assert unchanged.state("flags", place / "golden") == before
    assert unchanged.state("others", place / "golden") != before
    change(place, monkeypatch)
    assert unchanged.state("flags", place / "golden") != before
