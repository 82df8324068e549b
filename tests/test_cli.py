"""The command line: answers as text and as JSON, a conversation, help without a wait."""

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from advisor.__main__ import main, read_history
from advisor.chat import Advisor
from advisor.config import Settings
from advisor.errors import QuestionError
from advisor.plan.profile import Profile
from advisor.plan.schema import Plan
from advisor.schema import Answer

PAY = "How much does a senior coordinator earn?"
HEAVY = ("chromadb", "gradio", "sentence_transformers", "sklearn", "torch", "transformers")
HELP = {
    "advisor": "run_module('advisor', run_name='__main__')",
    "app": "run_path('app.py', run_name='__main__')",
    "evals": "run_module('evals', run_name='__main__')",
    "ingest": "run_path('ingest.py', run_name='__main__')",
}


@pytest.fixture(scope="module")
def opened() -> dict[Settings, Advisor]:
    """What was opened, by its settings."""
    return {}


@pytest.fixture
def here(settings, opened, monkeypatch) -> None:
    """The environment names the index of the tests, which is opened as any is, but once."""
    monkeypatch.setenv("ADVISOR_INDEX", str(settings.index))
    open_anew = Advisor.open

    def open_once(*given: Settings) -> Advisor:
        named = Settings.from_env()
        if named not in opened:
            opened[named] = open_anew(*given)
        return opened[named]

    monkeypatch.setattr(Advisor, "open", open_once)


@pytest.mark.parametrize("program", HELP)
def test_help_comes_before_anything_heavy(program):
    code = (
        "import runpy, sys\n"
        "sys.argv[1:] = ['--help']\n"
        "try:\n"
        f"    runpy.{HELP[program]}\n"
        "except SystemExit as end:\n"
        "    assert not end.code, end.code\n"
        f"print('loaded:', *[name for name in {HEAVY} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.startswith("usage: ")
    assert done.stdout.endswith("loaded:\n")


def test_the_package_is_imported_without_anything_heavy():
    code = f"import sys, advisor; print([name for name in {HEAVY} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_ask_prints_the_answer_and_where_it_stands(here, capsys):
    assert main(["ask", PAY]) == 0
    printed = capsys.readouterr()
    assert "$70,000 to $90,000" in printed.out
    assert "[1]" in printed.out
    assert "corpus/clinical-care-coordinator.md, line " in printed.out
    assert printed.err == ""


def test_whoever_reads_no_further_is_told_nothing(here, capsys, monkeypatch):
    """As with `| head -1`."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as out:
        monkeypatch.setattr("sys.stdout", out)
        assert main(["ask", PAY]) == 0
    assert capsys.readouterr().err == ""


def test_ask_as_json_prints_every_field(here, capsys, advisor):
    assert main(["ask", PAY, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert set(answer) >= {field.name for field in fields(Answer)}
    assert answer == json.loads(json.dumps(advisor.ask(PAY).to_dict()))
    assert answer["citations"][0]["source"] == "corpus/clinical-care-coordinator.md"


def test_ask_takes_the_guide_that_is_named(here, capsys):
    assert main(["ask", PAY, "--guide", "care coordinator"]) == 0
    assert "$70,000 to $90,000" in capsys.readouterr().out
    assert main(["ask", PAY, "--guide", "astronaut"]) == 2
    assert "No guide is about 'astronaut'" in capsys.readouterr().err


def test_an_answer_that_is_declined_is_no_error(here, capsys):
    assert main(["ask", "How do I bake a pizza?", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["answered"], answer["citations"]) == (False, [])


def test_ask_takes_the_history_into_account(here, capsys, tmp_path):
    history = [
        {"role": "user", "content": "What does a mid-level coordinator earn?"},
        {"role": "assistant", "content": "$50,000 to $70,000 a year [1]"},
    ]
    file = tmp_path / "history.json"
    file.write_text(json.dumps(history), encoding="utf-8")
    assert main(["ask", "And a senior one?", "--json", "--history", str(file)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert "$70,000 to $90,000" in answer["text"]
    assert answer["question"] != "And a senior one?"


def test_bytes_that_are_no_text_are_no_error(here, capsys):
    assert main(["ask", "p\udcffy \udc80", "--json"]) == 0
    assert "\ufffd" in json.loads(capsys.readouterr().out)["question"]


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read"),
        (b"", "is not JSON"),
        (b"{not json", "is not JSON"),
        (b"\xff\xfe", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"{}", "shape"),
        (b'"hello"', "shape"),
        (b'["hello"]', "shape"),
        (b'[{"role": "user"}]', "shape"),
        (b'[{"role": "robot", "content": "hello"}]', "shape"),
        (b'[{"role": ["user"], "content": "hello"}]', "shape"),
        (b'[{"role": "user", "content": 5}]', "shape"),
    ],
)
def test_a_history_that_is_none(tmp_path, capsys, content, complaint):
    file = tmp_path / "history.json"
    if content is not None:
        file.write_bytes(content)
    assert main(["ask", PAY, "--history", str(file)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.count("\n") == 1
    assert complaint in printed.err
    assert str(file) in printed.err


def test_a_history_keeps_role_and_content_alone(tmp_path):
    file = tmp_path / "history.json"
    file.write_text('[{"role": "user", "content": "hi", "metadata": null}]', encoding="utf-8")
    assert read_history(file) == [{"role": "user", "content": "hi"}]
    with pytest.raises(QuestionError):
        read_history(tmp_path)


def test_chat_answers_line_by_line_until_the_input_ends(here, capsys, monkeypatch):
    typed = "What does a mid-level coordinator earn?\n\n   \nAnd a senior one?\n"
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    assert main(["chat"]) == 0
    printed = capsys.readouterr().out
    first = printed.partition("\n")[0]
    assert re.fullmatch(r"Ask about .*\bClinical Care Coordinator\b.*; Ctrl-D ends\.", first)
    assert printed.index("$50,000 to $70,000") < printed.index("$70,000 to $90,000")


def test_an_unknown_command_is_refused(capsys):
    with pytest.raises(SystemExit) as end:
        main(["sing"])
    assert end.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


@pytest.fixture
def profile(tmp_path) -> Path:
    """A profile's file."""
    file = tmp_path / "profile.json"
    file.write_text('{"role": "nurse", "degree": "BSN", "years_experience": 3}', "utf-8")
    return file


def test_plan_prints_markdown(here, capsysbinary, profile):
    assert main(["plan", "--profile", str(profile)]) == 0
    printed = capsysbinary.readouterr().out.decode()
    assert printed.startswith("# A career plan: Clinical Care Coordinator\n")
    assert "[^1]: " in printed


def test_plan_as_json_can_be_loaded_again(here, capsysbinary, profile, advisor):
    assert main(["plan", "--profile", str(profile), "--format", "json"]) == 0
    plan = Plan.from_json(capsysbinary.readouterr().out)
    assert plan == advisor.plan(Profile.from_json(profile.read_bytes()))


def test_plan_is_written_to_a_file_and_says_so(here, capsys, profile, tmp_path):
    out = tmp_path / "plan.pdf"
    assert main(["plan", "--profile", str(profile), "--format", "pdf", "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF")
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", f"Wrote {out}.\n")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (None, "cannot be read"),
        (b"{", "is not JSON"),
        (b"[]", "is not a JSON object"),
        (b'{"years_experience": -2}', "0 to 60"),
        (b'{"name": "Ada"}', "A profile has no 'name'; it has role, "),
    ],
)
def test_a_profile_that_is_none_is_one_line(here, capsys, tmp_path, content, complaint):
    file = tmp_path / "profile.json"
    if content is not None:
        file.write_bytes(content)
    assert main(["plan", "--profile", str(file)]) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert complaint in printed.err


def test_a_plan_that_cannot_be_written_or_has_no_guide_is_one_line(here, capsys, profile, tmp_path):
    assert main(["plan", "--profile", str(profile), "--out", str(tmp_path)]) == 2
    assert "cannot be written" in capsys.readouterr().err
    assert main(["plan", "--profile", str(profile), "--guide", "astronaut"]) == 2
    assert "No guide is about 'astronaut'" in capsys.readouterr().err
