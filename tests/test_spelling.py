"""Words that nobody writes are mended; those that somebody means are left alone."""

import pytest

from advisor.lexicon import written_out
from advisor.spelling import Speller


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(["certification", "coordinator", "salary", "bachelor", "does", "tell", "lcsw"])


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("what's the slary of a coordinater", "what's the salary of a coordinator"),
        ("Certificaton?", "Certification?"),
    ],
)
def test_a_slip_is_mended(speller, written, meant):
    assert speller.mend(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "It doesn't and didn't.",
        "a bachelor's or a master's",
        "nights in Ohio",
        "6 years tele",
        "LMSW",
    ],
)
def test_what_is_well_written_stays(speller, text):
    assert speller.mend(text) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wat r the hrs", "what are the hours"),
        ("Whats the diff n y", "What's the difference and y"),
        ("im gonna work w kids", "I'm going to work with kids"),
        ("an R.N. in the U.S. w/o a BSN", "an R.N. in the U.S. w/o a BSN"),
        ("the ACHPN or a Diff", "the ACHPN or a Difference"),
        ("Where do UR/UM nurses work?", "Where do utilization review nurses work?"),
        ("ur a CM nurse, right", "your a nurse case manager, right"),
    ],
)
def test_what_is_typed_short_is_written_out(typed, meant):
    assert written_out(typed) == meant


def test_what_has_no_word_is_told_from_what_has_one(speller):
    assert speller.knows("ljkasdf salary")
    assert speller.knows("rn??")
    assert not speller.knows("ljkasdf ;; qqx 12")
