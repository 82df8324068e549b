"""The loader, and what the golden set promises."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from rapidfuzz import fuzz, process

from evals.context import GUIDE_DATA
from evals.errors import SampleError
from evals.normalise import contains, figures, format_value, words
from evals.samples import Sample, Turn, load_samples, parse_sample, read_samples
from evals.suites.companions import DATA as COMPANIONS
from evals.train_rewrites import CONVERSATIONS

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "corpus" / "clinical-care-coordinator.md"
INTENTS = ROOT / "advisor" / "data" / "intents"

SINGLE = {
    "id": "g-dev-001",
    "kind": "figure",
    "question": "What does a senior earn?",
    "answerable": True,
    "facts": [["$70,000"], ["$90,000"]],
    "wrong": [],
    "gold": ["Salary"],
}
DECLINE = {
    "id": "u-test-001",
    "kind": "near_miss",
    "question": "In Ohio?",
    "answerable": False,
    "reason": "not_in_guide",
    "wrong": [],
}

# --- the loader ---------------------------------------------------------------------------------


def test_a_single_question_is_a_sample_of_one_turn() -> None:
    sample = parse_sample(SINGLE)
    assert (sample.split, sample.kind, sample.is_conversation) == ("dev", "figure", False)
    (turn,) = sample.turns
    assert turn.standalone == turn.question == "What does a senior earn?"
    assert turn.expected.facts == (("$70,000",), ("$90,000",))


def test_a_decline_may_accept_several_reasons_and_small_talk_none() -> None:
    assert parse_sample(DECLINE).turns[0].expected.reasons == ("not_in_guide",)
    many = DECLINE | {"reason": ["off_topic", "unsafe"]}
    assert parse_sample(many).turns[0].expected.reasons == ("off_topic", "unsafe")
    assert parse_sample(DECLINE | {"reason": None}).turns[0].expected.reasons == (None,)


def test_a_conversation_keeps_its_turns_and_given_replies() -> None:
    turn = {key: value for key, value in SINGLE.items() if key != "id"}
    row = {
        "id": "c-test-001",
        "kind": "conversation",
        "turns": [turn, turn | {"question": "And a lead?", "standalone": "What does a lead earn?"}],
    }
    row["turns"][0]["assistant"] = "Shall I go on?"
    sample = parse_sample(row)
    assert sample.is_conversation
    assert [turn.assistant for turn in sample.turns] == ["Shall I go on?", None]
    assert sample.turns[1].standalone == "What does a lead earn?"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (SINGLE | {"id": ""}, "'id' must be a string"),
        (SINGLE | {"id": "g-001"}, "an id names its split"),
        (SINGLE | {"question": None}, "'question' must be a string"),
        (SINGLE | {"answerable": "yes"}, "'answerable' must be true or false, got 'yes'"),
        (SINGLE | {"facts": []}, "needs at least one fact"),
        (SINGLE | {"facts": [[]]}, "a fact needs at least one alternative"),
        (SINGLE | {"facts": ["$70,000"]}, "'facts' must be a list of strings"),
        (SINGLE | {"wrong": [" "]}, "'wrong' must hold strings that are not blank"),
        (SINGLE | {"golden": []}, "unknown field golden"),
        (DECLINE | {"reason": "dull"}, "unknown reason 'dull'"),
        ({key: DECLINE[key] for key in DECLINE if key != "reason"}, "needs a 'reason'"),
        ({"id": "c-dev-1", "kind": "conversation", "turns": [DECLINE]}, "unknown field id"),
        ({"id": "c-dev-1", "kind": "conversation", "turns": []}, "at least two turns, got 0"),
    ],
)
def test_a_bad_row_is_named(row: dict[str, object], message: str) -> None:
    with pytest.raises(SampleError, match=re.escape(message)):
        parse_sample(row)


def test_the_error_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text(f"{json.dumps(SINGLE)}\n\nnot json\n", encoding="utf-8")
    with pytest.raises(SampleError, match=r"bad\.jsonl:3:"):
        read_samples(file)


def test_ids_are_used_once_and_a_folder_without_data_is_no_data(tmp_path: Path) -> None:
    with pytest.raises(SampleError, match="no data"):
        load_samples(tmp_path)
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text(json.dumps(SINGLE), encoding="utf-8")
    with pytest.raises(SampleError, match="the id g-dev-001 is used twice"):
        load_samples(tmp_path)


def test_a_split_is_loaded_alone(tmp_path: Path) -> None:
    rows = "\n".join(map(json.dumps, (SINGLE, DECLINE)))
    (tmp_path / "all.jsonl").write_text(rows, encoding="utf-8")
    assert [sample.id for sample in load_samples(tmp_path, "test")] == ["u-test-001"]
    assert len(load_samples(tmp_path)) == 2


# --- the golden set: messages name ids alone, so that the test split stays unread ---------------


@pytest.fixture(scope="module")
def golden() -> list[Sample]:
    return load_samples(GUIDE_DATA)


@pytest.fixture(scope="module")
def sections() -> dict[str, str]:
    """Heading -> its own text with the headings and the text under it."""
    return read_sections(GUIDE.read_text(encoding="utf-8"))


def read_sections(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    open_headings: list[tuple[int, str]] = []
    for line in text.splitlines():
        heading = re.match(r"(#+) (.+)", line)
        if heading:
            level = len(heading[1])
            open_headings = [one for one in open_headings if one[0] < level]
            open_headings.append((level, heading[2]))
        for _, name in open_headings:
            found[name] = f"{found.get(name, '')}\n{line}"
    return found


def turns_of(samples: list[Sample]) -> Iterator[tuple[str, Turn]]:
    for sample in samples:
        for depth, turn in enumerate(sample.turns, start=1):
            yield (f"{sample.id}.{depth}" if sample.is_conversation else sample.id), turn


def test_the_golden_set_is_as_large_as_promised(golden: list[Sample]) -> None:
    singles = [sample for sample in golden if not sample.is_conversation]
    conversations = [sample for sample in golden if sample.is_conversation]
    assert len(singles) >= 400
    assert len(conversations) >= 60
    assert all(3 <= len(sample.turns) <= 5 for sample in conversations)
    assert sum(not sample.answerable for sample in singles) >= 120
    assert min(sum(one.split == split for one in golden) for split in ("dev", "test")) >= 200


def test_the_golden_set_has_every_kind_in_both_splits(golden: list[Sample]) -> None:
    kinds = {
        "figure list comparison yes_no negation numeric terse misspelt long_winded all_caps",
        "near_miss false_premise off_topic medical_legal harmful injection gibberish small_talk",
        "pronoun ellipsis yes correction topic_switch return",
    }
    for split in ("dev", "test"):
        there = {turn.kind for _, turn in turns_of([one for one in golden if one.split == split])}
        assert not set(" ".join(kinds).split()) - there, split


def test_every_turn_of_a_conversation_has_its_standalone_question() -> None:
    missing = [
        row["id"]
        for file in GUIDE_DATA.glob("*.jsonl")
        for row in map(json.loads, file.read_text(encoding="utf-8").splitlines())
        if any(not turn.get("standalone") for turn in row.get("turns", ()))
    ]
    assert not missing


def test_every_section_of_the_guide_is_asked_about(
    golden: list[Sample], sections: dict[str, str]
) -> None:
    gold = {name for _, turn in turns_of(golden) for name in turn.expected.gold}
    assert not gold - set(sections), "gold sections that the guide has not"
    # A parent of sections may have little text of its own; the title's section is the guide.
    assert not set(list(sections)[1:]) - gold - {"Frequently asked questions"}


def test_every_fact_stands_in_a_gold_section(
    golden: list[Sample], sections: dict[str, str]
) -> None:
    lost = [
        f"{name}: fact {position}"
        for name, turn in turns_of(golden)
        for position, fact in enumerate(turn.expected.facts, start=1)
        if not stands(fact, " ".join(sections.get(one, "") for one in turn.expected.gold))
    ]
    assert not lost


def stands(fact: tuple[str, ...], text: str) -> bool:
    """An alternative is there, or it is a plain yes or no, or a difference of two figures there."""
    plain = {"yes", "no"}
    return any(
        contains(text, one) or one.lower() in plain or set(figures(one)) & differences(text)
        for one in fact
    )


def differences(text: str) -> set[str]:
    values = sorted({float(one) for one in figures(text)})
    return {format_value(high - low) for low in values for high in values if high > low}


def test_no_wrong_string_is_part_of_a_fact(golden: list[Sample]) -> None:
    # A reply that shows the facts must be able to be right.
    clashes = [
        name
        for name, turn in turns_of(golden)
        if any(
            all(any(contains(one, wrong) for wrong in turn.expected.wrong) for one in fact)
            for fact in turn.expected.facts
        )
    ]
    assert not clashes


# --- the golden set stays apart from what the advisor was taught with ---------------------------

# A greeting or a row of question marks has few forms: they are no test of what was learnt.
FORMULAS = {"small_talk", "gibberish", "empty"}
NEAR_DUPLICATE = 92


def comparable(text: str) -> str:
    """The distinct words of a question in a fixed order, so that word order does not tell."""
    return " ".join(sorted(set(words(text))))


def phrasings() -> list[tuple[str, str]]:
    found = [
        (intent["id"], phrasing.replace("{role}", "clinical care coordinator"))
        for file in sorted(INTENTS.glob("*.yaml"))
        for intent in yaml.safe_load(file.read_text(encoding="utf-8"))
        for phrasing in intent["phrasings"]
    ]
    assert found, f"no phrasings in {INTENTS}"
    return found


def questions_beside_guides() -> list[tuple[str, str]]:
    found = [
        (file.name, question)
        for file in sorted(Path("corpus").glob("*.questions.yaml"))
        for key, entries in yaml.safe_load(file.read_text(encoding="utf-8")).items()
        if key != "lifts"
        for entry in entries
        for question in entry["questions"]
    ]
    assert found, "no guide has questions beside it"
    return found


@pytest.mark.parametrize("trained_on", [phrasings, questions_beside_guides])
def test_what_the_engine_learns_from_holds_no_near_duplicate_of_a_golden_question(
    golden: list[Sample], trained_on: Callable[[], list[tuple[str, str]]]
) -> None:
    bank = trained_on()
    if trained_on is questions_beside_guides:
        golden = [*golden, *load_samples(COMPANIONS)]
    asked = [(name, turn) for name, turn in turns_of(golden) if turn.kind not in FORMULAS]
    asked = [(name, turn) for name, turn in asked if words(turn.question)]
    scores = process.cdist(
        [comparable(phrasing) for _, phrasing in bank],
        [comparable(turn.question) for _, turn in asked],
        scorer=fuzz.ratio,
        score_cutoff=NEAR_DUPLICATE + 0.01,
        workers=1,
    )
    near = [
        f"{bank[row][0]}: {bank[row][1]!r} is like {asked[column][0]}"
        for row, column in zip(*scores.nonzero(), strict=True)
    ]
    assert not near, "take these out:\n" + "\n".join(near)


def test_no_follow_up_that_the_choice_of_readings_learns_from_is_one_of_a_golden_conversation(
    golden: list[Sample],
) -> None:
    lines = CONVERSATIONS.read_text(encoding="utf-8").splitlines()
    talks = [[turn["q"] for turn in json.loads(line)["turns"]] for line in lines]
    asked = [[turn.question for turn in sample.turns] for sample in golden]
    taught, kept = (
        [comparable(f"{one} {other}") for talk in some for one, other in pairwise(talk)]
        for some in (talks, asked)
    )
    scores = process.cdist(taught, kept, scorer=fuzz.ratio, score_cutoff=NEAR_DUPLICATE, workers=1)
    assert not scores.any(), [taught[row] for row in set(scores.nonzero()[0])]
