"""What the tests share: a clean environment, no way out of this machine, one index for all."""

import ipaddress
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from advisor.chat import Advisor
from advisor.config import PREFIX, Settings
from advisor.embedder import Embedder
from advisor.ingest import ingest

ROOT = Path(__file__).resolve().parents[1]
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session", autouse=True)
def at_the_root() -> None:
    """Citations name files as seen from the repository's root, as `make ingest` does."""
    os.chdir(ROOT)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the settings of whoever runs it."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """A connection to any other machine fails the test that tries it."""
    connect = socket.socket.connect
    connect_ex = socket.socket.connect_ex
    socket.socket.connect = _only_here(connect)  # type: ignore[method-assign]
    socket.socket.connect_ex = _only_here(connect_ex)  # type: ignore[method-assign]
    yield
    socket.socket.connect = connect  # type: ignore[method-assign]
    socket.socket.connect_ex = connect_ex  # type: ignore[method-assign]


def _only_here(connect: Callable) -> Callable:
    def guarded(self: socket.socket, address: object) -> object:
        if self.family != socket.AF_UNIX and not _is_loopback(str(address[0])):
            raise AssertionError(f"a connection to {address!r} was tried")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedding model, loaded once."""
    return Embedder()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, at_the_root: None) -> Settings:
    """Settings with an index made from `corpus/` for this run; read it, do not write to it."""
    settings = Settings(index=tmp_path_factory.mktemp("index"))
    ingest(settings, [])
    return settings


@pytest.fixture(scope="session")
def advisor(settings: Settings) -> Advisor:
    """The advisor as a user opens it."""
    return Advisor.open(settings)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of an installed Chromium or Chrome; without one the test is skipped."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None and MAC_CHROME.exists():
        found = str(MAC_CHROME)
    if found is None and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail("no Chromium or Chrome is installed, and REQUIRE_BROWSER is set")
    if found is None:
        pytest.skip("no Chromium or Chrome is installed")
    return found
