"""The same guide in any form gives the same sections, quotes and places."""

from html import unescape
from pathlib import Path

import pytest

from advisor.chunking import chunk_guide
from advisor.guide import file_digest, read_guide, readable_text
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


def test_a_changed_side_file_is_told_without_reading_the_guide(tmp_path):
    (tmp_path / "a.txt").write_text("A\n\nText it is.\n")
    before = file_digest(tmp_path / "a.txt")
    (tmp_path / "a.yaml").write_text("main: true\n")
    assert file_digest(tmp_path / "a.txt") not in (before, "")
    assert file_digest(tmp_path / "b.txt") == ""
