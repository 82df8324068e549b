"""`Writer`: one turn with a chat model: draft, write, check, compose.

What to answer and whether to is settled by the extractive engine, before and without the model;
the model is asked only to put an answer that stands into words.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.config import Settings
from advisor.draft import Draft
from advisor.schema import Answer, Chunk, Message
from advisor.writer.calls import CallFailed, Calls
from advisor.writer.composition import Composition
from advisor.writer.cutter import Cutter
from advisor.writer.grounding import Grounds
from advisor.writer.prompt import answer_messages
from advisor.writer.provider import open_model
from advisor.writer.rewrite import rewrite

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

OFFERED = 12
"""Passages that the model is offered at most, if those of the extractive answer are not more."""
_CLEARLY = 2.0
"""How many times the odds of the rules' question a model's needs to be taken."""
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
        calls = Calls(self._model, self._settings.model_timeout)
        draft = drafting("")
        made = rewrite(calls, question, history) if draft.answer.answered and history else None
        if made and made != draft.answer.question:
            other = drafting(made)
            draft = other if _is_surer(other.answer, draft.answer) else draft
        # What was computed or put right is not to be reworded.
        quoted = all(kind == "quote" for line in draft.lines for kind, _ in line.pieces)
        if draft.answer.answered and quoted:
            yield from self._write(draft, calls)
        else:
            yield from draft.answer.text.splitlines(keepends=True)
            yield draft.answer

    def _write(self, draft: Draft, calls: Calls) -> Iterator[str | Answer]:
        offered = _offered(draft)
        messages, count = answer_messages(
            draft.answer.question, offered, self._settings.model_context
        )
        reply = calls.reply(messages)
        next(reply)  # the model reads its prompt while the passages are read here
        grounds = Grounds(offered[:count], draft.free)
        composition = Composition(draft, grounds)
        failure = ""
        try:
            yield from _checked(composition, grounds, reply)
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
        counted = f"{calls.read:,} tokens read, {calls.written:,} written"
        cost = f"{self._settings.model}: {counted}, {calls.seconds:.1f} s for the turn"
        notices += [cost] * self._settings.show_cost
        _log.info(
            "%s; first word after %.2f s, %d withheld", cost, calls.first, composition.withheld
        )
        yield replace(answer, notices=tuple(notices))


def _checked(composition: Composition, grounds: Grounds, reply: Iterable[str]) -> Iterator[str]:
    """The pieces of text that hold, as they come."""
    cutter = Cutter()
    for piece in reply:
        yield from filter(None, map(composition.take, cutter.feed(piece)))
        if composition.is_full:
            return
        grounds.expect(cutter.stopped)
    yield from filter(None, map(composition.take, cutter.close(finished=True)))


def _is_surer(one: Answer, other: Answer) -> bool:
    """Whether an answer stands, and clearly more surely than another that does."""
    odds = one.confidence * (1 - other.confidence)
    return one.answered and odds >= _CLEARLY * other.confidence * (1 - one.confidence)


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
