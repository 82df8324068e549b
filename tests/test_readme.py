"""The README says what is so."""

import re
import shlex
import tomllib
from dataclasses import fields
from pathlib import Path

from advisor.__main__ import main
from advisor.config import PREFIX, Settings

README = Path("README.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]


def part(title: str) -> str:
    """The text below a heading."""
    return re.split(r"^## ", README, flags=re.M)[1:][titles().index(title)]


def titles() -> list[str]:
    return re.findall(r"^## (.+)$", README, flags=re.M)


def rows(title: str) -> list[list[str]]:
    """The table below a heading, without its head."""
    lines = re.findall(r"^\| (.+) \|$", part(title), flags=re.M)
    return [line.split(" | ") for line in lines[2:]] if lines[1].startswith("---") else []


def names(requirements: list[str]) -> list[str]:
    return [re.split(r"[<>=!~ ;\[]", requirement)[0] for requirement in requirements]


def test_every_setting_is_listed_with_its_default():
    listed = [(name.strip("`"), default.strip("`")) for name, default, _ in rows("Settings")]
    assert listed == [
        (f"{PREFIX}{one.name.upper()}", str(one.default) or "none") for one in fields(Settings)
    ]


def test_every_direct_dependency_is_listed_with_its_use_and_licence():
    assert [row[0] for row in rows("Dependencies")] == names(PROJECT["dependencies"])
    assert all(use and licence for _, use, licence in rows("Dependencies"))
    for name in names(PROJECT["optional-dependencies"]["test"]):
        assert name in part("Dependencies")


def test_every_package_is_listed_and_every_path_listed_is_there():
    listed = part("What is where").split("```")[1]
    paths = re.findall(r"^(\S+) ", listed, flags=re.M)
    packages = {f"{one.parent.as_posix()}/" for one in Path("advisor").rglob("__init__.py")}
    assert packages <= set(paths)
    for path in paths:
        assert Path(path).exists(), path


def test_every_dependency_is_locked():
    locked = Path("constraints.txt").read_text(encoding="utf-8").lower().replace("_", "-")
    wanted = PROJECT["dependencies"] + PROJECT["optional-dependencies"]["test"]
    for name in names(wanted):
        assert f"\n{name.lower()}==" in locked


def test_the_answers_shown_are_the_answers_given(settings, monkeypatch, capsys):
    monkeypatch.setenv(f"{PREFIX}INDEX", str(settings.index))
    shown = re.findall(r"^\$ \S+ -m advisor (.+)\n((?:(?!\$ |```).*\n)+)", README, flags=re.M)
    assert shown
    for arguments, output in shown:
        assert main(shlex.split(arguments)) == 0
        assert capsys.readouterr().out.strip() == output.strip(), "paste the new output"
