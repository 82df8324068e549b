"""Starts the chat page as a user does, for the tests that talk to it."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from advisor.config import Settings

ROOT = Path(__file__).resolve().parents[1]
STARTS_WITHIN = 120


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    settings: Settings, log: Path | None = None, before: Sequence[str] = (), **environment: str
) -> Iterator[str]:
    """`python app.py` on a free port with this index; gives the address once it is ready.

    `log` takes what it writes to standard error; `before` is a command that starts it.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    errors = log.open("wb") if log else None
    server = subprocess.Popen(
        [*before, sys.executable, "app.py", "--port", str(port)],
        env=os.environ | {"ADVISOR_INDEX": str(settings.index)} | environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )
    if errors:
        errors.close()
    try:
        _wait_until_ready(url, server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_ready(url: str, server: "subprocess.Popen[bytes]") -> None:
    why = "no answer"
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"app.py ended with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=30):
                return
        except urllib.error.HTTPError as error:
            why = error.read().decode()
        except urllib.error.URLError:
            pass
        time.sleep(0.2)
    raise RuntimeError(f"{url} was not ready within {STARTS_WITHIN} seconds: {why}")
