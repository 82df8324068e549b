"""Files that cannot be read are named, with what to do; no reader stumbles over any."""

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from bakery import BREAD
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

from advisor.chunking import chunk_guide
from advisor.errors import CorpusError
from advisor.formats import docx, dom, files, pdfpages
from advisor.formats.docx import read_docx
from advisor.formats.extract import Extract
from advisor.formats.markdown import read_markdown
from advisor.formats.pdf import read_pdf
from advisor.formats.plain import read_plain
from advisor.formats.web import read_web
from advisor.guide import SUFFIXES, find_guides, read_guide, read_guides
from evals.forms import WRITERS, write_form

DOCUMENT = "word/document.xml"


def pdf(*lines: str, pages: int = 1, **options: object) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, **options)
    for _ in range(pages):
        for number, line in enumerate(lines):
            canvas.drawString(72, 700 - 20 * number, line)
        canvas.rect(72, 72, 100, 100)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), content)
    return out.getvalue()


WORD_XML = (
    b'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    b"<w:body>%s</w:body></w:document>"
)
BOMB = b"<w:p><w:r><w:t>%s</w:t></w:r></w:p>" % (b"bread " * 2_000_000)
ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + WORD_XML


UNREADABLE = [
    ("empty.txt", b"", "is empty"),
    ("blank.html", b" \n\t\n", "is empty"),
    ("latin.txt", "Crêperie".encode("latin-1"), "save it as UTF-8"),
    ("binary.txt", b"text\0text", "binary"),
    ("binary.html", b"<p>\0</p>", "binary"),
    ("picture.pdf", b"\x89PNG\r\n\x1a\n", "not a PDF"),
    ("text.docx", b"Bakers bake.", "not a DOCX"),
    ("guide.md", pdf("x"), "is a PDF by its content; name it guide.pdf"),
    (
        "guide.txt",
        b"<!DOCTYPE html><html><p>x</p></html>",
        "web page .* name it guide.html",
    ),
    ("guide.html", pdf("x"), "name it guide.pdf"),
    ("guide.pdf", zipped(a_xml=b"<a/>"), "name it guide.docx"),
    ("old.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "older kind, or an encrypted one"),
    ("rich.txt", b"{\\rtf1 x}", "RTF file .* save it as .docx or .pdf"),
    ("broken.pdf", b"%PDF-1.7\nnothing follows", "is broken; export it anew"),
    ("half.pdf", pdf("Bakers bake.")[:300], "broken|no text"),
    ("locked.pdf", pdf("x", encrypt=pdfencrypt.StandardEncryption("secret")), "is encrypted"),
    ("scan.pdf", pdf(), "has no text, as a scan has none"),
    ("long.pdf", pdf("x", pages=pdfpages.MAX_PAGES + 1), "more than 300 pages"),
    ("cut.docx", zipped(word__document_xml=WORD_XML % b"")[:60], "cannot be unpacked"),
    ("sheet.docx", zipped(xl__workbook_xml=b"<a/>"), "no Word file"),
    ("bomb.docx", zipped(word__document_xml=WORD_XML % BOMB), "unpacks to 12,"),
    ("entities.docx", zipped(word__document_xml=ENTITIES % b"&b;"), "declares entities"),
    ("torn.docx", zipped(word__document_xml=b"<w:document"), "cannot be read as a Word file"),
    ("hollow.docx", zipped(word__document_xml=WORD_XML % b""), "no text below a heading"),
    ("links.html", b"<html><nav><a href=/>Home</a></nav></html>", "no text"),
    ("notes.rtf", b"x", "of a kind that is not read; save it as one of .md"),
]


# Named by their names: what is packed holds the time, and each of several workers has its own.
@pytest.mark.parametrize(
    ("name", "raw", "complaint"), UNREADABLE, ids=[name for name, _, _ in UNREADABLE]
)
def test_a_file_that_is_no_guide_is_named_with_what_to_do(tmp_path, name, raw, complaint):
    (tmp_path / name).write_bytes(raw)
    with pytest.raises(CorpusError, match=complaint) as caught:
        read_guide(tmp_path / name)
    message = str(caught.value)
    assert name in message
    assert "\n" not in message


def test_a_file_that_is_too_large_is_refused_unread(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    with (tmp_path / "a.html").open("wb") as file:
        file.truncate(files.MAX_TEXT_BYTES * 10)
    with pytest.raises(CorpusError, match="too large"):
        read_guide(tmp_path / "a.html")


def test_a_pdf_that_takes_too_long_is_given_up(tmp_path, monkeypatch):
    monkeypatch.setattr(pdfpages, "MAX_SECONDS", 0.01)
    (tmp_path / "a.pdf").write_bytes(pdf("x"))
    with pytest.raises(CorpusError, match="takes too long"):
        read_guide(tmp_path / "a.pdf")


def test_the_bad_among_the_good_are_named_and_the_rest_read(tmp_path, tmp_path_factory):
    small = tmp_path_factory.mktemp("small") / "good.md"
    small.write_text(f"---\ntitle: How to become a Baker\n---\n{BREAD}", "utf-8")
    for number, suffix in enumerate(WRITERS):
        write_form(small, tmp_path / f"good{number}{suffix}")
        (tmp_path / f"bad{suffix}").write_bytes(b"")
    (tmp_path / "old.doc").write_bytes(b"\xd0\xcf\x11\xe0")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "~$goodd.docx").write_bytes(b"x")
    guides, errors = read_guides(find_guides([tmp_path]))
    assert len(guides) == len(WRITERS)
    assert len(errors) == len(WRITERS) + 1
    assert sum("is empty" in error for error in errors) == len(WRITERS)
    assert "old.doc is of a kind that is not read" in "\n".join(errors)


def read_or_refuse(read: Callable[[bytes, Path], Extract], raw: bytes, path: Path) -> None:
    """No exception but the one that names the file."""
    with suppress(CorpusError):
        check(read(raw, path))


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "", "Step 1: Bake", "1. Pay", "1.1 More", "Skills", "FAQ", "Is it hard?", "- one",
                "a | b", "$1 | 2", "Level\tPay", "Baker\t$1", "Level   Pay   Years",
                "Baker   $2    3", "Pay", "$40,000", "Bakers bake bread, and rise at",
                "four to do so.", "You need:", "flour", "Advertisement", "Table of Contents",
                "RISING", "Foundation: entry level", "===", "Related articles",
            ]
        ),
        st.text(max_size=60),
    ),
    max_size=40,
)  # fmt: skip


def check(extract: Extract) -> None:
    """Every element stands in the text at its lines, and in order."""
    lines = extract.text.split("\n")
    last = 0
    for element in extract.elements:
        first, end = element.lines
        assert last <= first <= end
        assert element.text in "\n".join(lines[first - 1 : end])
        assert element.text.strip() == element.text
        last = first


@settings(max_examples=300, deadline=None)
@given(LINES, st.sampled_from(["\n", "\n\n"]))
def test_bare_text_of_any_kind_is_read(lines, end):
    check(read_plain(end.join(lines).replace("\r", "")))


@settings(max_examples=100, deadline=None)
@given(LINES)
def test_markdown_of_any_kind_is_read(lines):
    check(read_markdown("\n".join(lines).replace("\r", "")))


TAGS = (
    "h1 h2 h3 h6 p ul ol li table tr td th dl dt dd details summary div section article main "
    "header nav aside footer b strong br a span sup button"
).split()
MARKUP = st.recursive(
    st.text(max_size=30) | st.sampled_from(["Step 1: Bake", "$1", "Is it?", "Bakers bake."]),
    lambda inner: st.builds(
        lambda tag, attribute, parts: f"<{tag} {attribute}>{''.join(parts)}</{tag}>",
        st.sampled_from(TAGS),
        st.sampled_from(["", "class='ad'", "id='pay'", "colspan='3'", "rowspan='9'", "href='#x'"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=40,
)


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_markup_of_any_kind_is_read(markup):
    read_or_refuse(read_web, markup.encode("utf-8", "replace"), Path("x.html"))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([".md", ".txt", ".html"]))
def test_bytes_of_any_kind_give_a_guide_or_a_message(tmp_path_factory, raw, suffix):
    file = tmp_path_factory.getbasetemp() / f"any{suffix}"
    file.write_bytes(raw)
    guides, errors = read_guides([file])
    assert len(guides) + len(errors) == 1
    assert all(file.name in error for error in errors)
    assert all(chunk_guide(guide) for guide in guides)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A folder with a Word file and a PDF as they should be."""
    folder = tmp_path_factory.mktemp("whole")
    document = Document()
    document.add_heading("Baker", 0)
    document.add_paragraph("Bakers bake bread.")
    document.add_paragraph("flour", "List Bullet")
    document.add_table(2, 2).rows[0].cells[0].text = "Pay"
    document.save(str(folder / "a.docx"))
    (folder / "a.pdf").write_bytes(pdf("Baker", "Bakers bake bread."))
    return folder


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 40_000), st.binary(max_size=20))
def test_a_damaged_word_file_gives_a_guide_or_a_message(whole, place, junk):
    raw = (whole / "a.docx").read_bytes()
    read_or_refuse(read_docx, raw[:place] + junk + raw[place + 10 :], Path("x.docx"))


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 1_500), st.binary(max_size=20))
def test_a_damaged_pdf_gives_a_guide_or_a_message(whole, place, junk):
    raw = (whole / "a.pdf").read_bytes()
    read_or_refuse(read_pdf, raw[:place] + junk + raw[place + 10 :], Path("x.pdf"))


@settings(max_examples=15, deadline=None)
@given(st.sampled_from([DOCUMENT, "word/numbering.xml"]), st.floats(0, 1), st.integers(1, 400))
def test_damaged_xml_in_a_word_file_gives_a_guide_or_a_message(whole, name, share, gap):
    with zipfile.ZipFile(whole / "a.docx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    place = int(share * len(parts[name]))
    parts[name] = parts[name][:place] + parts[name][place + gap :]
    read_or_refuse(read_docx, zipped(**parts), Path("x.docx"))


def test_a_table_that_claims_to_be_vast_is_kept_small():
    row = "<tr>" + '<td colspan="99999" rowspan="99999">x</td>' * 50 + "</tr>"
    page = f"<p>Bakers bake.</p><table>{row * 20}</table>".encode()
    rows = [one for one in read_web(page, Path("x.html")).elements if one.kind == "row"]
    assert max(len(one.cells) for one in rows) == dom.MAX_SPAN


def test_all_suffixes_are_read(tmp_path):
    for suffix in SUFFIXES:
        (tmp_path / f"a{suffix}").write_bytes(b"")
        with pytest.raises(CorpusError, match="is empty"):
            read_guide(tmp_path / f"a{suffix}")


def test_a_word_file_may_have_many_parts_but_not_any_number(monkeypatch, whole):
    monkeypatch.setattr(docx, "MAX_PARTS", 3)
    with pytest.raises(CorpusError, match="unpacks to"):
        read_docx((whole / "a.docx").read_bytes(), Path("x.docx"))
