"""The web server, which says what is amiss before it imports the page, and then serves it."""

from __future__ import annotations

import logging
import socket
import threading

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.errors import AdvisorError, SetupError
from advisor.feedback import FeedbackStore
from advisor.loading import collect_as_usual, no_stubs
from advisor.service.desk import Desk
from advisor.service.figures import Figures
from advisor.service.log import log_as_json
from advisor.service.visits import CALLER

CONNECTIONS = 1000
"""At the same time; whoever comes then is told that it is busy."""
_FIRST = "How do I start?"
_log = logging.getLogger(__name__)


def serve(settings: Settings) -> None:
    """Open the index and serve the page until interrupted.

    Raises AdvisorError where the index cannot be opened, a setting cannot be, or the port is taken.
    """
    log_as_json(settings.log_text)
    figures = Figures()
    advisor = Desk(settings, visitor, figures)
    feedback = FeedbackStore(settings, figures.judged)
    with no_stubs():
        from advisor.webapp import build_app
    listener = _listen(settings.host, settings.port)
    # Not while the page is imported: two threads that import the same libraries may trip over one
    # another's halves.
    ready = Readiness(advisor)
    try:
        app = build_app(settings, advisor, feedback, figures, ready.why_not)
        import uvicorn

        server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, timeout_graceful_shutdown=2, limit_concurrency=CONNECTIONS
            )
        )
        print(f"The career advisor is at http://{settings.host}:{settings.port}", flush=True)
        server.run(sockets=[listener])
    finally:
        ready.wait()  # the program must not end in the middle of it


def visitor() -> str:
    """The address of whoever asked what is being worked on; empty for a call from within."""
    from gradio.context import LocalContext

    request = LocalContext.request.get(None)
    return str(request.client.host) if request and request.client else CALLER.get()


class Readiness:
    """Loads the models in the background, and tells whether a question can be answered."""

    def __init__(self, advisor: Advisor) -> None:
        self._advisor = advisor
        self._loaded = threading.Event()
        self._loader = threading.Thread(target=self._load, daemon=True)
        self._loader.start()

    def why_not(self) -> str:
        """Why no question can be answered now; empty where it can."""
        return self._try() if self._loaded.is_set() else "The models are being loaded."

    def wait(self) -> None:
        """Return once the models are loaded, or cannot be."""
        self._loader.join()

    def _load(self) -> None:
        try:
            self._try()
        finally:
            self._loaded.set()
        try:  # what only a whole answer takes, before somebody waits for it
            self._advisor.engine.ask(_FIRST)
        except Exception as error:  # whoever asks first meets it again
            _log.warning("Not all was made ready: %s", error)
        collect_as_usual()

    def _try(self) -> str:
        try:
            self._advisor.retrieve(_FIRST, k=1)
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
