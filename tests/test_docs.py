"""What the documents tell a reader to type is there to be typed; their links and examples hold.

Commands are not run, which would take an hour, but taken apart: the make target, the script or
module, each of its options, each setting and each extra has to exist. The answers that the README
shows are given anew by tests/test_readme.py, and the servers are started by tests/test_server.py.
"""

import re
import shlex
import tomllib
from contextlib import redirect_stdout
from dataclasses import fields
from importlib.util import find_spec
from io import StringIO
from pathlib import Path

import pytest
import yaml

import ingest
from advisor import __main__ as terminal
from advisor.chunking import chunk_guide
from advisor.config import PREFIX, Settings
from advisor.guide import read_guide
from evals.__main__ import parse_arguments

DOCUMENTS = sorted(
    path
    for path in (*Path().glob("*.md"), *Path("docs").glob("*.md"), Path("evals/README.md"),
                 Path("benchmarks/README.md"))
    if path.name != "CHANGELOG.md"
)  # fmt: skip
PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
TARGETS = re.findall(r"^(\w+):", Path("Makefile").read_text(encoding="utf-8"), re.M)
SETTINGS = {f"{PREFIX}{one.name.upper()}" for one in fields(Settings)}
OTHERS = {"PIP_EXTRA_INDEX_URL"}
"""Variables of other programs that stand before a command."""
NOT_LOOKED_INTO = {
    "curl": "tests/test_server.py asks the same over HTTP",
    "chroma": "tests start it from Python: tests/chroma.py",
    "docker": "needs Docker, which the tests do not have",
    "pre-commit": "a tool of git's, not installed here; its hooks are compared below",
    "ulimit": "the shell's",
}
PROGRAMS = {"make", "python", "pip", *NOT_LOOKED_INTO}


def commands(text: str) -> list[list[str]]:
    """The commands in a document, in words: lines of blocks, and what stands between backticks."""
    blocks = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.M | re.S)
    lines = [line for kind, block in blocks if not kind for line in block.splitlines()]
    lines = [re.split(r"\s{2,}", line.removeprefix("$ "))[0] for line in lines]
    inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S))
    found = []
    for line in [*lines, *inline]:
        if not re.match(r"(?:[A-Z_]+=|\S*\bpython |[a-z-]+ )", line):
            continue
        try:
            words = shlex.split(line.replace("\\|", "|"), comments=True)
        except ValueError:  # a sentence with an apostrophe
            continue
        if program(words) in PROGRAMS and len(words) > 1:
            found.append(words)
    return found


def variables(words: list[str]) -> list[str]:
    """The names that are set before the command."""
    return [one.partition("=")[0] for one in words if re.match(r"[A-Z_]+=", one)]


def program(words: list[str]) -> str:
    """What is started: `make`, or `python` of whichever environment."""
    rest = words[len(variables(words)) :]
    return rest[0].rpartition("/")[2] if rest else ""


def fault(words: list[str]) -> str:
    """What of a command does not exist; empty where all of it does."""
    unknown = [one for one in variables(words) if one not in SETTINGS | OTHERS]
    if unknown:
        return f"no setting {unknown[0]}"
    name, rest = program(words), words[len(variables(words)) + 1 :]
    if name == "pip":
        name, rest = "python", ["-m", "pip", *rest]
    if name == "make":
        missing = [one for one in rest if re.fullmatch(r"[a-z]+", one) and one not in TARGETS]
        return f"no target {missing[0]}" if missing else ""
    if name != "python":
        return "" if name in NOT_LOOKED_INTO else f"{name} is not known"
    module, rest = (rest[1], rest[2:]) if rest[0] == "-m" else (rest[0], rest[1:])
    if module.endswith(".py"):
        if not Path(module).exists():
            return f"no file {module}"
    elif find_spec(module) is None:
        return f"no module {module}"
    options = re.findall(r"--[a-z-]+", " ".join(rest))
    known = HELP.get(module)
    missing = [one for one in options if known and one not in known()]
    extras = re.findall(r"\.\[(\w+)\]", " ".join(rest))
    missing += [one for one in extras if one not in PROJECT["optional-dependencies"]]
    missing += [one for one in rest if one.startswith("tests/") and not Path(one).exists()]
    return f"{module} has no {missing[0]}" if missing else ""


def _help_of_evals() -> str:
    told = StringIO()
    with redirect_stdout(told), pytest.raises(SystemExit):
        parse_arguments(["--help"])
    return told.getvalue()


HELP = {
    "ingest.py": lambda: ingest._parser().format_help(),
    "advisor": lambda: "".join(
        one.format_help()
        for one in terminal._parser()._subparsers._group_actions[0].choices.values()
    ),
    "evals": _help_of_evals,
}


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_what_a_reader_is_told_to_type_is_there(document):
    found = commands(document.read_text(encoding="utf-8"))
    assert [f"{shlex.join(one)}: {told}" for one in found if (told := fault(one))] == []


def test_commands_are_found_and_faults_of_theirs_told():
    text = "Run `make lunch`, or:\n\n```\nADVISOR_TEA=1 make chat   # now\n$ python a.py\n```\n"
    assert [fault(one) for one in commands(text)] == [
        "no setting ADVISOR_TEA",
        "no file a.py",
        "no target lunch",
    ]
    assert fault(["python", "ingest.py", "--quietly"]) == "ingest.py has no --quietly"
    assert fault(["python", "-m", "advisor", "ask", "--loud"]) == "advisor has no --loud"
    assert fault(["pip", "install", ".[nobody]"]) == "pip has no nobody"
    assert fault(["python", "-m", "evals", "--noise"]) == "evals has no --noise"
    assert sum(len(commands(one.read_text("utf-8"))) for one in DOCUMENTS) > 60


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_what_is_linked_is_there(document):
    text = document.read_text(encoding="utf-8")
    for link, anchor in re.findall(r"\]\(([^)#:\s]*)(#[^)\s]+)?\)", text):
        target = document.parent / link if link else document
        assert target.exists(), link
        if anchor:
            headings = re.findall(r"^#+ (.+)$", target.read_text(encoding="utf-8"), flags=re.M)
            assert anchor[1:] in [re.sub(r"[^\w-]", "", one.lower().replace(" ", "-"))
                                  for one in headings], anchor  # fmt: skip


def test_files_that_are_named_are_there():
    for document in DOCUMENTS:
        named = re.findall(
            r"`((?:advisor|corpus|docs|evals|tests|benchmarks)/[\w./-]+\.\w+)`",
            document.read_text(encoding="utf-8"),
        )
        made_up = ("NAME", "florist", "evals/runs/")
        for path in named:
            assert any(one in path for one in made_up) or Path(path).exists(), (document, path)


def test_tests_that_are_named_are_there():
    written = "".join(one.read_text(encoding="utf-8") for one in Path("tests").glob("test_*.py"))
    for document in DOCUMENTS:
        for name in re.findall(r"`(test_\w+|Test\w+)`", document.read_text(encoding="utf-8")):
            assert re.search(rf"(?:def|class) {name}\b", written), (document, name)


def test_the_example_of_a_guide_can_be_ingested(tmp_path):
    text = Path("docs/writing-a-guide.md").read_text(encoding="utf-8")
    guide, questions = (re.search(rf"```{kind}\n(.*?)```", text, re.S)[1]
                        for kind in ("markdown", "yaml"))  # fmt: skip
    file = tmp_path / "florist-diploma.md"
    file.write_text(guide, encoding="utf-8")
    file.with_suffix(".questions.yaml").write_text(questions, encoding="utf-8")
    read = read_guide(file)
    chunks = chunk_guide(read)
    assert (read.career, read.companion) == ("Florist", "florist.md")
    asked = {one.text: one for one in chunks if one.kind == "question"}
    assert len(asked) == 6  # two of them are headings
    quoted = [one for one in chunks if one.kind in ("sentence", "row")]
    assert [one.kind for one in quoted] == ["sentence", "row", "row", "sentence", "sentence"]
    assert all(one.notes and one.notes[0].name.startswith("Example Guild") for one in quoted)


def test_before_a_commit_runs_what_make_check_runs():
    hooks = yaml.safe_load(Path(".pre-commit-config.yaml").read_text("utf-8"))["repos"][0]["hooks"]
    makefile = Path("Makefile").read_text(encoding="utf-8")
    recipe = re.search(r"^check:.*\n((?:\t.+\n)+)", makefile, flags=re.M)[1]
    lines = [line.strip().replace("$(RUN)", ".venv/bin/python") for line in recipe.splitlines()]
    assert [one["entry"] for one in hooks] == lines
