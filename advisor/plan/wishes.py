"""Interests and limits of the person, and what the guide says to each."""

from __future__ import annotations

from collections.abc import Sequence

from advisor.plan.career import Career
from advisor.plan.items import Silence, Wish
from advisor.plan.notes import Notes, quotes
from advisor.plan.profile import Profile
from advisor.plan.vocabulary import load_vocabulary
from advisor.plan.wording import own_words
from advisor.schema import Chunk

_QUOTED = 2
"""Passages that are quoted to one wish."""


def plan_wishes(profile: Profile, career: Career, notes: Notes) -> tuple[Wish, ...]:
    """The interests and limits that the guide says something to."""
    told = [(said, passages_on(said, career)) for said in _said(profile)]
    return tuple(Wish(said, notes.state(*quotes(found))) for said, found in told if found)


def wish_silences(profile: Profile, career: Career) -> list[Silence]:
    """The interests and limits that the guide says nothing to."""
    who = load_vocabulary().who["constraint"]
    return [
        Silence("constraint", f"How it is with {own_words(said)}.", who)
        for said in _said(profile)
        if not passages_on(said, career)
    ]


def _said(profile: Profile) -> list[str]:
    return [*profile.interests, *profile.constraints]


def passages_on(said: str, career: Career) -> list[Chunk]:
    """What the guide says of hours or a setting; of another wish, what speaks of all of it."""
    topics = load_vocabulary().constraints.find(said)
    if topics:
        return _on_topics(set(topics), _outside_steps(career))[:_QUOTED]
    found = [chunk for chunk in career.facts.sentences if career.speaks_of(chunk, said)]
    suits = [chunk for chunk in found if "suit" in chunk.text]
    return [*suits, *(chunk for chunk in found if chunk not in suits)][:_QUOTED]


def _on_topics(topics: set[str], chunks: Sequence[Chunk]) -> list[Chunk]:
    known = load_vocabulary().constraints
    return [chunk for chunk in chunks if topics & set(known.find(chunk.text))]


def _outside_steps(career: Career) -> list[Chunk]:
    """The sentences on the work itself: the steps speak of hours and places of learning."""
    steps = {step.chunks[0].section for step in career.facts.steps}
    return [chunk for chunk in career.facts.sentences if chunk.section not in steps]
