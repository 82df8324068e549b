"""Whatever is set up wrong gets one line that says what to do, exit code 2 and no stack trace."""

import re
import shutil
from dataclasses import replace
from importlib.metadata import distributions
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from advisor.build import Task, build
from advisor.config import PREFIX, Settings
from advisor.errors import SetupError
from advisor.index import Index
from advisor.places import Folder
from ingest import main

FILES = {
    "empty.md": b"",
    "blank.md": b"\n \n",
    "binary.md": b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
    "nul.md": b"# Title\n\ntext\x00text\n",
    "headings.md": b"# Only\n\n## Headings\n",
    "front.md": b"---\ntitle: [\n---\n# A\n\na\n",
    "letter.docx": b"PK\x03\x04\x14\x00\xff\xfe",
}


def one_line(done) -> str:
    """The single line of complaint."""
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1, done.stderr
    return done.stderr


@pytest.fixture
def nowhere(tmp_path) -> dict[str, str]:
    """An environment whose index is not there."""
    return {"ADVISOR_INDEX": str(tmp_path / "nowhere")}


@pytest.mark.parametrize(
    ("name", "complaint"),
    [
        ("missing.md", "is not there"),
        ("empty.md", "is empty"),
        ("blank.md", "is empty"),
        ("binary.md", "not a text file"),
        ("nul.md", "binary"),
        ("headings.md", "no text below a heading"),
        ("front.md", "front matter"),
        ("letter.docx", "cannot be unpacked"),
        ("", "holds no guide"),
    ],
)
def test_a_path_that_is_no_guide(run_python, tmp_path, nowhere, name, complaint):
    if name in FILES:
        (tmp_path / name).write_bytes(FILES[name])
    line = one_line(run_python("ingest.py", tmp_path / name, **nowhere))
    assert complaint in line
    assert name in line
    assert not Path(nowhere["ADVISOR_INDEX"]).exists()


@pytest.mark.parametrize(
    "arguments",
    [("-m", "advisor", "ask", "How do I start?"), ("-m", "advisor", "chat"), ("app.py",)],
)
def test_no_index(run_python, nowhere, arguments):
    assert "run `python ingest.py`" in one_line(run_python(*arguments, **nowhere))


@pytest.mark.parametrize("arguments", [("-m", "advisor", "ask", "How do I start?"), ("app.py",)])
def test_an_index_of_another_embedding_model(run_python, settings, tiny_model, tmp_path, arguments):
    """Where its guides are not there to make it anew from."""
    line = one_line(
        run_python(
            *arguments,
            ADVISOR_CORPUS=tmp_path / "nowhere",
            ADVISOR_INDEX=settings.index,
            ADVISOR_EMBEDDING_MODEL=tiny_model,
        )
    )
    assert "'all-MiniLM-L6-v2'" in line
    assert str(tiny_model) in line
    assert "--rebuild" in line


def test_an_embedding_model_that_is_none(here, tmp_path, monkeypatch, capfd):
    """In this process, which has loaded torch already."""
    (tmp_path / "folder").mkdir()
    monkeypatch.setenv("ADVISOR_INDEX", str(tmp_path / "nowhere"))
    monkeypatch.setenv("ADVISOR_EMBEDDING_MODEL", str(tmp_path / "folder"))
    code = main([])
    line = one_line(CompletedProcess([], code, *capfd.readouterr()))
    assert "ADVISOR_EMBEDDING_MODEL" in line


def test_an_index_that_is_damaged(run_python, tmp_path):
    store = tmp_path / "store-000001-abcdef"
    store.mkdir()
    (store / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    line = one_line(run_python("-m", "advisor", "ask", "Pay?", ADVISOR_INDEX=tmp_path))
    assert "`python ingest.py --rebuild`" in line


def test_an_index_that_holds_no_guide(run_python, tmp_path, embedder):
    build(Folder(tmp_path), None, Task((), anew=True), embedder)
    line = one_line(run_python("-m", "advisor", "ask", "Pay?", ADVISOR_INDEX=tmp_path))
    assert "run `python ingest.py`" in line


def test_a_setting_that_is_no_number(run_python):
    line = one_line(run_python("app.py", ADVISOR_PORT="http"))
    assert "ADVISOR_PORT is 'http'" in line


def test_settings_come_from_the_environment_and_nowhere_else():
    given = {"ADVISOR_CORPUS": "guides", "ADVISOR_PORT": "8000", "ADVISOR_HOST": "", "PORT": "1"}
    assert Settings.from_env(given) == Settings(corpus=Path("guides"), port=8000)
    assert Settings.from_env({}) == Settings()


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many"])
def test_a_number_below_one_is_refused(value):
    with pytest.raises(SetupError, match=rf"MAX_QUESTION_CHARS is '{value}'"):
        Settings.from_env({f"{PREFIX}MAX_QUESTION_CHARS": value})


@pytest.mark.parametrize(("value", "meant"), [("off", False), ("FALSE", False), ("1", True)])
def test_a_switch_is_on_or_off(value, meant):
    assert Settings.from_env({f"{PREFIX}FEEDBACK": value}).feedback is meant


def test_a_switch_that_is_neither_is_refused():
    with pytest.raises(SetupError, match="FEEDBACK is 'maybe'; `on` or `off` was expected"):
        Settings.from_env({f"{PREFIX}FEEDBACK": "maybe"})


def test_what_is_installed_may_be_shipped():
    for one in distributions():
        classifiers = one.metadata.get_all("Classifier") or []
        said = [line for line in classifiers if line.startswith("License")]
        said.append(one.metadata.get("License-Expression") or "")
        said.append((one.metadata.get("License") or "").partition("\n")[0])
        assert not re.search("GPL|General Public", " ".join(said)), one.name


def test_the_index_is_found_again_after_it_was_moved(settings, tmp_path):
    moved = Path(shutil.copytree(settings.index, tmp_path / "moved"))
    assert Index.open(replace(settings, index=moved)).chunks()
