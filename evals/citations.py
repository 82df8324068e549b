"""Whether an answer says what its citations say: quotes, markers, claims and figures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from advisor.errors import AdvisorError
from advisor.guide import readable_text
from evals.claims import COMPUTED, QUOTE, Piece, markers, pieces
from evals.normalise import figures, format_value, stated_figures, strip_markers, terms
from evals.records import AnswerRecord, CitationRecord

# A claim is supported when its figures, and this share of its terms, stand in what it cites.
SUPPORTING_SHARE = 0.6
# Sent to a professional, a reader in danger is given a number to call: no guide states it.
EMERGENCY_NUMBERS = frozenset({"911", "988", "112", "999"})

_EDGES = ".,;:!?\"'()[]*_“”‘’…"


def cited(piece: Piece, answer: AnswerRecord) -> tuple[CitationRecord, ...]:
    """The citations that a piece carries."""
    return tuple(one for one in answer.citations if one.number in piece.numbers)


def uncited_claims(answer: AnswerRecord) -> tuple[str, ...]:
    """The claims of an answer that carry no valid marker; none is best."""
    if not answer.answered:
        return ()
    return tuple(
        piece.text for piece in pieces(answer) if piece.is_claim and not cited(piece, answer)
    )


def marker_faults(answer: AnswerRecord) -> tuple[str, ...]:
    """Markers without a citation, citations without a marker, numbers out of order."""
    used = set(markers(answer.text))
    numbers = [citation.number for citation in answer.citations]
    faults = [f"[{number}] points nowhere" for number in sorted(used - set(numbers))]
    faults += [f"citation {number} is not used" for number in sorted(set(numbers) - used)]
    if numbers != list(range(1, len(numbers) + 1)):
        faults.append(f"citations are numbered {numbers}")
    return tuple(faults)


def changed_quotes(answer: AnswerRecord) -> tuple[str, ...]:
    """The quoting pieces whose words are not a run of words of a quote that they cite.

    Text that belongs to no part of the answer counts too: it could say anything.
    """
    changed = [
        piece.text
        for piece in pieces(answer)
        if piece.kind == QUOTE and piece.numbers and not is_verbatim(piece, answer)
    ]
    if answer.parts and _bare_words(answer.text) != _bare_words(
        " ".join(part.text for part in answer.parts)
    ):
        changed.append("the text is not the sum of its parts")
    return tuple(changed)


def is_verbatim(piece: Piece, answer: AnswerRecord) -> bool:
    """Whether the piece, or each cell of a row, stands word for word in one quote it cites."""
    quotes = [_bare_words(citation.quote) for citation in cited(piece, answer)]
    cells = [cell for cell in (_bare_words(one) for one in piece.text.split("|")) if cell]
    return all(any(_is_run(cell, quote) for quote in quotes) for cell in cells)


def quoting_pieces(answer: AnswerRecord) -> int:
    """How many pieces claim to be the guide's own words."""
    return sum(piece.kind == QUOTE and bool(piece.numbers) for piece in pieces(answer))


def unsupported_figures(answer: AnswerRecord, question: str) -> tuple[str, ...]:
    """The figures that stand neither in a quote of the answer nor in the question; none is best.

    The difference of two cited figures passes where both stand in the answer: in a computed part,
    or in a sentence that cites both.
    """
    allowed = set(figures(question)) | _cited_figures(answer.citations)
    if answer.reason == "needs_professional":
        allowed |= EMERGENCY_NUMBERS
    shown = set(figures(answer.text))
    bad: list[str] = []
    for piece in pieces(answer):
        differences = _differences(piece, answer, shown)
        bad += [one for one in stated_figures(piece.text) if one not in allowed | differences]
    return tuple(bad)


def citation_recall(answer: AnswerRecord, question: str) -> float | None:
    """Share of the claims that what they cite supports; None where nothing is claimed."""
    claims = [piece for piece in pieces(answer) if piece.is_claim]
    if not claims:
        return None
    good = sum(_supports(piece, cited(piece, answer), answer, question) for piece in claims)
    return good / len(claims)


def citation_precision(answer: AnswerRecord, question: str) -> float | None:
    """Share of the markers that their claim needs: it supports the claim alone, or the others
    do not support it without this one. None where nothing is cited."""
    needed: list[bool] = []
    for piece in pieces(answer):
        citations = cited(piece, answer)
        whole = _supports(piece, citations, answer, question)
        for one in citations:
            others = tuple(other for other in citations if other is not one)
            needed.append(
                whole
                and (
                    _supports(piece, (one,), answer, question)
                    or not _supports(piece, others, answer, question)
                )
            )
    return sum(needed) / len(needed) if needed else None


def stands_in_source(citation: CitationRecord, folders: Iterable[Path]) -> bool | None:
    """Whether the quote stands, letter for letter, at its lines; None where the file can't be read.

    The lines are the file's own; of a web page, a PDF or a Word file, those of its readable text.
    """
    file = find_source(citation.source, folders)
    if file is None:
        return False
    try:
        lines = _readable_lines(file, file.stat().st_mtime_ns)
    except AdvisorError:
        return None
    first, last = citation.lines
    return bool(citation.quote.strip()) and citation.quote in "\n".join(lines[first - 1 : last])


@lru_cache(maxsize=8)
def _readable_lines(file: Path, _changed: int) -> list[str]:
    return readable_text(file).split("\n")


def find_source(source: str, folders: Iterable[Path]) -> Path | None:
    """The file that a citation names: as it stands, or in one of the folders."""
    candidates = [Path(source), *(folder / source for folder in folders)]
    candidates += [folder / Path(source).name for folder in folders]
    return next((one for one in candidates if one.is_file()), None)


def _supports(
    piece: Piece, citations: tuple[CitationRecord, ...], answer: AnswerRecord, question: str
) -> bool:
    if not citations:
        return False
    allowed = _cited_figures(citations) | set(figures(question))
    allowed |= _differences(piece, answer, set(figures(answer.text)))
    wanted = terms(piece.text)
    if not set(stated_figures(piece.text)) <= allowed:
        return False
    if piece.kind == COMPUTED or not wanted:
        return True
    context = frozenset[str]().union(*(terms(_context(one)) for one in citations))
    return len(wanted & context) / len(wanted) >= SUPPORTING_SHARE


def _context(citation: CitationRecord) -> str:
    return " ".join((citation.quote, *citation.section))


def _cited_figures(citations: Iterable[CitationRecord]) -> set[str]:
    return {one for citation in citations for one in figures(_context(citation))}


def _differences(piece: Piece, answer: AnswerRecord, shown: set[str]) -> set[str]:
    """What a computed piece may state: differences of figures that it cites and the answer shows.

    Where the answer does not tell its parts, a piece with two citations may be a computed one.
    """
    citations = cited(piece, answer)
    if piece.kind != COMPUTED and (answer.parts or len(citations) < 2):
        return set()
    values = sorted(float(one) for one in _cited_figures(citations) & shown)
    return {format_value(high - low) for low in values for high in values if high > low}


def _bare_words(text: str) -> tuple[str, ...]:
    """The words as they are spelt, without case, emphasis and the punctuation at their edges."""
    bare = (word.strip(_EDGES).casefold() for word in re.split(r"[\s|]+", strip_markers(text)))
    return tuple(word for word in bare if word and not set(word) <= set("-–—•#"))


def _is_run(needle: tuple[str, ...], haystack: tuple[str, ...]) -> bool:
    size = len(needle)
    return any(haystack[start : start + size] == needle for start in range(len(haystack)))
