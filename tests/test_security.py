"""What SECURITY.md promises, of a server that really runs."""

import ast
import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest
from conftest import ROOT
from serving import serving
from test_layers import FILES

from advisor.config import Settings
from advisor.errors import SetupError
from advisor.privacy import read_origins
from advisor.service.guard import knows, read_login
from advisor.service.log import log_as_json

SENIOR = "How much does a senior coordinator earn?"
SECRET = "what only the disk should know"
UNSAFE = {"eval", "exec", "__import__", "os.system", "os.popen"}
UNSAFE_MODULES = {"pickle", "marshal", "shelve", "dill", "cloudpickle"}


@pytest.fixture(scope="module")
def url(settings: Settings, tmp_path_factory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("temporary")
    with serving(settings, TMPDIR=str(folder), ADVISOR_FRAME_ORIGINS="https://example.org") as url:
        yield url


def request(url, method, path, body=None, host=None, **headers):
    """Status, text and headers; the path goes as it is, with no dots or slashes mended."""
    connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
    connection.putrequest(method, path, skip_host=bool(host))
    if host:
        connection.putheader("Host", host)
    for name, value in headers.items():
        connection.putheader(name.replace("_", "-"), value)
    if body is not None:
        connection.putheader("Content-Length", str(len(body)))
    connection.endheaders(body)
    with connection.getresponse() as response:
        found = response.status, response.read().decode("utf-8", "replace"), response.headers
    connection.close()
    return found


# --- nothing leaves the host --------------------------------------------------------------------


def test_nothing_leaves_the_host(settings):
    """Not of Python and not of a library in another language: the kernel counts what is tried."""
    alone = ["unshare", "--net", "--map-root-user"]
    try:
        can = subprocess.run([*alone, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        can = False
    if not can:
        pytest.skip("no network namespace can be made here")
    done = subprocess.run(
        [*alone, sys.executable, "tests/shut_in.py", str(settings.index.resolve()), SENIOR],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "tests")])},
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert "$70,000 to $90,000" in found["text"]
    assert found["page"] > 1000
    assert found["steps"] > 0
    assert found["tried"] == 0
    assert found["tried_on_purpose"] > 0, "the count would not have seen it"


# --- files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("way", ["/gradio_api/file=", "/file=", "/gradio_api/file/", "/assets/"])
@pytest.mark.parametrize(
    "path",
    [
        "/etc/hostname",
        "{secret}",
        "README.md",
        "./README.md",
        "corpus/clinical-care-coordinator.md",
        "../../../../../../../../etc/hostname",
        "..%2f..%2f..%2f..%2f..%2f..%2fetc%2fhostname",
        "%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/hostname",
        "/proc/self/environ",
        "file:///etc/hostname",
        "app.py%00.png",
    ],
)
def test_no_file_is_served_but_ours(url, tmp_path, way, path):
    file = tmp_path / "secret.txt"
    file.write_text(SECRET)
    status, text, _ = request(url, "GET", way + path.format(secret=file))
    assert status in ((403, 404) if way == "/assets/" else (404,))
    for kept in (SECRET, "ADVISOR_INDEX", "# Career advisor", "Front matter", "import argparse"):
        assert kept not in text


@pytest.mark.parametrize("path", ["/static/../../app.py", "/svelte/../../../routes.py"])
def test_nor_beside_the_page_s_own(url, path):
    status, text, _ = request(url, "GET", path)
    assert status != 200 or "import " not in text


@pytest.mark.parametrize(
    "path",
    [
        "/gradio_api/file=http://127.0.0.1:9/x",
        "/gradio_api/file=https:/example.org/x",
        "/gradio_api/%66ile=HTTP://example.org/x",
        "/gradio_api/proxy=https://example.hf.space/x",
        "/proxy=http://127.0.0.1:9/x",
        "/gradio_api/deep_link",
        "/gradio_api/vibe-code",
        "/monitoring/summary",
    ],
)
def test_the_server_fetches_nothing_for_a_visitor(url, path):
    status, text, _ = request(url, "GET", path)
    assert (status, json.loads(text)) == (404, {"error": "There is nothing here."})


# --- what is sent in ----------------------------------------------------------------------------


def test_no_file_can_be_left_here(url):
    edge = "edge-of-a-part"
    head = f'--{edge}\r\nContent-Disposition: form-data; name="files"; filename="a.json"\r\n\r\n'
    kind = f"multipart/form-data; boundary={edge}"
    body = f"{head}{{}}\r\n--{edge}--\r\n".encode()
    assert request(url, "POST", "/gradio_api/upload", body, Content_Type=kind)[0] == 404


def test_what_is_packed_is_not_unpacked(url):
    bomb = gzip.compress(b'{"question": "' + b"x" * 50_000_000 + b'"}')
    kinds = {"Content_Type": "application/json", "Content_Encoding": "gzip"}
    assert request(url, "POST", "/ask", bomb, **kinds)[0] == 400


def test_another_site_cannot_ask_in_a_visitor_s_name(url):
    """A browser sends such a body without asking first only as text, which is not read."""
    body = json.dumps({"question": SENIOR}).encode()
    headers = {"Content_Type": "text/plain", "Origin": "https://evil.example"}
    status, _, answered = request(url, "POST", "/ask", body, **headers)
    assert status == 422
    assert "Access-Control-Allow-Origin" not in answered


def test_a_name_that_only_points_here_gets_no_tools(url):
    kinds = {"Content_Type": "application/json", "Accept": "application/json, text/event-stream"}
    call = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "tools/list"}).encode()
    assert request(url, "POST", "/mcp", call, **kinds)[0] == 200
    assert request(url, "POST", "/mcp", call, host="evil.example", **kinds)[0] == 421


# --- what is sent out ---------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/healthz", "/nothing", "/gradio_api/info", "/figures"])
def test_every_response_carries_the_headers(url, path):
    _, _, headers = request(url, "GET", path)
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "object-src 'none'" in policy
    assert policy.endswith("frame-ancestors 'self' https://example.org")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "camera=()" in headers["Permissions-Policy"]


def test_passwords_are_in_no_text_of_the_settings():
    settings = Settings(login="ann:s3cret", database_url="postgresql://me:s3cret@host/db")
    assert "s3cret" not in f"{settings} {settings!r}"


@pytest.mark.parametrize("text", ["ann", "ann:", ":s3cret", "ann:s3cret,bob"])
def test_a_login_that_is_none_is_refused_and_not_shown(text):
    with pytest.raises(SetupError, match="NAME:PASSWORD") as complaint:
        read_login(text)
    assert "s3cret" not in str(complaint.value)


@pytest.mark.parametrize(
    "header",
    ["", "Basic", "Basic !!!", "Basic YW5u", "Bearer YW5uOnMzY3JldA==", "Basic Ym9iOg=="],
)
def test_a_header_that_holds_no_password_lets_nobody_in(header):
    assert not knows({"ann": "s3cret"}, header)
    assert knows({"ann": "s3cret"}, "Basic YW5uOnMzY3JldA==")


@pytest.mark.parametrize("text", ["*", "example.org", "https://a.org/path", "https://a.org; x"])
def test_a_site_that_is_none_is_refused(text):
    with pytest.raises(SetupError, match=r"https://example\.org was expected"):
        read_origins(text)


@pytest.mark.parametrize("with_text", [False, True])
def test_a_fault_in_the_log_tells_where_and_not_what_was_asked(capsys, with_text):
    import logging

    root, ours = logging.getLogger(), logging.getLogger("advisor")
    before = root.handlers[:], root.level, ours.level
    try:
        log_as_json(with_text)
        try:
            {}["my illness"]
        except KeyError:
            logging.getLogger("advisor.page").exception("no answer to a question")
        logging.getLogger("advisor.page").info("é\n%s", "line", extra={"said": {"ms": 1}})
    finally:
        root.handlers[:], root.level = before[0], before[1]
        ours.setLevel(before[2])
    fault, other = map(json.loads, capsys.readouterr().err.splitlines())
    assert fault["fault"] == "KeyError"
    assert "test_security.py" in fault["where"][0]
    assert ("my illness" in str(fault)) == with_text
    assert (other["event"], other["ms"], other["level"]) == ("é\nline", 1, "info")


# --- our code -----------------------------------------------------------------------------------


@pytest.mark.parametrize("file", [*FILES.values(), Path("app.py"), Path("ingest.py")], ids=str)
def test_nothing_is_run_that_came_as_data(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            assert ast.unparse(node.func) not in UNSAFE, ast.unparse(node)
            given = {one.arg: ast.unparse(one.value) for one in node.keywords}
            assert given.get("shell", "False") == given.get("allow_pickle", "False") == "False"
        if isinstance(node, ast.Import):
            assert not {one.name.split(".")[0] for one in node.names} & UNSAFE_MODULES
        if isinstance(node, ast.ImportFrom):
            assert (node.module or "").split(".")[0] not in UNSAFE_MODULES
