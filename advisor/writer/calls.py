"""Calls of a chat model, bounded: in time, in retries, in length. What goes wrong gets a name.

The model is read in a thread of its own, so that a server that stops in the middle of a reply, or
never ends it, holds up nobody longer than the turn may take.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

RETRIES = 2
"""Times that a call is made again, where that makes sense and nothing has been received."""
PAUSE = 0.5
"""Seconds before the first retry; doubled before the next."""
LONGEST = 8000
"""Characters of a reply after which no more is read."""
_PASSING = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
"""Status codes after which the same call may well succeed."""
_SAID = {
    401: "did not accept the key",
    403: "did not accept the key",
    404: "is not known there",
    429: "is asked too often",
}

_log = logging.getLogger(__name__)


class CallFailed(Exception):
    """The call brought no whole reply; `str` tells why, fit for a reader, without any secret."""


class Calls:
    """The calls of one turn, which begins now, and what they took."""

    def __init__(self, model: BaseChatModel, seconds: float) -> None:
        """`seconds` is what the turn may take, all in all."""
        self._model, self._seconds = model, seconds
        self._started = time.monotonic()
        self.read = 0
        """Tokens of the prompts, as far as the provider tells."""
        self.written = 0
        """Tokens of the replies."""
        self.first = 0.0
        """Seconds until the first piece of the last reply."""

    @property
    def seconds(self) -> float:
        """What the turn has taken so far."""
        return time.monotonic() - self._started

    def reply(self, messages: Sequence[BaseMessage], share: float = 0.0) -> Iterator[str]:
        """The reply in pieces, as they come, within the turn's time or a share of it from now on.

        The first is empty: the model is asked, and what it will be needed with can be made ready.
        Raises CallFailed where it breaks off, or is too long.
        """
        until = time.monotonic() + self._seconds * share if share else self._started + self._seconds
        for attempt in range(RETRIES + 1):
            received = 0
            try:
                for piece in self._attempt(messages, until):
                    received += len(piece)
                    yield piece
                    if received > LONGEST:
                        raise CallFailed("did not come to an end")
                if not received:
                    raise CallFailed("said nothing")
                return
            except _Fault as fault:
                pause = PAUSE * 2**attempt
                late = time.monotonic() + pause > until
                if received or late or not fault.passing or attempt == RETRIES:
                    raise CallFailed(fault.told) from None
                time.sleep(pause)

    def _attempt(self, messages: Sequence[BaseMessage], until: float) -> Iterator[str]:
        """One attempt. Raises _Fault, or CallFailed where the time is up."""
        pieces: queue.Queue[Any] = queue.Queue()
        enough = threading.Event()
        started = time.monotonic()
        given = (self._model, messages, pieces, enough)
        threading.Thread(target=_read, args=given, daemon=True).start()
        first = True
        try:
            yield ""
            while True:
                try:
                    piece = pieces.get(timeout=max(0.001, until - time.monotonic()))
                except queue.Empty:
                    raise CallFailed("took too long") from None
                if piece is None:
                    return
                if isinstance(piece, BaseException):
                    raise _Fault(piece)
                told = getattr(piece, "usage_metadata", None) or {}
                self.read += told.get("input_tokens", 0)
                self.written += told.get("output_tokens", 0)
                if text := piece.text:  # what a model thinks to itself is no text
                    if first:
                        self.first, first = time.monotonic() - started, False
                    yield text
                if time.monotonic() >= until:
                    raise CallFailed("took too long")
        finally:
            enough.set()


class _Fault(Exception):
    """What an exception of a provider's library comes to."""

    def __init__(self, error: BaseException) -> None:
        status = _status(error)
        # The error's own words may hold the key, so neither log nor reader sees them.
        _log.warning("the chat model failed: %s, status %s", type(error).__name__, status)
        if status:
            self.passing = status in _PASSING
            usual = "has a fault of its own" if status >= 500 else "refused the request"
            self.told = f"{_SAID.get(status, usual)} ({status})"
        else:
            self.passing = _is_connection(error)
            self.told = "could not be reached, or broke off" if self.passing else "cannot be read"


def _read(
    model: BaseChatModel,
    messages: Sequence[BaseMessage],
    pieces: queue.Queue[Any],
    enough: threading.Event,
) -> None:
    try:
        for piece in model.stream(list(messages)):
            if enough.is_set():
                return
            pieces.put(piece)
        pieces.put(None)
    except Exception as error:  # whatever a provider's library raises is told by the reader
        pieces.put(error)


def _status(error: BaseException) -> int | None:
    """The HTTP status that an exception stands for, by whatever name its library gives it."""
    for cause in _causes(error):
        for holder in (cause, getattr(cause, "response", None)):
            for name in ("status_code", "code"):
                value = getattr(holder, name, None)
                if isinstance(value, int) and 100 <= value < 600:
                    return value
    return None


def _is_connection(error: BaseException) -> bool:
    """Whether the connection failed."""
    endings = ("Timeout", "TimeoutError", "ProtocolError")
    return any(
        isinstance(cause, OSError) or type(cause).__name__.endswith(endings)
        for cause in _causes(error)
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An exception and what it came from; some providers' own tell nothing by themselves."""
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
