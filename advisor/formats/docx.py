"""Word files: mammoth turns one into HTML by its styles, which is read like a page's article."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape
from pathlib import Path

from advisor.errors import CorpusError
from advisor.formats.dom import HEADINGS, read_tree, take_out, with_places
from advisor.formats.extract import Extract, render
from advisor.formats.noise import without_noise
from advisor.formats.outline import with_levels

MAX_PARTS = 5_000
MAX_XML_BYTES = 10_000_000
"""Of all XML in the file, unpacked; the zip module reads no more of a part than it declares."""

_UNREAD = ["TOC Heading", "caption", "Caption", "Quote", "Intense Quote"]
_UNREAD += [f"{name} {depth}" for name in ("toc", "TOC") for depth in range(1, 10)]
_STYLES = "\n".join(
    ["p[style-name='Title'] => h1.title:fresh", *(f"p[style-name='{one}'] => !" for one in _UNREAD)]
)
_TITLE = re.compile(r"<dc:title[^>]*>([^<]*)</dc:title>")


def read_docx(raw: bytes, path: Path) -> Extract:
    """A Word file's headings, paragraphs, lists and tables; places are numbers of paragraphs.

    Raises CorpusError where it is not one, or unpacks to more than is read.
    """
    import mammoth
    from lxml import html

    stated = _check(raw, path)
    try:
        made = mammoth.convert_to_html(
            io.BytesIO(raw),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=lambda _: [],
        )
        tree = html.fragment_fromstring(made.value, create_parent="div")
    except Exception as error:  # whatever a broken file makes the converter stumble over
        reason = " ".join(str(error).split())[:120]
        raise CorpusError(
            f"{path} cannot be read as a Word file ({reason}); save it anew."
        ) from error
    for note in tree.xpath("./ol[li[starts-with(@id, 'footnote') or starts-with(@id, 'endnote')]]"):
        take_out(note)
    if tree.find_class("title"):  # the headings of rank 1 are parts below it
        for node in [*tree.iter(*HEADINGS)]:
            if "title" not in node.classes:
                node.tag = f"h{min(HEADINGS[node.tag] + 1, 6)}"
    elements = read_tree(tree)
    if next(tree.iter(*HEADINGS), None) is None:
        elements = with_levels(elements)
    return render(with_places(without_noise(elements), anchors=False), stated)


def _check(raw: bytes, path: Path) -> str:
    """The title among the file's properties.

    Raises CorpusError where the file is no Word file, is encrypted or would unpack to too much.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = archive.infolist()
            xml = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
            size = sum(part.file_size for part in xml)
            if len(parts) > MAX_PARTS or size > MAX_XML_BYTES:
                raise CorpusError(
                    f"{path} unpacks to {size:,} bytes; {MAX_XML_BYTES:,} are read, so part it."
                )
            if "word/document.xml" not in archive.namelist():
                raise CorpusError(f"{path} is a zip archive, but no Word file; save it as .docx.")
            texts = [archive.read(part) for part in xml]
            if any(b"<!DOCTYPE" in text or b"<!ENTITY" in text for text in texts):
                raise CorpusError(f"{path} declares entities, as no Word file does; save it anew.")
            stated = "docProps/core.xml"
            core = archive.read(stated) if stated in archive.namelist() else b""
    except CorpusError:
        raise
    except Exception as error:  # a damaged archive gives errors of a dozen kinds
        raise CorpusError(f"{path} cannot be unpacked ({error}); save it anew.") from error
    title = _TITLE.search(core.decode("utf-8", "replace"))
    return unescape(title[1]) if title else ""
