"""What a suite is run with: the advisor, opened on first use, the data folder and the options."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from evals.errors import Skipped
from evals.records import AdvisorLike, AnswerRecord, PassageRecord, passage_record

T = TypeVar("T")

GUIDE_DATA = Path(__file__).parent / "data" / "guide"


@dataclass(frozen=True)
class Options:
    """What was asked for on the command line."""

    split: str = "all"
    limit: int | None = None
    guide_data: Path = GUIDE_DATA
    public_data: Path | None = None


@dataclass
class Context:
    """Handed to every suite. `open_advisor` is called once, when a suite first asks."""

    open_advisor: Callable[[], AdvisorLike]
    options: Options = field(default_factory=Options)
    open_main: Callable[[], AdvisorLike] | None = None
    """Opens an advisor on the main guide alone; without it the usual one is taken for that."""
    expected: int = 0
    _advisor: AdvisorLike | None = None

    @property
    def advisor(self) -> AdvisorLike:
        """The advisor, warm, so that the first question's time is a question's time."""
        if self._advisor is None:
            self._advisor = self.open_advisor()
            self._advisor.ask("What is this guide about?", [])
        return self._advisor

    def on_main_guide(self) -> Context:
        """The same on the main guide alone, which is what the golden questions are about."""
        return replace(self, open_advisor=self.open_main or self.open_advisor, _advisor=None)

    def open(self) -> None:
        """Open the advisor now, so that failing to is the harness's fault and no question's."""
        _ = self.advisor

    @property
    def corpus_folders(self) -> tuple[Path, ...]:
        """Where the guides are that citations name."""
        return (Path(os.environ.get("ADVISOR_CORPUS") or "corpus"), Path())

    def expect(self, count: int) -> None:
        """How many items the suite is going to yield; fewer is a fault of the harness."""
        self.expected = count

    def public_file(self, name: str) -> Path:
        """A file of the public data; raises Skipped, by name, where it is absent."""
        if self.options.public_data is None:
            raise Skipped("EVALS_DATA is not set")
        file = self.options.public_data / name
        if not file.exists():
            raise Skipped(f"EVALS_DATA has no {name}")
        return file

    def take(self, rows: Sequence[T]) -> Sequence[T]:
        """The first rows, where --limit asks for few."""
        return rows[: self.options.limit] if self.options.limit else rows

    def ask(self, question: str, history: Sequence[dict[str, str]] = ()) -> AnswerRecord:
        """One question to the advisor, timed."""
        advisor = self.advisor
        started = time.perf_counter()
        answer = advisor.ask(question, list(history))
        return AnswerRecord.of(answer, time.perf_counter() - started)

    def retrieve(self, question: str, k: int) -> tuple[PassageRecord, ...]:
        """The passages that the advisor finds for a question."""
        return tuple(passage_record(one) for one in self.advisor.retrieve(question, k))
