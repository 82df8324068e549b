"""Whatever befalls an ingest or the index: the old state or the new one, and a word about it."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import replace
from pathlib import Path

import pytest
from bakery import BREAD, write
from conftest import ROOT, files_of_at_most
from killing import embed

from advisor import places
from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.errors import IndexDamaged, IndexUnwritable
from advisor.index import Index
from advisor.ingest import ingest

KILLS = 50
DUTIES = 150
MANY = 1100
"""Chunks from which Chroma keeps vectors in files of their own."""


def texts(settings: Settings) -> list[str]:
    index = Index.open(settings)
    index.verify()
    return [chunk.text for chunk in index.chunks()]


def long_guide() -> str:
    return "# How to become a Clerk\n\n" + " ".join(f"Clerks file form {n}." for n in range(MANY))


# --- kill -9 ------------------------------------------------------------------------------------


@pytest.fixture
def fast_disk(tmp_path) -> Iterator[Path]:
    """A folder in memory, where there is one: a kill does not ask what is on the disk."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or not os.access(memory, os.W_OK):
        yield tmp_path
    else:
        with tempfile.TemporaryDirectory(dir=memory) as folder:
            yield Path(folder)


def test_an_ingest_that_is_killed_leaves_the_old_state_or_the_new_one(here, fast_disk):
    """Fifty ingests, each killed at a random moment between its first and its last instant."""
    index = fast_disk / "killed-index"
    shutil.copytree(here.index, index)
    with chdir(fast_disk):
        embed(DUTIES, Embedder(here.embedding_model))
    done = subprocess.run(
        [sys.executable, ROOT / "tests/killing.py", str(KILLS), str(DUTIES), str(index)],
        env=os.environ | {"ADVISOR_EMBEDDING_MODEL": here.embedding_model},
        capture_output=True,
        cwd=fast_disk,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["killed"] == KILLS
    assert outcome["old"] + outcome["new"] == KILLS
    assert outcome["old"] >= 5, "too few were killed before they were done"
    assert outcome["staged"] >= 5, "too few were killed while they wrote"
    assert outcome["last"] == "new"
    assert not (index / "staging").exists()
    assert len(list(index.glob("store-*"))) <= 2


# --- a full disk --------------------------------------------------------------------------------


@pytest.mark.parametrize("share", [0.1, 0.9, 1.0, 1.2])
def test_files_that_cannot_grow_leave_the_index_as_it_was(here, share):
    ingest(here, [])
    before = texts(here)
    write("clerk.md", long_guide())
    limit = int((store_of(here) / "chroma.sqlite3").stat().st_size * share)
    with files_of_at_most(limit), pytest.raises(IndexUnwritable, match="still holds"):
        ingest(here, [])
    assert texts(here) == before
    assert not (here.index / "staging").exists()
    assert ingest(here, []).added == ["corpus/clerk.md"]
    assert len(texts(here)) == len(before) + MANY + 1


@pytest.mark.parametrize("left", [0, 100_000, 1_000_000])
def test_a_full_disk_leaves_the_index_as_it_was(here, small_disk, left):
    shutil.copytree(here.index, small_disk / "index")
    settings = replace(here, index=small_disk / "index")
    ingest(settings, [])
    before = texts(settings)
    write("clerk.md", long_guide())
    filler = small_disk / "filler"
    room = os.statvfs(small_disk)
    filler.write_bytes(bytes(max(0, room.f_bavail * room.f_frsize - left)))
    with pytest.raises(IndexUnwritable, match="still holds"):
        ingest(settings, [])
    assert texts(settings) == before
    filler.unlink()
    assert ingest(settings, []).added == ["corpus/clerk.md"]


def test_an_index_that_can_only_be_read_can_be_asked(here, small_disk):
    shutil.copytree(here.index, small_disk / "index")
    settings = replace(here, index=small_disk / "index")
    ingest(settings, [])
    before = texts(settings)
    write("clerk.md", long_guide())
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert texts(settings) == before
    with pytest.raises(IndexUnwritable, match="ADVISOR_INDEX"):
        ingest(settings, [])


# --- two at once --------------------------------------------------------------------------------


def test_two_ingests_at_once_both_count(here):
    """Each of its own guide; the second waits, and builds upon what the first has made."""
    errors: list[Exception] = []

    def bring(name: str) -> None:
        try:
            ingest(here, [Path("corpus") / name])
        except Exception as error:
            errors.append(error)

    writers = [threading.Thread(target=bring, args=(one,)) for one in ("baker.md", "taster.md")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert errors == []
    assert [card.career for card in Index.open(here).guides()] == ["Baker", "Taster"]


def test_who_waits_too_long_for_another_ingest_is_told(here, monkeypatch):
    monkeypatch.setattr(places, "WAIT", 0.2)
    ingest(here, [])
    before = texts(here)
    write("baker.md", BREAD.replace("early", "late"))
    place = places.Folder(here.index)
    with (
        place.write(place.newest(), anew=False),
        pytest.raises(IndexUnwritable, match=r"Another ingest is writing.*waited 0\.2 seconds"),
    ):
        ingest(here, [])
    assert texts(here) == before


# --- a store that is cut short ------------------------------------------------------------------


def halve(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def empty(file: Path) -> None:
    os.truncate(file, 0)


def scribble(file: Path) -> None:
    """Change bytes in the middle of it, and not its size."""
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(255 - byte for byte in content[middle : middle + 64])
    file.write_bytes(content)


def store_of(settings: Settings) -> Path:
    return max(settings.index.glob("store-*"))


@pytest.fixture(scope="module")
def large(tmp_path_factory, tiny_model, trained) -> Settings:
    """Settings of an index whose vectors have files of their own."""
    folder = tmp_path_factory.mktemp("large")
    shutil.copytree(trained, folder / "index")
    (folder / "clerk.md").write_text(long_guide(), encoding="utf-8")
    settings = Settings(folder, folder / "index", embedding_model=str(tiny_model))
    ingest(settings, [])
    return settings


@pytest.mark.parametrize("spoil", [halve, empty, Path.unlink, scribble])
def test_damage_to_any_file_that_counts_is_said(large, tmp_path, spoil):
    """What is scribbled into the database is for SQLite to find."""
    files = json.loads((store_of(large) / "seal.json").read_text(encoding="utf-8"))
    names = {Path(name).name for name in files}
    assert names >= {"chroma.sqlite3", "data_level0.bin", "index_metadata.pickle", "length.bin"}
    for number, name in enumerate([*files, "seal.json"]):
        if spoil is scribble and name == "chroma.sqlite3":
            continue
        settings = replace(large, index=tmp_path / str(number))
        shutil.copytree(large.index, settings.index)
        spoil(store_of(settings) / name)
        for use in (Index.open, lambda settings: ingest(settings, [])):
            with pytest.raises(IndexDamaged, match=r"is damaged \(.*`python ingest\.py --rebuild`"):
                use(settings)


def test_a_rebuild_needs_nothing_of_what_is_there(large, tmp_path):
    settings = replace(large, index=tmp_path / "index")
    shutil.copytree(large.index, settings.index)
    for file in settings.index.rglob("*"):
        if file.is_file():
            empty(file)
    assert ingest(settings, [], rebuild=True).embedded > MANY
    assert len(texts(settings)) == MANY + 1
