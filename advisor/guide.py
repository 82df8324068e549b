"""A guide's file, read into sections that remember where each line stands.

Markdown with front matter; the block structure comes from markdown-it, the text from the file
itself, so that what is quoted later is a slice of the source, letter for letter.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.errors import CorpusError
from advisor.expansion import questions_file, read_questions
from advisor.schema import Block, Guide, Section, Slice

if TYPE_CHECKING:
    from markdown_it.token import Token

MAX_BYTES = 5_000_000
_HASHES = re.compile(r"\A\s*#+\s+")
_BULLET = re.compile(r"\A\s*(?:[-*+]|\d{1,9}[.)])\s+")


def find_guides(paths: list[Path]) -> list[Path]:
    """The guide files that the paths name: a file itself, a folder's Markdown files, sorted.

    Raises CorpusError for a path that is not there or a folder without a guide.
    """
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise CorpusError(f"{path} is not there; name a guide file or a folder of guides.")
        files = sorted(path.rglob("*.md")) if path.is_dir() else [path]
        if not files:
            raise CorpusError(f"{path} holds no guide; a Markdown file (*.md) was expected.")
        found += [file for file in files if file not in found]
    return found


def read_guide(path: Path) -> Guide:
    """Read one file. Raises CorpusError where it is empty, too large or not text."""
    source = _read_text(path)
    guide = parse_guide(source, path.as_posix())
    beside = questions_file(path)
    if not beside.is_file():
        return guide
    digest = hashlib.sha256(guide.digest.encode() + beside.read_bytes()).hexdigest()
    asked = read_questions(beside)
    return replace(
        guide,
        expansions=asked.answered,
        silences=asked.unanswered,
        lifts=asked.lifts,
        digest=digest,
    )


def read_guides(paths: list[Path]) -> tuple[list[Guide], list[str]]:
    """Read every file that can be read; the others give a message each, which names the file."""
    guides: list[Guide] = []
    errors: list[str] = []
    for path in paths:
        try:
            guides.append(read_guide(path))
        except CorpusError as error:
            errors.append(str(error))
    return guides, errors


def parse_guide(source: str, name: str) -> Guide:
    """Section a guide's Markdown; `name` is what citations call the file."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.front_matter import front_matter_plugin

    source = re.sub(r"\r\n?", "\n", source)
    tokens = MarkdownIt("commonmark").enable("table").use(front_matter_plugin).parse(source)
    meta: dict[str, Any] = {}
    if tokens and tokens[0].type == "front_matter":
        meta = _front_matter(tokens[0].content, name)
    sections = tuple(_sections(tokens, source.split("\n"), str(meta.get("title", ""))))
    if not any(section.blocks for section in sections):
        raise CorpusError(f"{name} has no text below a heading; a guide was expected.")
    title = str(meta.get("title") or sections[0].path[0])
    return Guide(
        title=title,
        career=str(meta.get("career") or _career_of(title)),
        also_called=_names(meta, "also_called"),
        answers=_names(meta, "answers"),
        silent=_names(meta, "silent"),
        main=bool(meta.get("main", False)),
        companion=str(meta.get("companion") or ""),
        date=str(meta.get("date") or ""),
        figures=str(meta.get("figures") or ""),
        source=name,
        sections=sections,
        digest=hashlib.sha256(source.encode()).hexdigest(),
    )


def _read_text(path: Path) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror}.") from error
    if len(raw) > MAX_BYTES:
        raise CorpusError(f"{path} has {len(raw):,} bytes; at most {MAX_BYTES:,} are read.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not a text file in UTF-8.") from error
    if not text.strip():
        raise CorpusError(f"{path} is empty; a guide was expected.")
    if "\0" in text:
        raise CorpusError(f"{path} is a binary file; a guide in Markdown was expected.")
    return text


def _front_matter(text: str, name: str) -> dict[str, Any]:
    import yaml

    try:
        meta = yaml.safe_load(text) or {}
    except yaml.YAMLError as error:
        fault = " ".join(str(error).split())
        raise CorpusError(f"{name}: its front matter is not YAML: {fault}") from error
    if not isinstance(meta, dict):
        raise CorpusError(f"{name}: its front matter must be `key: value` lines.")
    for key in _LISTS:
        if not isinstance(meta.get(key) or [], str | list):
            raise CorpusError(f"{name}: {key} in its front matter must be a list of names.")
    return meta


_LISTS = ("also_called", "answers", "silent")


def _names(meta: dict[str, Any], key: str) -> tuple[str, ...]:
    """A list of names; a single one may stand without brackets."""
    names = meta.get(key) or ()
    return (names,) if isinstance(names, str) else tuple(str(name) for name in names)


def _career_of(title: str) -> str:
    return re.sub(r"(?i)^how to become an?\s+", "", title).strip()


@dataclass
class _Draft:
    """A section being read."""

    path: tuple[str, ...]
    heading: Slice | None = None
    blocks: list[Block] = field(default_factory=list)

    def close(self) -> Section:
        return Section(self.path, self.heading, tuple(self.blocks))


def _sections(tokens: list[Token], lines: list[str], title: str) -> Iterator[Section]:
    path: dict[int, str] = {}
    draft = _Draft((title or "Guide",))
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open":
            if draft.blocks or draft.heading:
                yield draft.close()
            level = int(token.tag[1])
            path = {depth: text for depth, text in path.items() if depth < level}
            path[level] = tokens[index + 1].content.strip()
            assert token.map
            heading = _slice(lines, token.map, _HASHES if token.markup.startswith("#") else None)
            draft = _Draft(tuple(path.values()), heading)
        elif token.type in _READERS and token.level == 0 and token.map:
            end = _closing(tokens, index)
            block = _READERS[token.type](tokens[index : end + 1], lines, draft.blocks)
            if block.slices:
                draft.blocks.append(block)
            index = end
        index += 1
    yield draft.close()


def _closing(tokens: list[Token], start: int) -> int:
    """The index of the token that closes the block opened at `start`."""
    level = tokens[start].level
    return next(
        index
        for index in range(start + 1, len(tokens))
        if tokens[index].level == level and tokens[index].nesting == -1
    )


def _slice(lines: list[str], span: list[int], marker: re.Pattern[str] | None = None) -> Slice:
    """The text of the 0-based lines [span[0], span[1]) without marker and white space around."""
    first, end = span
    text = "\n".join(lines[first:end])
    if marker:
        text = marker.sub("", text, count=1)
    lead = len(text) - len(text.lstrip())
    first += text.count("\n", 0, lead)
    text = text.strip()
    return Slice(text, (first + 1, first + 1 + text.count("\n")))


def _paragraph(tokens: list[Token], lines: list[str], _: list[Block]) -> Block:
    assert tokens[0].map
    return Block("paragraph", (_slice(lines, tokens[0].map),))


def _list(tokens: list[Token], lines: list[str], before: list[Block]) -> Block:
    """Each item's own paragraph is a bullet; a nested item is a bullet like the others."""
    bullets = []
    for index, token in enumerate(tokens):
        if token.type != "list_item_open" or tokens[index + 1].type != "paragraph_open":
            continue
        span = tokens[index + 1].map
        assert span
        bullets.append(_slice(lines, span, _BULLET))
    return Block("list", tuple(bullets), lead=_lead(before))


def _lead(before: list[Block]) -> str:
    """The sentence that ends in a colon just before a list."""
    if not before or before[-1].kind != "paragraph":
        return ""
    text = before[-1].slices[-1].text
    if not text.endswith(":"):
        return ""
    return sentences(text)[-1][1]


def _table(tokens: list[Token], lines: list[str], _: list[Block]) -> Block:
    cells = [_row(tokens, index) for index, token in enumerate(tokens) if token.type == "tr_open"]
    opened = [token for token in tokens if token.type == "tr_open"]
    slices = tuple(_slice(lines, token.map) for token in opened[1:] if token.map)
    return Block("table", slices, header=cells[0], rows=tuple(cells[1:]))


def _row(tokens: list[Token], start: int) -> tuple[str, ...]:
    end = _closing(tokens, start)
    return tuple(token.content for token in tokens[start:end] if token.type == "inline")


_READERS = {
    "paragraph_open": _paragraph,
    "bullet_list_open": _list,
    "ordered_list_open": _list,
    "table_open": _table,
}


def sentences(text: str) -> list[tuple[int, str]]:
    """The sentences of a text, each with the offset at which it starts.

    Split by sentencex's rules (Wikimedia), then at line ends that close a sentence.
    """
    import sentencex

    found = []
    for bound in sentencex.get_sentence_boundaries("en", text):
        piece = text[bound["start_index"] : bound["end_index"]]
        offset = bound["start_index"]
        for line in re.split(r"(?<=[.!?:])\n", piece):
            stripped = line.strip()
            if stripped:
                found.append((offset + line.index(stripped), stripped))
            offset += len(line) + 1
    return found
