"""The wheel holds all that an installed advisor needs, and answers from it; `make release` asks it
in an environment of its own, which needs the network."""

import re
import shutil
import subprocess
import sys
import tomllib
from configparser import ConfigParser
from pathlib import Path
from zipfile import ZipFile

import pytest

PROJECT = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
MAIN = "clinical-care-coordinator.md"
COPIED = ("advisor", "corpus", "pyproject.toml", "README.md", "LICENSE")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> ZipFile:
    """Built as `make release` does, from a copy, with the tools that are installed."""
    source, made = tmp_path_factory.mktemp("source"), tmp_path_factory.mktemp("dist")
    for name in COPIED:
        copy = shutil.copytree if Path(name).is_dir() else shutil.copy
        copy(name, source / name)
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(made)]
    subprocess.run([*command, str(source)], check=True, capture_output=True, timeout=120)
    (file,) = made.glob("*.whl")
    return ZipFile(file)


def test_the_wheel_holds_the_package_and_the_guides_and_nothing_else(wheel):
    inside = {one for one in wheel.namelist() if ".dist-info/" not in one}
    package = [one for one in Path("advisor").rglob("*") if one.is_file()]
    there = {one.as_posix() for one in package if "__pycache__" not in one.parts}
    assert inside == there | {f"advisor/corpus/{one.name}" for one in Path("corpus").iterdir()}


def test_the_wheel_says_which_version_it_is_and_what_it_starts(wheel):
    (info,) = {one.split("/")[0] for one in wheel.namelist() if ".dist-info/" in one}
    assert info == f"career_advisor-{PROJECT['version']}.dist-info"
    scripts = ConfigParser()
    scripts.read_string(wheel.read(f"{info}/entry_points.txt").decode())
    assert dict(scripts["console_scripts"]) == PROJECT["scripts"]


def test_the_version_stands_in_one_place():
    for file in (*Path("advisor").rglob("*.py"), Path("Makefile"), Path("Dockerfile")):
        assert "__version__" not in file.read_text(encoding="utf-8"), file
    headings = re.findall(r"^## \[(.+?)\]", Path("CHANGELOG.md").read_text("utf-8"), flags=re.M)
    assert headings[0] == "Unreleased"


def test_what_was_installed_reads_its_guides_and_answers(wheel, tmp_path):
    """With one guide of its own, so that it takes seconds, in a folder where there is nothing."""
    wheel.extractall(tmp_path / "site")
    for file in (tmp_path / "site/advisor/corpus").iterdir():
        if file.name != MAIN:
            file.unlink()
    (tmp_path / "nowhere").mkdir()
    start = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r}); sys.prefix = 'environment'\n"
        "from advisor.__main__ import chat; sys.exit(chat())"
    )
    done = subprocess.run(
        [sys.executable, "-c", start],
        input="How much does a senior coordinator earn?\n",
        cwd=tmp_path / "nowhere",
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    assert "$70,000 to $90,000" in done.stdout
    assert f"{tmp_path}/site/advisor/corpus/{MAIN}, line " in done.stdout
    assert "read once" in done.stderr
    assert [one.name for one in (tmp_path / "nowhere").iterdir()] == ["environment"]
