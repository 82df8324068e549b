"""Passages on one of several things with short names."""

import numpy as np
import pytest

from advisor.chunking import chunk_guide
from advisor.guide import parse_guide
from advisor.shortnames import ShortNames

GUIDE = """# Certifications

The CCM and the ACM renew at different times.
Every exam is taken on a computer.

## CCM: cost

The exam costs $10; the ACM exam costs less.

## ACM: cost

The exam costs $5.

## CHPN and CMGT-BC: cost

Either exam costs $7.

## Interview: what to wear

Wear a suit.
"""
CHUNKS = [one for one in chunk_guide(parse_guide(GUIDE, "x.md")) if one.kind != "heading"]
BOTH, ANY, CCM, ACM, TWO, SUIT = range(6)


def apart(text: str, best: int) -> set[int]:
    """The places of what is set apart where the passage at a place scores best."""
    scores = np.zeros(len(CHUNKS))
    scores[best] = 1.0
    return set(np.flatnonzero(ShortNames(CHUNKS).apart(text, scores)).tolist())


def test_what_stands_under_the_heading_of_another_is_apart():
    assert apart("What does the ccm cost?", ANY) == {ACM, TWO}
    assert apart("What do the CHPN and the ACM cost?", ANY) == {CCM}


@pytest.mark.parametrize("text", ["cmgt-bc price", "CMGT BC price", "CMGTBC price"])
def test_a_hyphen_may_be_left_out(text):
    assert apart(text, ANY) == {CCM, ACM}


def test_what_speaks_of_others_too_is_apart_where_the_own_section_answers():
    assert apart("What does the CCM cost?", CCM) == {BOTH, ACM, TWO}
    assert apart("What does the CCM cost?", ACM) == {ACM, TWO}


@pytest.mark.parametrize("text", ["What does an exam cost?", "What do I wear?", "accmx"])
def test_nothing_is_apart_where_nothing_is_named(text):
    assert apart(text, CCM) == set()


def test_a_guide_without_short_names_has_nothing_apart():
    assert not ShortNames(CHUNKS[-1:]).apart("The CCM?", np.zeros(1)).any()
