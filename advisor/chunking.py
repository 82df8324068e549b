"""Sections into chunks: one heading, one sentence, one bullet or one table row each.

A chunk never crosses a heading and is a slice of its source, so it can be quoted as it is.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from advisor.guide import sentences
from advisor.schema import Block, Chunk, ChunkKind, Guide, Section, Slice

VERSION = 2
"""Raise it when chunks change, so that older indexes are noticed."""


def chunk_guide(guide: Guide) -> list[Chunk]:
    """All chunks of a guide, in reading order."""
    chunks: list[Chunk] = []
    block_number = 0
    for section in guide.sections:
        for lead, pieces in _blocks(section):
            for kind, piece, cells in pieces:
                chunks.append(
                    Chunk(
                        id=_identity(guide, section, piece, len(chunks)),
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
                        place=piece.place,
                    )
                )
            block_number += 1
    return chunks


Piece = tuple[ChunkKind, Slice, tuple[tuple[str, str], ...]]


def _blocks(section: Section) -> Iterator[tuple[str, Iterator[Piece]]]:
    """The heading and then each block, with its lead and its pieces."""
    if section.heading:
        yield "", iter([("heading", section.heading, ())])
    for block in section.blocks:
        yield block.lead, _pieces(block)


def _pieces(block: Block) -> Iterator[Piece]:
    if block.kind == "table":
        for piece, row in zip(block.slices, block.rows, strict=True):
            yield "row", piece, tuple(zip(block.header, row, strict=False))
    elif block.kind == "list":
        for piece in block.slices:
            yield "bullet", piece, ()
    else:
        for piece in block.slices:
            for sentence in _sentences(piece):
                yield "sentence", sentence, ()


def _sentences(paragraph: Slice) -> Iterator[Slice]:
    for offset, text in sentences(paragraph.text):
        first = paragraph.lines[0] + paragraph.text.count("\n", 0, offset)
        yield Slice(text, (first, first + text.count("\n")), paragraph.place)


def _identity(guide: Guide, section: Section, piece: Slice, order: int) -> str:
    """Stable while source, heading, text and place stay what they are."""
    key = "\x1f".join((guide.source, *section.path, piece.text, str(piece.lines), str(order)))
    return hashlib.sha256(key.encode()).hexdigest()[:24]
