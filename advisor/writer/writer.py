"""`Writer`: one turn with a chat model: draft, write, check, compose.

What to answer and whether to is settled by the extractive engine, before and without the model;
the model is asked only to put an answer that stands into words.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.config import Settings
from advisor.draft import Draft
from advisor.schema import Answer, Chunk, Message
from advisor.writer.calls import CallFailed, Deadline, Usage, read_reply
from advisor.writer.composition import Composition
from advisor.writer.cutter import Cutter
from advisor.writer.grounding import Grounds
from advisor.writer.prompt import answer_messages
from advisor.writer.provider import open_model
from advisor.writer.rewrite import SHARE, rewrite

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

OFFERED = 12
"""Passages that the model is offered at most, if those of the extractive answer are not more."""
Drafting = Callable[[str], Draft]
"""Drafts the turn's answer; given the question made whole, or nothing to have that done as well."""

_log = logging.getLogger(__name__)


class Writer:
    """Writes answers with the chat model that the settings name."""

    def __init__(self, settings: Settings, model: BaseChatModel | None = None) -> None:
        """`model` stands in for that of the settings.

        Raises SetupError where that cannot be used.
        """
        self._settings = settings
        self._model = model or open_model(settings)

    def stream(
        self, drafting: Drafting, question: str, history: Sequence[Message]
    ) -> Iterator[str | Answer]:
        """The answer's text in pieces that hold, then the finished Answer."""
        started = time.monotonic()
        deadline, usage = Deadline(self._settings.model_timeout), Usage()
        draft = drafting("")
        if draft.answer.answered and history:
            draft = self._rewritten(draft, drafting, question, history, usage)
        # What was computed or put right is not to be reworded.
        quoted = all(kind == "quote" for line in draft.lines for kind, _ in line.pieces)
        if not draft.answer.answered or not quoted:
            yield from draft.answer.text.splitlines(keepends=True)
            yield draft.answer
            return
        yield from self._write(draft, deadline, usage, started)

    def _rewritten(
        self,
        draft: Draft,
        drafting: Drafting,
        question: str,
        history: Sequence[Message],
        usage: Usage,
    ) -> Draft:
        """The draft for the model's rewrite, where that is sane and has an answer."""
        seconds = self._settings.model_timeout * SHARE
        made = rewrite(self._model, question, history, seconds, usage)
        if not made or made == draft.answer.question:
            return draft
        other = drafting(made)
        return other if other.answer.answered else draft

    def _write(
        self, draft: Draft, deadline: Deadline, usage: Usage, started: float
    ) -> Iterator[str | Answer]:
        offered = _offered(draft)
        messages, count = answer_messages(
            draft.answer.question, offered, self._settings.model_context
        )
        composition = Composition(draft, Grounds(offered[:count], draft.free))
        failure = ""
        try:
            yield from self._checked(composition, messages, deadline, usage)
        except CallFailed as told:
            failure = f"The chat model {told}"
        if composition.survives:
            yield composition.finish()
            sheet = composition.sheet
            answer = replace(
                draft.answer,
                text=sheet.text,
                parts=sheet.parts,
                citations=sheet.citations,
                engine=self._settings.model,
            )
        else:
            answer = draft.answer
            yield answer.text
        notices = [*answer.notices, *_notices(composition, failure)]
        cost = _cost(self._settings.model, usage, time.monotonic() - started)
        notices += [cost] * self._settings.show_cost
        _log.info(
            "%s; first word after %.2f s, %d withheld", cost, usage.first, composition.withheld
        )
        yield replace(answer, notices=tuple(notices))

    def _checked(
        self,
        composition: Composition,
        messages: Sequence[BaseMessage],
        deadline: Deadline,
        usage: Usage,
    ) -> Iterator[str]:
        """The pieces of text that hold, as they come."""
        cutter = Cutter()
        finished = False
        try:
            for piece in read_reply(self._model, messages, deadline, usage):
                for unit in cutter.feed(piece):
                    if shown := composition.take(unit):
                        yield shown
                if composition.is_full:
                    return
            finished = True
        finally:
            rest = cutter.close(finished)
        for unit in rest:
            if shown := composition.take(unit):
                yield shown


def _offered(draft: Draft) -> list[Chunk]:
    """The passages that the model is offered: those of the extractive answer come first."""
    own = [chunk for line in draft.lines for chunk in line.chunks]
    return list(dict.fromkeys([*own, *draft.passages]))[: max(OFFERED, len(set(own)))]


def _notices(composition: Composition, failure: str) -> list[str]:
    """What a reader should know of how the answer came about."""
    notices = []
    if failure:
        what = "the rest of the answer" if composition.survives else "the answer"
        notices.append(f"{failure}; {what} is quoted from the guide.")
    elif not composition.survives:
        notices.append(
            "Nothing that the chat model wrote stands in the guide; it is quoted instead."
        )
    if composition.survives and composition.withheld:
        many = composition.withheld > 1
        told = f"{composition.withheld} sentences were" if many else "One sentence was"
        notices.append(f"{told} withheld: the guide does not support {'them' if many else 'it'}.")
    return notices


def _cost(model: str, usage: Usage, seconds: float) -> str:
    counted = f"{usage.read:,} tokens read, {usage.written:,} written"
    return f"{model}: {counted}, {seconds:.1f} s for the turn"
