"""Turns with a chat model beside the same turns without it: what is shown of its words, when."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from queue import SimpleQueue
from typing import Any, NamedTuple, cast

from tqdm import tqdm

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.schema import Answer
from advisor.writer.cutter import Cutter, Unit
from advisor.writer.writer import Writer
from evals.context import Context
from evals.items import Item
from evals.normalise import figures, stated_figures
from evals.recorded import RecordedModel, Reply
from evals.records import PartRecord
from evals.samples import Sample
from evals.suites import guide

WRITTEN = "written"


class Heard(NamedTuple):
    """What was heard of a model in one turn."""

    said: int = 0
    """Sentences, bullets and rows that it finished."""
    since_end: float | None = None
    """Seconds from the last letter or marker of the first sentence shown to its being shown; None
    where nothing of its is shown."""
    since_sure: float | None = None
    """The same from the piece with which its end was certain, and that no marker follows."""


@dataclass(frozen=True)
class Turn:
    """One turn with the model, beside the same turn without it."""

    quoted: Item
    written: Item
    heard: Heard

    @property
    def own(self) -> tuple[PartRecord, ...]:
        """What is shown of the model's words."""
        answer = self.written.answer
        return tuple(one for one in answer.parts if one.kind == WRITTEN) if answer else ()

    @property
    def lost(self) -> tuple[str, ...]:
        """What is wrong with the model, and was not without it."""
        return tuple(one for one in self.written.notes if one not in self.quoted.notes)

    @property
    def bad_figures(self) -> tuple[str, ...]:
        """The figures in the model's sentences that stand in no passage which they cite."""
        answer = self.written.answer
        quotes = {one.number: one.quote for one in answer.citations} if answer else {}
        bad: list[str] = []
        for part in self.own:
            known = figures(" ".join(quotes[number] for number in part.numbers if number in quotes))
            bad += [one for one in stated_figures(part.text) if one not in known]
        return tuple(bad)

    @property
    def failed(self) -> bool:
        """Whether the model's server did."""
        answer = self.written.answer
        return answer is None or any(one.startswith("The chat model ") for one in answer.notices)


class Quoting:
    """The advisor without a chat model."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self.retrieve = advisor.retrieve
        self.plan = advisor.plan

    def ask(self, question: str, history: Any) -> Answer:
        return self._advisor.engine.ask(question, history)


class Writing(Quoting):
    """The same with a chat model."""

    def __init__(self, advisor: Advisor, model: RecordedModel, settings: Settings) -> None:
        super().__init__(advisor)
        self._model = model
        self._writer = Writer(settings, cast(Any, model))
        self.heard = Heard()
        """Of the last question."""

    def ask(self, question: str, history: Any) -> Answer:
        def draft(standalone: str) -> Any:
            return self._advisor.engine.draft(question, history, None, standalone)

        self._model.answer, self.heard, shown = None, Heard(), 0.0
        for piece in self._writer.stream(draft, question, history):
            shown = shown or time.perf_counter()
            answer = piece
        assert isinstance(answer, Answer)
        if self._model.answer:
            own = [one.text for one in answer.parts if one.kind == WRITTEN]
            self.heard = heard(self._model.answer, own[0] if own else "", shown)
        return answer


def ask_both(
    advisor: Advisor,
    writings: Sequence[Writing],
    samples: Sequence[Sample],
    minutes: float | None = None,
) -> tuple[list[Turn], int]:
    """The turns of the samples, as many at once as there are advisors that write, and how many
    samples were asked before the time was up."""
    until = time.monotonic() + minutes * 60 if minutes else float("inf")
    free: SimpleQueue[Writing] = SimpleQueue()
    for one in writings:
        free.put(one)

    def ask(sample: Sample) -> list[Turn] | None:
        if time.monotonic() > until:
            return None
        writing = free.get()
        try:
            return _turns(advisor, writing, sample)
        finally:
            free.put(writing)

    with ThreadPoolExecutor(len(writings)) as pool:
        told = list(tqdm(pool.map(ask, samples), total=len(samples), disable=None, leave=False))
    asked = [one for one in told if one is not None]
    return [turn for turns in asked for turn in turns], len(asked)


def _turns(advisor: Advisor, writing: Writing, sample: Sample) -> list[Turn]:
    """The turns of one sample, each without the model and with it."""
    without, beside = Context(lambda: Quoting(advisor)), Context(lambda: writing)
    beside.open()
    quoted = guide.replay(without, sample, WRITTEN)
    written = guide.replay(beside, sample, WRITTEN)
    return [Turn(next(quoted), one, writing.heard) for one in written]


def heard(reply: Reply, first: str, shown: float) -> Heard:
    """What was heard; `first` is the first sentence shown, `shown` when that was."""
    pieces = list(reply.pieces)
    units = _cut([text for _, text in pieces], reply.ended is not None)
    said = sum(unit.whole and unit.kind != "lead" for unit in units)
    found = _finished(pieces, first, reply.ended) if first else None
    return Heard(said, shown - found[0], shown - found[1]) if found else Heard(said)


def _finished(
    pieces: Sequence[tuple[float, str]], sentence: str, ended: float | None
) -> tuple[float, float] | None:
    """When the model had come to the end of a sentence, and when that was certain."""
    cutter, texts = Cutter(), [text for _, text in pieces]
    read, unit = 0, None
    while unit is None and read < len(texts):
        unit = _find(cutter.feed(texts[read]), sentence)
        read += 1
    sure = pieces[read - 1][0]
    if unit is None:  # its end is that of the reply
        unit, sure = _find(cutter.close(True), sentence), ended or sure
    if unit is None:
        return None
    while read > 1 and unit in _cut(texts[: read - 1], True):
        read -= 1
    return pieces[read - 1][0], sure


def _cut(pieces: Iterable[str], finished: bool) -> list[Unit]:
    cutter = Cutter()
    return [unit for piece in pieces for unit in cutter.feed(piece)] + cutter.close(finished)


def _find(units: Iterable[Unit], text: str) -> Unit | None:
    """The unit that is shown as this text, which may be without the unit's first words."""
    return next((one for one in units if one.text.lower().endswith(text.lower())), None)
