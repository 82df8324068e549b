"""What is served follows the index: changed, deleted or made anew between two questions."""

import shutil
import threading
from dataclasses import replace

from bakery import BREAD, TEA, write

from advisor.chat import FROM_MEMORY, Advisor
from advisor.index import Index
from advisor.ingest import ingest
from advisor.live import Live

QUESTION = "When do bakers rise?"
LATE = BREAD.replace("rise early", "rise late")


def found(advisor: Advisor) -> set[str]:
    return {passage.text for passage in advisor.retrieve(QUESTION, k=50)}


def test_the_next_question_sees_a_change(here):
    ingest(here, [])
    advisor = Advisor.open(here)
    assert "Bakers rise early." in found(advisor)
    write("baker.md", LATE)
    write("zither.md", "# How to become a Zitherist\n\nZitherists play.\n")
    ingest(here, [])
    assert "Bakers rise late." in found(advisor)
    assert "Bakers rise early." not in found(advisor)
    assert [card.career for card in advisor.index.guides()] == ["Baker", "Taster", "Zitherist"]


def test_a_question_under_way_keeps_the_state_it_began_with(here):
    ingest(here, [])
    engine = Advisor.open(here).engine
    for text in (LATE, BREAD.replace("early", "at noon")):
        write("baker.md", text)
        ingest(here, [])
        shelf = next(one for one in engine.library.shelves if one.card.career == "Baker")
        assert "Bakers rise early." in {chunk.text for chunk in shelf.chunks}


def test_an_index_that_is_deleted_is_answered_from_and_found_again(here, trained, caplog):
    ingest(here, [])
    advisor = Advisor.open(here)
    before = advisor.ask("What do tasters earn?")
    shutil.rmtree(here.index)
    for _ in range(2):
        during = advisor.ask("What do tasters earn?")
        assert during.text == before.text
        assert during.notices == (*before.notices, FROM_MEMORY)
    assert caplog.text.count("the state before goes on") == 1
    shutil.copytree(trained, here.index)
    write("taster.md", TEA.replace("$2", "$4"))
    ingest(here, [])
    after = advisor.ask("What do tasters earn?")
    assert "$4" in after.text
    assert FROM_MEMORY not in after.notices


def test_an_index_of_another_model_is_left_to_those_it_fits(here, tiny_model, tmp_path, caplog):
    ingest(here, [])
    advisor = Advisor.open(here)
    (tmp_path / "second").symlink_to(tiny_model, target_is_directory=True)
    other = replace(here, embedding_model=str(tmp_path / "second"))
    ingest(other, [])
    assert "Bakers rise early." in found(advisor)
    assert "Bakers rise early." in found(advisor)
    assert caplog.text.count("the state before goes on") == 1
    assert Index.open(other).guides()


def test_whatever_is_asked_during_ingests_sees_one_state_or_the_other(here):
    states = {LATE: frozenset({"Bakers rise late."}), BREAD: frozenset({"Bakers rise early."})}
    ingest(here, [])
    live = Live(Index.open(here), lambda: Index.open(here), lambda index: index)
    over = threading.Event()

    def change() -> None:
        try:
            for text in [LATE, BREAD] * 5:
                write("baker.md", text)
                write("taster.md", TEA if text == BREAD else f"{TEA}\nLate.\n")
                ingest(here, [])
        finally:
            over.set()

    changing = threading.Thread(target=change)
    changing.start()
    seen = set()
    try:
        while not over.is_set():
            chunks = live.use(lambda index: index.chunks())
            texts = {chunk.text for chunk in chunks}
            (state,) = {text for text, kept in states.items() if kept <= texts}
            assert ("Late." in texts) == (state == LATE)
            assert len(chunks) == (9 if state == BREAD else 10)
            seen.add(state)
    finally:
        changing.join()
    assert seen == {BREAD, LATE}
    assert len(list(here.index.glob("store-*"))) == 2
