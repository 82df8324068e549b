"""What other programs ask: named endpoints for `gradio_client` and plain HTTP."""

from __future__ import annotations

from typing import Any

import gradio as gr

from advisor.chat import Advisor
from advisor.errors import AdvisorError
from advisor.schema import Message

AT_ONCE = 4
"""How many questions of one endpoint are answered at the same time; the others wait in line."""


def add_endpoints(advisor: Advisor) -> None:
    """Offer `/ask`; to be called within the page's Blocks."""

    def ask(question: str, history: list[Message] | None = None) -> dict[str, Any]:
        """Answer a question from the guides, with citations; history holds role and content."""
        try:
            return advisor.ask(question, history or []).to_dict()
        except AdvisorError as error:
            raise gr.Error(str(error)) from error

    gr.api(ask, api_name="ask", concurrency_limit=AT_ONCE)
