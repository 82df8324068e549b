"""The companion questions are well-formed, and what they expect stands where they say it does."""

import json
from collections import Counter
from pathlib import Path

import pytest

from advisor.chunking import chunk_guide
from advisor.guide import find_guides, read_guide
from evals.normalise import contains, words
from evals.samples import SPLITS, Expected, Sample, load_samples
from evals.scoring import section_name

FOLDER = Path("evals/data/companions")
GUIDE = Path("evals/data/guide")


@pytest.fixture(scope="module")
def samples() -> list[Sample]:
    return load_samples(FOLDER)


@pytest.fixture(scope="module")
def turns(samples) -> dict[str, Expected]:
    """What is expected of each turn, by its place."""
    return {
        f"{sample.id}.{depth}": turn.expected
        for sample in samples
        for depth, turn in enumerate(sample.turns, start=1)
    }


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    """The text of every section of every guide, by its heading."""
    found: dict[str, str] = {}
    for path in find_guides([Path("corpus")]):
        for chunk in chunk_guide(read_guide(path)):
            name = section_name(chunk.heading)
            found[name] = f"{found.get(name, '')}\n{chunk.readable}"
    return found


def test_there_are_enough_of_each_kind(samples):
    fresh = [sample for sample in samples if not sample.id.startswith("r-")]
    assert len(fresh) >= 150
    assert sum(not sample.answerable for sample in fresh) >= 40
    kinds = Counter(sample.kind for sample in fresh)
    assert kinds["two_sources"] >= 20
    assert kinds["stated_unknown"] >= 10


@pytest.mark.parametrize("split", SPLITS)
def test_each_half_has_a_good_part_of_both(samples, split):
    half = [sample for sample in samples if sample.split == split]
    assert sum(sample.answerable for sample in half) >= 60
    assert sum(not sample.answerable for sample in half) >= 18


def test_no_question_is_asked_twice(samples):
    asked = Counter(words(sample.turns[0].question) for sample in samples)
    assert [one for one, count in asked.items() if count > 1] == []


def test_gold_sections_exist(turns, sections):
    expected = [(one, name) for one, turn in turns.items() for name in turn.gold]
    assert [one for one in expected if section_name(one[1]) not in sections] == []
    assert [one for one, turn in turns.items() if turn.answerable and not turn.gold] == []


def test_facts_stand_in_their_gold_sections(turns, sections):
    missing = []
    for one, turn in turns.items():
        text = "\n".join(sections.get(section_name(name), "") for name in turn.gold)
        missing += [
            (one, fact) for fact in turn.facts if not any(contains(text, phrase) for phrase in fact)
        ]
    assert missing == []


def test_nothing_is_both_expected_and_wrong(samples):
    for sample in samples:
        expected = sample.turns[0].expected
        right = {words(one) for fact in expected.facts for one in fact}
        assert not right & {words(one) for one in expected.wrong}, sample.id


def test_two_sources_need_more_than_one_passage(samples):
    two = [sample for sample in samples if sample.kind == "two_sources"]
    assert [one.id for one in two if len(one.turns[0].expected.facts) < 2] == []


def test_relabelled_questions_are_those_of_the_guide():
    """Each is a dev question that the main guide leaves open, or a part of, word for word."""
    rows = [*_rows(GUIDE / "unanswerable.dev.jsonl"), *_rows(GUIDE / "answerable.dev.jsonl")]
    guide = {row["id"]: row["question"] for row in rows if row.get("partly", not row["answerable"])}
    relabelled = {row["note"]: row["question"] for row in _rows(FOLDER / "relabelled.dev.jsonl")}
    assert relabelled
    assert relabelled.items() <= guide.items()


def _rows(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()]
