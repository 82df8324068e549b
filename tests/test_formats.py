"""A guide in any form gives the sections that a person sees in it.

The guides of other careers, in `tests/guides`, are made up, their figures as well.
"""

from html import unescape
from pathlib import Path

import pytest

from advisor.chunking import chunk_guide
from advisor.guide import file_digest, parse_guide, read_guide, readable_text
from advisor.page.markup import answer_markup
from advisor.plan.document import note
from advisor.schema import Answer, Block, Citation, Guide, whereabouts
from evals.forms import WRITERS, bare_text, web_page, write_form

GUIDE = Path("corpus/clinical-care-coordinator.md")
COMPANIONS = sorted(file for file in Path("corpus").glob("*.md") if file != GUIDE)
GUIDES = Path("tests/guides")
BARE = {
    "a line a paragraph, nothing between": {"blank": False, "table": "tabs"},
    "wrapped": {"width": 76, "table": "aligned"},
    "wrapped narrowly": {"width": 60},
    "wrapped, nothing between": {"width": 72, "blank": False},
}


@pytest.fixture(scope="module")
def markdown() -> Guide:
    return read_guide(GUIDE)


@pytest.fixture(scope="module")
def forms(tmp_path_factory) -> dict[str, Path]:
    """Our guide in every form, each with its side file."""
    folder = tmp_path_factory.mktemp("forms")
    files = {suffix: folder / suffix[1:] / f"coordinator{suffix}" for suffix in WRITERS}
    for file in files.values():
        file.parent.mkdir()
        write_form(GUIDE, file)
    return files


@pytest.fixture(scope="module")
def guides(forms) -> dict[str, Guide]:
    """What is read from each form."""
    return {suffix: read_guide(file) for suffix, file in forms.items()}


def one_line(text: str) -> str:
    return " ".join(text.split())


def tree(guide: Guide) -> list[object]:
    """All that a guide says: heading paths, and the blocks below each, line ends apart."""
    return [
        (
            section.path,
            [
                (block.kind, one_line(block.lead), block.header, block.rows, texts(block))
                for block in section.blocks
            ],
        )
        for section in guide.sections
    ]


def texts(block: Block) -> list[str]:
    return [] if block.rows else [one_line(piece.text) for piece in block.slices]


def sketch(guide: Guide) -> str:
    """The headings, indented, each with its blocks: ¶ a paragraph, - a bullet, | a row."""
    marks = {"paragraph": "¶", "list": "-", "table": "|"}
    lines = []
    for section in guide.sections:
        blocks = "".join(marks[block.kind] * len(block.slices) for block in section.blocks)
        lines.append(f"{'  ' * (len(section.path) - 1)}{section.path[-1]} {blocks}".rstrip())
    return "\n".join(lines)


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_guide_gives_the_same_sections_in_every_form(markdown, guides, suffix):
    assert tree(guides[suffix]) == tree(markdown)


@pytest.mark.parametrize("suffix", [".html", ".docx"])
@pytest.mark.parametrize("file", COMPANIONS, ids=lambda file: file.stem)
def test_so_does_every_other_guide_of_ours(tmp_path, file, suffix):
    """Their headings share labels and ask questions, their tables have figures in the titles."""
    guide = read_guide(file)
    WRITERS[suffix](guide, tmp_path / f"guide{suffix}")
    assert tree(read_guide(tmp_path / f"guide{suffix}")) == tree(guide)


@pytest.mark.parametrize("name", ["pay-and-outlook", "workload"])
def test_so_do_tables_and_sources_in_a_pdf(tmp_path, name):
    guide = read_guide(GUIDE.with_name(f"{name}.md"))
    WRITERS[".pdf"](guide, tmp_path / "guide.pdf")
    assert tree(read_guide(tmp_path / "guide.pdf")) == tree(guide)


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_same_guide_is_searched_by_the_same_texts_in_every_form(markdown, guides, suffix):
    """What is embedded, and what the typed facts are read from."""

    def searched(guide: Guide) -> list[object]:
        return [(c.section, c.kind, one_line(c.readable), c.cells) for c in chunk_guide(guide)]

    assert searched(guides[suffix]) == searched(markdown)


@pytest.mark.parametrize("suffix", WRITERS)
def test_the_side_file_says_what_the_front_matter_says(markdown, guides, suffix):
    guide = guides[suffix]
    for name in ("title", "career", "main", "also_called", "answers", "silent", "date", "figures"):
        assert getattr(guide, name) == getattr(markdown, name), name


@pytest.mark.parametrize("suffix", WRITERS)
def test_title_and_career_are_found_without_a_side_file(markdown, forms, suffix, tmp_path):
    alone = tmp_path / forms[suffix].name
    alone.write_bytes(forms[suffix].read_bytes())
    guide = read_guide(alone)
    assert (guide.title, guide.career) == (markdown.title, markdown.career)


@pytest.mark.parametrize("way", BARE)
def test_bare_text_may_be_set_in_any_way(markdown, tmp_path, way):
    file = tmp_path / "guide.txt"
    file.write_text(bare_text(markdown, **BARE[way]), encoding="utf-8")
    assert [section.path for section in read_guide(file).sections] == [
        section.path for section in markdown.sections
    ]
    assert words(read_guide(file)) == words(markdown)


def words(guide: Guide) -> list[str]:
    """Every word of the blocks, the cells of tables one by one."""
    found = []
    for section in guide.sections:
        for block in section.blocks:
            texts = [cell for row in block.rows for cell in row] or [p.text for p in block.slices]
            found += " ".join(texts).split()
    return found


def test_bare_text_may_have_front_matter(tmp_path, markdown):
    front, body = GUIDE.read_text(encoding="utf-8").split("---\n", 2)[1], bare_text(markdown)
    file = tmp_path / "guide.txt"
    file.write_text(f"---\n{front}---\n\n{body}", encoding="utf-8")
    guide = read_guide(file)
    assert tree(guide) == tree(markdown)
    assert (guide.silent, guide.main) == (markdown.silent, True)
    check_lines(file, guide)


def test_markdown_in_a_text_file_is_markdown(tmp_path, markdown):
    file = tmp_path / "guide.txt"
    file.write_bytes(GUIDE.read_bytes())
    assert tree(read_guide(file)) == tree(markdown)


@pytest.mark.parametrize(
    "file",
    [GUIDE, *sorted(file for file in GUIDES.iterdir() if file.suffix != ".yaml")],
    ids=lambda file: file.name,
)
def test_every_quote_stands_in_the_readable_text_at_its_lines(file):
    check_lines(file, read_guide(file))


@pytest.mark.parametrize("suffix", WRITERS)
def test_every_quote_of_every_form_stands_at_its_lines(forms, guides, suffix):
    check_lines(forms[suffix], guides[suffix])


def check_lines(file: Path, guide: Guide) -> None:
    lines = readable_text(file).split("\n")
    chunks = [chunk for chunk in chunk_guide(guide) if chunk.kind != "question"]
    assert chunks
    for chunk in chunks:
        first, last = chunk.lines
        assert chunk.text in "\n".join(lines[first - 1 : last]), chunk


def test_text_files_count_their_own_lines(forms):
    text = forms[".txt"].read_text(encoding="utf-8")
    assert readable_text(forms[".txt"]) == text
    assert readable_text(GUIDE) == GUIDE.read_text(encoding="utf-8")


def test_places_can_be_found_by_a_person(guides):
    def place(suffix: str, start: str) -> str:
        chunks = chunk_guide(guides[suffix])
        return next(chunk.place for chunk in chunks if start in chunk.text)

    assert place(".txt", "High-stress situations") == ""
    assert place(".html", "High-stress situations") == "#work-environment"
    assert place(".docx", "High-stress situations") == "paragraph 3"
    assert place(".docx", "Work environment") == "heading"
    assert place(".docx", "70,000 to $90,000") == "row 4 of the table"
    assert place(".pdf", "High-stress situations").startswith("page ")
    assert place(".pdf", "Anyone who wants") == "page 1"


@pytest.mark.parametrize(
    ("lines", "place", "said"),
    [((3, 3), "", "line 3"), ((3, 5), "", "lines 3 to 5"), ((3, 3), "page 2", "page 2")],
)
def test_a_citation_says_where_it_stands(lines, place, said):
    cited = Citation(1, "Guide", ("Guide", "Pay"), "Bakers earn $1.", "g.pdf", lines, place)
    answer = Answer("Pay [1]", True, "Pay?", citations=(cited,))
    assert whereabouts(lines, place) == said
    assert f'Pay <span class="lines">{said}<' in unescape(answer_markup(answer.to_dict()))
    assert f"({said})" in note(cited)


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


@pytest.mark.parametrize(
    "noise",
    [
        "cookie", "Accept", "Log in", "Search jobs", "By the editors", "Earn your degree",
        "Related articles", "medical coder", "Jobs near you", "$99,000", "rights reserved",
        "Privacy",
    ],
)  # fmt: skip
def test_what_a_site_puts_around_an_article_is_left_out(forms, noise):
    assert noise in forms[".html"].read_text(encoding="utf-8")
    assert noise not in readable_text(forms[".html"])


@pytest.mark.parametrize(
    "noise", ["Career guides", "Related articles", "medical coder", "© 2026", "Privacy policy"]
)
def test_menus_and_links_of_bare_text_are_left_out(forms, guides, noise):
    assert noise in forms[".txt"].read_text(encoding="utf-8")
    chunks = chunk_guide(guides[".txt"])
    assert not any(noise in chunk.text for chunk in chunks)


def test_a_page_of_nothing_but_blocks_is_read(tmp_path, markdown):
    """No `main`, no `article`, no list of menus: the article is where the text is."""
    file = tmp_path / "page.html"
    page = web_page(markdown)
    for tag in ("main", "article", "header", "footer", "aside", "nav", "section"):
        page = page.replace(f"<{tag}", "<div").replace(f"</{tag}>", "</div>")
    file.write_text(page, encoding="utf-8")
    assert [section.path for section in read_guide(file).sections] == [
        section.path for section in markdown.sections
    ]


def test_front_matter_of_markdown_gives_way_to_a_side_file(tmp_path):
    (tmp_path / "a.md").write_text("---\ncareer: Baker\ndate: 2026\n---\n# A\n\na\n")
    (tmp_path / "a.yaml").write_text("career: Pastry cook\nalso_called: [baker]\n")
    guide = read_guide(tmp_path / "a.md")
    assert (guide.career, guide.also_called, guide.date) == ("Pastry cook", ("baker",), "2026")


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


def test_a_changed_side_file_is_told_without_reading_the_guide(tmp_path):
    (tmp_path / "a.txt").write_text("A\n\nText it is.\n")
    before = file_digest(tmp_path / "a.txt")
    (tmp_path / "a.yaml").write_text("main: true\n")
    assert file_digest(tmp_path / "a.txt") not in (before, "")
    assert file_digest(tmp_path / "b.txt") == ""
