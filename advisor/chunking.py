"""Sections into chunks: one heading, one sentence, one bullet or one table row each.

A chunk never crosses a heading and is a slice of its source, so it can be quoted as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from advisor.expansion import placed
from advisor.guide import sentences
from advisor.intents import mask_career
from advisor.schema import Block, Chunk, ChunkKind, Guide, Section, Slice, SourceNote
from advisor.sources import attribute

VERSION = 5
"""Raise it when chunks change, so that older indexes are noticed."""


def chunk_guide(guide: Guide) -> list[Chunk]:
    """All chunks of a guide, in reading order."""
    chunks: list[Chunk] = []
    block_number = 0
    for section in guide.sections:
        for lead, notes, pieces in _blocks(section, guide.source):
            for kind, piece, cells in pieces:
                chunks.append(
                    Chunk(
                        id=_identity(guide, section.path, piece, len(chunks)),
                        guide=guide.title,
                        source=guide.source,
                        section=section.path,
                        kind=kind,
                        text=piece.text,
                        lines=piece.lines,
                        order=len(chunks),
                        block=block_number,
                        lead=lead if kind == "bullet" else "",
                        cells=cells,
                        notes=notes,
                        place=piece.place,
                    )
                )
            block_number += 1
    return [*chunks, *_questions(guide, chunks)]


def _questions(guide: Guide, chunks: list[Chunk]) -> Iterator[Chunk]:
    """What people ask, each question at the passage that answers it, or at the guide's first.

    Questions are kept as they are compared: with the career's names masked.
    """
    asked = [*placed(guide.expansions, chunks), *(_headings(chunks) if guide.expansions else ())]
    answered = [(question, chunk, chunk.id, ()) for question, chunk in asked]
    silent = [
        (question, chunks[0], "", (("topic", one.topic), ("who", one.who)))
        for one in guide.silences
        for question in one.questions
    ]
    for place, (question, chunk, about, cells) in enumerate([*answered, *silent], len(chunks)):
        text = mask_career(question, guide.names)
        identity = _identity(guide, chunk.section, Slice(text, chunk.lines), place)
        yield replace(chunk, id=identity, kind="question", text=text, order=place, lead="",
                      cells=cells, about=about)  # fmt: skip


def _headings(chunks: Sequence[Chunk]) -> Iterable[tuple[str, Chunk]]:
    """Each heading that is a question, with the first passage below it."""
    found: dict[str, Chunk] = {}
    for chunk in chunks:
        if chunk.kind != "heading" and chunk.heading.endswith("?"):
            found.setdefault(chunk.heading, chunk)
    return found.items()


Piece = tuple[ChunkKind, Slice, tuple[tuple[str, str], ...]]


def _blocks(
    section: Section, source: str
) -> Iterator[tuple[str, tuple[SourceNote, ...], Iterator[Piece]]]:
    """The heading and then each block, with its lead, its sources and its pieces."""
    if section.heading:
        yield "", (), iter([("heading", section.heading, ())])
    for block, notes in attribute(section.blocks, source):
        yield block.lead, notes, _pieces(block)


def _pieces(block: Block) -> Iterator[Piece]:
    if block.kind == "table":
        for piece, row in zip(block.slices, block.rows, strict=True):
            yield "row", piece, tuple(zip(block.header, row, strict=False))
    elif block.kind == "list":
        for piece in block.slices:
            yield "bullet", piece, ()
    else:
        for piece in block.slices:
            for offset, text in sentences(piece.text):
                first = piece.lines[0] + piece.text.count("\n", 0, offset)
                lines = (first, first + text.count("\n"))
                yield "sentence", Slice(text, lines, piece.place), ()


def _identity(guide: Guide, path: tuple[str, ...], piece: Slice, order: int) -> str:
    """Stable while source, heading, text and place stay what they are."""
    key = "\x1f".join((guide.source, *path, piece.text, str(piece.lines), str(order)))
    return hashlib.sha256(key.encode()).hexdigest()[:24]
