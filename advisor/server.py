"""The web server: the page, what other programs ask, and what tells that it can answer."""

from __future__ import annotations

import logging
import os
import socket
import threading

os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"  # read by Gradio when it is imported

import gradio as gr
import uvicorn
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from gradio.context import LocalContext

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.endpoints import add_endpoints
from advisor.errors import AdvisorError, SetupError
from advisor.page import build_page, look
from advisor.privacy import ThisHostOnly
from advisor.service.desk import Desk
from advisor.service.figures import Figures

_log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Open the index and serve the page until interrupted.

    Raises AdvisorError where the index cannot be opened or the port is taken.
    """
    advisor = Desk(settings, visitor, Figures())
    listener = _listen(settings.host, settings.port)
    server = uvicorn.Server(
        uvicorn.Config(
            build_app(advisor, settings), log_level="warning", timeout_graceful_shutdown=2
        )
    )
    print(f"The career advisor is at http://{settings.host}:{settings.port}", flush=True)
    server.run(sockets=[listener])


def build_app(advisor: Advisor, settings: Settings) -> FastAPI:
    """The web application: the page, `/healthz` and `/readyz`."""
    app = FastAPI(openapi_url=None)  # its documentation page would load scripts from elsewhere
    ready = _Readiness(advisor)

    @app.get("/healthz")
    def healthz() -> dict[str, str]:
        return {"status": "ok"}

    @app.get("/readyz")
    def readyz() -> JSONResponse:
        why = ready.why_not()
        return JSONResponse({"ready": not why, "why_not": why}, 503 if why else 200)

    app.add_middleware(ThisHostOnly)
    page = build_page(advisor, settings)
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
        **look(),
    )
    return app


def visitor() -> str:
    """The address of whoever asked what Gradio is working on now; empty outside of that."""
    request = LocalContext.request.get(None)
    return str(request.client.host) if request and request.client else ""


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
