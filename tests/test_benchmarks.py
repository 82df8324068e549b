"""The benchmarks start, and their table says what was measured; how fast is no test's matter."""

import json
from pathlib import Path

import pytest

from advisor.guide import parse_guide
from benchmarks import growth
from benchmarks.__main__ import BEGIN, END, README
from benchmarks.machine import memory, p50, p95, seconds, worked
from benchmarks.rows import Row, table
from benchmarks.scale import make_guides
from benchmarks.steps import Watch
from benchmarks.steps import table as steps_table


@pytest.mark.parametrize("module", ["", ".load", ".beside", ".scale", ".growth", ".steps"])
def test_each_says_how_it_is_run(run_python, module):
    done = run_python("-m", f"benchmarks{module}", "--help")
    assert done.returncode == 0, done.stderr
    assert f"python -m benchmarks{module}" in done.stdout


def test_a_row_says_whether_its_target_was_met():
    rows = [Row("a", "< 1 s", "0.5 s", True), Row("b", "< 1 s", "2 s", False), Row("c", "", "3 s")]
    assert table(rows).splitlines()[2:] == [
        "| a | < 1 s | 0.5 s | yes |",
        "| b | < 1 s | 2 s | **no** |",
        "| c |  | 3 s |  |",
    ]


def test_memory_is_held_against_what_it_was_once_all_was_loaded():
    assert growth.row(3000, [100.0, 101.0, 101.5]).met
    assert growth.row(3000, [100.0, 104.0, 103.0]).seen == "3.0% of 100 MB"
    assert not growth.row(3000, [100.0, 101.0, 103.0]).met


def test_a_step_is_timed_without_what_others_take_within_it():
    moments = iter([0.0, 1.0, 4.0, 4.0, 8.0, 10.0])
    watch = Watch(lambda: next(moments))
    inner = watch.step("inner", lambda: "said")
    outer = watch.step("outer", lambda: [inner(), inner()])
    assert outer() == ["said", "said"]
    assert watch.own == {"inner": 7.0, "outer": 3.0}
    assert steps_table(watch.own, 1).splitlines()[2] == "| inner | 7000.0 ms | 70% |"


def test_the_table_has_its_place():
    text = README.read_text("utf-8")
    assert text.count(BEGIN) == text.count(END) == 1
    assert text.index(BEGIN) < text.index(END)


def test_figures():
    assert p50([3, 1, 2]) == 2
    assert p95(range(101)) == 95
    assert seconds(lambda a, b: None, 1, 2) >= 0
    if Path("/proc/self/status").exists():
        assert memory() > 1
        assert worked() > 0


def test_guides_for_the_scale_are_many_and_each_about_itself(tmp_path):
    handbook, titles = tmp_path / "bls_ooh", tmp_path / "onet"
    handbook.mkdir()
    titles.mkdir()
    said = " ".join(f"Bakers bake the bread of day {n} with care." for n in range(9))
    facts = {"slug": "bakers", "title": "Bakers", "facts": {"Pay": "$1"}}
    section = {"slug": "bakers", "section": "What Bakers Do", "sub": None, "text": said}
    (handbook / "facts.jsonl").write_text(json.dumps(facts), "utf-8")
    (handbook / "sections.jsonl").write_text(json.dumps(section), "utf-8")
    rows = [{"title": f"Job {n} (J{n})", "codes": [f"{n}"]} for n in range(5)]
    (titles / "title_lookup.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    guides = list(make_guides(tmp_path, 3))
    assert [career for career, _ in guides] == ["Job 0", "Job 1", "Job 2"]
    assert guides == list(make_guides(tmp_path, 3))
    for career, text in guides:
        guide = parse_guide(text, "x.md")
        assert guide.career == career
        assert "Bakers" not in text
    with pytest.raises(ValueError, match="6 careers were wanted, 5 are there"):
        list(make_guides(tmp_path, 6))
