"""Guides of other careers, in other shapes, are read as a person reads them.

The guides, in `tests/guides`, are made up, their figures as well.
"""

from pathlib import Path

import pytest

from advisor.chunking import chunk_guide
from advisor.guide import parse_guide, read_guide
from advisor.schema import Guide

GUIDES = Path("tests/guides")


MEDICAL_CODER = """
How to Become a Medical Coder: 6 Steps to Take in 2026 ¶
  What Is a Medical Coder? ¶
  How to Become a Medical Coder ¶
    Step 1: Finish High School ¶
    Step 2: Take a Coding Course ¶---
    Step 3: Earn a Certification ¶---¶
  Medical Coder Roles and Responsibilities ¶
    Record Review ¶
    Code Assignment ¶
    Insurance and Billing ¶
  Essential Skills for Medical Coders ¶
    Attention to Detail ¶
    Communication Skills ¶
    Time Management ¶
  Medical Coder Career Path and Progression ¶
    Entry-Level Medical Coder ¶
    Senior Medical Coder ¶
    Coding Manager ¶
  Medical Coder Salary ¶|||
  Medical Coder Work Environment ¶
  FAQs About Becoming a Medical Coder
    Is medical coding hard? ¶
    How long does it take to become a medical coder? ¶
  Conclusion ¶
"""
ELECTRICIAN = """
BECOMING AN ELECTRICIAN ¶
  1. What electricians do ¶
    1.1 Where they work ¶
    1.2 A day on site ¶
  2. How to get in ¶---
    2.1 The apprenticeship ¶
    2.2 The licence ¶
  3. Pay |||¶
  4. Questions people ask
    Is it dangerous? ¶
    Can women become electricians? ¶
"""
WINDTECH = """
How To Become a Wind Turbine Technician (With Salary and FAQs) ¶
  What does a wind turbine technician do? ¶----
  How to become a wind turbine technician ¶
    1. Earn a high school diploma ¶
    2. Attend a technical school ¶--
    3. Complete on-the-job training ¶
    4. Consider certification ¶--¶
  Wind turbine technician skills ¶
    Physical stamina ¶
    Mechanical skills ¶
    Troubleshooting ¶
  Salary and job outlook ¶
  FAQs
    Where do wind turbine technicians work? ¶
    Is it a dangerous job? ¶
    How long does it take? ¶¶
"""
PHARMACY_TECHNICIAN = """
CAREER GUIDE: PHARMACY TECHNICIAN ¶
  WHAT THEY DO ¶
    Community pharmacy ¶
    Hospital pharmacy ¶
  HOW TO QUALIFY ¶--
  PAY ||
  QUESTIONS
    Q: Do I need a degree? ¶
"""
PARALEGAL = """
How to Become a Paralegal (Guide) ¶
  What they do ¶
    Duties ---
  Education ¶||¶--¶
  FAQ
    Is law school needed? ¶
    How long does it take? ¶¶
"""
HYGIENIST = """
Dental hygienist: what it takes ¶
  The work ¶¶
    Tasks ----
      Tools of the trade ¶
  Getting in
    Take an associate degree ¶
    Pass the boards ¶
  Pay ¶||||
  Common questions
    Is it hard on the back? ¶
    Do hygienists work weekends? ¶
"""

BEEKEEPER = """
BEEKEEPER CAREER GUIDE
  WHAT BEEKEEPERS DO ¶¶
  DAILY TASKS ---
  HOW TO BECOME A BEEKEEPER
    1. TAKE A COURSE ¶¶
    2. FIND A MENTOR ¶
    3. KEEP YOUR OWN HIVES ¶
  PAY ¶
  Q: Do I need a licence? ¶
  Q: Is it dangerous? ¶
"""
SOMMELIER = """
Becoming a Sommelier: A Short Guide ¶¶---
  Steps
    Step One - Work the floor ¶
    Step Two - Taste widely ¶
    Step Three - Get certified ¶¶
  Salary ¶
  FAQs
    Q. Do I need a degree? ¶
    Q. How long does it take? ¶
"""
FARRIER = """
How to Become a Farrier ¶
  What a farrier does ¶
  Steps
    1) Learn about horses ¶
    2) Go to farrier school ¶
    3) Apprentice ¶
  Pay ||
  FAQ
    Is it hard on the back? ¶
"""


def sketch(guide: Guide) -> str:
    """The headings, indented, each with its blocks: ¶ a paragraph, - a bullet, | a row."""
    marks = {"paragraph": "¶", "list": "-", "table": "|"}
    lines = []
    for section in guide.sections:
        blocks = "".join(marks[block.kind] * len(block.slices) for block in section.blocks)
        lines.append(f"{'  ' * (len(section.path) - 1)}{section.path[-1]} {blocks}".rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("name", "career", "expected"),
    [
        ("beekeeper.txt", "Beekeeper", BEEKEEPER),
        ("sommelier.txt", "Sommelier", SOMMELIER),
        ("farrier.html", "Farrier", FARRIER),
        ("medical-coder.txt", "Medical Coder", MEDICAL_CODER),
        ("electrician.txt", "Electrician", ELECTRICIAN),
        ("windtech.txt", "Wind Turbine Technician", WINDTECH),
        ("pharmacy-technician.txt", "Pharmacy Technician", PHARMACY_TECHNICIAN),
        ("paralegal.html", "Paralegal", PARALEGAL),
        ("dental-hygienist.html", "Dental hygienist", HYGIENIST),
    ],
)
def test_guides_of_other_shapes(name, career, expected):
    guide = read_guide(GUIDES / name)
    assert sketch(guide) == expected.strip()
    assert guide.career == career


def table_of(guide: Guide, heading: str) -> list[tuple[str, ...]]:
    (section,) = [one for one in guide.sections if one.path[-1] == heading]
    tables = [block for block in section.blocks if block.kind == "table"]
    return [row for block in tables for row in (block.header, *block.rows)]


def test_tables_of_other_shapes():
    assert table_of(read_guide(GUIDES / "electrician.txt"), "3. Pay")[-1] == (
        "Master electrician", "$79,000", "8+",
    )  # fmt: skip
    assert table_of(read_guide(GUIDES / "dental-hygienist.html"), "Pay") == [
        ("", ""),
        ("Median pay", "$87,530 a year"),
        ("Entry education", "Associate degree"),
        ("Setting", "Pay"),
        ("Office", "$87,000"),
        ("Office", "$42 an hour"),
    ]


def test_a_row_without_column_titles_is_searched_by_its_cells():
    rows = [c for c in chunk_guide(read_guide(GUIDES / "dental-hygienist.html")) if c.cells]
    assert rows[0].readable == "Median pay; $87,530 a year"


def test_the_cells_of_a_pay_table_may_have_been_copied_one_below_the_other(tmp_path):
    file = tmp_path / "baker.txt"
    cells = ["Level", "Pay", "Years", "Apprentice", "$30,000", "0-2", "Baker", "$40,000", "2+"]
    file.write_text("\n".join(["Baker", "", "Pay", "By level.", *cells, "Outlook", "Fair it is."]))
    assert table_of(read_guide(file), "Pay") == [
        ("Level", "Pay", "Years"),
        ("Apprentice", "$30,000", "0-2"),
        ("Baker", "$40,000", "2+"),
    ]


def test_an_author_sees_what_was_found(run_python, tmp_path):
    (tmp_path / "empty.txt").write_text("")
    done = run_python("ingest.py", "--outline", GUIDES / "electrician.txt", tmp_path)
    assert done.returncode == 1
    assert "empty.txt is empty" in done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].endswith("electrician.txt: BECOMING AN ELECTRICIAN (career: Electrician)")
    assert "    2. How to get in (line 21; 1 paragraph, 3 bullets)" in lines
    assert "      2.1 The apprenticeship (line 30; 1 paragraph)" in lines


@pytest.mark.parametrize(
    ("title", "career"),
    [
        ("How to become a Baker", "Baker"),
        ("How to Become an Actuary: 7 Steps", "Actuary"),
        ("How To Become a Welder (With Salary Info)", "Welder"),
        ("How to Become a Nurse in 5 Steps | CareerPlace", "Nurse"),
        ("Becoming an LPN - a guide", "LPN"),
        ("BECOMING AN ELECTRICIAN", "Electrician"),
        ("Registered nurses", "Registered nurses"),
        ("CAREER GUIDE: PHARMACY TECHNICIAN", "Pharmacy Technician"),
        ("Pharmacy Technician Career Guide", "Pharmacy Technician"),
        ("Dental hygienist: what it takes", "Dental hygienist"),
    ],
)
def test_the_title_names_the_career(title, career):
    assert parse_guide(f"# {title}\n\nText.\n", "x.md").career == career
