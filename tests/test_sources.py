"""A guide's `Source:` lines: attached to the blocks that they close, never text of their own."""

import re
from pathlib import Path

import pytest

from advisor.build import Task, build
from advisor.chunking import chunk_guide
from advisor.config import Settings
from advisor.errors import CorpusError
from advisor.guide import parse_guide
from advisor.index import Index
from advisor.places import Folder
from advisor.schema import Chunk, SourceNote
from advisor.sources import KINDS

BODY = "Source: Commission for Case Manager Certification (CCMC), FAQs; certifying body; 2025-26."
STATISTICS = "Source: US Bureau of Labor Statistics (BLS), OEWS; official statistics; May 2025."
CCMC = SourceNote(
    "Commission for Case Manager Certification (CCMC), FAQs", "body", "certifying body", "2025-26"
)
BLS = SourceNote(
    "US Bureau of Labor Statistics (BLS), OEWS", "official", "official statistics", "May 2025"
)


def chunks(*blocks: str) -> list[Chunk]:
    """The chunks of a guide whose one section has these blocks, its heading left out."""
    text = "# Pay\n\n" + "\n\n".join(blocks) + "\n"
    return chunk_guide(parse_guide(text, "pay.md"))[1:]


def test_a_line_speaks_for_all_blocks_since_the_one_before():
    found = chunks(
        "The CCM costs $430.\nIt is renewed.", "- one\n- two", BODY, "RNs earn.", STATISTICS
    )
    assert [chunk.text for chunk in found] == [
        *("The CCM costs $430.", "It is renewed.", "one", "two", "RNs earn.")
    ]
    assert [chunk.notes for chunk in found] == [(CCMC,)] * 4 + [(BLS,)]


def test_a_line_does_not_reach_beyond_its_heading():
    guide = parse_guide(f"# One\n\nA fact.\n\n## Two\n\nA further fact.\n\n{BODY}\n", "g.md")
    notes = {chunk.text: chunk.notes for chunk in chunk_guide(guide)}
    assert notes == {"One": (), "A fact.": (), "Two": (), "A further fact.": (CCMC,)}


def test_several_lines_speak_together():
    (row,) = chunks("| Post | Pay |\n| --- | --- |\n| RN | $97,550 |", f"{BODY}\n{STATISTICS}")
    assert row.notes == (CCMC, BLS)


@pytest.mark.parametrize("between", ["\n", " ", "\n\n"])
def test_how_lines_are_parted_is_a_matter_of_the_form(between):
    """A PDF runs them together, a web page has a paragraph for each."""
    found = chunks("A fact.", f"{BODY}{between}{STATISTICS}", "A further fact.", BODY)
    assert [chunk.notes for chunk in found] == [(CCMC, BLS), (CCMC,)]


def test_text_after_the_last_line_has_no_source():
    assert [chunk.notes for chunk in chunks("A fact.", BODY, "A thought.")] == [(CCMC,), ()]


@pytest.mark.parametrize(
    "text",
    [
        "Source: my own garden.",
        "The source: a spring; cold water; 2020.",
        f"{BODY} The CCM costs $430.",
        f"The CCM costs $430.\n{BODY}",
    ],
)
def test_other_text_stays_text(text):
    found = chunks(text)
    assert " ".join(chunk.text for chunk in found) == text.replace("\n", " ")
    assert {chunk.notes for chunk in found} == {()}


def test_an_unknown_kind_is_refused_with_the_line_and_what_was_expected():
    with pytest.raises(CorpusError, match=r"pay\.md, line 5: 'blog' is no kind.*certifying body"):
        chunks("A fact.", "Source: Somebody; blog; 2020.")


@pytest.mark.parametrize("words", KINDS)
def test_every_kind_is_read(words):
    (chunk,) = chunks("A fact.", f"Source: Somebody; {words}; undated.")
    assert chunk.notes == (SourceNote("Somebody", KINDS[words], words, "undated"),)


@pytest.mark.parametrize(
    ("date", "year"),
    [
        ("undated", None),
        ("May 2025", 2025),
        ("30 October 2020", 2020),
        ("2024-34 edition", 2024),
        ("2017-18", 2017),
    ],
)
def test_the_year_is_that_of_the_older_end(date, year):
    assert SourceNote("Somebody", "body", "certifying body", date).year == year


def test_the_index_keeps_the_sources(tmp_path, embedder):
    guide = parse_guide(f"# Pay\n\nThe CCM costs $430.\n\n{BODY}\n{STATISTICS}\n", "pay.md")
    build(
        Folder(tmp_path / "index"),
        None,
        Task([(guide, chunk_guide(guide))], anew=True),
        embedder,
    )
    assert Index.open(Settings(index=tmp_path / "index")).chunks() == chunk_guide(guide)


def test_every_kind_is_told_to_authors():
    named = set(re.findall(r"`([a-z ]+)`", Path("docs/writing-a-guide.md").read_text("utf-8")))
    assert set(KINDS) <= named
