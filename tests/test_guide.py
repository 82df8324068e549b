"""A guide's file is read into sections that remember where each line stands."""

from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.errors import CorpusError
from advisor.formats.files import MAX_TEXT_BYTES
from advisor.guide import find_guides, parse_guide, read_guide, sentences

GUIDE = Path("corpus/clinical-care-coordinator.md")
FRONT = """---
title: How to become a Baker
career: Baker
also_called: [bread maker]
date: 2026-01-02
figures: made up
---
"""


def test_front_matter_is_read():
    guide = parse_guide(FRONT + "# How to become a Baker\n\nBakers bake.\n", "baker.md")
    assert (guide.title, guide.career, guide.also_called) == (
        "How to become a Baker",
        "Baker",
        ("bread maker",),
    )
    assert (guide.date, guide.figures, guide.source) == ("2026-01-02", "made up", "baker.md")


def test_without_front_matter_the_first_heading_names_guide_and_career():
    guide = parse_guide("# How to become an Actuary\n\nActuaries count.\n", "actuary.md")
    assert (guide.title, guide.career) == ("How to become an Actuary", "Actuary")


def test_sections_carry_their_heading_path():
    guide = parse_guide("# A\n\na\n\n## B\n\nb\n\n### C\n\nc\n\n## D\n\nd\n", "x.md")
    assert [section.path for section in guide.sections] == [
        ("A",),
        ("A", "B"),
        ("A", "B", "C"),
        ("A", "D"),
    ]


def test_a_heading_that_skips_a_level_still_stands_below_the_last_higher_one():
    guide = parse_guide("# A\n\na\n\n### C\n\nc\n\n## B\n\nb\n", "x.md")
    assert [section.path for section in guide.sections] == [("A",), ("A", "C"), ("A", "B")]


def test_text_before_the_first_heading_belongs_to_the_title():
    guide = parse_guide(FRONT + "\nBakers bake.\n\n# Other\n\nMore.\n", "x.md")
    assert guide.sections[0].path == ("How to become a Baker",)


def test_hash_signs_inside_code_are_no_headings():
    guide = parse_guide("# A\n\na\n\n```\n# not a heading\n```\n\nb\n", "x.md")
    assert [section.path for section in guide.sections] == [("A",)]


def test_blocks_name_their_lines():
    source = (
        "# A\n\nOne.\nTwo.\n\nYou need:\n\n- flour\n- salt\n  and water\n\n"
        "| x | y |\n|-|-|\n| 1 | 2 |\n"
    )
    paragraph, lead, bullets, table = parse_guide(source, "x.md").sections[0].blocks
    assert (paragraph.slices[0].text, paragraph.slices[0].lines) == ("One.\nTwo.", (3, 4))
    assert (lead.slices[0].text, lead.slices[0].lines) == ("You need:", (6, 6))
    assert bullets.lead == "You need:"
    assert [(piece.text, piece.lines) for piece in bullets.slices] == [
        ("flour", (8, 8)),
        ("salt\n  and water", (9, 10)),
    ]
    assert (table.header, table.rows) == (("x", "y"), (("1", "2"),))
    assert (table.slices[0].text, table.slices[0].lines) == ("| 1 | 2 |", (14, 14))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_any_kind_count_as_one_line(end):
    source = end.join(["# A", "", "One.", "Two.", "", "- three"])
    paragraph, bullets = parse_guide(source, "x.md").sections[0].blocks
    assert paragraph.slices[0].lines == (3, 4)
    assert bullets.slices[0].lines == (6, 6)


@pytest.mark.parametrize("odd", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"])
def test_only_line_ends_end_a_line(odd):
    blocks = parse_guide(f"# A\n\nOne{odd}half.\n\nTwo.\n", "x.md").sections[0].blocks
    assert [(block.slices[0].text, block.slices[0].lines) for block in blocks] == [
        (f"One{odd}half.", (3, 3)),
        ("Two.", (5, 5)),
    ]


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("# Only\n\n## Headings\n", "no text below a heading"),
        ("---\ntitle: [\n---\n# A\n\na\n", "front matter"),
        ("---\n- a list\n---\n# A\n\na\n", "front matter"),
        ("---\njust words\n---\n# A\n\na\n", "front matter"),
        ("---\nalso_called: 5\n---\n# A\n\na\n", "also_called"),
        ("---\nalso_called: [[a], b]\n---\n# A\n\na\n", "also_called"),
        ("---\ntitle: [a]\n---\n# A\n\na\n", "title in its front matter"),
        ("---\ndate: 2026-13-45\n---\n# A\n\na\n", "front matter"),
    ],
)
def test_what_is_no_guide_is_refused_in_one_line(source, message):
    with pytest.raises(CorpusError, match=message) as caught:
        parse_guide(source, "x.md")
    assert "\n" not in str(caught.value)


def test_one_name_beside_the_title_may_stand_without_brackets():
    guide = parse_guide("---\nalso_called: bread maker\n---\n# A\n\na\n", "x.md")
    assert guide.also_called == ("bread maker",)


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"# A\n\n\x00\x01", "binary"),
        (b"\x89PNG\r\n\x1a\n", "not a text file"),
        (b"# A\n\n" + b"x" * MAX_TEXT_BYTES, "at most"),
    ],
)
def test_files_that_cannot_be_read_are_refused(tmp_path, raw, message):
    file = tmp_path / "guide.md"
    file.write_bytes(raw)
    with pytest.raises(CorpusError, match=message):
        read_guide(file)


def test_a_byte_order_mark_is_no_text(tmp_path):
    file = tmp_path / "guide.md"
    file.write_bytes(b"\xef\xbb\xbf# A\n\na\n")
    assert read_guide(file).title == "A"


def test_a_folder_gives_its_guides_in_order_and_each_once(tmp_path):
    (tmp_path / "sub").mkdir()
    (tmp_path / "b_files").mkdir()
    for name in ("b.md", "a.md", "sub/c.md", "notes.csv", ".d.md", "b_files/e.html"):
        (tmp_path / name).write_text("# A\n\na\n", encoding="utf-8")
    found = find_guides([tmp_path, tmp_path / "b.md"])
    assert [file.relative_to(tmp_path).as_posix() for file in found] == ["a.md", "b.md", "sub/c.md"]


def test_a_path_without_a_guide_is_refused(tmp_path):
    with pytest.raises(CorpusError, match="is not there"):
        find_guides([tmp_path / "nowhere"])
    with pytest.raises(CorpusError, match="holds no guide"):
        find_guides([tmp_path])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        (
            "Dr. Lee earns $1.5 million a year. Really!",
            ["Dr. Lee earns $1.5 million a year.", "Really!"],
        ),
        ("Ends here.\nand goes on", ["Ends here.", "and goes on"]),
        ("one line\nand the next.", ["one line\nand the next."]),
        ("Pay is 5–7 “years”. It’s fine.", ["Pay is 5–7 “years”.", "It’s fine."]),
        ("Plan A\N{NO-BREAK SPACE}. Then go.", ["Plan A\N{NO-BREAK SPACE}.", "Then go."]),
    ],
)
def test_sentences(text, expected):
    assert [sentence for _, sentence in sentences(text)] == expected


@given(st.text())
def test_sentences_stand_where_they_say_and_leave_nothing_out(text):
    found = sentences(text)
    for offset, sentence in found:
        assert sentence
        assert text[offset : offset + len(sentence)] == sentence
    for (first, sentence), (second, _) in pairwise(found):
        assert first + len(sentence) <= second
    assert "".join("".join(sentence.split()) for _, sentence in found) == "".join(text.split())


def test_the_guide_is_read_whole():
    """A line that is not blank is front matter, a table's head, or stands in a slice."""
    lines = GUIDE.read_text(encoding="utf-8").split("\n")
    covered = set(range(1, lines.index("---", 1) + 2))
    for section in read_guide(GUIDE).sections:
        for piece in [
            section.heading,
            *(piece for block in section.blocks for piece in block.slices),
        ]:
            covered |= set(range(piece.lines[0], piece.lines[1] + 1))
        for block in section.blocks:
            if block.kind == "table":
                covered |= {block.slices[0].lines[0] - 2, block.slices[0].lines[0] - 1}
    left = [line for number, line in enumerate(lines, 1) if line and number not in covered]
    assert left == []
