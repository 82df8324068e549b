"""Chunks are slices of their source, and stay below their heading."""

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.chunking import chunk_guide
from advisor.errors import CorpusError
from advisor.guide import parse_guide, read_guide
from advisor.schema import Chunk

GUIDE = Path("corpus/clinical-care-coordinator.md")


@pytest.fixture(scope="module")
def chunks() -> list[Chunk]:
    return chunk_guide(read_guide(GUIDE))


def chunks_of(source: str) -> list[Chunk]:
    return chunk_guide(parse_guide(source, "x.md"))


def below_headings(source: str) -> list[Chunk]:
    return [chunk for chunk in chunks_of(source) if chunk.kind != "heading"]


def at(source: str, chunk: Chunk) -> str:
    """The lines that a chunk names, read without the advisor's reader."""
    lines = source.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(lines[chunk.lines[0] - 1 : chunk.lines[1]])


def passages(chunks: list[Chunk]) -> list[Chunk]:
    """The chunks that are slices of the guide; its questions stand in a file of their own."""
    return [chunk for chunk in chunks if chunk.kind != "question"]


def test_every_chunk_is_a_slice_of_the_guide_at_its_lines(chunks):
    source = GUIDE.read_text(encoding="utf-8")
    for chunk in passages(chunks):
        assert chunk.text in at(source, chunk)
        assert chunk.source == GUIDE.as_posix()


def test_every_chunk_stands_below_the_headings_of_its_path(chunks):
    path: list[str] = []
    headings: dict[int, tuple[str, ...]] = {}
    for number, line in enumerate(GUIDE.read_text(encoding="utf-8").split("\n"), 1):
        if match := re.match(r"(#+) (.+)", line):
            path = [*path[: len(match[1]) - 1], match[2]]
        headings[number] = tuple(path)
    for chunk in chunks:
        assert {headings[number] for number in range(*chunk.lines)} <= {chunk.section}
        assert headings[chunk.lines[1]] == chunk.section


def test_chunks_are_numbered_in_reading_order_and_named_once(chunks):
    assert [chunk.order for chunk in chunks] == list(range(len(chunks)))
    lines = [chunk.lines for chunk in passages(chunks)]
    assert lines == sorted(lines)
    assert len({chunk.id for chunk in chunks}) == len(chunks)


def test_a_row_keeps_its_header(chunks):
    rows = [chunk for chunk in chunks if chunk.kind == "row"]
    assert {chunk.heading for chunk in rows} == {"Salary"}
    senior = next(chunk for chunk in rows if "Senior" in chunk.text)
    assert dict(senior.cells)["Level"] == "Senior Clinical Care Coordinator"
    assert dict(senior.cells)["Median pay"] == "$70,000 to $90,000 a year"
    assert senior.readable.startswith(
        "Level: Senior Clinical Care Coordinator; Median pay: $70,000"
    )
    assert senior.text.startswith("| Senior")


def test_a_bullet_keeps_its_lead(chunks):
    bullet = next(chunk for chunk in chunks if chunk.text == "health policy")
    assert bullet.kind == "bullet"
    assert bullet.lead == "Possible courses on healthcare systems and policies are:"
    assert bullet.readable == f"{bullet.lead} health policy"


def test_a_heading_is_a_chunk_without_its_hashes():
    heading = chunks_of("# A\n\na\n\n## Step 1: Begin\n\nb\n")[2]
    assert (heading.kind, heading.text, heading.lines) == ("heading", "Step 1: Begin", (5, 5))
    assert heading.section == ("A", "Step 1: Begin")


def test_a_sentence_is_one_chunk():
    chunks = below_headings("# A\n\nOne is here. Two follows.\nThree goes\nover two lines.\n")
    assert [(chunk.text, chunk.lines) for chunk in chunks] == [
        ("One is here.", (3, 3)),
        ("Two follows.", (3, 3)),
        ("Three goes\nover two lines.", (4, 5)),
    ]


def test_the_lead_is_the_sentence_before_the_list_alone():
    chunks = chunks_of("# A\n\nBread is old. You need:\n\n- flour\n\nThat is all.\n\n- really\n")
    assert [(chunk.text, chunk.lead) for chunk in chunks if chunk.kind == "bullet"] == [
        ("flour", "You need:"),
        ("really", ""),
    ]


def test_blocks_are_numbered_through_the_guide():
    chunks = chunks_of("# A\n\nOne. Two.\n\n- three\n- four\n\n## B\n\nFive.\n")
    assert [chunk.block for chunk in chunks] == [0, 1, 1, 2, 2, 3, 4]


def test_the_same_sentence_twice_makes_two_chunks():
    first, second = below_headings("# A\n\nSame.\n\nSame.\n")
    assert first.id != second.id


def test_an_identity_outlives_another_reading(chunks):
    assert [chunk.id for chunk in chunk_guide(read_guide(GUIDE))] == [chunk.id for chunk in chunks]


LINES = st.one_of(
    st.sampled_from(
        [
            "",
            "# Title",
            "## Part",
            "Setext\n===",
            "- bullet",
            "  - nested",
            "1. numbered",
            "-",
            "You need:",
            "One sentence. And another!",
            "| a | b |\n| - | - |\n| 1 | 2 |\n| 3 |",
            "> quoted",
            "```\ncode\n```",
            "    indented",
            "---",
            "<div>",
            "[x]: /url",
        ]
    ),
    st.text(max_size=40),
)


@given(st.lists(LINES, max_size=12).map("\n".join))
@example("# A\n\n\xa0\nafter a line that only looks blank\n")
@example("# A\n\na\x85b\n\nc\n")
@example("# A\n\n-\n  on the next line\n")
@example("# A\n\n-\n  on the next line - with a dash\n")
@example("# A\n\n- 1) two markers\n")
@example("C # sharp\n===\n\na\n")
@example("# A\n\n-\ttab\n\n\ttab again\n")
@example("# A\n\na\0b\n")
def test_any_markdown_gives_slices_or_a_corpus_error(source):
    try:
        chunks = chunks_of(source)
    except CorpusError:
        return
    for chunk in chunks:
        assert chunk.text == chunk.text.strip()
        assert chunk.text
        assert chunk.text in at(source, chunk)
        assert chunk.section
    assert len({chunk.id for chunk in chunks}) == len(chunks)
    assert [chunk.lines[0] for chunk in chunks] == sorted(chunk.lines[0] for chunk in chunks)
