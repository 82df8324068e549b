"""The index gives back what was put in, finds what is near, and refuses what does not fit."""

import shutil
from pathlib import Path

import numpy as np
import pytest

from advisor.chunking import chunk_guide
from advisor.config import Settings
from advisor.errors import IndexMismatch, IndexMissing, SetupError
from advisor.guide import read_guide
from advisor.index import Index, embedding_text
from advisor.intents import Bank, load_bank, shipped_intents

GUIDE = Path("corpus/clinical-care-coordinator.md")


@pytest.fixture(scope="module")
def index(settings) -> Index:
    return Index.open(settings.index, settings.embedding_model)


@pytest.fixture
def copied(settings, tmp_path) -> Path:
    """A copy of the index, free to be spoilt."""
    return Path(shutil.copytree(settings.index, tmp_path / "copy"))


def test_the_chunks_come_back_as_they_were(index):
    guide = read_guide(GUIDE)
    assert index.chunks(guide.source) == chunk_guide(guide)


def test_the_guide_comes_back_with_what_is_known_of_it(index):
    guide = read_guide(GUIDE)
    (card,) = [one for one in index.guides() if one.source == guide.source]
    for name in ("title", "career", "also_called", "date", "figures", "source", "digest"):
        assert getattr(card, name) == getattr(guide, name)


def test_a_chunk_finds_itself(index, embedder):
    chunks = [chunk for chunk in index.chunks() if chunk.kind != "heading"][::20]
    for chunk, vector in zip(chunks, index.vectors([chunk.id for chunk in chunks]), strict=True):
        found = index.search(vector, 5)
        assert found[0][1] == pytest.approx(1.0, abs=1e-3)
        assert chunk.id in {identity for identity, score in found if score > 0.999}
        assert np.allclose(embedder.encode([embedding_text(chunk)])[0], vector, atol=1e-4)


def test_nearer_chunks_come_first(index, embedder):
    found = index.search(embedder.encode(["How much does a senior coordinator earn?"])[0], 10)
    scores = [score for _, score in found]
    assert len(found) == 10
    assert scores == sorted(scores, reverse=True)
    headings = {chunk.id: chunk.heading for chunk in index.chunks()}
    assert "Salary" in [headings[identity] for identity, _ in found[:3]]


def test_more_than_there_is_can_be_asked_for(index, embedder):
    assert len(index.search(embedder.encode(["pay"])[0], 10_000)) == len(index.chunks())


def test_the_manifest_names_model_chunker_and_corpus(index, settings):
    assert index.manifest["embedding_model"] == settings.embedding_model
    assert isinstance(index.manifest["chunker"], int)
    assert index.manifest["corpus"]


def test_the_classifier_that_comes_along_fits_the_question_bank():
    assert shipped_intents(load_bank(), Settings().embedding_model), (
        "run `python -m evals --train-intents`"
    )


def test_without_an_index_it_says_what_to_run(tmp_path):
    with pytest.raises(IndexMissing, match=r"run `python ingest\.py`"):
        Index.open(tmp_path / "nowhere", "all-MiniLM-L6-v2")
    assert not (tmp_path / "nowhere").exists()


def test_an_index_without_a_guide_is_as_good_as_none(tmp_path):
    Index.create(tmp_path, "all-MiniLM-L6-v2")
    with pytest.raises(IndexMissing, match=r"run `python ingest\.py`"):
        Index.open(tmp_path, "all-MiniLM-L6-v2")


@pytest.mark.parametrize("way", [Index.open, Index.create])
def test_an_index_of_another_embedding_model_is_refused(settings, way):
    with pytest.raises(IndexMismatch, match=r"'all-MiniLM-L6-v2', but 'other' is set.*--rebuild"):
        way(settings.index, "other")


def test_an_index_of_another_chunker_is_refused(copied):
    _change_manifest(copied, chunker=0)
    with pytest.raises(IndexMismatch, match=r"another version.*--rebuild"):
        Index.open(copied, Settings().embedding_model)


def test_an_index_of_another_question_bank_is_refused(index):
    with pytest.raises(IndexMismatch, match=r"question bank.*run `python ingest\.py`"):
        index.intent_model(Bank(load_bank().intents[:-1]))


def test_the_classifier_comes_back_as_it_was_trained(index, embedder):
    model = index.intent_model(load_bank())
    likely = model.probabilities(embedder.encode(["How much does the exam cost?"])[0])
    assert likely.shape == (len(load_bank().intents),)
    assert likely.sum() == pytest.approx(1.0, abs=1e-4)
    assert load_bank().intents[int(likely.argmax())].group == "certification"


def test_rebuilding_an_index_of_another_model_empties_it(copied):
    assert Index.create(copied, "other", rebuild=True).chunks() == []


def test_a_damaged_index_is_refused(tmp_path):
    (tmp_path / "chroma.sqlite3").write_bytes(b"this is no database" * 100)
    with pytest.raises(SetupError, match=r"delete .*run `python ingest\.py`"):
        Index.open(tmp_path, "all-MiniLM-L6-v2")


def test_a_file_in_the_place_of_the_index_is_refused(tmp_path):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(SetupError, match="ADVISOR_INDEX"):
        Index.create(tmp_path / "file", "all-MiniLM-L6-v2")


def _change_manifest(folder: Path, **changes: object) -> None:
    import chromadb
    from chromadb.config import Settings as ChromaSettings

    client = chromadb.PersistentClient(str(folder), ChromaSettings(anonymized_telemetry=False))
    chunks = client.get_collection("chunks", embedding_function=None)
    chunks.modify(metadata={**(chunks.metadata or {}), **changes})
