"""Keeps the page to this host: the browser may reach no other, and the page names no other.

Other sites may show it within theirs only where the settings name them.
"""

from __future__ import annotations

import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from advisor.config import PREFIX
from advisor.errors import SetupError

POLICY = (
    # Gradio's page needs its inline scripts; what matters is that no other host can be reached.
    "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
_ORIGIN = re.compile(r"https?://[\w.-]+(:\d{1,5})?", re.ASCII)
_PREVIEW_TAG = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')


def read_origins(text: str) -> tuple[str, ...]:
    """The sites that may show the page. Raises SetupError where one is no origin."""
    origins = tuple(one.strip().rstrip("/") for one in text.split(",") if one.strip())
    for one in origins:
        if not _ORIGIN.fullmatch(one):
            raise SetupError(
                f"{PREFIX}FRAME_ORIGINS names {one!r}; an origin such as https://example.org was "
                "expected, without a path, several parted by commas."
            )
    return origins


class ThisHostOnly:
    """Adds the headers to every response, and takes Gradio's link previews out of the page.

    `framed_by` are the other sites that may show the page within theirs.
    """

    def __init__(self, app: ASGIApp, framed_by: tuple[str, ...] = ()) -> None:
        self._app = app
        policy = " ".join([POLICY, *framed_by])
        self._headers = HEADERS | {"Content-Security-Policy": policy}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and the response back with the headers."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        page = _Page() if scope["path"] == "/" else None
        if page:  # whose text is to be read, so it must not come compressed
            headers = [one for one in scope["headers"] if one[0].lower() != b"accept-encoding"]
            scope = {**scope, "headers": headers}

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self._headers)
            for ready in page.take(message) if page else [message]:
                await send(ready)

        return await self._app(scope, receive, send_on)


class _Page:
    """Holds a response back until it is whole, so that its length can follow its text."""

    def __init__(self) -> None:
        self._start: Message = {}
        self._body = b""

    def take(self, message: Message) -> list[Message]:
        """The messages that can be sent on now that this one has come."""
        if message["type"] == "http.response.start":
            self._start = message
            return []
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return []
        body = _PREVIEW_TAG.sub(b"", self._body)
        MutableHeaders(scope=self._start)["content-length"] = str(len(body))
        return [self._start, {"type": "http.response.body", "body": body}]
