"""Sentences in a passage's own words that say something else: none of them is shown."""

import pytest

from advisor.schema import Chunk
from advisor.writer.alignment import read_texts
from advisor.writer.cutter import Cutter
from advisor.writer.grounding import Grounds

PATH = ("How to become a Baker", "Work and pay")
WAYS = ("How to become a Baker", "How long is a baking diploma or a pastry degree?")
TITLES = "The list files each title under a trade:"
PLACES = "Places to look for work are:"


def chunk(number: int, text: str, kind: str = "sentence", path=PATH, **more) -> Chunk:
    place = (number, number)
    return Chunk(
        f"c{number}", "Bakers", "b.md", path, kind, text, place, number, **{"block": number} | more
    )


CELLS = (("Level", "Head baker"), ("Pay", "$80,000 to $95,000+ a year"),
         ("Typical", "Usually has a diploma or a license; leads a team"))  # fmt: skip
PASSAGES = tuple(
    chunk(number, *one[:2], **one[2] if len(one) > 2 else {})
    for number, one in enumerate(
        [
            ("Bakers help customers choose bread and pastry.", "sentence"),
            ("With experience, a junior baker rises to head baker.", "sentence"),
            ("Getting no offer is normal, because the trade is competitive.", "sentence"),
            ("The five stages run from helper to owner.", "sentence"),
            ("The bakery asks for a diploma in baking or a license from the state.", "sentence"),
            ("Earning the title takes a combination of practice and an exam.", "sentence"),
            ("A master baker has 5+ years of experience.", "sentence"),
            ("Some bakers hold a degree in business.", "sentence"),
            ("For bakers, membership is mostly free, but some guilds charge for it.", "sentence"),
            ("Half of all bakers were over 50 in 2015.", "sentence"),
            ("Bakers in a forum report shifts of 10 hours.", "sentence"),
            ("Without practice, none of the exams is open to you.", "sentence"),
            ("The MB does not ask for a degree from somebody who holds a license.", "sentence"),
            ("The full cost of the exam is the fee, the travel and the books.", "sentence"),
            ("Bakers with an MB can take the XA, and those with an OB the XB.", "sentence"),
            ("A tenth of the bakers bake less than 25 loaves, and a tenth more than 75 loaves.",
             "sentence"),
            ("A diploma in baking takes 2 years.", "sentence", {"path": WAYS}),
            ("A certificate tells that somebody finished a course.", "sentence"),
            ("Rolls are baked from flour, water, salt and yeast.", "sentence"),
            ("Bakers sweep, wash, cool and stack the trays.", "sentence"),
            ("The last baker brings the bread out of the oven.", "sentence"),
            ("Junior Baker: filed under kitchen helpers", "bullet", {"block": 90, "lead": TITLES}),
            ("Pastry Cook: filed under restaurant cooks", "bullet", {"block": 90, "lead": TITLES}),
            ("Baker: filed under food makers", "bullet", {"block": 90, "lead": TITLES}),
            ("bakery job boards", "bullet", {"block": 91, "lead": PLACES}),
            ("restaurant websites", "bullet", {"block": 91, "lead": PLACES}),
            ("The course is open to all, from beginners to bakeries to retired cooks.", "sentence"),
            ("An owner or manager is there to set the prices.", "sentence"),
            ("To excel, a pastry cook needs a steady hand.", "sentence"),
            ("| Head baker | $80,000 to $95,000+ a year | Usually has a diploma |", "row",
             {"cells": CELLS}),
            ("The trade school takes 3 years, and a shop of your own another 2 to 4 years.",
             "sentence"),
            ("A guild's year can add 1 more year.", "sentence"),
        ],
        start=1,
    )
)  # fmt: skip


@pytest.fixture(scope="module")
def grounds() -> Grounds:
    return Grounds(PASSAGES, {"baker"})


@pytest.mark.parametrize("piece", ["Yes, bakers {}", "- Bakers {}", "**Bakers** [1] {}"])
def test_a_sentence_is_read_at_its_stop_and_not_again_when_it_is_checked(piece):
    said = []

    def read(texts):
        said.extend(texts)
        return read_texts(texts)

    grounds, cutter = Grounds(PASSAGES[:1], {"baker"}, read), Cutter()
    cutter.feed(piece.format("help customers choose"))
    grounds.expect(cutter.stopped)
    assert not said[1:]
    assert cutter.feed(" bread and pastry.") == []
    grounds.expect(cutter.stopped)
    assert said[1:] == ["Bakers help customers choose bread and pastry."]
    (unit,) = cutter.feed(" They")
    assert grounds.support(unit.text, unit.numbers)
    assert len(said) == 2


@pytest.mark.parametrize(
    "sentence",
    [
        "Bakers help customers choose bread.",
        "A junior baker rises to head baker with experience.",
        "Because the trade is competitive, getting no offer is normal.",
        "The five stages run from helper to owner.",
        "The bakery asks for a diploma in baking or a license.",
        "Earning the title takes a combination of practice and an exam.",
        "A master baker has 5+ years of experience.",
        "Some bakers hold a degree.",
        "Membership is mostly free for bakers, but some guilds charge for it.",
        "Half of all bakers were over 50 in 2015.",
        "Bakers report shifts of 10 hours.",
        "Without practice, none of the exams is open to you.",
        "The full cost of the exam is the fee, the travel and the books.",
        "Bakers with an MB can take the XA.",
        "A tenth of the bakers bake less than 25 loaves.",
        "A baking diploma takes 2 years.",
        "A certificate tells that somebody finished a course.",
        "Places to look for work are bakery job boards and restaurant websites.",
        "A head baker earns $80,000 to $95,000+ a year.",
        "Bakers stack the trays.",
        "A head baker leads a team.",
        "A head baker usually has a diploma or a license.",
        "The course is open to all, from beginners to bakeries to retired cooks.",
        "An owner or manager is there to set the prices.",
        "A pastry cook needs a steady hand to excel.",
        "A guild's year can add 1 more year to it.",
    ],
)
def test_what_the_passage_says_in_other_words_is_shown(grounds, sentence):
    assert grounds.support(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Customers help bakers choose bread.",  # who does what to whom
        "With experience, a head baker rises to junior baker.",
        "The trade is competitive because getting no offer is normal.",
        "The five stages run from owner to helper.",
        "The bakery asks for a diploma in baking.",  # one side of an alternative
        "The bakery asks for a diploma in baking and a license from the state.",
        "Earning the title takes practice or an exam.",
        "Earning the title takes an exam.",  # half of what it takes together
        "A master baker has 5 years of experience.",  # no end upwards
        "The trade school takes 3 years, and a shop of your own 2 to 4 years.",  # on top of that
        "A guild's year can add 1 year.",
        "Many bakers hold a degree in business.",  # more of them
        "For bakers, membership is mostly free.",  # without its but
        "Half of all bakers are over 50.",  # without its year
        "Bakers have shifts of 10 hours.",  # without whose word it is
        "With practice, none of the exams is open to you.",  # one denial of two
        "The MB does not ask for a degree.",  # from whom
        "The full cost of the exam is the fee.",  # a part of it
        "Bakers with an MB can take the XB.",  # one clause's name in another
        "A tenth of the bakers bake more than 25 loaves.",  # one clause's comparison in another
        "A pastry degree takes 2 years.",  # the heading names two
        "A certification tells that somebody finished a course.",  # one stem, two things
        "The last baker brings the bread into the oven.",  # the other way
        "Pastry Baker is filed under kitchen helpers.",  # another title
        "Junior Baker is filed under food makers.",
        "Places to look for work are restaurant job boards.",  # an item made of two
        "A head baker earns $80,000 to $95,000 a year.",
        "A head baker has a diploma or a license.",  # a row's caution
        "A head baker usually has a diploma.",
        "Restaurant websites.",  # an item without what it is an item of
        "Rolls are baked from flour, water and yeast.",  # three of four
        "Bakers sweep, wash and stack the trays.",
        "The course is open to all, from beginners to bakeries of retired cooks.",  # a part of it
        "An owner is an owner or manager who is there to set the prices.",  # a word once too often
        "A pastry cook needs a steady hand.",  # without what for
    ],
)
def test_what_it_does_not_say_is_not_though_the_words_are_its_own(grounds, sentence):
    assert grounds.support(sentence) is None
