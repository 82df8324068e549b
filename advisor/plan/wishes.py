"""Interests and limits of the person, and what the guide says to each."""

from __future__ import annotations

from advisor.plan.career import Career
from advisor.plan.items import Silence, Wish
from advisor.plan.notes import Notes, quotes
from advisor.plan.profile import Profile
from advisor.plan.vocabulary import load_vocabulary
from advisor.plan.wording import own_words
from advisor.schema import Chunk

_QUOTED = 2
"""Passages that are quoted to one wish."""


def plan_wishes(
    profile: Profile, career: Career, notes: Notes
) -> tuple[tuple[Wish, ...], list[Silence]]:
    """The interests and limits that the guide says something to, and those it says nothing to."""
    wishes: list[Wish] = []
    silences: list[Silence] = []
    for said in [*profile.interests, *profile.constraints]:
        found = passages_on(said, career)
        if found:
            wishes.append(Wish(said, notes.state(*quotes(found))))
        else:
            who = load_vocabulary().who["constraint"]
            silences.append(Silence("constraint", f"How it is with {own_words(said)}.", who))
    return tuple(wishes), silences


def passages_on(said: str, career: Career) -> list[Chunk]:
    """What the guide says of hours or a setting; of another wish, what speaks of all of it."""
    topics = set(load_vocabulary().constraints.find(said))
    if topics:
        return [chunk for chunk, spoken in career.on_the_work if topics & spoken][:_QUOTED]
    found = career.speaking_of(said)
    suits = [chunk for chunk in found if "suit" in chunk.text]
    return [*suits, *(chunk for chunk in found if chunk not in suits)][:_QUOTED]
