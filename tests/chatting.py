"""Servers for the tests that speak OpenAI's protocol on loopback and reply by a script, faults too.

A real small model is served by `evals.small_model`.
"""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from advisor.config import Settings
from evals.small_model import NAME

Reply = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def scripted(reply: Reply) -> Iterator[tuple[str, list[dict]]]:
    """A server that answers every request by a script; gives its address, and what was asked."""
    asked: list[dict] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            try:
                reply(self)
            except OSError:  # whoever asked has gone
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def says(pieces: Sequence[str], pause: float = 0.0, ends: bool = True) -> Reply:
    """Streams these pieces; where it does not end, the connection is cut after the last."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        start_stream(handler)
        for piece in pieces:
            send(handler, piece)
            time.sleep(pause)
        if ends:
            send(handler, "", finish="stop")
            handler.wfile.write(b"data: [DONE]\n\n")

    return reply


def fails(status: int, body: bytes = b'{"error": {"message": "no, sk-secret-key"}}') -> Reply:
    """Answers with a status."""

    def reply(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def start_stream(handler: BaseHTTPRequestHandler) -> None:
    handler.send_response(200)
    handler.send_header("Content-Type", "text/event-stream")
    handler.end_headers()


def send(handler: BaseHTTPRequestHandler, piece: str, finish: str | None = None) -> None:
    """One piece of a streamed reply."""
    choice = {"index": 0, "delta": {"content": piece}, "finish_reason": finish}
    chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m"}
    handler.wfile.write(b"data: " + json.dumps(chunk | {"choices": [choice]}).encode() + b"\n\n")
    handler.wfile.flush()


def with_model(settings: Settings, url: str, **changes: object) -> Settings:
    """The settings with a chat model that is served there."""
    return replace(settings, **({"model": NAME, "model_url": url} | changes))
