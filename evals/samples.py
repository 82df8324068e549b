"""The golden set: JSON lines in, frozen samples out.

A sample is one or more turns: a single question has one, a conversation has several.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.errors import SampleError

SPLITS = ("dev", "test")
REASONS = (
    "not_in_guide",
    "off_topic",
    "needs_professional",
    "unsafe",
    "empty_question",
    "ambiguous",
    None,  # small talk
)
_EXPECTED_FIELDS = {"answerable", "facts", "wrong", "gold", "partly", "decides", "reason"}
_TURN_FIELDS = _EXPECTED_FIELDS | {"question", "standalone", "kind", "assistant"}
_SINGLE_FIELDS = _TURN_FIELDS | {"id", "note"}
_CONVERSATION_FIELDS = {"id", "kind", "turns", "note"}


@dataclass(frozen=True)
class Expected:
    """What a right reply shows: the facts (each with its alternatives), or a decline."""

    answerable: bool
    facts: tuple[tuple[str, ...], ...] = ()
    wrong: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()
    partly: bool = False
    decides: tuple[str, ...] = ()
    """Words of which the first sentence has some: those that a yes or a no follows from."""
    reasons: tuple[str | None, ...] = ()


@dataclass(frozen=True)
class Turn:
    """One question, and what is expected of the reply to it.

    `assistant` replaces the advisor's own reply in the history of later turns.
    """

    question: str
    kind: str
    expected: Expected
    standalone: str
    assistant: str | None = None


@dataclass(frozen=True)
class Sample:
    """A row of the golden set."""

    id: str
    kind: str
    split: str
    turns: tuple[Turn, ...]

    @property
    def is_conversation(self) -> bool:
        return len(self.turns) > 1

    @property
    def answerable(self) -> bool:
        return self.turns[0].expected.answerable


def load_samples(folder: Path, split: str = "all") -> list[Sample]:
    """Every sample of a folder's `*.jsonl`, in file order; ids must be unique."""
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise SampleError(f"no data: {folder} holds no *.jsonl file")
    samples = [sample for file in files for sample in read_samples(file)]
    _refuse_doubles(samples)
    return [sample for sample in samples if split in ("all", sample.split)]


def read_samples(file: Path) -> list[Sample]:
    """The samples of one file; the error names the line."""
    samples = []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            samples.append(parse_sample(json.loads(line)))
        except (SampleError, ValueError) as error:
            raise SampleError(f"{file.name}:{number}: {error}") from error
    return samples


def parse_sample(row: Mapping[str, Any]) -> Sample:
    """One row of a data file as a sample."""
    sample_id = _text(row, "id")
    split = _split_of(sample_id)
    if "turns" not in row:
        _refuse_unknown(row, _SINGLE_FIELDS)
        return Sample(sample_id, _text(row, "kind"), split, (_parse_turn(row),))
    _refuse_unknown(row, _CONVERSATION_FIELDS)
    for turn in row["turns"]:
        _refuse_unknown(turn, _TURN_FIELDS)
    turns = tuple(_parse_turn(turn) for turn in row["turns"])
    if len(turns) < 2:
        raise SampleError(f"a conversation has at least two turns, got {len(turns)}")
    return Sample(sample_id, _text(row, "kind"), split, turns)


def _parse_turn(row: Mapping[str, Any]) -> Turn:
    question = _text(row, "question", may_be_blank=True)
    return Turn(
        question=question,
        kind=_text(row, "kind"),
        expected=_parse_expected(row),
        standalone=str(row.get("standalone") or question),
        assistant=row.get("assistant"),
    )


def _parse_expected(row: Mapping[str, Any]) -> Expected:
    answerable = row.get("answerable")
    if not isinstance(answerable, bool):
        raise SampleError(f"'answerable' must be true or false, got {answerable!r}")
    facts = tuple(_strings(fact, "facts") for fact in row.get("facts", ()))
    if answerable and not facts:
        raise SampleError("an answerable question needs at least one fact")
    if any(not fact for fact in facts):
        raise SampleError("a fact needs at least one alternative")
    return Expected(
        answerable=answerable,
        facts=facts,
        wrong=_strings(row.get("wrong", ()), "wrong"),
        gold=_strings(row.get("gold", ()), "gold"),
        partly=bool(row.get("partly", False)),
        decides=_strings(row.get("decides", ()), "decides"),
        reasons=_parse_reasons(row, answerable),
    )


def _parse_reasons(row: Mapping[str, Any], answerable: bool) -> tuple[str | None, ...]:
    if answerable:
        return ()
    if "reason" not in row:
        raise SampleError("an unanswerable question needs a 'reason' (null for small talk)")
    reason = row["reason"]
    reasons = tuple(reason) if isinstance(reason, list) else (reason,)
    for one in reasons:
        if one not in REASONS:
            raise SampleError(f"unknown reason {one!r}; one of {', '.join(map(str, REASONS))}")
    return reasons


def _strings(value: object, field: str) -> tuple[str, ...]:
    if isinstance(value, str) or not isinstance(value, Iterable):
        raise SampleError(f"'{field}' must be a list of strings, got {value!r}")
    strings = tuple(value)
    if not all(isinstance(one, str) and one.strip() for one in strings):
        raise SampleError(f"'{field}' must hold strings that are not blank, got {value!r}")
    return strings


def _text(row: Mapping[str, Any], field: str, may_be_blank: bool = False) -> str:
    value = row.get(field)
    if not isinstance(value, str) or not (may_be_blank or value.strip()):
        raise SampleError(f"'{field}' must be a string, got {value!r}")
    return value


def _split_of(sample_id: str) -> str:
    parts = sample_id.split("-")
    if len(parts) < 3 or parts[1] not in SPLITS:
        raise SampleError(f"an id names its split, as in g-dev-001; got {sample_id!r}")
    return parts[1]


def _refuse_unknown(row: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(row) - known)
    if unknown:
        raise SampleError(f"unknown field {', '.join(unknown)}")


def _refuse_doubles(samples: Iterable[Sample]) -> None:
    seen: set[str] = set()
    for sample in samples:
        if sample.id in seen:
            raise SampleError(f"the id {sample.id} is used twice")
        seen.add(sample.id)
