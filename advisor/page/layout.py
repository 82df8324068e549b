"""The page's layout: where everything stands, and which event calls what.

The three views (conversation, guide, plan) and what belongs to them are HTML files beside the
script and the style in `assets/`. The log of the conversation is Gradio's own; the script and
Python meet at the bridge, a component without a face: the script triggers its events, and what
they give comes back as its value.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.themes.utils.colors import Color

from advisor.chat import Advisor
from advisor.config import PREFIX, Settings
from advisor.errors import SetupError
from advisor.feedback import REASONS, FeedbackStore
from advisor.page.calls import calls
from advisor.page.chat import Chat

ASSETS = Path(__file__).parent / "assets"
SESSIONS = 200
"""Of which Gradio keeps its own copy of the layout, 20 kB each; nothing of ours is in it."""
_SCRIPTS = "dom store panel chat conversations guide plan feedback main".split()
_STYLES = "base chat panel guide plan".split()


def look(settings: Settings) -> dict[str, Any]:
    """The page's theme and style, as Gradio takes them where the page is mounted.

    Raises SetupError where the settings name no colour that there is.
    """
    colours = [colour.name for colour in Color.all]
    if settings.colour not in colours:
        raise SetupError(
            f"{PREFIX}COLOUR is {settings.colour!r}; one of {', '.join(colours)} was expected."
        )
    return {
        "theme": gr.themes.Base(
            primary_hue=settings.colour,
            neutral_hue="slate",
            font=["sans-serif"],
            font_mono=["monospace"],
        ),
        "css_paths": [ASSETS / f"{name}.css" for name in _STYLES],
    }


def build_page(advisor: Advisor, settings: Settings, feedback: FeedbackStore) -> gr.Blocks:
    """The page's layout and what its parts do."""
    chat = Chat(advisor)
    with gr.Blocks(title=settings.title, analytics_enabled=False, fill_height=True) as page:
        page.state_session_capacity = SESSIONS
        with gr.Column(elem_id="shell"):
            _part("header")
            _part("conversations")
            with gr.Column(elem_id="chat"):
                _part("welcome")
                log = _log()
                _part("composer")
            for name in ("guide", "plan", "panel", "feedback"):
                _part(name)
            bridge = gr.HTML(
                None,
                elem_id="bridge",
                html_template="<!-- no face -->",
                apply_default_css=False,
                js_on_load=_script(settings),
                server_functions=calls(advisor, feedback),
            )
        given = {"outputs": [log, bridge], "api_visibility": "private", "show_progress": "hidden"}
        asked = bridge.ask(chat.answer, concurrency_limit=settings.at_once, **given)
        bridge.show(chat.show, cancels=[asked], queue=False, **given)
    return page


def _part(name: str) -> gr.HTML:
    """A part of the page that is HTML alone."""
    html = (ASSETS / f"{name}.html").read_text(encoding="utf-8")
    part = gr.HTML(html, elem_id=name, apply_default_css=False, js_on_load=None)
    # Gradio asks each anew for every session, which takes as long as half an answer.
    part.get_config = cache(part.get_config)
    return part


def _log() -> gr.Chatbot:
    return gr.Chatbot(
        elem_id="log",
        label="Conversation",
        show_label=False,
        container=False,
        scale=1,
        height=None,
        buttons=[],
        autoscroll=False,  # the script does it
        latex_delimiters=[],
        feedback_options=None,
        allow_tags=False,
    )


def _script(settings: Settings) -> str:
    """The page's script: what it has to know, then its files, one after the other."""
    known = {
        "title": settings.title,
        "greeting": settings.greeting,
        "examples": [one.strip() for one in settings.examples.split("|") if one.strip()],
        "maxQuestion": settings.max_question_chars,
        "reasons": REASONS if settings.feedback else {},
    }
    files = [(ASSETS / f"{name}.js").read_text(encoding="utf-8") for name in _SCRIPTS]
    return "\n".join([f"const known = {json.dumps(known)};", *files])
