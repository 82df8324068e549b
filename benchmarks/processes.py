"""Whole processes, from the first line to the last: the page's start, an ingest of nothing new."""

from __future__ import annotations

import json
import re
import resource
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from benchmarks.machine import memory, ms, p50, seconds, worked
from benchmarks.rows import Row

TIMES = 3
"""How often each is started; the median counts."""
QUESTION = "How much does a senior coordinator earn?"
WITHIN = 120


@contextmanager
def served() -> Iterator[tuple[str, int]]:
    """The page on a free port: its address, and the number of the process; not waited for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(
        [sys.executable, "app.py", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_until_ready(url: str) -> None:
    """Return as soon as /readyz says so. Raises TimeoutError."""
    deadline = time.monotonic() + WITHIN
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=10):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.02)
    raise TimeoutError(f"{url} was not ready within {WITHIN} s")


def ask(url: str, question: str, history: Sequence[dict[str, str]] = ()) -> Any:
    """The answer over plain HTTP, as any program gets it."""
    body = json.dumps({"data": [question, list(history)]}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/gradio_api/call/ask", body, headers)
    with urllib.request.urlopen(request, timeout=60) as reply:
        event = json.load(reply)["event_id"]
    with urllib.request.urlopen(f"{url}/gradio_api/call/ask/{event}", timeout=60) as reply:
        found = re.search(r"^event: complete\ndata: (.*)$", reply.read().decode(), re.MULTILINE)
    if not found:
        raise RuntimeError("the page gave no answer")
    return json.loads(found[1])[0]


def rows() -> Iterator[Row]:
    """The figures of the page's process, and of an ingest."""
    starts, works, firsts, idle = [], [], [], []
    for _ in range(TIMES):
        started = time.perf_counter()
        with served() as (url, process):
            wait_until_ready(url)
            starts.append(time.perf_counter() - started)
            works.append(worked(process))
            firsts.append(seconds(ask, url, QUESTION))
            idle.append(memory(process))
    yield Row(
        "`python app.py` to /readyz, index present", "< 5 s",
        f"{p50(starts):.1f} s ({p50(works):.1f} s of the processor)", p50(starts) < 5,
    )  # fmt: skip
    yield Row("first answer after that, over HTTP", "< 1 s", ms(p50(firsts)), p50(firsts) < 1)
    yield Row("memory of that process then", "< 600 MB", f"{p50(idle):.0f} MB", p50(idle) < 600)
    whole, busy = zip(*(_unchanged() for _ in range(TIMES)), strict=True)
    yield Row(
        "`python ingest.py`, nothing changed", "< 2 s",
        f"{p50(whole):.1f} s ({p50(busy):.1f} s of the processor)", p50(whole) < 2,
    )  # fmt: skip


def _unchanged() -> tuple[float, float]:
    def run() -> None:
        subprocess.run([sys.executable, "ingest.py"], check=True, stdout=subprocess.DEVNULL)

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = seconds(run)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
