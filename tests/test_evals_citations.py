"""Claims, markers, quotes and figures of an answer, against citations worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals import citations
from evals.claims import Piece, split_pieces, split_sentences
from evals.records import AnswerRecord, CitationRecord, PartRecord

PAY = "Senior coordinators earn $70,000 to $90,000 a year."
ENTRY = "Entry-level coordinators earn $35,000 to $50,000 a year."
SUITS = "The Clinical Nurse Leader (CNL) suits leadership."


def cite(number: int, quote: str, section: tuple[str, ...] = ("Guide", "Salary")) -> CitationRecord:
    return CitationRecord(number, section, quote, "guide.md", (1, 1))


def answer(text: str, *quotes: str, parts: tuple[PartRecord, ...] = (), **fields: object):
    return AnswerRecord(
        text=text,
        answered=True,
        citations=tuple(cite(number, quote) for number, quote in enumerate(quotes, start=1)),
        parts=parts,
        **fields,
    )


# --- pieces of an answer ------------------------------------------------------------------------


def test_sentences_keep_the_markers_behind_them() -> None:
    assert split_sentences("It pays well. [1][2] It is hard [3]. Really.") == [
        "It pays well. [1][2]",
        "It is hard [3].",
        "Really.",
    ]


def test_an_answer_without_parts_is_split_by_its_form() -> None:
    text = (
        "The guide gives two:\n\n- CCM is common [1]\n- CNL suits leadership [2]\n\n"
        "| Level | Pay |\n| --- | --- |\n| Senior | $70,000 [1] |\n\nNo."
    )
    assert split_pieces(text) == (
        Piece("frame", "The guide gives two:", ()),
        Piece("quote", "CCM is common", (1,)),
        Piece("quote", "CNL suits leadership", (2,)),
        Piece("frame", "Level", ()),
        Piece("frame", "Pay", ()),
        Piece("quote", "Senior", (1,)),
        Piece("quote", "$70,000", (1,)),
        Piece("frame", "No.", ()),
    )


# --- citations ----------------------------------------------------------------------------------


def test_a_claim_without_a_marker_is_uncited() -> None:
    reply = answer(f"{PAY} [1] The job is quite demanding for everyone.", PAY)
    assert citations.uncited_claims(reply) == ("The job is quite demanding for everyone.",)


def test_a_part_that_quotes_without_a_number_is_uncited() -> None:
    parts = (PartRecord("frame", "In short:", ()), PartRecord("quote", PAY, ()))
    assert citations.uncited_claims(answer(f"In short: {PAY}", PAY, parts=parts)) == (PAY,)


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (f"{PAY} [1]", ()),
        (f"{PAY} [1][2]", ("[2] points nowhere",)),
        (PAY, ("citation 1 is not used",)),
    ],
)
def test_marker_faults(text: str, faults: tuple[str, ...]) -> None:
    assert citations.marker_faults(answer(text, PAY)) == faults


def test_citations_are_numbered_from_one() -> None:
    reply = AnswerRecord(text="Pay [2].", answered=True, citations=(cite(2, PAY),))
    assert citations.marker_faults(reply) == ("citations are numbered [2]",)


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("Senior coordinators earn $70,000 to $90,000 a year. [1]", 0),
        ("**Senior coordinators** earn $70,000 to $90,000 [1].", 0),  # a run of the quote
        ("Senior coordinators make $70,000 to $90,000 a year. [1]", 1),  # earn -> make
        ("Coordinators senior earn $70,000 to $90,000 a year. [1]", 1),  # another order
    ],
)
def test_changed_quotes(text: str, changed: int) -> None:
    assert len(citations.changed_quotes(answer(text, PAY))) == changed


def test_a_row_stands_cell_by_cell_in_its_quote() -> None:
    row = "| Senior | $70,000 to $90,000 | 5+ years |"
    good = PartRecord("quote", "Senior | 5+ years", (1,))
    bad = PartRecord("quote", "Senior | $90,000 to $99,000", (1,))
    assert citations.is_verbatim(Piece("quote", good.text, (1,)), answer("", row))
    assert not citations.is_verbatim(Piece("quote", bad.text, (1,)), answer("", row))


def test_text_that_is_in_no_part_is_found() -> None:
    parts = (PartRecord("quote", PAY, (1,)),)
    assert citations.changed_quotes(answer(f"{PAY} [1]", PAY, parts=parts)) == ()
    smuggled = answer(f"{PAY} [1] Bonuses are common.", PAY, parts=parts)
    assert citations.changed_quotes(smuggled) == ("the text is not the sum of its parts",)


@pytest.mark.parametrize(
    ("text", "question", "bad"),
    [
        (f"{PAY} [1]", "Pay?", ()),
        ("They earn $95,000 [1].", "Pay?", ("95000",)),
        ("The guide counts 7 steps? No. [1]", "Are there seven steps?", ()),
        (
            "They earn about $20,000 more [1].",
            "Pay?",
            ("20000",),
        ),  # 90 - 70, but not a computed one
    ],
)
def test_unsupported_figures(text: str, question: str, bad: tuple[str, ...]) -> None:
    assert citations.unsupported_figures(answer(text, PAY), question) == bad


def test_a_computed_difference_passes_where_both_terms_are_shown() -> None:
    terms_shown = f"{PAY} [1] {ENTRY} [2]"
    assert not citations.unsupported_figures(
        answer(f"{terms_shown} That is $35,000 to $40,000 more [1][2].", PAY, ENTRY), "Pay?"
    )
    hidden = answer("That is $40,000 more [1][2].", PAY, ENTRY)
    assert citations.unsupported_figures(hidden, "Pay?") == ("40000",)


def test_a_computed_part_may_state_a_difference_and_a_quoting_part_may_not() -> None:
    shown = (PartRecord("quote", PAY, (1,)), PartRecord("quote", ENTRY, (2,)))
    for kind, bad in (("computed", ()), ("quote", ("40000",)), ("frame", ("40000",))):
        parts = (*shown, PartRecord(kind, "The difference is $40,000", (1, 2)))
        reply = answer(f"{PAY} {ENTRY} The difference is $40,000", PAY, ENTRY, parts=parts)
        assert citations.unsupported_figures(reply, "Pay?") == bad


def test_an_emergency_number_needs_no_citation() -> None:
    reply = AnswerRecord("Call 911 now.", answered=False, reason="needs_professional")
    assert citations.unsupported_figures(reply, "help") == ()


def test_citation_recall_and_precision() -> None:
    # Two claims: the first is supported, the second cites a passage that says something else.
    reply = answer(f"{PAY} [1] The CNL suits leadership roles. [1]", PAY, SUITS)
    assert citations.citation_recall(reply, "Pay?") == 0.5
    assert citations.citation_precision(reply, "Pay?") == 0.5
    # A marker too many: the claim stands in [1] alone, [2] adds nothing.
    reply = answer(f"{PAY} [1][2]", PAY, SUITS)
    assert citations.citation_recall(reply, "Pay?") == 1.0
    assert citations.citation_precision(reply, "Pay?") == 0.5


def test_an_answer_that_claims_nothing_has_no_citation_scores() -> None:
    reply = AnswerRecord("Hello!", answered=False)
    assert citations.citation_recall(reply, "Hi") is None
    assert citations.citation_precision(reply, "Hi") is None


def test_a_quote_stands_in_its_source_at_its_lines(tmp_path: Path) -> None:
    (tmp_path / "guide.md").write_text("# Salary\n\nIt pays\nwell.\n", encoding="utf-8")
    cases = [
        ("It pays\nwell.", (3, 4), True),
        ("It pays", (3, 3), True),
        ("It pays", (4, 4), False),
        ("it pays", (3, 3), False),
        (" ", (3, 3), False),
    ]
    for quote, lines, stands in cases:
        citation = CitationRecord(1, (), quote, "corpus/guide.md", lines)
        assert citations.stands_in_source(citation, [tmp_path]) is stands, quote


def test_a_source_that_is_gone_is_no_source_and_a_binary_cannot_be_scored(tmp_path: Path) -> None:
    gone = CitationRecord(1, (), "x", "gone.md", (1, 1))
    assert citations.stands_in_source(gone, [tmp_path]) is False
    (tmp_path / "guide.pdf").write_bytes(b"%PDF\xff\xfe\x00\x80")
    binary = CitationRecord(1, (), "x", "guide.pdf", (1, 1))
    assert citations.stands_in_source(binary, [tmp_path]) is None
