"""The guide to becoming a Clinical Care Coordinator says what its fact sheet says.

Where the sheet itself lies beside the repository, the tables that carry it are held against it
as well.
"""

import re

import pytest
from coordinator import (
    COUNTS,
    FIGURES,
    GUIDE,
    GUIDE_SECTIONS,
    ROOT,
    SHEET_HEADING,
    TERMS,
    TITLES,
    WORDED,
    body,
    sections,
)

SHEET = ROOT.parent / "shared" / "reference" / "clinical-care-coordinator-facts.md"
needs_sheet = pytest.mark.skipif(not SHEET.exists(), reason="the fact sheet is not at hand")

FIGURE = re.compile(r"\d[\d,]*\+?(?:(?:-| to )\$?\d[\d,]*\+?)?")
NUMBER_WORD = re.compile(
    r"\b(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|"
    r"nine)teen|twenty|thirty|forty|fifty|hundred|thousand|million|half|dozen)\b",
    re.IGNORECASE,
)


def sheet_sections() -> dict[str, list[str]]:
    """The sheet's sections; each FAQ is a section of its own, without its question."""
    found = sections(body(SHEET))
    for line in found.pop("8. FAQs"):
        question, answer = line.removeprefix("- ").split("? ", 1)
        found[f"{question}?"] = [answer]
    return found


def figures(lines: list[str]) -> list[str]:
    """The figures of some lines, in order; list numbers do not count, "2 to 5" is "2-5"."""
    text = "\n".join(re.sub(r"^\d+\. ", "", line) for line in lines)
    found = [re.sub(r",(?=-|$)", "", figure) for figure in FIGURE.findall(text)]
    return [figure.replace(" to ", "-").replace("$", "") for figure in found]


def plain(lines: list[str]) -> str:
    return " ".join(" ".join(lines).lower().split())


def words(text: str) -> set[str]:
    return set(re.findall(r"[a-z]+", text.lower()))


@pytest.mark.parametrize("title", TITLES)
def test_section_has_exactly_its_figures(title: str) -> None:
    assert figures(GUIDE_SECTIONS[title]) == FIGURES.get(title, [])


@pytest.mark.parametrize("title", WORDED)
def test_figures_keep_their_units(title: str) -> None:
    text = "\n".join(GUIDE_SECTIONS[title])
    assert [wording for wording in WORDED[title] if wording not in text] == []


@pytest.mark.parametrize("title", TITLES)
def test_section_spells_out_only_its_counts(title: str) -> None:
    found = set(NUMBER_WORD.findall(plain(GUIDE_SECTIONS[title])))
    assert found == COUNTS.get(title, set())


def test_counts_are_true_of_the_guide() -> None:
    def bullets(title: str) -> int:
        return sum(line.startswith("- ") for line in GUIDE_SECTIONS[title])

    stages = TITLES.index("Salary") - TITLES.index("Career path") - 1
    levels = sum(line.startswith("| ") for line in GUIDE_SECTIONS["Salary"]) - 2  # head and rule
    assert sum(title.startswith("Step ") for title in TITLES) == 10
    assert bullets("Roles and responsibilities") == 11
    assert bullets("Essential skills") == 15
    assert (stages, levels) == (5, 5)


def test_money_stands_in_the_salary_section_alone_and_no_share_is_claimed() -> None:
    assert [title for title, lines in GUIDE_SECTIONS.items() if "$" in plain(lines)] == ["Salary"]
    assert not re.search(r"%|\bpercent", body(GUIDE))


@pytest.mark.parametrize("title", TERMS)
def test_section_keeps_the_terms_of_the_sheet(title: str) -> None:
    text = plain(GUIDE_SECTIONS[title])
    assert [term for term in TERMS[title] if term.lower() not in text] == []


def test_every_section_with_facts_has_terms() -> None:
    grouping = {"The ten steps", "Career path", "Frequently asked questions"}
    assert set(TERMS) == set(TITLES) - grouping
    assert sum(len(terms) for terms in TERMS.values()) >= 120


@needs_sheet
def test_tables_cover_every_section_of_the_sheet() -> None:
    preface = "Facts: becoming a Clinical Care Coordinator"
    assert set(sheet_sections()) - {preface} == set(SHEET_HEADING.values())


@needs_sheet
@pytest.mark.parametrize("title", SHEET_HEADING)
def test_figures_are_those_of_the_sheet(title: str) -> None:
    assert figures(sheet_sections()[SHEET_HEADING[title]]) == FIGURES.get(title, [])


@needs_sheet
@pytest.mark.parametrize("title", TERMS)
def test_terms_are_those_of_the_sheet(title: str) -> None:
    """Each word of a term stands in the sheet's section (notes there drop the small words)."""
    heading = SHEET_HEADING[title]
    small = {"a", "an", "and", "of", "the", "for", "with", "or", "to", "in"}
    known = words(f"{heading} {' '.join(sheet_sections()[heading])}") | small
    unknown = {word for term in TERMS[title] for word in words(term)} - known
    assert unknown == set()


@needs_sheet
def test_counts_are_those_of_the_sheet() -> None:
    sheet = sheet_sections()
    areas = [line for line in sheet["2. Roles and responsibilities"] if "Overall:" not in line]
    skills = sheet["4. Essential skills (fifteen)"]
    levels = [line for line in sheet["6. Salary (median, US dollars per year)"] if "000" in line]
    assert sum(heading.startswith("Step ") for heading in sheet) == 10
    assert (len(areas), len(skills), len(levels)) == (11, 15, 5)
