"""The conversation as the server sees it: turns come from the browser and go back to it.

Nothing of a person stays here between two questions: what was said before comes with each event.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import gradio as gr

from advisor.chat import Advisor
from advisor.errors import AdvisorError
from advisor.page.calls import FAULT
from advisor.page.markup import again_markup, answer_markup, notice_markup, partial_markup, plain
from advisor.schema import Answer, Message

KEPT_TURNS = 50
"""Older turns of a conversation are dropped."""
STOPPED = "Stopped."

_log = logging.getLogger(__name__)

Turn = dict[str, Any]
"""One exchange as the browser keeps it: the question, and the answer's fields or what there is."""
Shown = tuple[list[gr.ChatMessage], list[Turn]]


class Chat:
    """What the page's conversation calls."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor

    def answer(self, event: gr.EventData) -> Iterator[Shown]:
        """Answer a question after the turns that came with it, piece by piece."""
        turns, data = _turns(event)[-KEPT_TURNS + 1 :], _data(event)
        question, guide = str(data.get("question", "")).strip(), str(data.get("guide") or "")
        if not question:
            yield messages(turns), turns
            return
        turn: Turn = {"question": question, "partial": ""}
        yield messages([*turns, turn]), [*turns, turn]
        try:
            for piece in self._advisor.stream(question, history(turns), guide or None):
                if isinstance(piece, Answer):
                    turn = {"question": question, "answer": piece.to_dict()}
                else:
                    turn = turn | {"partial": turn["partial"] + piece}
                yield messages([*turns, turn]), [*turns, turn]
        except AdvisorError as error:
            turn = turn | {"notice": str(error)}
        except Exception:  # a fault of ours must not leave the page waiting
            _log.exception("no answer to a question")
            turn = turn | {"notice": FAULT}
        yield messages([*turns, turn]), [*turns, turn]

    def show(self, event: gr.EventData) -> Shown:
        """The turns that the browser kept, or that were stopped."""
        turns = [turn if "answer" in turn else {"notice": STOPPED} | turn for turn in _turns(event)]
        return messages(turns), turns


def messages(turns: list[Turn]) -> list[gr.ChatMessage]:
    """Turns as the log shows them."""
    found = []
    for place, turn in enumerate(turns):
        is_last = place == len(turns) - 1
        found.append(gr.ChatMessage(plain(turn["question"]), role="user"))
        if content := _content(turn, place, is_last):
            found.append(gr.ChatMessage(content))
    return found


def history(turns: list[Turn]) -> list[Message]:
    """Turns as the advisor reads them."""
    said: list[Message] = []
    for turn in turns:
        text = turn["answer"]["text"] if "answer" in turn else turn.get("partial", "")
        said.append({"role": "user", "content": turn["question"]})
        said.append({"role": "assistant", "content": text})
    return said


def _content(turn: Turn, place: int, is_last: bool) -> str:
    if answer := turn.get("answer"):
        return answer_markup(answer, place, is_last)
    written = [partial_markup(turn["partial"])] if turn.get("partial") else []
    noticed = [notice_markup(turn["notice"])] if turn.get("notice") else []
    again = [again_markup(place)] if noticed and is_last else []
    return "\n\n".join(written + noticed + again)


def _data(event: gr.EventData) -> dict[str, Any]:
    return event._data if isinstance(event._data, dict) else {}


def _turns(event: gr.EventData) -> list[Turn]:
    turns = _data(event).get("turns") or []
    return [turn for turn in turns if isinstance(turn, dict) and "question" in turn]
