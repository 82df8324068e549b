"""An answer cut into the pieces that can be checked against what they cite."""

from __future__ import annotations

import re
from dataclasses import dataclass

from evals.normalise import strip_markers
from evals.records import AnswerRecord

QUOTE, FRAME, COMPUTED = "quote", "frame", "computed"

_MARKER = re.compile(r"\[(\d+)\]")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])\s+")
_TABLE_RULE = re.compile(r"^\s*\|?[\s:|-]+\|?\s*$")
# A sentence ends at its stop, with its markers before or behind it.
_SENTENCE_END = re.compile(r"(?<=[.!?])((?:\s*\[\d+\])*)\s+(?=[A-Z\"'“‘$*])")
_FRAMING = re.compile(
    r"^(yes|no|in part|not quite|sorry|here|the guides? (say|do|does|give|leave|cover|count))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """A sentence, a bullet, a table cell or a part of an answer, with the citations it carries."""

    kind: str
    text: str
    numbers: tuple[int, ...]

    @property
    def is_claim(self) -> bool:
        """Whether it states something, so that it has to be cited."""
        return self.kind != FRAME


def pieces(answer: AnswerRecord) -> tuple[Piece, ...]:
    """The answer's own parts where it tells them, its sentences, bullets and rows otherwise."""
    if answer.parts:
        return tuple(
            Piece(part.kind, strip_markers(part.text).strip(), part.numbers)
            for part in answer.parts
            if strip_markers(part.text).strip()
        )
    return split_pieces(answer.text)


def split_pieces(text: str) -> tuple[Piece, ...]:
    """The sentences, bullets and table rows of a text, told apart by their form alone."""
    found: list[Piece] = []
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for position, line in enumerate(lines):
        if line.startswith("|"):
            is_header = position + 1 < len(lines) and bool(_TABLE_RULE.match(lines[position + 1]))
            found += [] if _TABLE_RULE.match(line) else _row_pieces(line, is_header)
        else:
            found += [_sentence_piece(one) for one in split_sentences(_BULLET.sub("", line))]
    return tuple(found)


def split_sentences(line: str) -> list[str]:
    """The sentences of a line, each with the markers that stand behind it."""
    return [one.strip() for one in _SENTENCE_END.sub(r"\1\n", line).split("\n") if one.strip()]


def markers(text: str) -> tuple[int, ...]:
    """The citation numbers that a text carries, in order."""
    return tuple(int(number) for number in _MARKER.findall(text))


def _sentence_piece(sentence: str) -> Piece:
    numbers = markers(sentence)
    plain = _plain(sentence)
    kind = FRAME if not numbers and _is_framing(plain) else QUOTE
    return Piece(kind, plain, numbers)


def _row_pieces(line: str, is_header: bool) -> list[Piece]:
    """A table row's cells; all of them carry the markers of the row."""
    numbers = markers(line)
    cells = [_plain(cell) for cell in line.strip("|").split("|")]
    return [Piece(FRAME if is_header else QUOTE, cell, numbers) for cell in cells if cell]


def _is_framing(sentence: str) -> bool:
    return (
        sentence.endswith((":", "?"))
        or len(sentence.split()) <= 3
        or bool(_FRAMING.match(sentence))
        or sentence.startswith("#")
    )


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", strip_markers(text)).replace("**", "").strip()
