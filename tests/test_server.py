"""The index at a Chroma server, a real one on loopback: the same promises, and nothing on disk."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bakery import BREAD, TEA, write
from chroma import chroma_run
from conftest import ROOT
from killing import embed
from serving import free_port

from advisor.chat import FROM_MEMORY, Advisor
from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.errors import IndexMismatch, IndexMissing, IndexUnreachable, SetupError
from advisor.index import Index, dump_chunk
from advisor.ingest import ingest, remove
from advisor.schema import Chunk
from advisor.store import hang_up, open_server

KILLS = 15
DUTIES = 30
QUESTION = "When do bakers rise?"
LATE = BREAD.replace("rise early", "rise late")


@pytest.fixture(scope="session")
def chroma_url(tmp_path_factory) -> Iterator[str]:
    with chroma_run(tmp_path_factory.mktemp("chroma")) as url:
        yield url


@pytest.fixture
def there(here, chroma_url, tmp_path) -> Settings:
    """Settings of two guides and of a database of their own at the server."""
    return replace(here, index=tmp_path / "none", chroma_url=f"{chroma_url}/{tmp_path.name[:40]}")


def careers(settings: Settings) -> list[str]:
    index = Index.open(settings)
    index.verify()
    return [card.career for card in index.guides()]


def texts(index: Index) -> set[str]:
    return {chunk.text for chunk in index.chunks()}


def records(settings: Settings) -> dict[str, int]:
    """How much each collection holds, by its kind."""
    client = open_server(settings.chroma_url)
    held = {one.name: one.count() for one in client.list_collections()}
    hang_up(client)
    return {name.rsplit("-", 1)[1]: count for name, count in sorted(held.items())}


# --- in step ------------------------------------------------------------------------------------


def test_guides_are_asked_and_nothing_lies_on_disk(there):
    changes = ingest(there, [])
    assert changes.added == ["corpus/baker.md", "corpus/taster.md"]
    advisor = Advisor.open(there)
    found = {passage.text for passage in advisor.retrieve(QUESTION, k=5)}
    assert "Bakers rise early." in found
    assert not there.index.exists()


def test_only_what_changed_is_embedded(there):
    ingest(there, [])
    assert ingest(there, []).embedded == 0
    write("baker.md", LATE)
    assert ingest(there, []).embedded == 1
    Path("corpus/taster.md").rename("corpus/tea.md")
    assert ingest(there, []).embedded == 0
    index = Index.open(there)
    assert [card.source for card in index.guides()] == ["corpus/baker.md", "corpus/tea.md"]


def test_several_copies_see_a_change_with_their_next_question(there):
    ingest(there, [])
    copies = [Advisor.open(there), Advisor.open(there)]
    write("baker.md", LATE)
    ingest(there, [])
    for copy in copies:
        found = {passage.text for passage in copy.retrieve(QUESTION, k=5)}
        assert "Bakers rise late." in found
        assert "Bakers rise early." not in found


def test_who_reads_the_state_before_reads_it_whole(there):
    ingest(there, [])
    before = Index.open(there)
    write("baker.md", LATE)
    Path("corpus/taster.md").unlink()
    ingest(there, [])
    before.verify()
    assert "Bakers rise early." in texts(before)
    assert [card.career for card in before.guides()] == ["Baker", "Taster"]
    assert {near.source for near in before.search(before.vectors(before.chunks()[:1])[0], 9)} == {
        "corpus/baker.md",
        "corpus/taster.md",
    }


def test_a_search_sees_no_other_state(there):
    """Though the versions before lie nearer, beside those that count."""
    ingest(there, [])
    old = Index.open(there)
    early = next(chunk for chunk in old.chunks() if chunk.text == "Bakers rise early.")
    vector = old.vectors([early])[0]
    write("baker.md", LATE)
    ingest(there, [])
    index = Index.open(there)
    near = index.search(vector, 9)
    assert len(near) == 9 == len(index.chunks())
    assert near[0].score < 0.999 < old.search(vector, 9)[0].score


def test_what_is_superseded_is_dropped(there):
    ingest(there, [])
    for when in ("late", "at noon", "never", "at six"):
        write("baker.md", BREAD.replace("early", when))
        ingest(there, [])
    held = records(there)
    assert held["guides"] == 3  # the two that count, and the baker before
    assert held["chunks"] == 5 + 4 + 5
    assert len(held) == 5  # chunks, guides, intents; this revision and the one before


def test_whatever_is_asked_during_ingests_sees_one_state_or_the_other(there):
    ingest(there, [])
    over = threading.Event()

    def change() -> None:
        try:
            for text in [LATE, BREAD] * 4:
                write("baker.md", text)
                write("taster.md", TEA if text == BREAD else f"{TEA}\nLate.\n")
                ingest(there, [])
        finally:
            over.set()

    changing = threading.Thread(target=change)
    changing.start()
    advisor = Advisor.open(there)
    seen = set()
    try:
        while not over.is_set():
            said = texts(advisor.index)
            late = "Bakers rise late." in said
            assert ("Bakers rise early." in said) != late
            assert ("Late." in said) == late
            seen.add(late)
    finally:
        changing.join()
    assert seen == {True, False}


# --- two at once --------------------------------------------------------------------------------


def test_two_ingests_at_once_both_count(there):
    errors: list[Exception] = []

    def bring(name: str) -> None:
        try:
            ingest(there, [Path("corpus") / name])
        except Exception as error:
            errors.append(error)

    writers = [threading.Thread(target=bring, args=(one,)) for one in ("baker.md", "taster.md")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert errors == []
    assert careers(there) == ["Baker", "Taster"]


class Slow(Embedder):
    """While it embeds for the first time, another ingest begins and ends."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.embedding_model)
        self.overtaken_by = settings
        self.texts = 0

    def encode(self, texts: Sequence[str], progress: bool = False) -> np.ndarray:
        first, self.texts = not self.texts, self.texts + len(texts)
        if first:
            ingest(self.overtaken_by, [Path("corpus/taster.md")])
        return super().encode(texts, progress)


def test_an_ingest_that_is_overtaken_builds_upon_the_other(there):
    ingest(there, [])
    write("taster.md", TEA.replace("$2", "$4"))
    write("baker.md", LATE)
    embedder = Slow(there)
    assert ingest(there, [Path("corpus/baker.md")], embedder=embedder).changed
    assert embedder.texts == 1, "what was embedded once need not be again"
    assert {"Bakers rise late.", "Tasters earn $4."} <= texts(Index.open(there))


def test_an_ingest_whose_collections_another_sweeps_begins_again(there, monkeypatch):
    """Both are the first: the one that ends drops what the other has its hands on."""
    others = iter(["taster.md"])

    def overtaken(chunk: Chunk) -> str:
        for other in others:
            ingest(there, [Path("corpus") / other])
        return dump_chunk(chunk)

    monkeypatch.setattr("advisor.build.dump_chunk", overtaken)
    ingest(there, [Path("corpus/baker.md")])
    assert careers(there) == ["Baker", "Taster"]


# --- faults -------------------------------------------------------------------------------------


def test_an_ingest_that_is_killed_leaves_the_old_state_or_the_new_one(there, tmp_path):
    ingest(there, [])
    remove(there, [Path("corpus")])
    embed(DUTIES, Embedder(there.embedding_model))
    done = subprocess.run(
        [sys.executable, ROOT / "tests/killing.py", str(KILLS), str(DUTIES), there.chroma_url],
        env=os.environ | {"ADVISOR_EMBEDDING_MODEL": there.embedding_model},
        capture_output=True,
        cwd=tmp_path,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    outcome = json.loads(done.stdout)
    assert outcome["old"] + outcome["new"] == KILLS
    assert outcome["old"] >= 3, "too few were killed before they were done"
    assert outcome["last"] == "new"
    held = records(there)
    assert held["guides"] <= 2 * 8, "what was left behind is still there"


def test_an_index_of_another_model_is_made_anew_beside_the_old_one(there, tiny_model, tmp_path):
    ingest(there, [])
    before = Index.open(there)
    (tmp_path / "second").symlink_to(tiny_model, target_is_directory=True)
    other = replace(there, embedding_model=str(tmp_path / "second"))
    with pytest.raises(IndexMismatch, match="--rebuild"):
        Index.open(other)
    assert "embedding model" in ingest(other, []).why
    assert careers(other) == ["Baker", "Taster"]
    before.verify()


def test_a_rebuild_uses_nothing_of_what_is_there(there):
    ingest(there, [])
    client = open_server(there.chroma_url)
    (chunks,) = [one for one in client.list_collections() if one.name.endswith("-chunks")]
    chunks.delete(ids=chunks.get(include=[])["ids"][:3])
    hang_up(client)
    with pytest.raises(SetupError, match=r"lacks some.*`python ingest\.py --rebuild`"):
        Index.open(there)
    ingest(there, [], rebuild=True)
    assert careers(there) == ["Baker", "Taster"]


def test_where_no_server_answers_it_is_said(here):
    away = replace(here, chroma_url=f"http://127.0.0.1:{free_port()}")
    for use in (Advisor.open, lambda settings: ingest(settings, [])):
        with pytest.raises(IndexUnreachable, match=r"No Chroma server answers at .*start it"):
            use(away)


def test_where_nothing_was_ingested_it_is_said(there):
    with pytest.raises(IndexMissing, match=r"run `python ingest\.py`"):
        Advisor.open(there)


def test_a_server_that_comes_back_is_asked_again(here, tmp_path):
    port = free_port()
    settings = replace(here, chroma_url=f"http://127.0.0.1:{port}")
    with chroma_run(tmp_path / "chroma", port):
        ingest(settings, [])
        advisor = Advisor.open(settings)
    with pytest.raises(IndexUnreachable, match="start it"):
        advisor.ask(QUESTION)  # so far nothing was read
    with chroma_run(tmp_path / "chroma", port):
        assert advisor.retrieve(QUESTION, k=1)
        assert careers(settings) == ["Baker", "Taster"]


@pytest.mark.parametrize(
    "url", ["127.0.0.1:8000", "ftp://host", "http://", "http://host:x/", "http://h/a/b"]
)
def test_a_url_that_is_none_is_refused(here, url):
    with pytest.raises(SetupError, match=r"ADVISOR_CHROMA_URL .*http://HOST:PORT"):
        Advisor.open(replace(here, chroma_url=url))


def test_a_password_in_the_url_is_not_shown(here):
    away = replace(here, chroma_url=f"http://me:secret@127.0.0.1:{free_port()}")
    with pytest.raises(IndexUnreachable) as complaint:
        Advisor.open(away)
    assert "secret" not in str(complaint.value)


def test_while_a_server_is_away_answers_come_from_memory(here, tmp_path):
    port = free_port()
    settings = replace(here, chroma_url=f"http://127.0.0.1:{port}")
    asked = "What do tasters earn?"
    with chroma_run(tmp_path / "chroma", port):
        ingest(settings, [])
        advisor = Advisor.open(settings)
        before = advisor.ask(asked)
        assert before.answered
    during = advisor.ask(asked)
    assert during.text == before.text
    assert during.notices == (*before.notices, FROM_MEMORY)
    with chroma_run(tmp_path / "chroma", port):
        write("taster.md", TEA.replace("$2", "$4"))
        ingest(settings, [])
        after = advisor.ask(asked)
        assert "$4" in after.text
        assert FROM_MEMORY not in after.notices
