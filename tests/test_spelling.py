"""Words that nobody writes are mended; those that somebody means are left alone."""

import pytest

from advisor.spelling import Speller


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(["certification", "coordinator", "salary", "bachelor", "does"])


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
    "text", ["It doesn't and didn't.", "a bachelor's or a master's", "nights in Ohio", "LCSW"]
)
def test_what_is_well_written_stays(speller, text):
    assert speller.mend(text) == text
