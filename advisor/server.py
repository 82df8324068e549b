"""The web server: the page, what other programs ask, and what tells that it can answer."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio when it is imported

import gradio as gr
import uvicorn
from fastapi import APIRouter, FastAPI
from fastapi.responses import HTMLResponse, JSONResponse, Response
from gradio.context import LocalContext

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.errors import AdvisorError, SetupError
from advisor.feedback import FeedbackStore
from advisor.page import build_page, look
from advisor.privacy import ThisHostOnly
from advisor.service.board import board
from advisor.service.desk import Desk
from advisor.service.endpoints import add_endpoints, refuse, routes
from advisor.service.figures import CONTENT_TYPE, Figures
from advisor.service.guard import Guard
from advisor.service.log import log_as_json
from advisor.service.login import read_login
from advisor.service.tools import build_tools, tools_app
from advisor.service.visits import CALLER
from advisor.service.widget import page_head, read_origins, widget_example, widget_script

CONNECTIONS = 1000
"""At the same time; whoever comes then is told that it is busy."""
_log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Open the index and serve the page until interrupted.

    Raises AdvisorError where the index cannot be opened, a setting cannot be, or the port is taken.
    """
    log_as_json(settings.log_text)
    figures = Figures()
    advisor = Desk(settings, visitor, figures)
    feedback = FeedbackStore(settings, figures.judged)
    listener = _listen(settings.host, settings.port)
    app = build_app(settings, advisor, feedback, figures)
    server = uvicorn.Server(
        uvicorn.Config(
            app, log_config=None, timeout_graceful_shutdown=2, limit_concurrency=CONNECTIONS
        )
    )
    print(f"The career advisor is at http://{settings.host}:{settings.port}", flush=True)
    server.run(sockets=[listener])


def build_app(
    settings: Settings, advisor: Advisor, feedback: FeedbackStore, figures: Figures
) -> FastAPI:
    """The web application: the page, and all that stands beside it."""
    login, framed_by = read_login(settings.login), read_origins(settings.frame_origins)
    style = look(settings)
    tools = build_tools(advisor)
    tools_routes = tools_app(tools, settings.host).routes

    @asynccontextmanager
    async def running(_app: FastAPI) -> AsyncIterator[None]:
        async with tools.session_manager.run():
            yield

    # No documentation page, since it would load scripts from elsewhere.
    app = FastAPI(openapi_url=None, lifespan=running)
    app.include_router(_health(advisor))
    app.include_router(routes(advisor))
    app.include_router(_about(settings, feedback, figures))
    app.router.routes.extend(tools_routes)
    app.add_exception_handler(AdvisorError, refuse)
    app.add_middleware(ThisHostOnly, framed_by=framed_by)
    app.add_middleware(Guard, login=login)
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
        head=page_head(),
        **style,
    )
    return app


def _health(advisor: Advisor) -> APIRouter:
    router = APIRouter()
    ready = _Readiness(advisor)

    @router.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @router.get("/readyz")
    def readyz() -> JSONResponse:
        why = ready.why_not()
        return JSONResponse({"ready": not why, "why_not": why}, 503 if why else 200)

    return router


def _about(settings: Settings, feedback: FeedbackStore, figures: Figures) -> APIRouter:
    """Figures for the person who runs it, and the script for other sites."""
    router = APIRouter()

    @router.get("/metrics")
    def metrics() -> Response:
        return Response(figures.text(), media_type=CONTENT_TYPE)

    @router.get("/figures")
    def board_page() -> HTMLResponse:
        return HTMLResponse(board(settings.title, figures, feedback))

    @router.get("/widget.js")
    def script() -> Response:
        return Response(widget_script(), media_type="text/javascript")

    @router.get("/widget-example")
    def example() -> HTMLResponse:
        return HTMLResponse(widget_example())

    return router


def visitor() -> str:
    """The address of whoever asked what is being worked on; empty for a call from within."""
    request = LocalContext.request.get(None)
    return str(request.client.host) if request and request.client else CALLER.get()


class _Readiness:
    """Loads the models in the background, and tells whether a question can be answered."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._loader = threading.Thread(target=self._try, daemon=True)
        self._loader.start()

    def why_not(self) -> str:
        """Why no question can be answered now; empty where it can."""
        return "The models are being loaded." if self._loader.is_alive() else self._try()

    def _try(self) -> str:
        try:
            self._advisor.retrieve("How do I start?", k=1)
        except AdvisorError as error:
            _log.warning("No question can be answered: %s", error)
            return str(error)
        return ""


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise SetupError(
            f"The page cannot be served on {host}:{port} ({error.strerror}); "
            "choose another with --port or --host."
        ) from error
