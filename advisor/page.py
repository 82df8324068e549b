"""The chat page: its layout, and what its parts do."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import gradio as gr

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.errors import AdvisorError
from advisor.markup import answer_markup, notice_markup, partial_markup, plain
from advisor.schema import Answer, Message

ASSETS = Path(__file__).parent / "page_assets"
EXAMPLES = (
    "What are the steps to become a Clinical Care Coordinator?",
    "How much does a senior coordinator earn?",
    "Which certification suits end-of-life care?",
    "Can I become one without a degree?",
    "How long does it take?",
)
FAULT = "Something went wrong here, and is written to the server's log. Please ask again."
PROMISE = "Every answer comes from the guide and shows where it stands there."

STORAGE = "career-advisor-1"
"""The conversation's place in the browser, scrambled rather than secret; numbered by its shape."""
KEPT_TURNS = 50
AT_ONCE = 4
"""How many questions are answered at the same time; the others wait in line."""

_log = logging.getLogger(__name__)

Turn = dict[str, Any]
"""One exchange as the browser keeps it: the question, and the answer's fields or what there is."""


def look() -> dict[str, Any]:
    """The page's theme, style and script, as Gradio takes them where the page is mounted."""
    return {
        "theme": gr.themes.Base(
            primary_hue="teal", neutral_hue="slate", font=["sans-serif"], font_mono=["monospace"]
        ),
        "css_paths": ASSETS / "page.css",
        "js": (ASSETS / "page.js").read_text(encoding="utf-8"),
    }


def build_page(advisor: Advisor, settings: Settings) -> gr.Blocks:
    """The page's layout and what its parts do."""
    chat = _Chat(advisor)
    guides = ", ".join(one.title for one in advisor.index.guides() if not one.companion)
    with gr.Blocks(title="Career advisor", analytics_enabled=False, fill_height=True) as page:
        with gr.Row(elem_id="head"):
            gr.HTML(f"<h1>Career advisor</h1><p>{plain(guides)}</p>", elem_id="title")
            clear = gr.Button("New conversation", size="sm", scale=0, elem_id="clear")
        log = gr.Chatbot(
            elem_id="log",
            show_label=False,
            container=False,
            scale=1,
            height=None,
            buttons=[],
            autoscroll=False,  # page.js does it
            latex_delimiters=[],
            feedback_options=None,
            allow_tags=False,
            placeholder=f"## What would you like to know?\n\n{PROMISE}",
            examples=[{"text": example} for example in EXAMPLES],
        )
        box = gr.Textbox(
            elem_id="question",
            label="Your question",
            show_label=False,
            placeholder="Ask about the career",
            max_lines=6,
            max_length=settings.max_question_chars,
            submit_btn=True,
            autofocus=True,
        )
        turns = gr.BrowserState([], storage_key=STORAGE, secret=STORAGE)

        # One listener for all three, so that a second question waits until the first is answered.
        asked = gr.on(
            [box.submit, log.example_select, log.option_select],
            chat.answer,
            [box, turns],
            [log, turns, box],
            api_visibility="private",
            show_progress="minimal",
            concurrency_limit=AT_ONCE,
        )
        now = {"queue": False, "api_visibility": "private", "show_progress": "hidden"}
        box.stop(chat.show, turns, [log, box], cancels=[asked], **now)
        clear.click(chat.clear, None, [log, turns, box], cancels=[asked], **now)
        page.load(chat.show, turns, [log, box], **now)
    return page


class _Chat:
    """What the page's controls call."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor

    def answer(self, typed: str, turns: list[Turn], event: gr.EventData) -> Iterator[Any]:
        """Answer what was typed or picked, piece by piece, into the log."""
        question = (_picked(event) or typed).strip()
        if not question:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        turn: Turn = {"question": question, "partial": ""}
        turns = turns[-KEPT_TURNS + 1 :]
        yield _messages([*turns, turn]), [*turns, turn], _busy_box()
        try:
            for piece in self._advisor.stream(question, _history(turns)):
                if isinstance(piece, Answer):
                    turn = {"question": question, "answer": piece.to_dict()}
                else:
                    turn = turn | {"partial": turn["partial"] + piece}
                yield _messages([*turns, turn]), [*turns, turn], gr.skip()
        except AdvisorError as error:
            turn = turn | {"notice": str(error)}
        except Exception:  # a fault of ours must not leave the page waiting
            _log.exception("no answer to a question")
            turn = turn | {"notice": FAULT}
        yield _messages([*turns, turn]), [*turns, turn], _idle_box()

    def show(self, turns: list[Turn]) -> tuple[list[gr.ChatMessage], Any]:
        """The log of a conversation that the browser kept, or that was stopped."""
        stopped = [_stopped(turn) for turn in turns]
        return _messages(stopped), _idle_box()

    def clear(self) -> tuple[list[Any], list[Turn], Any]:
        """An empty log, to begin again."""
        return [], [], _idle_box()


def _messages(turns: list[Turn]) -> list[gr.ChatMessage]:
    messages = []
    for turn in turns:
        messages.append(gr.ChatMessage(plain(turn["question"]), role="user"))
        if answer := turn.get("answer"):
            chips = [{"value": suggestion} for suggestion in answer["suggestions"]]
            messages.append(gr.ChatMessage(answer_markup(answer), options=chips))
        else:
            written = [partial_markup(turn["partial"])] if turn["partial"] else []
            noticed = [notice_markup(turn["notice"])] if turn.get("notice") else []
            if content := "\n\n".join(written + noticed):
                messages.append(gr.ChatMessage(content))
    return messages


def _history(turns: list[Turn]) -> list[Message]:
    history: list[Message] = []
    for turn in turns:
        text = turn["answer"]["text"] if "answer" in turn else turn["partial"]
        history.append({"role": "user", "content": turn["question"]})
        history.append({"role": "assistant", "content": text})
    return history


def _stopped(turn: Turn) -> Turn:
    return turn if "answer" in turn else {"notice": "Stopped."} | turn


def _picked(event: gr.EventData) -> str:
    """The question on the chip that was pressed; empty where the question was typed."""
    value = (event._data or {}).get("value", "")
    return str(value["text"] if isinstance(value, dict) else value)


def _busy_box() -> gr.Textbox:
    return gr.Textbox(value="", submit_btn=False, stop_btn=True)


def _idle_box() -> gr.Textbox:
    return gr.Textbox(submit_btn=True, stop_btn=False)
