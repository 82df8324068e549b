"""What the advisor said, kept as plain values: read once, then scored and reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol


class AdvisorLike(Protocol):
    """What the evals ask of an advisor, as any outside program would."""

    def ask(self, question: str, history: Any) -> Any: ...

    def retrieve(self, question: str, k: int) -> Sequence[Any]: ...

    def plan(self, profile: Any) -> Any: ...


@dataclass(frozen=True)
class CitationRecord:
    """A citation of an answer."""

    number: int
    section: tuple[str, ...]
    quote: str
    source: str
    lines: tuple[int, int]


@dataclass(frozen=True)
class PartRecord:
    """A piece of an answer: quoted from the guide, framing it, or computed from cited figures."""

    kind: str
    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class PassageRecord:
    """A retrieved passage."""

    section: tuple[str, ...]
    text: str
    score: float


@dataclass(frozen=True)
class AnswerRecord:
    """An answer, the seconds it took, and how sure the advisor was (None where it does not say)."""

    text: str
    answered: bool
    question: str = ""
    missing: str | None = None
    reason: str | None = None
    citations: tuple[CitationRecord, ...] = ()
    parts: tuple[PartRecord, ...] = ()
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    engine: str = ""
    confidence: float | None = None
    seconds: float = 0.0
    sure: bool = True

    @classmethod
    def of(cls, answer: Any, seconds: float = 0.0) -> AnswerRecord:
        """The record of an `advisor.Answer`."""
        confidence = getattr(answer, "confidence", None)
        return cls(
            text=answer.text,
            answered=bool(answer.answered),
            question=answer.question,
            missing=answer.missing,
            reason=answer.reason,
            citations=tuple(_citation(one) for one in answer.citations),
            parts=tuple(_part(one) for one in getattr(answer, "parts", ())),
            suggestions=tuple(answer.suggestions),
            notices=tuple(answer.notices),
            engine=answer.engine,
            confidence=None if confidence is None else float(confidence),
            seconds=seconds,
            sure=bool(getattr(answer, "sure", True)),
        )

    @classmethod
    def from_dict(cls, row: Mapping[str, Any]) -> AnswerRecord:
        """The record that `to_dict` gave."""
        fields = dict(row)
        fields["citations"] = tuple(
            CitationRecord(**one | {"section": tuple(one["section"]), "lines": tuple(one["lines"])})
            for one in row["citations"]
        )
        fields["parts"] = tuple(
            PartRecord(**one | {"numbers": tuple(one["numbers"])}) for one in row["parts"]
        )
        fields["suggestions"], fields["notices"] = tuple(row["suggestions"]), tuple(row["notices"])
        return cls(**fields)

    def to_dict(self) -> dict[str, Any]:
        """Every field, fit for JSON."""
        return asdict(self)


def passage_record(passage: Any) -> PassageRecord:
    """The record of an `advisor.Passage`."""
    return PassageRecord(tuple(passage.section), passage.text, float(passage.score))


def _citation(citation: Any) -> CitationRecord:
    first, last = citation.lines
    return CitationRecord(
        number=int(citation.number),
        section=tuple(citation.section),
        quote=citation.quote,
        source=str(citation.source),
        lines=(int(first), int(last)),
    )


def _part(part: Any) -> PartRecord:
    return PartRecord(kind=str(part.kind), text=part.text, numbers=tuple(part.numbers))
