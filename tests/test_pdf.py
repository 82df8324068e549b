"""Type on pages, put together again: headings, parted words, page breaks, tables, lists."""

from pathlib import Path

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from advisor.chunking import chunk_guide
from advisor.guide import read_guide
from advisor.schema import Guide

LEFT, TOP, PITCH = 70, 740, 14
ROMAN, BOLD = "Times-Roman", "Times-Bold"


class Typist:
    """Types lines down a page; `down` leaves room above a line, in points."""

    def __init__(self, file: Path, **options: object) -> None:
        self.canvas = Canvas(str(file), pagesize=(595, 842), **options)
        self.page = 0
        self.turn()

    def turn(self) -> None:
        """A new page, with a running header and a page number."""
        if self.page:
            self.canvas.showPage()
        self.page += 1
        self.canvas.setFont(ROMAN, 9)
        self.canvas.drawString(LEFT, 800, "Careers in imaging")
        self.canvas.drawCentredString(297, 30, f"- {self.page} -")
        self.place = TOP

    def type(self, text: str, size: float = 11, font: str = ROMAN, down: float = 0, left=LEFT):
        self.place -= down + PITCH * max(size / 11, 1)
        self.canvas.setFont(font, size)
        self.canvas.drawString(left, self.place, text)

    def row(self, *cells: str, widths=(150, 110, 90), down: float = 0) -> None:
        self.place -= PITCH + down
        self.canvas.setFont(ROMAN, 11)
        left = LEFT
        for cell, width in zip(cells, widths, strict=False):
            self.canvas.drawString(left, self.place, cell)
            left += width


@pytest.fixture(scope="module")
def guide(tmp_path_factory) -> Guide:
    """A guide of two pages, as a career office may have printed it."""
    file = tmp_path_factory.mktemp("pdf") / "radiographer.pdf"
    at = Typist(file)
    at.type("How to become a", 20, BOLD)
    at.type("Radiographer", 20, BOLD)
    at.type("Radiographers take pictures of the inside of the body. They work in coordi-", down=10)
    at.type("nation with physicians, and their work is patient-centered throughout. A day in")
    at.type("imaging is patient-")
    at.type("centered, and coordination is half of it.")
    at.type("1. What they do", 15, BOLD, down=12)
    at.type("Positioning", font=BOLD, down=8)
    at.type("They place the patient so that the picture shows what the physician asked", down=4)
    at.type("for, and keep the dose low.")
    at.type("Safety", font=BOLD, down=8)
    at.type("They shield what need not be seen:", down=4)
    at.type("• with an apron", left=84)
    at.type(
        "• with a collar, for as long as the tube is on and the patient is in the room of", left=84
    )
    at.type("the machine", left=94)
    at.type("1. first", down=8)
    at.type("2. second")
    at.type("2. Pay", 15, BOLD, down=12)
    at.type("Pay rises with what a radiographer can do, and in large hospitals it is paid", down=4)
    at.type("by grade; the grades are the same in most of them, although the")
    at.turn()
    at.type("amounts differ from town to town.")
    at.row("Grade", "Pay a year", "Years", down=14)
    at.row("Radiographer", "$61,000", "0-3")
    at.row("Senior", "$72,000", "3-8")
    at.row("radiographer", "", "")
    at.row("Lead", "$85,000", "8+")
    at.type("Nights are paid extra.", down=20)
    at.type("3. Questions", 15, BOLD, down=12)
    at.type("Is there much standing?", font=BOLD, down=8)
    at.type("There is, and some lifting.", down=4)
    at.canvas.save()
    return read_guide(file)


def texts(guide: Guide, heading: str) -> list[str]:
    (section,) = [one for one in guide.sections if one.path[-1] == heading]
    return [piece.text for block in section.blocks for piece in block.slices]


def test_headings_stand_as_deep_as_their_type_says(guide):
    top = "How to become a Radiographer"
    assert [section.path for section in guide.sections] == [
        (top,),
        (top, "1. What they do"),
        (top, "1. What they do", "Positioning"),
        (top, "1. What they do", "Safety"),
        (top, "2. Pay"),
        (top, "3. Questions"),
        (top, "3. Questions", "Is there much standing?"),
    ]
    assert (guide.title, guide.career) == (top, "Radiographer")


def test_parted_words_are_mended_and_compounds_keep_their_hyphen(guide):
    assert texts(guide, "How to become a Radiographer") == [
        "Radiographers take pictures of the inside of the body. They work in coordination with "
        "physicians, and their work is patient-centered throughout. A day in imaging is "
        "patient-centered, and coordination is half of it."
    ]


def test_bullets_and_numbers_are_lists(guide):
    (section,) = [one for one in guide.sections if one.path[-1] == "Safety"]
    assert [block.kind for block in section.blocks] == ["paragraph", "list", "list"]
    assert texts(guide, "Safety")[1:] == [
        "with an apron",
        "with a collar, for as long as the tube is on and the patient is in the room of the "
        "machine",
        "first",
        "second",
    ]


def test_a_page_break_in_a_paragraph_is_none(guide):
    paragraph, *_, after = texts(guide, "2. Pay")
    assert paragraph.endswith("most of them, although the amounts differ from town to town.")
    assert after == "Nights are paid extra."
    (place,) = [c.place for c in chunk_guide(guide) if c.text == paragraph]
    assert place == "pages 1 to 2"


def test_a_table_without_lines_is_a_table(guide):
    (section,) = [one for one in guide.sections if one.path[-1] == "2. Pay"]
    table = section.blocks[1]
    assert table.header == ("Grade", "Pay a year", "Years")
    assert table.rows[0] == ("Radiographer", "$61,000", "0-3")
    assert table.rows[1] == ("Senior radiographer", "$72,000", "3-8")
    assert table.rows[-1] == ("Lead", "$85,000", "8+")
    assert {piece.place for piece in table.slices} == {"page 2"}


def test_what_runs_along_every_page_is_left_out(guide):
    everything = " ".join(chunk.text for chunk in chunk_guide(guide))
    assert "Careers in imaging" not in everything
    assert "- 1 -" not in everything


def test_a_pdf_in_one_type_is_read_like_bare_text(tmp_path):
    at = Typist(tmp_path / "plain.pdf")
    for line in (
        "How to become a Glazier",
        "Glaziers cut and fit glass. They work outdoors and at heights in all kinds of",
        "weather, and lift panes that are heavy.",
        "Step 1: Finish school",
        "A diploma is asked for.",
        "Step 2: Become an apprentice",
        "It takes four years.",
        "Salary",
        "Glaziers earn $52,000.",
    ):
        at.type(line)
    at.canvas.save()
    guide = read_guide(tmp_path / "plain.pdf")
    assert [section.path[1:] for section in guide.sections] == [
        (),
        ("Step 1: Finish school",),
        ("Step 2: Become an apprentice",),
        ("Salary",),
    ]
    assert {chunk.place for chunk in chunk_guide(guide)} == {"page 1"}


def test_a_password_for_changes_alone_keeps_no_one_from_reading(tmp_path):
    locked = pdfencrypt.StandardEncryption("", ownerPassword="owner", canModify=0)
    at = Typist(tmp_path / "a.pdf", encrypt=locked)
    at.type("Glazier", 20, BOLD)
    at.type("Glaziers cut glass.", down=10)
    at.canvas.save()
    assert read_guide(tmp_path / "a.pdf").title == "Glazier"


def test_two_columns_are_read_one_after_the_other(tmp_path):
    at = Typist(tmp_path / "a.pdf")
    at.type("How to become a Glazier", 20, BOLD)
    left = [f"Left side line {n} goes on here" for n in range(14)]
    right = [f"right side line {n} goes on too" for n in range(14)]
    for one, two in zip(left, right, strict=True):
        at.row(one, two, widths=(230, 200))
    at.type("Pay", 15, BOLD, down=12)
    at.type("Glaziers earn $52,000 a year, and more in the north of the country.", down=4)
    at.canvas.save()
    guide = read_guide(tmp_path / "a.pdf")
    assert texts(guide, "How to become a Glazier") == [" ".join(left + right)]
    assert len(texts(guide, "Pay")) == 1
