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


class Server:
    """`python app.py` on a free port with an index.

    `log` takes what it writes to standard error; `before` is a command that starts it.
    """

    def __init__(
        self,
        settings: Settings,
        log: Path | None = None,
        before: Sequence[str] = (),
        **environment: str,
    ) -> None:
        port = free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._command = [*before, sys.executable, "app.py", "--port", str(port)]
        self._environment = os.environ | {"ADVISOR_INDEX": str(settings.index)} | environment
        self._log = log

    def start(self) -> None:
        """Start it, and wait until it is ready."""
        errors = self._log.open("wb") if self._log else None
        self._process = subprocess.Popen(
            self._command,
            env=self._environment,
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=errors,
        )
        if errors:
            errors.close()
        _wait_until_ready(self.url, self._process)

    def stop(self) -> None:
        """End it, and wait until it has ended."""
        self._process.terminate()
        self._process.wait(timeout=20)


@contextmanager
def serving(
    settings: Settings, log: Path | None = None, before: Sequence[str] = (), **environment: str
) -> Iterator[str]:
    """A server as `Server` describes it; gives the address once it is ready."""
    server = Server(settings, log, before, **environment)
    try:
        server.start()
        yield server.url
    finally:
        server.stop()


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
