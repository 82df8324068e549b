"""In an answer, what the guide says is told apart from what others say."""

from datetime import date

from advisor.attribution import attributed
from advisor.draft import quote
from advisor.schema import Chunk, SourceNote

BODY = SourceNote("Guild of Bakers, rules", "body", "professional body", "2025")
OFFICIAL = SourceNote("Bureau of Ovens, wages", "official", "official statistics", "2025")
OLD = SourceNote("Guild of Bakers, rules", "body", "professional body", "2011")


def line(text: str, *notes: SourceNote):
    return quote(
        Chunk(text, "Baker", "baker.md", ("Baker",), "sentence", text, (1, 1), 0, 0, notes=notes)
    )


def told(*lines) -> list[str]:
    return [one.text for one in attributed(lines, date(2026, 1, 1))]


def test_the_guide_alone_needs_no_name():
    assert told(line("Bakers rise early.")) == ["Bakers rise early."]


def test_lines_of_one_source_stand_together_under_its_name():
    assert told(line("A.", BODY), line("B."), line("C.", BODY)) == [
        "According to Guild of Bakers:",
        "A.",
        "C.",
        "The career guide says:",
        "B.",
    ]


def test_what_is_old_is_marked():
    assert told(line("A.", OLD))[0].startswith("Some years old")


def test_two_kinds_of_pay_are_shown_with_why_they_differ():
    lines = told(line("Bakers earn $30,000."), line("Food workers earn $28,000.", OFFICIAL))
    assert lines[0] == "The career guide says:"
    assert lines[2] == "Official statistics (Bureau of Ovens):"
    assert "one role" in lines[-1]
