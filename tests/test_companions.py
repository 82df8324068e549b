"""The companion guides say what their fact sheet says, in their own words, with the source beside.

What the guides must look like is checked anywhere. Their figures and their wording are held
against the fact sheet and the official data, which lie beside the repository or where EVALS_DATA
says; without them those tests are skipped.
"""

import json
import os
import re
from functools import cache
from pathlib import Path

import pytest
import yaml

from advisor.chunking import chunk_guide
from advisor.guide import read_guide
from advisor.schema import Chunk, Guide

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "corpus"
DATA = Path(os.environ.get("EVALS_DATA") or ROOT.parent / "shared" / "data")
SHEET = DATA.parent / "reference" / "companion-facts.md"
needs_sheet = pytest.mark.skipif(not SHEET.exists(), reason="the fact sheet is not at hand")
needs_data = pytest.mark.skipif(not DATA.exists(), reason="the official data are not at hand")

HEADS = {
    file.name: yaml.safe_load(file.read_text("utf-8").split("---\n")[1])
    for file in sorted(CORPUS.glob("*.md"))
}
COMPANIONS = [name for name, head in HEADS.items() if "companion" in head]
EDITORS = "editors of this guide"

# Which sections of the fact sheet each part of a guide (its second-level headings, or all of it)
# takes its figures from.
CASE, SPECIAL = "certifications-case-management.md", "certifications-specialist.md"
SHEET_SECTIONS: dict[tuple[str, str], str] = {
    (CASE, "CCM: Certified Case Manager"): "1.1",
    (CASE, "ACM: Accredited Case Manager"): "1.2",
    (CASE, "CMGT-BC: board certification in nursing case management"): "1.3",
    (CASE, "CCCTM: Certified in Care Coordination and Transition Management"): "1.4",
    (CASE, "C-SWCM and C-ASWCM: social work case managers"): "1.9",
    (CASE, "CMC: Care Manager Certified"): "1.10",
    (SPECIAL, "ACHPN: Advanced Certified Hospice and Palliative Nurse"): "1.5",
    (SPECIAL, "CHPN and CHPLN: hospice and palliative nurses without an advanced degree"): "1.6",
    (SPECIAL, "CNL: Clinical Nurse Leader"): "1.7",
    (SPECIAL, "CPHQ: Certified Professional in Healthcare Quality"): "1.8",
    (SPECIAL, "ONN-CG and OPN-CG: cancer navigators"): "1.10",
    (SPECIAL, "BCPA: Board Certified Patient Advocate"): "1.10",
    (SPECIAL, "CHES: Certified Health Education Specialist"): "1.10",
    ("certifications.md", ""): "1 6.1",
    ("pay-and-outlook.md", ""): "2",
    ("roles-compared.md", ""): "3",
    ("education-routes.md", ""): "2.2 3 4",
    ("workload.md", ""): "5",
    ("getting-hired.md", ""): "6",
    ("starting-late.md", ""): "4 7",
}
# Counts of a guide's own parts, and how a span of the sheet is said in words.
OWN_COUNTS = {
    (CASE, "6"),
    (SPECIAL, "9"),
    ("certifications.md", "3"),
    ("pay-and-outlook.md", "10"),
    ("pay-and-outlook.md", "5"),
}
# Units that the sheet leaves to the words before ("500 hours ... or 1,000"), and counts of our own.
UNITS_BEFORE: dict[str, set[tuple[str, str]]] = {
    SPECIAL: {("1000", "hour"), ("24", "month")},
    "certifications.md": {("3", "question")},
    "starting-late.md": {("12", "month")},
    "workload.md": {("20", "minute")},
}

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
MEASURE = re.compile(
    r"(\d[\d,]*(?:\.\d+)?)[ -]?(year|month|week|day|hour|minute|question|patient|%)"
)
SMALL = "zero one two three four five six seven eight nine ten eleven twelve".split()
DANGLING = re.compile(
    r"(?:It|Its|They|Their|This|These|That|Those|Such|He|She|Both(?! the)|Another|Others)\b"
)
RUN = 8
"""A run of this many words in common counts as copied."""


def test_there_are_companions():
    assert len(COMPANIONS) >= 7


@cache
def guide(name: str) -> Guide:
    return read_guide(CORPUS / name)


@cache
def chunks(name: str) -> tuple[Chunk, ...]:
    return tuple(chunk_guide(guide(name)))


def lines(name: str) -> list[str]:
    """The lines that say something: no headings, rules of tables, sources or front matter."""
    body = (CORPUS / name).read_text("utf-8").split("---\n", 2)[2]
    return [
        line
        for line in body.splitlines()
        if line and not line.startswith(("#", "Source: ", "| ---"))
    ]


def prose(name: str) -> list[str]:
    return [line for line in lines(name) if not line.startswith(("- ", "|"))]


# --- form, anywhere -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMPANIONS)
def test_front_matter_says_what_it_belongs_to(name):
    head = HEADS[name]
    assert list(head) in (
        ["title", "career", "companion", "date", "figures"],
        ["title", "career", "companion", "date", "figures", "credit"],
    )
    main = HEADS[head["companion"]]
    assert main["main"] is True
    assert head["career"] == main["career"]
    assert guide(name).sections[0].path == (head["title"],)


@pytest.mark.parametrize("name", COMPANIONS)
def test_every_passage_names_its_source(name):
    bare = [
        chunk.text
        for chunk in chunks(name)
        if chunk.kind not in ("heading", "question") and not chunk.notes
    ]
    assert bare == []


@pytest.mark.parametrize("name", COMPANIONS)
def test_no_source_line_is_read_as_text(name):
    assert [chunk.text for chunk in chunks(name) if chunk.text.startswith("Source:")] == []


@pytest.mark.parametrize("name", COMPANIONS)
def test_what_was_not_found_is_said_by_the_editors(name):
    said = [chunk for chunk in chunks(name) if "not found" in chunk.text and chunk.kind != "row"]
    assert [one.text for one in said if not one.notes[0].name.startswith(EDITORS)] == []


@pytest.mark.parametrize("name", COMPANIONS)
def test_o_net_is_credited(name):
    uses = any("O*NET" in note.name for chunk in chunks(name) for note in chunk.notes)
    assert uses == ("credit" in HEADS[name])
    if uses:
        credit = HEADS[name]["credit"]
        assert [one for one in ("CC BY 4.0", "trademark", "modified") if one not in credit] == []


@pytest.mark.parametrize("name", COMPANIONS)
def test_each_sentence_has_its_own_line(name):
    sentences = [chunk.text for chunk in chunks(name) if chunk.kind == "sentence"]
    assert sentences == prose(name)
    assert [one for one in sentences if not re.match(r"[A-Z].*[.:]$", one)] == []


@pytest.mark.parametrize("name", COMPANIONS)
def test_no_sentence_leans_on_the_one_before(name):
    assert [line for line in prose(name) if DANGLING.match(line)] == []


@pytest.mark.parametrize("name", COMPANIONS)
def test_paragraphs_are_short_enough_to_quote(name):
    blocks = [block for section in guide(name).sections for block in section.blocks]
    texts = [one.slices[0].text for one in blocks if one.kind == "paragraph"]
    assert [text for text in texts if len(text.split()) > 70] == []


@pytest.mark.parametrize("name", COMPANIONS)
def test_text_is_plain(name):
    assert not re.search(r"\*\*|__|`|<[a-z/]|\]\(|https?:", "\n".join(lines(name)))


@pytest.mark.parametrize("name", COMPANIONS)
def test_a_section_is_told_by_its_heading(name):
    headings = [chunk.text for chunk in chunks(name) if chunk.kind == "heading"]
    assert len(headings) == len(set(headings))


def test_no_sentence_stands_twice():
    said = [line for name in COMPANIONS for line in prose(name)]
    doubles = {line for line in said if said.count(line) > 1}
    framing = {line for line in doubles if line.startswith(("Certification fees", "A page called"))}
    assert doubles == framing


# --- figures, against the fact sheet and the data -----------------------------------------------


def figures(text: str) -> set[str]:
    """The figures of a text, without thousands commas; three to twelve in words count as well."""
    words = {
        str(SMALL.index(word)) for word in re.findall(r"[a-z]+", text.lower()) if word in SMALL[3:]
    }
    return {number.replace(",", "").rstrip(".") for number in NUMBER.findall(text)} | words


def measures(text: str) -> set[tuple[str, str]]:
    """The figures of a text with a unit just behind them: (5, year), (74, %)."""
    for place, word in enumerate(SMALL):
        text = re.sub(rf"(?i)\b{word}\b", str(place), text)
    return {(number.replace(",", ""), unit) for number, unit in MEASURE.findall(text)}


@cache
def sheet() -> dict[str, str]:
    """The text of each section of the sheet by its number (`1.1`), with those above it left out."""
    found: dict[str, str] = {}
    number = ""
    for line in SHEET.read_text("utf-8").splitlines():
        heading = re.match(r"#+ (\d+(?:\.\d+)?)", line)
        number = heading[1] if heading else number
        found[number] = f"{found.get(number, '')}\n{line}"
    return found


def sheet_text(numbers: str) -> str:
    """Sections of the sheet, each with its subsections."""
    wanted = numbers.split()
    return "\n".join(
        text
        for number, text in sheet().items()
        if any(number == one or number.startswith(f"{one}.") for one in wanted)
    )


def parts(name: str) -> list[tuple[str, str]]:
    """(sheet sections, text) for each part of a guide that the table above names."""
    if (name, "") in SHEET_SECTIONS:
        return [(SHEET_SECTIONS[name, ""], "\n".join(lines(name)))]
    found: dict[str, list[str]] = {}
    for chunk in chunks(name):
        if chunk.kind != "heading" and len(chunk.section) > 1:
            found.setdefault(chunk.section[1], []).append(chunk.text)
    return [(SHEET_SECTIONS[name, part], "\n".join(texts)) for part, texts in found.items()]


@cache
def official() -> str:
    """The official figures that the sheet does not repeat: wages, and a few of the handbook's."""
    rows = [json.loads(line) for line in _data_lines("bls_oews/national_2025.jsonl")]
    wages = " ".join(
        _wage(cell)
        for row in rows
        if row["title"] in OCCUPATIONS.values()
        for cell in row.values()
        if cell
    )
    handbook = [json.loads(line) for line in _data_lines("bls_ooh/sections.jsonl")]
    pay = " ".join(
        one["text"]
        for one in handbook
        if one["slug"] in HANDBOOK and one["section"] in ("Pay", "Job Outlook")
    )
    return f"{wages} {pay}"


HANDBOOK = {"medical-assistants", "licensed-practical-and-licensed-vocational-nurses"}
OCCUPATIONS = {
    "Registered nurses (RN)": "Registered Nurses",
    "Medical and health services managers": "Medical and Health Services Managers",
    "Healthcare social workers": "Healthcare Social Workers",
    "Licensed practical and vocational nurses (LPN, LVN)": (
        "Licensed Practical and Licensed Vocational Nurses"
    ),
    "Community health workers": "Community Health Workers",
    "Medical assistants": "Medical Assistants",
    "Medical secretaries and administrative assistants": (
        "Medical Secretaries and Administrative Assistants"
    ),
    "Social and human service assistants": "Social and Human Service Assistants",
    "Health education specialists": "Health Education Specialists",
    "Social and community service managers": "Social and Community Service Managers",
    "Supervisors of personal service workers": "First-Line Supervisors of Personal Service Workers",
    "Medical records specialists": "Medical Records Specialists",
    "Health information technologists and medical registrars": (
        "Health Information Technologists and Medical Registrars"
    ),
    "Nurse practitioners (NP)": "Nurse Practitioners",
    "All occupations together": "All Occupations",
}


def _data_lines(name: str) -> list[str]:
    return (DATA / name).read_text("utf-8").splitlines()


def _wage(cell: str) -> str:
    return cell.replace(",", "")


@needs_sheet
@needs_data
@pytest.mark.parametrize("name", COMPANIONS)
def test_every_figure_stands_in_the_sheet_or_the_data(name):
    known_data = figures(official()) if name == "pay-and-outlook.md" else set()
    own = {figure for file, figure in OWN_COUNTS if file == name}
    for numbers, text in parts(name):
        known = figures(sheet_text(numbers)) | known_data | own
        assert figures(text) - known == set()


@needs_sheet
@pytest.mark.parametrize("name", COMPANIONS)
def test_every_figure_keeps_its_unit(name):
    for numbers, text in parts(name):
        unknown = measures(text) - measures(sheet_text(numbers))
        assert unknown - UNITS_BEFORE.get(name, set()) == set()


@needs_data
@pytest.mark.parametrize("heading", ["Yearly pay by occupation", "Hourly pay by occupation"])
def test_pay_tables_are_the_official_ones(heading):
    wages = {
        row["title"]: row for row in map(json.loads, _data_lines("bls_oews/national_2025.jsonl"))
    }
    rows = [
        chunk
        for chunk in chunks("pay-and-outlook.md")
        if chunk.kind == "row" and chunk.heading == heading
    ]
    assert [row.cells[0][1] for row in rows] == list(OCCUPATIONS)
    base = "Annual" if heading.startswith("Yearly") else "Hourly"
    order = ["median", "25th percentile", "75th percentile", "10th percentile", "90th percentile"]
    for row in rows:
        official_row = wages[OCCUPATIONS[row.cells[0][1]]]
        names = [f"{base} {one} wage" for one in order]
        names += ["Annual mean wage", "Employment"] if base == "Annual" else []
        stated = NUMBER.findall(" ".join(cell for _, cell in row.cells[1:]))
        assert [one.replace(",", "") for one in stated] == [official_row[one] for one in names]


@needs_sheet
@pytest.mark.parametrize("name", COMPANIONS)
def test_sources_are_those_of_the_register(name):
    """The last part of a source's name is a title, and its date a date, of the sheet's register."""
    register = _plain(sheet()["8"])
    notes = {note for chunk in chunks(name) for note in chunk.notes if note.kind != "editors"}
    notes = {note for note in notes if not note.name.startswith("the ")}
    assert {note.name for note in notes if not _is_registered(note.name, register)} == set()
    dated = {note for note in notes if note.date != "undated"}
    assert {
        note for note in dated if not figures(note.date) <= figures(sheet_text("1 2 8"))
    } == set()


def _is_registered(name: str, register: str) -> bool:
    """Whether what follows the publisher is a title of the register, or several."""
    title = name.partition(", ")[2] or name
    pieces = [title] if _plain(title) in register else title.split(" and ")
    return all(_plain(piece) in register for piece in pieces)


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


# --- wording ------------------------------------------------------------------------------------


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"[a-z0-9]+(?:[.,]\d+)*", text.lower().replace("'", "").replace("’", ""))
    return {tuple(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


@needs_sheet
@needs_data
@pytest.mark.parametrize("name", COMPANIONS)
def test_no_sentence_is_copied(name):
    sources = runs(SHEET.read_text("utf-8"))
    for row in map(json.loads, _data_lines("bls_ooh/sections.jsonl")):
        sources |= runs(row["text"])
    for row in map(json.loads, _data_lines("onet/healthcare_subset.jsonl")):
        sources |= runs(" . ".join([row["description"], *row["tasks"]]))
    ours = {run for line in lines(name) for run in runs(line)}
    assert sorted(" ".join(run) for run in ours & sources) == []
