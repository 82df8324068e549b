"""What stands before the page and the endpoints: ways that are closed, sizes, the password."""

from __future__ import annotations

import base64
import binascii
import re
import secrets

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.config import PREFIX
from advisor.errors import SetupError, TooMany
from advisor.service.visits import CALLER, Visits

MAX_BODY_BYTES = 4_000_000
"""Of one request; the longest history that is read takes far less."""
TOO_LARGE = f"A request has at most {MAX_BODY_BYTES:,} bytes."
CLOSED = re.compile(
    r"/(gradio_api/)?(file|upload|proxy=|stream/|vibe|undo-vibe|process_recording|profiling"
    r"|custom_component/|dev/|deep_link|monitoring|runs\b|run-history)",
    re.IGNORECASE,
)
"""What Gradio offers and the page does not use: files, up and down; fetching from other hosts,
running code, looking into the process."""
LOCKED = ("/ask", "/plan", "/mcp", "/metrics", "/figures")
"""Our own addresses, which ask for the password where there is one; Gradio guards the page's."""
POSTS_PER_MINUTE = 600
"""Of one address, of whatever kind; questions have a limit of their own."""
TRIES_PER_MINUTE = 10
"""Wrong passwords from one address; the next ones are not looked at."""


def read_login(text: str) -> dict[str, str]:
    """Passwords by name. Raises SetupError, which shows neither, where that is not the form."""
    pairs = [pair.strip().partition(":") for pair in text.split(",") if pair.strip()]
    if not all(name.strip() and password for name, _, password in pairs):
        raise SetupError(
            f"{PREFIX}LOGIN is not of the form NAME:PASSWORD, or several of them parted by commas."
        )
    return {name.strip(): password for name, _, password in pairs}


def knows(login: dict[str, str], header: str) -> bool:
    """Whether an `Authorization` header (Basic) holds one of the names with its password."""
    kind, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    name, _, password = given.partition(b":")
    expected = login.get(name.decode("utf-8", "replace"), "")
    right = secrets.compare_digest(password, expected.encode())
    return kind.lower() == "basic" and bool(expected) and right


class Guard:
    """Turns away what is closed, too large, or without the password."""

    def __init__(self, app: ASGIApp, login: dict[str, str]) -> None:
        self._app, self._login = app, login
        self._tries, self._posts = Visits(TRIES_PER_MINUTE), Visits(POSTS_PER_MINUTE)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, unless there is a reason not to."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        CALLER.set(_address(scope))
        if refusal := self._refusal(scope):
            await refusal(scope, receive, send)
        else:
            await self._bounded(scope, receive, send)

    def _refusal(self, scope: Scope) -> Response | None:
        path, headers = scope["path"], Headers(scope=scope)
        if CLOSED.match(path):
            return JSONResponse({"error": "There is nothing here."}, 404)
        if scope["method"] == "POST" and (refusal := _too_many(self._posts, scope)):
            return refusal
        declared = headers.get("content-length", "0")
        if not declared.isdecimal() or int(declared) > MAX_BODY_BYTES:
            return JSONResponse({"error": TOO_LARGE}, 413)
        if self._login and path == "/login" and scope["method"] == "POST":
            return _too_many(self._tries, scope)
        if self._login and path.startswith(LOCKED):
            if knows(self._login, headers.get("authorization", "")):
                return None
            return _too_many(self._tries, scope) or JSONResponse(
                {"error": "A name and a password are needed here."},
                401,
                {"WWW-Authenticate": 'Basic realm="career advisor"'},
            )
        return None

    async def _bounded(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application read no more than there may be, whatever the length declared."""
        taken = 0

        async def take() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > MAX_BODY_BYTES:
                raise HTTPException(413, TOO_LARGE)
            return message

        await self._app(scope, take, send)


def _too_many(visits: Visits, scope: Scope) -> Response | None:
    try:
        visits.count(_address(scope))
    except TooMany:
        return JSONResponse({"error": "Too many requests. Please wait a minute."}, 429)
    return None


def _address(scope: Scope) -> str:
    client = scope.get("client")
    return str(client[0]) if client else ""
