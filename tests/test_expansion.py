"""The questions beside a guide: read, placed at the passages that answer them."""

from pathlib import Path

import pytest

from advisor.chunking import chunk_guide
from advisor.errors import CorpusError
from advisor.guide import read_guide

GUIDE = """---
title: How to become a Baker
career: Baker
---
# How to become a Baker

## Hours

Bakers rise early.

- Bread: Bakers bake bread. Bakers also sell it.

| Level | Pay |
| --- | --- |
| Apprentice | $20,000 |
"""
QUESTIONS = """answered:
- section: Hours
  passage: Bakers rise early
  questions: ["When does a baker get up?"]
- section: Hours
  passage: Bakers also sell it
  questions: ["Do I sell anything?"]
- section: Hours
  passage: Level | Pay
  questions: ["What are the levels?"]
unanswered:
- topic: what an oven costs
  who: a dealer
  questions: ["How much is an oven?"]
"""


@pytest.fixture
def written(tmp_path: Path):
    def write(questions: str) -> Path:
        guide = tmp_path / "baker.md"
        guide.write_text(GUIDE, encoding="utf-8")
        guide.with_name("baker.questions.yaml").write_text(questions, encoding="utf-8")
        return guide

    return write


def test_a_question_stands_at_the_passage_that_answers_it(written):
    chunks = chunk_guide(read_guide(written(QUESTIONS)))
    by_id = {chunk.id: chunk for chunk in chunks}
    asked = {one.text: by_id[one.about].text for one in chunks if one.about}
    assert asked == {
        "When does a professional get up?": "Bakers rise early.",
        "Do I sell anything?": "Bread: Bakers bake bread. Bakers also sell it.",
        "What are the levels?": "| Apprentice | $20,000 |",
    }


def test_what_is_left_open_has_its_topic_and_who_would_know(written):
    chunks = chunk_guide(read_guide(written(QUESTIONS)))
    (chunk,) = [one for one in chunks if one.kind == "question" and not one.about]
    assert (chunk.text, chunk.cells) == (
        "How much is an oven?",
        (("topic", "what an oven costs"), ("who", "a dealer")),
    )


def test_other_questions_make_another_guide(written):
    before = read_guide(written(QUESTIONS)).digest
    assert read_guide(written(QUESTIONS.replace("early", "early."))).digest != before


@pytest.mark.parametrize(
    ("questions", "message"),
    [
        (QUESTIONS.replace("rise early", "rise late"), "name a passage that is not in it"),
        ("- a list", "must hold `answered:`"),
        ("answered: [{section: Hours, passage: Bakers rise early}]", "needs a list of questions"),
        ('unanswered: [{topic: ovens, questions: ["How much?"]}]', "needs topic and who"),
        ("answered: [", "is not YAML"),
    ],
)
def test_a_wrong_file_is_refused_in_one_line(written, questions, message):
    with pytest.raises(CorpusError, match=message):
        chunk_guide(read_guide(written(questions)))
