"""A guide's file, read into sections that remember where each piece stands.

The package `formats` reads files of each kind into the same elements; here they become sections,
and what the author says of the guide (front matter, or a side file) becomes the guide's own.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from advisor.errors import CorpusError
from advisor.expansion import Questions, questions_file, read_questions
from advisor.formats import files
from advisor.formats.docx import read_docx
from advisor.formats.extract import Element, Extract
from advisor.formats.markdown import is_markdown, read_markdown
from advisor.formats.pdf import read_pdf
from advisor.formats.plain import read_plain
from advisor.formats.web import read_web
from advisor.names import short_forms
from advisor.schema import Block, Guide, Section, Slice

SIDE = ".yaml"
"""A side file is called as the guide beside it, but for this suffix."""
MAX_META_BYTES = 100_000
MARKDOWN = (".md", ".markdown")
TEXT = (*MARKDOWN, ".txt")
WEB = (".html", ".htm")
SUFFIXES = (*TEXT, *WEB, ".pdf", ".docx")
"""What is read as a guide; other files of a folder are left alone."""
UNREAD = (".doc", ".rtf", ".odt", ".epub", ".pages")
"""What a person may take for a guide and is not read: told of, not passed over."""
LONGEST_SHORT_NAME = 5
"""`LPN` is written in capitals for what it stands for, `ELECTRICIAN` is not, in letters."""
_WIDE_SPACE = re.compile(r"[^\S\x00-\x7f]")
_NO_TITLE = re.compile(r"(?i)^(?:untitled|document ?\d*|microsoft \w+ - .*|.*\.\w{3,4}|\W*)$")
"""What programs write where an author stated no title."""
_NESTED = (list, dict, set)
_WORDS = ("title", "career", "date", "figures")
_LISTS = ("also_called", "answers", "silent")


def find_guides(paths: list[Path]) -> list[Path]:
    """The guide files that the paths name: a file itself, a folder's files, sorted.

    Hidden files and the folders of pictures and frames that a browser saves beside a page are
    passed over. Raises CorpusError for a path that is not there or a folder without a guide.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise CorpusError(f"{path} is not there; name a guide file or a folder of guides.")
        below = sorted(_guides_below(path)) if path.is_dir() else [path]
        if not below:
            kinds = ", ".join(SUFFIXES)
            raise CorpusError(f"{path} holds no guide; put one there, a file of one of: {kinds}.")
        found += [file for file in below if file not in found]
    return found


def _guides_below(folder: Path) -> Iterator[Path]:
    for file in folder.rglob("*"):
        parts = file.relative_to(folder).parts
        passed_over = any(part.startswith((".", "~$")) or part.endswith("_files") for part in parts)
        if not passed_over and file.suffix.lower() in SUFFIXES + UNREAD and file.is_file():
            yield file


def read_guides(paths: Iterable[Path]) -> tuple[list[Guide], list[str]]:
    """Read every file that can be read; the others give a message each, which names the file."""
    guides: list[Guide] = []
    errors: list[str] = []
    for path in paths:
        try:
            guides.append(read_guide(path))
        except CorpusError as error:
            errors.append(str(error))
    return guides, errors


def read_guide(path: Path) -> Guide:
    """Read one file of any kind, with its side file (`NAME.yaml` beside it) where it has one.

    Raises CorpusError where there is no guide to be read from it; the message names the file.
    """
    digest = file_digest(path)  # taken first: what changes meanwhile is noticed the next time
    extract = _extract(path)
    side, beside = path.with_suffix(SIDE), questions_file(path)
    meta = files.decode(files.read_bytes(side, MAX_META_BYTES), side) if side.is_file() else ""
    asked = read_questions(beside) if beside.is_file() else Questions()
    return _guide(extract, path.as_posix(), meta, asked, digest)


def file_digest(path: Path) -> str:
    """Tells what a guide's file and those beside it hold; empty where they cannot be read."""
    digest = hashlib.sha256()
    beside = [path.with_suffix(SIDE), questions_file(path)]
    try:
        for file in (path, *(one for one in beside if one.is_file())):
            digest.update(file.read_bytes())
    except OSError:
        return ""
    return digest.hexdigest()


def parse_guide(source: str, name: str) -> Guide:
    """A guide from its Markdown; `name` is what citations call the file."""
    extract = read_markdown(re.sub(r"\r\n?", "\n", source))
    return _guide(extract, name, "", Questions(), "")


def readable_text(path: Path) -> str:
    """The text that quotes are slices of and that lines are counted in, for a file of any kind.

    Raises CorpusError where the file cannot be read.
    """
    return _extract(path).text


def _extract(path: Path) -> Extract:
    """A file's elements and readable text, once it is known to be of the kind that it is called."""
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        kinds = ", ".join(SUFFIXES)
        raise CorpusError(f"{path} is of a kind that is not read; save it as one of {kinds}")
    raw = files.read_bytes(path, files.MAX_TEXT_BYTES if suffix in TEXT else files.MAX_BYTES)
    files.check_kind(raw, path)
    if suffix == ".pdf":
        return read_pdf(raw, path)
    if suffix == ".docx":
        return read_docx(raw, path)
    if suffix in WEB:
        return read_web(raw, path)
    text = files.decode(raw, path)
    return read_plain(text) if suffix == ".txt" and not is_markdown(text) else read_markdown(text)


def _guide(extract: Extract, name: str, side: str, asked: Questions, digest: str) -> Guide:
    meta = _meta(extract.front_matter, name, "front matter") | _meta(side, name, "side file")
    title = str(meta.get("title") or _title_of(extract, name))
    sections = tuple(_sections(extract, title))
    if not any(section.blocks for section in sections):
        raise CorpusError(
            f"{name} has no text below a heading; a guide was expected. Write text below its "
            "headings, or see `python ingest.py --outline` for what is found in it."
        )
    career, called = str(meta.get("career") or _career_of(title)), _names(meta, "also_called")
    short = short_forms((career, *called), (element.text for element in extract.elements))
    return Guide(
        title=title,
        career=career,
        also_called=tuple(dict.fromkeys([*called, *short])),
        answers=_names(meta, "answers"),
        silent=_names(meta, "silent"),
        main=bool(meta.get("main", False)),
        companion=str(meta.get("companion") or ""),
        date=str(meta.get("date") or ""),
        figures=str(meta.get("figures") or ""),
        source=name,
        digest=digest,
        sections=sections,
        expansions=asked.answered,
        silences=asked.unanswered,
        lifts=asked.lifts,
    )


def _meta(text: str, name: str, where: str) -> dict[str, Any]:
    """The keys of front matter. Raises CorpusError where it is not YAML of the right shape."""
    meta = files.read_yaml(text, f"{name}: its {where}") or {}
    if not isinstance(meta, dict):
        raise CorpusError(f"{name}: its {where} must be `key: value` lines.")
    for key in _LISTS:
        names = meta.get(key) or []
        if not isinstance(names, str | list) or any(isinstance(one, _NESTED) for one in names):
            raise CorpusError(f"{name}: {key} in its {where} must be a list of names.")
    for key in _WORDS:
        if isinstance(meta.get(key), _NESTED):
            raise CorpusError(f"{name}: {key} in its {where} must be a line of text.")
    return meta


def _names(meta: dict[str, Any], key: str) -> tuple[str, ...]:
    """A list of names; a single one may stand without brackets."""
    names = meta.get(key) or ()
    return (names,) if isinstance(names, str) else tuple(str(name) for name in names)


def _title_of(extract: Extract, name: str) -> str:
    """The title heading, or what the file states, or its name: `how-to-bake.pdf`, How to bake."""
    headings = (one for one in extract.elements if one.kind == "heading")
    heading = next(headings, None) if extract.titled else None
    if heading:
        return heading.title or heading.text
    if extract.title and not _NO_TITLE.search(extract.title):
        return extract.title
    words = re.sub(r"[-_\s]+", " ", Path(name).stem).strip()
    return words[:1].upper() + words[1:] or "Guide"


def _career_of(title: str) -> str:
    """`How to Become a Baker: 7 Steps` is about a Baker, `Baker career guide` as well."""
    named = re.search(r"(?i)\bbecom(?:e|ing) an? (.+)", title)
    if named:
        career = re.split(r"(?i)[:|(!]| [-–—] | in \d| without | with ", named[1])[0]
    else:
        career = re.split(": ", re.sub(r"(?i)\W*\bcareer guide\b\W*", "", title) or title)[0]
    career = career.strip(" .?") or title
    return career.title() if career.isupper() and len(career) > LONGEST_SHORT_NAME else career


def _sections(extract: Extract, title: str) -> Iterator[Section]:
    """A section a heading; text before the first heading belongs to the title."""
    root = () if extract.titled else (title,)
    path: dict[int, str] = {}
    place: tuple[str, ...] = (title,)
    heading: Slice | None = None
    below: list[Element] = []
    for element in extract.elements:
        if element.kind == "heading":
            if below or heading:
                yield Section(place, heading, _blocks(below))
            path = {depth: text for depth, text in path.items() if depth < element.level}
            path[element.level] = element.title or element.text
            place, heading, below = (*root, *path.values()), _slice(element), []
        elif element.text or element.kind == "row":
            below.append(element)
    yield Section(place, heading, _blocks(below))


def _blocks(elements: Iterable[Element]) -> tuple[Block, ...]:
    """The elements that belong together as one block each."""
    groups: list[list[Element]] = []
    for element in elements:
        joins = bool(groups) and groups[-1][0].kind == element.kind != "paragraph"
        if joins and not element.opens:
            groups[-1].append(element)
        else:
            groups.append([element])
    blocks: list[Block] = []
    for group in groups:
        slices = tuple(map(_slice, group))
        if group[0].kind == "bullet":
            blocks.append(Block("list", slices, lead=_lead(blocks)))
        elif group[0].kind == "paragraph":
            blocks.append(Block("paragraph", slices))
        elif len(slices) > 1:  # a table's titles alone are none
            header, *rows = (element.cells for element in group)
            blocks.append(Block("table", slices[1:], header=header, rows=tuple(rows)))
    return tuple(blocks)


def _slice(element: Element) -> Slice:
    return Slice(element.text, element.lines, element.place)


def _lead(before: list[Block]) -> str:
    """The sentence that ends in a colon just before a list."""
    text = before[-1].slices[-1].text if before and before[-1].kind == "paragraph" else ""
    return sentences(text)[-1][1] if text.endswith(":") else ""


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text, each with the offset at which it starts.

    Split by sentencex's rules (Wikimedia), then at line ends that close a sentence.
    """
    import sentencex

    found = []
    # At a letter, a space beyond ASCII and a stop ("plan A\N{NO-BREAK SPACE}.") it panics.
    for bound in sentencex.get_sentence_boundaries("en", _WIDE_SPACE.sub(" ", text)):
        offset, end = bound["start_index"], bound["end_index"]
        for line in re.split(r"(?<=[.!?:])\n", text[offset:end]):
            if stripped := line.strip():
                found.append((offset + line.index(stripped), stripped))
            offset += len(line) + 1
    return found
