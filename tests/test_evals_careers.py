"""The careers suite: guides from the handbook's rows, questions from its facts, scores."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from advisor.config import Settings
from advisor.guide import parse_guide
from evals import occupations
from evals.context import Context, Options
from evals.errors import Skipped
from evals.occupations import guide_text, index_of, read_occupations
from evals.suites import careers

PAGE = "Tinkers and Menders"
FACTS = {
    "slug": "tinkers",
    "title": PAGE,
    "facts": {
        "2024 Median Pay": "$41,000 per year $19.71 per hour",
        "Typical Entry-Level Education": "See How to Become One",
        "Work Experience in a Related Occupation": "None",
        "Number of Jobs, 2024": "1,200",
        "Job Outlook, 2024-34": "-4% (Decline)",
        "Employment Change, 2024-34": "-50",
    },
}
SECTIONS = [
    ("What Tinkers and Menders Do", None, "Tinkers mend pots .\nThey travel."),
    (
        "What Tinkers and Menders Do",
        "Duties",
        "They typically do the following:\nMend pots\nSell pans\nMenders stay at home.",
    ),
    ("How to Become a Tinker or Mender", None, "They learn\u2028on the job."),
    (
        "Pay",
        PAGE,
        "Median annual wages, May 2024\nTinkers\n$41,000\n$41,000\nNote: charts.\nPay is low.",
    ),
    ("Similar Occupations", None, "Smiths $60,000"),
    ("Contacts for More Information", "O*NET", "Pot Menders\nTinkers, Except Travelling"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "bls_ooh"
    folder.mkdir()
    (folder / "facts.jsonl").write_text(json.dumps(FACTS) + "\n", "utf-8")
    rows = [
        {"slug": "tinkers", "section": section, "sub": sub, "text": text}
        for section, sub, text in SECTIONS
    ]
    lines = (json.dumps(row, ensure_ascii=False) for row in rows)
    (folder / "sections.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return tmp_path


@pytest.fixture
def tinkers(data: Path) -> occupations.Occupation:
    (one,) = read_occupations(data / occupations.FACTS, data / occupations.SECTIONS)
    return one


# --- guides -------------------------------------------------------------------------------------


def test_a_page_becomes_a_guide_with_its_names(tinkers: occupations.Occupation) -> None:
    guide = parse_guide(guide_text(tinkers), tinkers.file)
    assert (guide.title, guide.career) == (PAGE, "Tinker or Mender")
    assert guide.also_called == (PAGE, "Pot Menders", "Tinkers")


def test_a_guide_has_the_fact_table_and_the_text_but_no_charts_or_links(
    tinkers: occupations.Occupation,
) -> None:
    guide = parse_guide(guide_text(tinkers), tinkers.file)
    headings = [section.path[-1] for section in guide.sections]
    assert headings == [
        *(PAGE, "Summary", "What Tinkers and Menders Do", "Duties"),
        *("How to Become a Tinker or Mender", "Pay", PAGE),
    ]
    (table,) = guide.sections[1].blocks
    assert table.rows[0] == ("2024 Median Pay", "$41,000 per year $19.71 per hour")
    _, duties, after = guide.sections[3].blocks
    assert [one.text for one in duties.slices] == ["Mend pots", "Sell pans"]
    assert after.slices[0].text == "Menders stay at home."
    assert [one.text for one in guide.sections[-1].blocks[0].slices] == ["Pay is low."]


def test_the_index_is_kept_and_made_anew_where_a_page_changed(
    tinkers: occupations.Occupation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Path] = []
    monkeypatch.setattr(occupations, "ingest", lambda settings, paths: made.append(settings.corpus))
    for one in (tinkers, tinkers, careers.replace(tinkers, title="Tinkers")):
        index_of([one], Settings(), tmp_path)
    assert made[0] == made[1] != made[2]
    assert (made[0] / "tinkers.md").read_text("utf-8") == guide_text(tinkers)


# --- questions ----------------------------------------------------------------------------------


def test_the_facts_are_what_the_table_states(tinkers: occupations.Occupation) -> None:
    assert careers.expected_facts(tinkers) == {
        "pay": "$41,000",
        "hourly": "$19.71",
        "experience": "None",
        "jobs": "1,200",
        "outlook": "4%",
        "change": "50",
    }


def test_each_fact_is_asked_once_and_always_in_the_same_words(
    tinkers: occupations.Occupation,
) -> None:
    cases = careers.make_cases([tinkers], full=True)
    kinds = [case.kind for case in cases]
    assert kinds[:6] == ["pay", "hourly", "experience", "jobs", "outlook", "change"]
    assert kinds[6:] == ["follow-up", "outside"]
    assert cases == careers.make_cases([tinkers], full=True)
    assert all("{" not in case.question for case in cases)
    assert {case.id for case in careers.make_cases([tinkers])} <= {case.id for case in cases}
    follow_up = cases[-2]
    assert "tinker" not in follow_up.question.lower()
    assert "tinker" in follow_up.history[0]["content"].lower()


def test_without_the_data_the_suite_is_skipped_by_name() -> None:
    with pytest.raises(Skipped, match="EVALS_DATA"):
        next(careers.run(Context(lambda: None)))


# --- scores -------------------------------------------------------------------------------------


class FakeAdvisor:
    """Answers everything with one text from one guide, or raises."""

    def __init__(self, text: str, guide: Path | None, error: Exception | None = None) -> None:
        self.text, self.guide, self.error = text, guide, error

    def ask(self, question: str, history: Any) -> Any:
        if self.error:
            raise self.error
        citation = SimpleNamespace(
            number=1, section=("Summary",), quote=self.text, source=str(self.guide), lines=(1, 1)
        )
        return SimpleNamespace(
            text=f"{self.text} [1]" if self.guide else self.text,
            answered=bool(self.guide),
            question=question,
            missing=None,
            reason=None if self.guide else "not_in_guide",
            citations=(citation,) if self.guide else (),
            suggestions=(),
            notices=(),
            engine="fake",
        )

    def retrieve(self, question: str, k: int) -> Any:
        return [SimpleNamespace(source="elsewhere/tinkers.md")]


def score(tinkers: occupations.Occupation, kind: str, advisor: FakeAdvisor) -> Any:
    case = next(one for one in careers.make_cases([tinkers], full=True) if one.kind == kind)
    return careers.ask_case(Context(lambda: advisor, Options()), case)


@pytest.fixture
def page(tmp_path: Path) -> Path:
    file = tmp_path / "tinkers.md"
    file.write_text("Tinkers earn $41,000.\n", "utf-8")
    return file


def test_the_right_figure_from_the_right_page_is_right(tinkers: Any, page: Path) -> None:
    item = score(tinkers, "pay", FakeAdvisor("Tinkers earn $41,000.", page))
    assert (item.outcome, item.scores["right"], item.scores["right_guide"]) == ("right", 1, 1)


def test_the_right_figure_from_another_page_is_not(tinkers: Any, tmp_path: Path) -> None:
    smiths = tmp_path / "smiths.md"
    smiths.write_text("Tinkers earn $41,000.\n", "utf-8")
    item = score(tinkers, "pay", FakeAdvisor("Tinkers earn $41,000.", smiths))
    assert (item.outcome, item.scores["right"]) == ("wrong statement", 0)
    assert item.scores["right_guide"] == 0
    assert "from smiths.md" in item.notes


def test_declining_a_fact_is_wrong_though_the_guide_was_found(tinkers: Any) -> None:
    item = score(tinkers, "pay", FakeAdvisor("The guide says nothing.", None))
    assert item.outcome == "wrongly declined"
    assert (item.scores["right"], item.scores["right_guide"]) == (0, 1)


def test_a_declined_follow_up_does_not_tell_its_guide(tinkers: Any) -> None:
    item = score(tinkers, "follow-up", FakeAdvisor("The guide says nothing.", None))
    assert item.scores["right_guide"] is None


def test_declining_what_no_guide_tells_is_right(tinkers: Any) -> None:
    item = score(tinkers, "outside", FakeAdvisor("The guide says nothing.", None))
    assert (item.outcome, item.scores["declined"]) == ("declined", 1)
    assert "right_guide" not in item.scores


def test_a_crash_is_a_score(tinkers: Any) -> None:
    item = score(tinkers, "pay", FakeAdvisor("", None, RuntimeError("boom")))
    assert (item.outcome, item.scores["no_crash"]) == ("crashed", 0)
    assert "boom" in item.notes[0]
