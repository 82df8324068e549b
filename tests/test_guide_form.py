"""The guide to becoming a Clinical Care Coordinator is written so that each sentence stands alone.

Headings, sentences, lists and front matter: what a passage needs to be found and quoted.
"""

import re

import yaml
from coordinator import GUIDE, GUIDE_SECTIONS, HEADINGS, body

DANGLING = {"It", "Its", "They", "Their", "This", "These", "That", "Those", "Such", "He", "She"}
GUIDE_LINES = [line for lines in GUIDE_SECTIONS.values() for line in lines]


def is_prose(line: str) -> bool:
    return not line.startswith(("#", "- ", "|"))


def sentences(line: str) -> list[str]:
    """The sentences of a prose line or of a bullet, without the bullet's label."""
    text = re.sub(r"^- (?:[A-Z][\w -]*: )?", "", line)
    return re.split(r"(?<=[.!?]) (?=[A-Z])", text)


def test_headings_are_fixed_and_in_order() -> None:
    headings = [line for line in body(GUIDE).splitlines() if line.startswith("#")]
    assert headings == [guide for guide, _ in HEADINGS]


def test_each_sentence_has_its_own_line() -> None:
    prose = [line for line in GUIDE_LINES if is_prose(line)]
    assert [line for line in prose if len(sentences(line)) > 1] == []
    assert [line for line in prose if not re.match(r"[A-Z].*[.:]$", line)] == []


def test_no_sentence_leans_on_the_one_before() -> None:
    said = [one for line in GUIDE_LINES if not line.startswith("|") for one in sentences(line)]
    assert [one for one in said if re.split(r"\W", one)[0] in DANGLING] == []
    assert [one for one in said if one.startswith("Doing so")] == []


def test_each_list_has_a_lead_in() -> None:
    lines = GUIDE_LINES
    firsts = [i for i, line in enumerate(lines) if line.startswith("- ") and is_prose(lines[i - 1])]
    assert firsts
    assert [lines[i - 1] for i in firsts if not lines[i - 1].endswith(":")] == []


def test_paragraphs_are_short_enough_to_quote() -> None:
    paragraphs = [block for block in body(GUIDE).split("\n\n") if is_prose(block.strip())]
    assert [block for block in paragraphs if len(block.split()) > 70] == []


def test_body_is_plain_text() -> None:
    assert not re.search(r"\*|__|`|<[a-z/]|\]\(|https?:", body(GUIDE))


def test_front_matter_names_the_career_and_the_source_of_its_figures() -> None:
    head = GUIDE.read_text(encoding="utf-8").split("---\n", 2)[1]
    assert list(yaml.safe_load(head)) == [
        *("title", "career", "main", "also_called", "date", "figures", "answers", "silent")
    ]
    assert "median" in head
    assert "not official statistics" in head
