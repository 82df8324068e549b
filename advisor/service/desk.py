"""The advisor as visitors reach it: each question limited, counted and logged."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.errors import AdvisorError
from advisor.plan.profile import Profile
from advisor.plan.schema import Plan
from advisor.schema import Answer, Message
from advisor.service.figures import Figures
from advisor.service.visits import Visits

_log = logging.getLogger(__name__)


class Desk(Advisor):
    """Answers as an Advisor does; `visitor` tells the address of who is asking now.

    Whatever is asked faster than the settings allow raises TooMany.
    """

    def __init__(self, settings: Settings, visitor: Callable[[], str], figures: Figures) -> None:
        super().__init__(settings)
        self._visitor, self._figures = visitor, figures
        self._visits = Visits(settings.questions_per_minute)

    def ask(
        self, question: str, history: Sequence[Message] = (), guide: str | None = None
    ) -> Answer:
        """As `Advisor.ask` does."""
        with self._noted("ask", question) as outcome:
            answer = super().ask(question, history, guide)
            outcome.append(_outcome(answer))
        return answer

    def stream(
        self, question: str, history: Sequence[Message] = (), guide: str | None = None
    ) -> Iterator[str | Answer]:
        """As `Advisor.stream` does."""
        if self._writer is None:  # then it is `ask` that answers
            yield from super().stream(question, history, guide)
            return
        with self._noted("ask", question) as outcome:
            for piece in super().stream(question, history, guide):
                if isinstance(piece, Answer):
                    outcome.append(_outcome(piece))
                yield piece

    def plan(self, profile: Profile, guide: str | None = None) -> Plan:
        """As `Advisor.plan` does."""
        with self._noted("plan", str(profile)) as outcome:
            plan = super().plan(profile, guide)
            outcome.append("planned")
        return plan

    @contextmanager
    def _noted(self, kind: str, text: str) -> Iterator[list[str]]:
        """Count and log what happens within, which tells its outcome; its errors are outcomes."""
        started = time.perf_counter()
        outcome: list[str] = []
        try:
            self._visits.count(self._visitor())
            yield outcome
        except AdvisorError as error:
            outcome.append(type(error).__name__)
            raise
        except Exception:
            outcome.append("fault")
            raise
        finally:
            seconds, ended = time.perf_counter() - started, outcome[-1] if outcome else "left"
            self._figures.asked(kind, ended, seconds)
            said: dict[str, object] = {"outcome": ended, "ms": round(seconds * 1000)}
            if self.settings.log_text:
                said["text"] = str(text)[: self.settings.max_question_chars]
            _log.info(kind, extra={"said": said})


def _outcome(answer: Answer) -> str:
    if answer.answered:
        return "partly" if answer.missing else "answered"
    return answer.reason or "small_talk"
