"""Ingesting embeds what is new and nothing else; with a tiny model, so that all of it is done."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from bakery import BREAD, TEA, write

from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.errors import CorpusError, IndexMismatch
from advisor.index import Index, embedding_text
from advisor.ingest import ingest, open_index
from advisor.intents import load_bank
from advisor.schema import Chunk
from ingest import main

ASKED = """answered:
- section: Pay
  passage: Bakers earn $1
  questions: ['Is it well paid?', 'do bakers make good money in their first years']
"""


def chunks(settings: Settings) -> list[Chunk]:
    return Index.open(settings).chunks()


def corpus_hash(settings: Settings) -> str:
    return Index.open(settings).revision.corpus


def vectors(settings: Settings, kind: str) -> dict[str, np.ndarray]:
    """What the questions, or the passages, of the index embed to."""
    index = Index.open(settings)
    found = [one for one in index.chunks() if (one.kind == "question") == (kind == "question")]
    texts = map(embedding_text, found)
    return dict(zip(texts, index.vectors(found), strict=True))


class Whole(Embedder):
    """Embeds questions in full precision, as all was in indexes of before."""

    def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
        return self.encode(texts)


def test_the_first_ingest_embeds_everything_once(here, tmp_path):
    write("taster.md", TEA.replace("What do tasters earn?", "Pay"))
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


def test_known_questions_are_embedded_as_questions_are(here, embedder, tmp_path):
    write("baker.questions.yaml", ASKED)
    new = replace(here, index=tmp_path / "new", embedding_model=embedder.name)
    ingest(new, [], embedder=embedder)
    for kind, encode in (("passage", embedder.encode), ("question", embedder.encode_questions)):
        found = vectors(new, kind)
        assert found
        assert np.allclose(list(found.values()), encode(list(found)), atol=1e-5)


def test_questions_of_an_older_index_stay_as_they_are(here, embedder, tmp_path):
    write("baker.questions.yaml", ASKED)
    old = replace(here, index=tmp_path / "old", embedding_model=embedder.name)
    ingest(old, [], embedder=Whole(embedder.name))
    before = vectors(old, "question")
    write("baker.questions.yaml", ASKED.replace("]", ", 'Do bakers get rich?']"))
    changes = ingest(old, [], embedder=embedder)
    assert (changes.embedded, changes.why) == (1, "")
    after = vectors(old, "question")
    (added,) = after.keys() - before.keys()
    assert all(np.array_equal(after[text], vector) for text, vector in before.items())
    assert np.allclose(after[added], embedder.encode_questions([added])[0], atol=1e-5)


def test_a_long_ingest_tells_how_far_it_is(here, monkeypatch, caplog):
    """Each lot of texts counts as a long one."""
    ingest(here, [Path("corpus/baker.md")])
    monkeypatch.setattr("advisor.build._SILENCE", -1.0)
    monkeypatch.setattr("advisor.build._LOT", 3)
    caplog.clear()
    ingest(here, [])
    assert caplog.messages == ["3 of 4 texts are embedded.", "4 of 4 texts are embedded."]


def test_a_removed_guide_is_forgotten(here):
    ingest(here, [])
    Path("corpus/taster.md").unlink()
    changes = ingest(here, [])
    assert (changes.removed, changes.unchanged) == (["corpus/taster.md"], ["corpus/baker.md"])
    assert changes.embedded == 0
    assert {chunk.source for chunk in chunks(here)} == {"corpus/baker.md"}
    index = Index.open(here)
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
    assert changes.errors == [
        "corpus/zither.md is empty; a guide was expected. Write one or take the file away."
    ]
    assert (changes.changed, changes.unchanged) == (["corpus/baker.md"], ["corpus/taster.md"])
    assert "Bakers earn $3." in [chunk.text for chunk in chunks(here)]


def test_a_guide_whose_questions_fit_no_more_is_named_as_well(here):
    ingest(here, [])
    entry = "- {section: Pay, passage: Bakers earn $9, questions: ['Is it well paid?']}"
    write("baker.questions.yaml", f"answered:\n{entry}\n")
    write("taster.md", TEA.replace("$2", "$4"))
    changes = ingest(here, [])
    assert changes.changed == ["corpus/taster.md"]
    assert len(changes.errors) == 1
    assert changes.errors[0].startswith("corpus/baker.md: its questions name a passage")


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


@pytest.fixture
def other(here, tiny_model, tmp_path) -> Settings:
    """Settings of another embedding model than the index was made with."""
    (tmp_path / "second").symlink_to(tiny_model, target_is_directory=True)
    return replace(here, embedding_model=str(tmp_path / "second"))


def test_an_index_of_another_embedding_model_is_made_anew(here, other, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "tea.md"
    elsewhere.write_text(TEA, encoding="utf-8")
    ingest(here, [Path("corpus"), elsewhere])
    changes = ingest(other, [])
    assert changes.added == ["corpus/baker.md", "corpus/taster.md", elsewhere.as_posix()]
    assert "was made with the embedding model" in changes.why
    assert Index.open(other).revision.embedding_model == other.embedding_model


def test_it_is_made_anew_when_it_is_opened(here, other):
    ingest(here, [])
    Path("corpus/taster.md").unlink()
    index = open_index(other)
    assert index.revision.embedding_model == other.embedding_model
    assert [card.source for card in index.guides()] == ["corpus/baker.md"]


def test_it_is_not_made_anew_where_that_would_lose_a_guide(here, other, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "tea.md"
    elsewhere.write_text(TEA, encoding="utf-8")
    ingest(here, [Path("corpus"), elsewhere])
    elsewhere.unlink()
    for bring in (lambda: ingest(other, []), lambda: open_index(other)):
        with pytest.raises(IndexMismatch, match=rf"{elsewhere} is not there; run .*--rebuild"):
            bring()
    assert len(Index.open(here).guides()) == 3


def test_without_its_guides_it_says_what_to_run(here, other):
    ingest(here, [])
    shutil.rmtree("corpus")
    with pytest.raises(IndexMismatch, match="--rebuild"):
        open_index(other)


def test_the_command_prints_what_changed(here, monkeypatch, pytestconfig, capfd):
    """In this process, which has loaded torch already."""
    corpus = Path("corpus").resolve()
    write("baker.md", BREAD.replace("$1", "$3"))
    monkeypatch.chdir(pytestconfig.rootpath)
    ingest(here, [corpus])
    (corpus / "baker.md").write_text(BREAD, encoding="utf-8")
    (corpus / "taster.md").unlink()
    (corpus / "zither.md").write_text("", encoding="utf-8")
    monkeypatch.setenv("ADVISOR_CORPUS", str(corpus))
    monkeypatch.setenv("ADVISOR_INDEX", str(here.index))
    monkeypatch.setenv("ADVISOR_EMBEDDING_MODEL", here.embedding_model)
    assert main([]) == 1
    printed = capfd.readouterr()
    assert printed.err == (
        f"ingest.py: left out: {corpus}/zither.md is empty; a guide was expected. "
        "Write one or take the file away.\n"
    )
    lines = printed.out.splitlines()
    for line in ("added: 0", "changed: 1", "removed: 1", "unchanged: 0"):
        assert line in lines
    assert f"  {corpus}/baker.md" in lines
