"""Ingesting embeds what is new and nothing else; with a tiny model, so that all of it is done."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.errors import CorpusError, IndexMismatch
from advisor.index import Index
from advisor.ingest import ingest
from advisor.intents import load_bank
from advisor.schema import Chunk

BREAD = """# How to become a Baker

Bakers bake bread.
Bakers rise early.

## Pay

Bakers earn $1.
"""
TEA = "# How to become a Taster\n\nTasters taste tea.\n\n## Pay\n\nTasters earn $2.\n"


@pytest.fixture(scope="module")
def trained(tiny_model, tmp_path_factory) -> Path:
    """An index that has learnt the question bank and holds no guide yet."""
    folder = tmp_path_factory.mktemp("trained")
    index = Index.create(folder, str(tiny_model))
    index.train(load_bank(), Embedder(str(tiny_model)), progress=False)
    return folder


@pytest.fixture
def here(tmp_path, monkeypatch, tiny_model, trained) -> Settings:
    """Settings of a folder with two guides."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(trained, tmp_path / ".index")
    Path("corpus").mkdir()
    write("baker.md", BREAD)
    write("taster.md", TEA)
    return Settings(index=tmp_path / ".index", embedding_model=str(tiny_model))


def write(name: str, text: str) -> None:
    (Path("corpus") / name).write_text(text, encoding="utf-8")


def chunks(settings: Settings) -> list[Chunk]:
    return Index.open(settings.index, settings.embedding_model).chunks()


def corpus_hash(settings: Settings) -> str:
    return Index.open(settings.index, settings.embedding_model).manifest["corpus"]


def test_the_first_ingest_embeds_everything_once(here, tmp_path):
    changes = ingest(replace(here, index=tmp_path / "new" / "index"), [])
    assert changes.added == ["corpus/baker.md", "corpus/taster.md"]
    assert (changes.changed, changes.removed, changes.unchanged) == ([], [], [])
    phrasings = sum(len(intent.phrasings) for intent in load_bank().intents)
    # Per guide a title, a heading "Pay" and its sentences; the two headings "Pay" read the same.
    assert changes.embedded == 5 + 4 - 1 + phrasings


def test_the_second_ingest_embeds_nothing(here):
    ingest(here, [])
    before = chunks(here)
    changes = ingest(here, [])
    assert changes.unchanged == ["corpus/baker.md", "corpus/taster.md"]
    assert (changes.added, changes.changed, changes.removed) == ([], [], [])
    assert changes.embedded == 0
    assert chunks(here) == before


def test_a_changed_sentence_alone_is_embedded_again(here):
    ingest(here, [])
    before = corpus_hash(here)
    write("baker.md", BREAD.replace("rise early", "rise late"))
    changes = ingest(here, [])
    assert (changes.changed, changes.unchanged) == (["corpus/baker.md"], ["corpus/taster.md"])
    assert changes.embedded == 1
    texts = [chunk.text for chunk in chunks(here)]
    assert "Bakers rise late." in texts
    assert "Bakers rise early." not in texts
    assert corpus_hash(here) != before


def test_a_sentence_that_moved_is_found_where_it_stands_now(here):
    ingest(here, [])
    write("baker.md", BREAD.replace("## Pay", "\n\n\n## Pay"))
    assert ingest(here, []).embedded == 0
    pay = [chunk for chunk in chunks(here) if chunk.text == "Bakers earn $1."]
    assert [chunk.lines for chunk in pay] == [(11, 11)]


def test_a_removed_guide_is_forgotten(here):
    ingest(here, [])
    Path("corpus/taster.md").unlink()
    changes = ingest(here, [])
    assert (changes.removed, changes.unchanged) == (["corpus/taster.md"], ["corpus/baker.md"])
    assert changes.embedded == 0
    assert {chunk.source for chunk in chunks(here)} == {"corpus/baker.md"}
    index = Index.open(here.index, here.embedding_model)
    assert [card.source for card in index.guides()] == ["corpus/baker.md"]


def test_a_file_that_is_named_leaves_the_other_guides_alone(here):
    ingest(here, [])
    write("baker.md", BREAD.replace("$1", "$3"))
    changes = ingest(here, [Path("corpus/baker.md")])
    assert (changes.changed, changes.removed) == (["corpus/baker.md"], [])
    assert {chunk.source for chunk in chunks(here)} == {"corpus/baker.md", "corpus/taster.md"}


def test_a_path_may_be_written_in_any_way(here):
    ingest(here, [])
    for way in ("./corpus", "corpus/", Path("corpus").resolve(), "corpus/../corpus"):
        changes = ingest(here, [Path(way)])
        assert changes.unchanged == ["corpus/baker.md", "corpus/taster.md"], way
        assert (changes.added, changes.removed) == ([], []), way


def test_a_guide_elsewhere_is_named_by_its_whole_path(here, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "tea.md"
    elsewhere.write_text(TEA, encoding="utf-8")
    assert ingest(here, [elsewhere]).added == [elsewhere.as_posix()]


def test_the_bad_file_among_good_ones_is_named_and_the_rest_ingested(here):
    ingest(here, [])
    write("baker.md", BREAD.replace("$1", "$3"))
    write("zither.md", "")
    changes = ingest(here, [])
    assert changes.errors == ["corpus/zither.md is empty; a guide was expected."]
    assert (changes.changed, changes.unchanged) == (["corpus/baker.md"], ["corpus/taster.md"])
    assert "Bakers earn $3." in [chunk.text for chunk in chunks(here)]


def test_a_guide_that_became_bad_keeps_its_older_state(here):
    ingest(here, [])
    before = chunks(here)
    write("taster.md", "")
    changes = ingest(here, [])
    assert (len(changes.errors), changes.removed) == (1, [])
    assert chunks(here) == before


def test_where_no_file_can_be_read_the_index_stays_as_it_was(here):
    ingest(here, [])
    before = chunks(here)
    write("baker.md", "")
    write("taster.md", "")
    with pytest.raises(CorpusError, match=r"baker\.md is empty.*\n.*taster\.md is empty"):
        ingest(here, [])
    assert chunks(here) == before


def test_another_embedding_model_is_refused_until_the_index_is_rebuilt(here, tiny_model, tmp_path):
    ingest(here, [])
    (tmp_path / "second").symlink_to(tiny_model, target_is_directory=True)
    other = replace(here, embedding_model=str(tmp_path / "second"))
    with pytest.raises(IndexMismatch, match="--rebuild"):
        ingest(other, [])
    assert ingest(other, [], rebuild=True).added == ["corpus/baker.md", "corpus/taster.md"]
    assert len(chunks(other)) > 0


def test_the_command_prints_what_changed(here, run_python, monkeypatch, pytestconfig):
    corpus = Path("corpus").resolve()
    write("baker.md", BREAD.replace("$1", "$3"))
    monkeypatch.chdir(pytestconfig.rootpath)
    ingest(here, [corpus])
    (corpus / "baker.md").write_text(BREAD, encoding="utf-8")
    (corpus / "taster.md").unlink()
    (corpus / "zither.md").write_text("", encoding="utf-8")
    done = run_python(
        "ingest.py",
        ADVISOR_CORPUS=corpus,
        ADVISOR_INDEX=here.index,
        ADVISOR_EMBEDDING_MODEL=here.embedding_model,
    )
    assert done.returncode == 1
    assert done.stderr == (
        f"ingest.py: left out: {corpus}/zither.md is empty; a guide was expected.\n"
    )
    lines = done.stdout.splitlines()
    for line in ("added: 0", "changed: 1", "removed: 1", "unchanged: 0"):
        assert line in lines
    assert f"  {corpus}/baker.md" in lines
