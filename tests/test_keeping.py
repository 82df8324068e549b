"""`python ingest.py` with its options: what is in the index, does it match, keep it so."""

import runpy
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from bakery import BREAD, write
from conftest import ROOT

from advisor.config import Settings
from advisor.index import Index
from advisor.ingest import ingest, watch

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(here, monkeypatch, capsys) -> Run:
    """Runs ingest.py in this process; gives the exit code and what was printed."""
    monkeypatch.setenv("ADVISOR_INDEX", str(here.index))
    monkeypatch.setenv("ADVISOR_EMBEDDING_MODEL", here.embedding_model)
    main = runpy.run_path(str(ROOT / "ingest.py"))["main"]

    def run(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(list(arguments))
        return (code, *capsys.readouterr())

    return run


def sources(settings: Settings) -> list[str]:
    return [card.source for card in Index.open(settings).guides()]


# --- renaming -----------------------------------------------------------------------------------


def test_a_file_that_is_renamed_is_not_embedded_again(here):
    ingest(here, [])
    Path("corpus/baker.md").rename("corpus/bread.md")
    changes = ingest(here, [])
    assert (changes.added, changes.removed) == (["corpus/bread.md"], ["corpus/baker.md"])
    assert changes.embedded == 0
    index = Index.open(here)
    chunks = index.chunks("corpus/bread.md")
    assert [chunk.source for chunk in chunks] == ["corpus/bread.md"] * 5
    assert index.search(index.vectors(chunks)[1], 1)[0].source == "corpus/bread.md"


def test_a_file_that_is_renamed_and_changed_is_embedded_where_it_changed(here):
    ingest(here, [])
    Path("corpus/baker.md").unlink()
    write("bread.md", BREAD.replace("early", "late"))
    assert ingest(here, []).embedded == 1


# --- is it in step? -----------------------------------------------------------------------------


def test_an_index_that_matches_its_guides_is_said_to(command):
    assert command()[0] == 0
    assert command("--check") == (0, "The index matches the guides.\n", "")


def test_every_difference_is_told(command, here):
    command()
    before = sources(here)
    write("baker.md", BREAD.replace("$1", "$3"))
    Path("corpus/taster.md").unlink()
    write("zither.md", "# How to become a Zitherist\n\nZitherists play.\n")
    code, out, _ = command("--check")
    assert code == 1
    assert out.splitlines() == [
        "corpus/zither.md is not in the index",
        "corpus/baker.md has changed since it was ingested",
        "corpus/taster.md is in the index, but not there any more",
    ]
    assert sources(here) == before
    assert command()[0] == 0
    assert command("--check")[0] == 0


def test_an_index_of_something_else_does_not_match(command, monkeypatch, tiny_model, tmp_path):
    command()
    monkeypatch.setenv("ADVISOR_EMBEDDING_MODEL", "other")
    code, out, _ = command("--check")
    assert code == 1
    assert "'other' is set" in out


def test_where_there_is_no_index_nothing_matches(command, monkeypatch, tmp_path):
    monkeypatch.setenv("ADVISOR_INDEX", str(tmp_path / "nowhere"))
    code, out, _ = command("--check")
    assert code == 1
    assert "There is no index" in out
    assert not (tmp_path / "nowhere").exists()


def test_a_path_that_is_not_there_cannot_be_checked(command):
    command()
    code, _, complaint = command("--check", "corpus/missing.md")
    assert code == 2
    assert "is not there" in complaint


# --- what is in it ------------------------------------------------------------------------------


def test_the_guides_are_listed(command):
    command()
    assert command("--list") == (
        0,
        "corpus/baker.md: How to become a Baker (5 chunks)\n"
        "corpus/taster.md: How to become a Taster (4 chunks)\n",
        "",
    )


def test_a_guide_is_taken_out_and_its_file_stays(command, here):
    command()
    code, out, _ = command("--remove", "corpus/taster.md")
    assert code == 0
    assert "removed: 1\n  corpus/taster.md\n" in out
    assert sources(here) == ["corpus/baker.md"]
    assert Path("corpus/taster.md").exists()
    assert command("--check")[0] == 1


def test_a_folder_is_taken_out_though_it_is_gone(command, here):
    Path("more").mkdir()
    Path("corpus/taster.md").rename("more/taster.md")
    command("corpus", "more")
    Path("more/taster.md").unlink()
    Path("more").rmdir()
    assert command("--remove", "more")[0] == 0
    assert sources(here) == ["corpus/baker.md"]


def test_what_is_not_in_the_index_cannot_be_taken_out(command, here):
    command()
    code, _, complaint = command("--remove", "corpus/baker.md", "corpus/missing.md")
    assert code == 2
    assert "corpus/missing.md is not in the index" in complaint
    assert len(sources(here)) == 2
    code, _, complaint = command("--remove")
    assert code == 2
    assert "wants the paths" in complaint


def test_two_ways_at_once_are_refused(command):
    with pytest.raises(SystemExit):
        command("--check", "--rebuild")


# --- keeping it so ------------------------------------------------------------------------------


def test_a_change_is_ingested_when_it_is_made(here):
    outcomes = watch(here, [])
    assert next(outcomes).added == ["corpus/baker.md", "corpus/taster.md"]
    for when in ("late", "at noon"):
        write("baker.md", BREAD.replace("early", when))
        assert next(outcomes).changed == ["corpus/baker.md"]
        assert f"Bakers rise {when}." in {chunk.text for chunk in Index.open(here).chunks()}
    write("baker.md", "")
    assert "is empty" in str(next(outcomes).errors)
    outcomes.close()


def test_a_watch_goes_on_where_nothing_can_be_read_for_a_while(here):
    outcomes = watch(here, [])
    next(outcomes)
    shutil.rmtree("corpus")
    Path("corpus").mkdir()
    assert "holds no guide" in str(next(outcomes))
    write("baker.md", BREAD)
    assert next(outcomes).removed == ["corpus/taster.md"]
    outcomes.close()
