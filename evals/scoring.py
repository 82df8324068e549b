"""One reply against what was expected of it: an outcome, scores, and what is wrong in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from evals import citations as cites
from evals import metrics as measure
from evals.items import OUTCOMES
from evals.normalise import stated_figures, words
from evals.ranking import ranking_scores
from evals.records import AnswerRecord, PassageRecord
from evals.samples import Expected

Scores = Mapping[str, float | None]

SMALL_TALK = "small_talk"
# The scores that only a reply with citations has.
CITED = ("quote_in_source", "verbatim", "citation_precision", "citation_recall")


@dataclass(frozen=True)
class Verdict:
    """What became of a question."""

    outcome: str
    scores: Scores = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def with_scores(self, scores: Scores) -> Verdict:
        """The same verdict with further scores."""
        return replace(self, scores={**self.scores, **scores})


def judge_answer(
    answer: AnswerRecord, question: str, expected: Expected, kind: str, folders: Iterable[Path]
) -> Verdict:
    """Every score of a reply."""
    if expected.answerable:
        verdict = _judge_answerable(answer, expected)
    else:
        verdict = _judge_unanswerable(answer, expected, kind)
    form, form_notes = form_scores(answer, question, folders)
    if expected.answerable:
        form = {**dict.fromkeys(CITED), **form}  # what cites nothing can't be scored
    common: dict[str, float | None] = {
        "passed": float(OUTCOMES[verdict.outcome]),
        "answerable": float(expected.answerable),
        "answered": float(not declines(answer, kind)),
        "seconds": answer.seconds,
        "no_crash": 1.0,
    }
    if answer.confidence is not None:
        common["confidence"] = answer.confidence
    return Verdict(
        verdict.outcome, {**common, **verdict.scores, **form}, verdict.notes + form_notes
    )


def declines(answer: AnswerRecord, kind: str = "") -> bool:
    """Whether the reply states nothing; small talk may count as answered if it claims nothing."""
    if kind == SMALL_TALK and answer.reason is None:
        return not answer.citations and not stated_figures(answer.text)
    return not answer.answered


def _judge_answerable(answer: AnswerRecord, expected: Expected) -> Verdict:
    shown = measure.facts_found(answer.text, expected.facts)
    found = shown if answer.answered else ()
    facts = sum(found) / len(expected.facts)
    wrong = measure.wrong_found(answer.text, expected.wrong)
    outcome = _answerable_outcome(answer, facts, wrong)
    scores: dict[str, float | None] = {
        "right": float(outcome == "right"),
        "in_part": float(answer.answered and facts > 0 and not wrong),
        "shown": float(any(shown) and not wrong),
        "facts": facts,
        "nothing_wrong": float(not wrong),
        "wrongly_declined": float(not answer.answered),
        "words": float(measure.word_count(answer.text)) if answer.answered else None,
    }
    notes = [
        f"missing: {' | '.join(fact)}"
        for fact, is_found in zip(expected.facts, found, strict=False)
        if not is_found
    ]
    if not answer.answered:
        notes.append(f"declined: {answer.reason}")
    if expected.partly:
        scores["missing_named"] = float(bool(answer.missing))
        notes += [] if answer.missing else ["does not say what is missing"]
    if expected.decides:
        decided = answer.answered and measure.decided_first(answer.text, expected.decides)
        scores["decided_first"] = float(decided)
        notes += [] if decided else ["does not begin with what decides"]
    notes += [f"wrong: {one}" for one in wrong]
    return Verdict(outcome, scores, tuple(notes))


def _answerable_outcome(answer: AnswerRecord, facts: float, wrong: Sequence[str]) -> str:
    if not answer.answered:
        return "wrongly declined"
    if wrong:
        return "wrong statement"
    if facts < 1:
        return "incomplete"
    return "right" if measure.fits(answer.text) else "too long"


def _judge_unanswerable(answer: AnswerRecord, expected: Expected, kind: str) -> Verdict:
    declined = declines(answer, kind)
    wrong = measure.wrong_found(answer.text, expected.wrong)
    scores: dict[str, float | None] = {
        "declined": float(declined),
        "not_asserted": float(declined or not answer.sure),
        "nothing_wrong": float(not wrong),
    }
    notes = [f"wrong: {one}" for one in wrong]
    if not declined:
        notes.append("answered")
    if None not in expected.reasons:
        fits = answer.reason in expected.reasons
        scores["reason_right"] = float(fits) if declined else None  # no decline, no reason
        if declined and not fits:
            notes.append(f"reason {answer.reason}, not {' or '.join(map(str, expected.reasons))}")
    outcome = "wrongly answered" if not declined else "wrong statement" if wrong else "declined"
    return Verdict(outcome, scores, tuple(notes))


def form_scores(
    answer: AnswerRecord, question: str, folders: Iterable[Path]
) -> tuple[Scores, tuple[str, ...]]:
    """Whether the reply is cited, quoted and figured as it must be, right or not."""
    folders = tuple(folders)
    uncited = cites.uncited_claims(answer)
    faults = cites.marker_faults(answer)
    changed = cites.changed_quotes(answer)
    bad_figures = cites.unsupported_figures(answer, question)
    standing = {one.number: cites.stands_in_source(one, folders) for one in answer.citations}
    scores: dict[str, float | None] = {
        "claims_cited": float(not uncited),
        "markers_valid": float(not faults),
        "figures_supported": float(not bad_figures),
    }
    if answer.citations:
        known = [one for one in standing.values() if one is not None]
        quoting = max(cites.quoting_pieces(answer), len(changed))
        scores["quote_in_source"] = sum(known) / len(known) if known else None
        scores["verbatim"] = 1 - len(changed) / quoting if quoting else None
        scores["citation_precision"] = cites.citation_precision(answer, question)
        scores["citation_recall"] = cites.citation_recall(answer, question)
    notes = [f"uncited: {one}" for one in uncited]
    notes += [f"marker: {one}" for one in faults]
    notes += [f"reworded: {one}" for one in changed]
    notes += [f"figure without a source: {one}" for one in bad_figures]
    notes += [f"quote [{number}] is not at its lines" for number, ok in standing.items() if not ok]
    return scores, tuple(notes)


def ranking_of(passages: Sequence[PassageRecord], gold: Sequence[str]) -> Scores:
    """The ranking measures; sections are told by their own heading."""
    names = [section_name(passage.section[-1]) for passage in passages if passage.section]
    return dict(ranking_scores(names, [section_name(name) for name in gold]))


def section_name(heading: str) -> str:
    """A heading as a name that formats agree on."""
    return " ".join(words(heading))


def rewrite_scores(question: str, rewrite: str, reference: str) -> Scores:
    """How near the standalone question is to a person's; harm only where nothing was needed."""
    scores: dict[str, float | None] = {
        "rewrite_f1": measure.added_term_f1(question, rewrite, reference)
    }
    if measure.does_no_harm(question, reference):
        scores["no_harm"] = float(measure.does_no_harm(question, rewrite))
    return scores


def crash_verdict(expected: Expected, error: Exception) -> Verdict:
    """A question that raised: not right, not declined; what was not seen is left unscored."""
    main = "right" if expected.answerable else "declined"
    scores: dict[str, float | None] = {"no_crash": 0.0, "passed": 0.0, main: 0.0}
    unseen = ("nothing_wrong", "markers_valid", "claims_cited", "figures_supported")
    scores |= dict.fromkeys(unseen)
    return Verdict("crashed", scores, (f"{type(error).__name__}: {error}",))
