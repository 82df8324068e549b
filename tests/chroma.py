"""Starts a Chroma server as a user does, for the tests of an index that lies there."""

import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from serving import free_port

STARTS_WITHIN = 60


@contextmanager
def chroma_run(folder: Path, port: int | None = None) -> Iterator[str]:
    """`chroma run` on a port of loopback; gives its URL once it answers."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    command = shutil.which("chroma", path=str(Path(sys.executable).parent))
    assert command, "chromadb is installed without its command"
    server = subprocess.Popen(
        [command, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait_until_up(f"{url}/api/v2/heartbeat", server)
        yield url
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_until_up(url: str, server: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"chroma run ended with exit code {server.returncode}")
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise RuntimeError(f"{url} did not answer within {STARTS_WITHIN} seconds")
