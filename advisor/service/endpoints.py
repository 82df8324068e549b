"""What other programs ask: `/ask` and `/plan`, by `gradio_client` and by plain HTTP."""

from __future__ import annotations

from typing import Annotated, Any

import gradio as gr
from fastapi import APIRouter, Body, Request
from fastapi.responses import JSONResponse

from advisor.chat import Advisor
from advisor.errors import AdvisorError, SetupError, TooMany
from advisor.plan.profile import Profile
from advisor.schema import Message


def add_endpoints(advisor: Advisor) -> None:
    """Offer both to `gradio_client`; to be called within the page's Blocks.

    Gradio takes the arguments by their places and wants every one, so no more can be added.
    """

    def ask(question: str, history: list[Message] | None = None) -> dict[str, Any]:
        """Answer a question from the guides, with citations; history holds role and content."""
        try:
            return advisor.ask(question, history or []).to_dict()
        except AdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from error

    def plan(profile: dict[str, Any] | None = None) -> dict[str, Any]:
        """Make a career plan for a background, in which nothing is required; with citations."""
        try:
            return advisor.plan(Profile.from_dict(profile or {})).to_dict()
        except AdvisorError as error:
            raise gr.Error(str(error), print_exception=False) from error

    at_once = advisor.settings.at_once
    gr.api(ask, api_name="ask", concurrency_limit=at_once)
    gr.api(plan, api_name="plan", concurrency_limit=at_once)


def routes(advisor: Advisor) -> APIRouter:
    """Offer both to plain HTTP: JSON in one request, JSON in its response."""
    router = APIRouter()

    @router.post("/ask")
    def ask(
        question: Annotated[str, Body(embed=True)],
        history: Annotated[list[Any] | None, Body(embed=True)] = None,
        guide: Annotated[str | None, Body(embed=True)] = None,
    ) -> JSONResponse:
        return JSONResponse(advisor.ask(question, history or [], guide).to_dict())

    @router.post("/plan")
    def plan(
        profile: Annotated[dict[str, Any] | None, Body(embed=True)] = None,
        guide: Annotated[str | None, Body(embed=True)] = None,
    ) -> JSONResponse:
        return JSONResponse(advisor.plan(Profile.from_dict(profile or {}), guide).to_dict())

    return router


def refuse(_request: Request, error: Exception) -> JSONResponse:
    """An error of ours as a response: its message, and whose turn it is to mend it."""
    status = 429 if isinstance(error, TooMany) else 503 if isinstance(error, SetupError) else 422
    return JSONResponse({"error": str(error)}, status)
