"""The index gives back what was put in, finds what is near, and refuses what does not fit."""

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from advisor.build import Task, build
from advisor.chunking import VERSION as CHUNKER_VERSION
from advisor.chunking import chunk_guide
from advisor.config import Settings
from advisor.errors import IndexDamaged, IndexMismatch, IndexMissing, SetupError
from advisor.guide import file_digest, read_guide
from advisor.index import Index, embedding_text
from advisor.intents import Bank, load_bank, shipped_intents
from advisor.places import Folder
from advisor.revision import STORE_VERSION
from advisor.text import words

GUIDE = Path("corpus/clinical-care-coordinator.md")


@pytest.fixture(scope="module")
def index(settings) -> Index:
    return Index.open(settings)


@pytest.fixture
def copied(settings, tmp_path) -> Settings:
    """A copy of the index, free to be spoilt."""
    return replace(settings, index=Path(shutil.copytree(settings.index, tmp_path / "copy")))


def test_the_chunks_come_back_as_they_were(index):
    guide = read_guide(GUIDE)
    assert index.chunks(guide.source) == chunk_guide(guide)


def test_the_guide_comes_back_with_what_is_known_of_it(index):
    guide = read_guide(GUIDE)
    (card,) = [one for one in index.guides() if one.source == guide.source]
    for name in ("title", "career", "also_called", "date", "figures", "source"):
        assert getattr(card, name) == getattr(guide, name)
    assert card.digest == file_digest(GUIDE)


def test_a_chunk_finds_itself(index, embedder):
    chunks = [chunk for chunk in index.chunks() if chunk.kind != "heading"][::50]
    vectors = index.vectors(chunks)
    for chunk, vector in zip(chunks, vectors, strict=True):
        found = index.search(vector, 5)
        assert found[0].score == pytest.approx(1.0, abs=1e-3)
        assert (chunk.source, chunk.order) in {
            (near.source, near.order) for near in found if near.score > 0.999
        }
    asked = np.array([chunk.kind == "question" for chunk in chunks])
    cosines = (embedder.encode([*map(embedding_text, chunks)]) * vectors).sum(axis=1)
    assert np.allclose(cosines[~asked], 1.0, atol=1e-4)
    assert cosines[asked].min() > 0.99  # in the quick form, or as an older index has them


def test_nearer_chunks_come_first(index, embedder):
    found = index.search(embedder.encode(["How much does a senior coordinator earn?"])[0], 10)
    scores = [near.score for near in found]
    assert len(found) == 10
    assert scores == sorted(scores, reverse=True)
    nearest = [index.chunks(near.source)[near.order] for near in found[:3]]
    assert any("earn" in chunk.text or chunk.heading == "Salary" for chunk in nearest)


def test_more_than_there_is_can_be_asked_for(index, embedder):
    assert len(index.search(embedder.encode(["pay"])[0], 100_000)) == len(index.chunks())


def test_the_words_of_a_guide_are_kept(index):
    said = [
        {
            word
            for one in index.chunks(card.source)
            if one.kind != "question"
            for word in words(one.text)
        }
        for card in index.guides()
    ]
    assert set(index.words()) == set().union(*said)
    assert len(index.words()) == sum(map(len, said))


def test_the_revision_names_what_it_was_made_with(index, settings):
    revision = index.revision
    assert revision.embedding_model == settings.embedding_model
    assert (revision.store, revision.chunker) == (STORE_VERSION, CHUNKER_VERSION)
    assert revision.bank == load_bank().digest
    assert revision.corpus


def test_the_classifier_that_comes_along_fits_the_question_bank():
    assert shipped_intents(load_bank(), Settings().embedding_model), (
        "run `python -m evals --train-intents`"
    )


def test_without_an_index_it_says_what_to_run(tmp_path):
    with pytest.raises(IndexMissing, match=r"run `python ingest\.py`"):
        Index.open(Settings(index=tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_an_index_without_a_guide_is_as_good_as_none(tmp_path, embedder):
    build(Folder(tmp_path), None, Task((), anew=True), embedder)
    with pytest.raises(IndexMissing, match=r"run `python ingest\.py`"):
        Index.open(Settings(index=tmp_path))


def test_an_index_of_another_embedding_model_is_refused(settings):
    with pytest.raises(IndexMismatch, match=r"'all-MiniLM-L6-v2', but 'other' is set.*--rebuild"):
        Index.open(replace(settings, embedding_model="other"))


@pytest.mark.parametrize(
    "version", ["advisor.index.CHUNKER_VERSION", "advisor.index.STORE_VERSION"]
)
def test_an_index_of_another_version_is_refused(settings, version, monkeypatch):
    monkeypatch.setattr(version, 0)
    with pytest.raises(IndexMismatch, match=r"another version.*--rebuild"):
        Index.open(settings)


def test_an_index_of_another_question_bank_is_refused(index):
    with pytest.raises(IndexMismatch, match=r"question bank.*run `python ingest\.py`"):
        index.intent_model(Bank(load_bank().intents[:-1]))


def test_the_classifier_comes_back_as_it_was_trained(index, embedder):
    model = index.intent_model(load_bank())
    likely = model.probabilities(embedder.encode(["How much does the exam cost?"])[0])
    assert likely.shape == (len(load_bank().intents),)
    assert likely.sum() == pytest.approx(1.0, abs=1e-4)
    assert load_bank().intents[int(likely.argmax())].group == "certification"


def test_a_file_in_the_place_of_the_index_is_refused(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with (
        pytest.raises(SetupError, match="ADVISOR_INDEX"),
        Folder(tmp_path / "file").write(None, True),
    ):
        pass


# --- damage -------------------------------------------------------------------------------------


def halve(file: Path) -> None:
    os.truncate(file, file.stat().st_size // 2)


def scribble(file: Path) -> None:
    file.write_bytes(b"this is no database" * 1000)


@pytest.mark.parametrize("spoil", [halve, scribble, Path.unlink])
def test_a_damaged_database_is_said_to_be_so(copied, spoil):
    newest = max(copied.index.glob("store-*"))
    spoil(newest / "chroma.sqlite3")
    with pytest.raises(IndexDamaged, match=r"python ingest\.py --rebuild"):
        Index.open(copied)
