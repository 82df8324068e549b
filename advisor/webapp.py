"""The web application: the page, what other programs ask, and what tells that it can answer."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio when it is imported

import gradio as gr
from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, HTMLResponse, JSONResponse, Response

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.errors import AdvisorError
from advisor.feedback import FeedbackStore
from advisor.page.layout import build_page, look
from advisor.privacy import ThisHostOnly, read_origins
from advisor.service.endpoints import add_endpoints, refuse, routes
from advisor.service.figures import CONTENT_TYPE, Figures, board
from advisor.service.guard import Guard, read_login
from advisor.service.tools import build_tools, tools_app

ASSETS = Path(__file__).parent / "service" / "assets"


def build_app(
    settings: Settings,
    advisor: Advisor,
    feedback: FeedbackStore,
    figures: Figures,
    why_not: Callable[[], str],
) -> FastAPI:
    """The page, and all that stands beside it.

    `why_not` tells why no question can be answered now; empty where it can.
    """
    login, framed_by = read_login(settings.login), read_origins(settings.frame_origins)
    style = look(settings)
    tools = build_tools(advisor)

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    # No documentation page, since it would load scripts from elsewhere.
    app = FastAPI(openapi_url=None, lifespan=running)
    app.include_router(routes(advisor))
    app.include_router(_beside(settings, feedback, figures, why_not))
    app.router.routes.extend(tools_app(tools, settings.host).routes)
    app.add_exception_handler(AdvisorError, refuse)
    app.add_middleware(ThisHostOnly, framed_by=framed_by)
    app.add_middleware(Guard, login=login)
    # Some sites let a page within theirs keep nothing; the script stands in for what it misses.
    storage = (ASSETS / "storage.js").read_text(encoding="utf-8")
    page = build_page(advisor, settings, feedback).queue(max_size=settings.queue)
    with page:
        add_endpoints(advisor)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=True,
        ssr_mode=False,
        auth=list(login.items()) or None,
        head=f"<script>{storage}</script>",
        **style,
    )
    return app


def _beside(
    settings: Settings, feedback: FeedbackStore, figures: Figures, why_not: Callable[[], str]
) -> APIRouter:
    """Its health, figures for the person who runs it, and for other sites the script that shows it,
    with a page that does so.
    """
    router = APIRouter()

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    def readyz() -> JSONResponse:
        why = why_not()
        return JSONResponse({"ready": not why, "why_not": why}, 503 if why else 200)

    @router.get("/metrics")
    def metrics() -> Response:
        return Response(figures.text(), media_type=CONTENT_TYPE)

    @router.get("/figures")
    def board_page() -> HTMLResponse:
        return HTMLResponse(board(settings.title, figures, feedback))

    @router.get("/widget.js")
    def script() -> FileResponse:
        return FileResponse(ASSETS / "widget.js", media_type="text/javascript")

    @router.get("/widget-example")
    def example() -> FileResponse:
        return FileResponse(ASSETS / "widget-example.html")

    return router
