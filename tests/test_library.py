"""Which guide a question goes to, on cards alone: no model, no store."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from advisor.errors import GuideUnknown
from advisor.index import GuideCard, Near
from advisor.intents import Bank, mask_career
from advisor.library import Library
from advisor.names import short_forms, split_names
from advisor.schema import Chunk

VECTOR = np.zeros(2, dtype=np.float32)
CAREERS = {
    "nurse.md": ("Registered Nurse", "RN"),
    "np.md": ("Nurse Practitioner", "Nurse Anesthetists, Nurse Midwives, and Nurse Practitioners"),
    "lpn.md": (
        "Licensed Practical or Licensed Vocational Nurse",
        "Licensed Practical and Licensed Vocational Nurses",
    ),
    "tech.md": ("Chemical Technician",),
    "aide.md": ("Psychiatric Technician or Aide", "Psychiatric Technicians and Aides"),
    "roofer.md": ("Roofer",),
}


def card(source: str, *names: str) -> GuideCard:
    career, *others = names
    return GuideCard(career, career, tuple(others), "", "", source, source, (), ())


class FakeIndex:
    """The cards, and the sources of the nearest passages, nearest first; counts its reads."""

    def __init__(self, cards: list[GuideCard], nearest: tuple[str, ...] = ()) -> None:
        self.cards, self.nearest, self.searched = cards, nearest, 0

    def guides(self) -> list[GuideCard]:
        return self.cards

    def search(self, vector: np.ndarray, k: int) -> list[Near]:
        self.searched += 1
        return [Near(one, 0, 0.9 - place / 10) for place, one in enumerate(self.nearest)][:k]

    def chunks(self, source: str) -> list[object]:
        raise AssertionError(f"{source} was opened only to tell whether it is meant")


class MainIndex(FakeIndex):
    """A main guide of one chunk beside another guide, each with its cosine to any question."""

    def __init__(self, main_score: float, other_score: float) -> None:
        main = replace(card("np.md", "Nurse Practitioner"), main=True)
        cards = [main, card("roofer.md", "Roofer")]
        super().__init__(cards, ("roofer.md",))
        self.main_score, self.other_score = main_score, other_score

    def search(self, vector: np.ndarray, k: int) -> list[Near]:
        return [Near("roofer.md", 0, self.other_score)]

    def chunks(self, source: str) -> list[Chunk]:
        assert source == "np.md"
        return [Chunk("id", "", source, ("Guide",), "sentence", "Nurses care.", (1, 1), 0, 0)]

    def vectors(self, chunks: list[Chunk]) -> np.ndarray:
        return np.array([[self.main_score, 0.0]], dtype=np.float32)


def library(*nearest: str, careers: dict[str, tuple[str, ...]] = CAREERS) -> Library:
    cards = [card(source, *names) for source, names in careers.items()]
    return Library(FakeIndex(cards, nearest or ("roofer.md",)), Bank(()))


def find(question: str, *nearest: str, history: tuple[str, ...] = ()) -> str:
    said = [{"role": "user", "content": text} for text in history]
    return library(*nearest).candidates(question, VECTOR, said)[0].shelf.card.source


# --- names --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("Roofer", []),
        ("Accountants and Auditors", ["Accountants", "Auditors"]),
        ("Physician or Surgeon", ["Physician", "Surgeon"]),
        ("Police Officer/Detective", ["Police Officer", "Police Detective"]),
        ("Chemists & Materials Scientists", ["Chemists", "Materials Scientists"]),
        (
            "Nurse Anesthetists, Nurse Midwives, and Nurse Practitioners",
            ["Nurse Anesthetists", "Nurse Midwives", "Nurse Practitioners"],
        ),
        (
            "Occupational Therapy Assistants and Aides",
            ["Occupational Therapy Assistants", "Occupational Therapy Aides"],
        ),
        ("Health and Safety Engineers", ["Health Engineers", "Safety Engineers"]),
        ("Mining or Geological Engineer", ["Mining Engineer", "Geological Engineer"]),
        ("Registered Nurse (RN)", ["RN"]),
    ],
)
def test_a_joined_name_is_split_into_its_names(name: str, others: list[str]) -> None:
    assert split_names(name)[1:] == others


def test_a_part_that_only_begins_a_name_takes_the_end_of_the_next() -> None:
    names = split_names("Licensed Practical and Licensed Vocational Nurses")
    assert {"Licensed Practical Nurses", "Licensed Vocational Nurses"} <= set(names)
    assert "Licensed Practical" not in names


def test_a_short_form_is_a_name_where_the_guide_introduces_it() -> None:
    names = ["Licensed Practical and Licensed Vocational Nurses", "Information Technologist"]
    texts = [
        "Licensed practical nurses (LPNs) work under registered nurses (RNs).",
        "A licensed vocational nurse (LVN) is an LPN elsewhere.",
        "An information technologist (IT) is rare.",
        "(CPA)",
    ]
    assert short_forms(names, texts) == ("LPN", "LVN")


# --- routing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "source"),
    [
        ("What does a registered nurse earn?", "nurse.md"),
        ("what do registered nurses earn", "nurse.md"),
        ("Is RN a good job?", "nurse.md"),
        ("What does a nurse practitioner earn?", "np.md"),
        ("Are nurse midwives well paid?", "np.md"),
        ("a nurse midwife's pay", "np.md"),
        ("What is the nurse practitioners’ outlook?", "np.md"),
        ("Do licensed vocational nurses need a degree?", "lpn.md"),
        ("LICENSED PRACTICAL AND LICENSED VOCATIONAL NURSES: how many?", "lpn.md"),
        ("What do psychiatric aides do?", "aide.md"),
        ("Do roofers work outdoors?", "roofer.md"),
    ],
)
def test_a_question_goes_to_the_career_that_it_names(question: str, source: str) -> None:
    assert find(question, "tech.md") == source


def test_the_career_asked_about_counts_not_the_one_told_of() -> None:
    assert find("I am a licensed practical nurse. What does a roofer earn?") == "roofer.md"


def test_words_inside_a_word_name_nothing() -> None:
    assert find("What is a proofer?", "tech.md") == "tech.md"


def test_the_career_named_last_in_the_history_stays() -> None:
    history = ("What do roofers do?", "And a registered nurse?", "How long does it take?")
    assert find("And the pay?", "tech.md", history=history) == "nurse.md"
    assert find("And a roofer's?", "tech.md", history=history) == "roofer.md"


def test_the_chosen_guide_answers_unless_the_question_names_another() -> None:
    shelves = library("tech.md")
    chosen = shelves.choose("nurse practitioner")
    history = [{"role": "user", "content": "What do roofers do?"}]
    for question, source in [
        ("How much does it pay?", "np.md"),
        ("What does a roofer earn?", "roofer.md"),
    ]:
        first = shelves.candidates(question, VECTOR, history, chosen)[0]
        assert first.shelf.card.source == source


def test_what_the_advisor_said_names_no_career() -> None:
    said = [
        {"role": "user", "content": "What do roofers do?"},
        {"role": "assistant", "content": "They work beside chemical technicians."},
    ]
    first = library("tech.md").candidates("And the pay?", VECTOR, said)[0]
    assert first.shelf.card.source == "roofer.md"


def test_without_a_name_the_nearest_passage_tells() -> None:
    assert find("What happens to shingles?", "roofer.md", "tech.md") == "roofer.md"


def test_the_last_word_of_a_name_comes_before_nearness() -> None:
    assert find("How is a lab technician trained?", "roofer.md", "tech.md") == "tech.md"


def test_candidates_say_what_speaks_for_them() -> None:
    shelves = library("roofer.md", "tech.md", "roofer.md")
    asked = shelves.candidates("What does a technician do?", VECTOR)
    assert [(one.shelf.card.source, one.by) for one in asked] == [
        ("tech.md", "word"),
        ("roofer.md", "passage"),
    ]
    named = shelves.candidates("Who earns more, a roofer or a registered nurse?", VECTOR)
    assert [one.shelf.card.source for one in named] == ["nurse.md", "roofer.md"]
    assert {one.by for one in named} == {"name"}


@pytest.mark.parametrize(
    ("main_score", "other_score", "source"),
    [(0.4, 0.6, "np.md"), (0.4, 0.7, "roofer.md"), (0.7, 0.4, "np.md")],
)
def test_without_a_name_the_main_guide_answers_unless_another_is_clearly_nearer(
    main_score: float, other_score: float, source: str
) -> None:
    index = MainIndex(main_score, other_score)
    found = Library(index, Bank(())).candidates("What happens at night?", VECTOR + 1)
    assert found[0].shelf.card.source == source
    assert found[0].by == ("main" if source == "np.md" else "passage")
    named = Library(index, Bank(())).candidates("What do roofers do?", VECTOR)
    assert named[0].shelf.card.source == "roofer.md"


def test_one_guide_answers_everything_and_is_not_searched_for() -> None:
    cards = [card("roofer.md", "Roofer")]
    index = FakeIndex(cards)
    first = Library(index, Bank(())).candidates("What do nurses earn?", VECTOR)[0]
    assert first.shelf.card.source == "roofer.md"
    assert index.searched == 0


def test_a_named_career_is_not_searched_for() -> None:
    shelves = library()
    shelves.candidates("What do roofers earn?", VECTOR)
    assert shelves._index.searched == 0


# --- masking ------------------------------------------------------------------------------------


def test_every_named_career_is_masked() -> None:
    masked = library().mask("Do nurse midwives earn more than a Roofer?")
    assert masked == "Do professional earn more than a professional?"


def test_one_guide_is_masked_as_before() -> None:
    alone = library(careers={"roofer.md": ("Roofer", "roof worker")})
    text = "What do roofers and roof workers wear? Roofing boots?"
    assert alone.mask(text) == mask_career(text, ["Roofer", "roof worker"])


def test_a_guide_is_chosen_by_career_or_file_else_by_a_hint_else_the_main_one() -> None:
    cards = [card(source, *names) for source, names in CAREERS.items()]
    cards[2] = replace(cards[2], main=True)
    shelves = Library(FakeIndex(cards), Bank(()))
    for name, source in [("roofer", "roofer.md"), ("np.md", "np.md"), ("RN", "nurse.md")]:
        assert shelves.choose(name, "roofer").card.source == source
    assert shelves.choose(None, "a senior roofer one day").card.source == "roofer.md"
    assert shelves.choose(None, "director").card.source == cards[2].source
    with pytest.raises(GuideUnknown, match="Roofer"):
        shelves.choose("astronaut")
