"""What to ask next: questions made from a guide's own structure, each proven answerable.

Candidates come from the typed facts (its FAQ headings, levels, steps, credentials, stages, lists),
so they are questions that this guide is about; the gate proves each before it is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

import numpy as np

from advisor.facts import Facts
from advisor.phrases import with_article
from advisor.text import content_stems

COUNT = 3
_SAME = 0.92
"""Cosine from which two questions ask the same."""


class Candidate(NamedTuple):
    """A question that may be suggested, and the section that it opens."""

    question: str
    section: tuple[str, ...]


def candidates(facts: Facts, career: str) -> list[Candidate]:
    """The questions that a guide's structure lends itself to."""
    found = [Candidate(faq.heading, faq.section) for faq in facts.faqs]
    if facts.levels:
        path = facts.levels[0].chunk.section
        names = [with_article(one.name.split(" / ")[0]) for one in facts.levels]
        found += [Candidate(f"How much does {name} earn?", path) for name in names]
        found.append(Candidate("Which level pays the most?", path))
    if facts.steps:
        overview = facts.steps[0].chunks[0].section[:-1]
        found.append(Candidate(f"What are the steps to become {with_article(career)}?", overview))
        found += [
            Candidate(f"What does step {one.number} involve?", one.chunks[0].section)
            for one in facts.steps
        ]
    if facts.credentials:
        path = facts.credentials[0].chunks[0].section
        found.append(Candidate("Which certifications are there?", path))
        found += [Candidate(f"What is the {one.abbreviation}?", path) for one in facts.credentials]
    if facts.stages:
        path = facts.stages[0].chunks[0].section[:-1]
        found.append(Candidate("What are the stages of the career path?", path))
    found += [
        Candidate("Which skills does the role need?", one.items[0].section)
        for one in facts.listings
        if one.lead and one.items[0].label and "skill" in one.lead.text
    ]
    return found


def suggest(
    known: Sequence[Candidate],
    closeness: np.ndarray,
    cited: Iterable[tuple[str, ...]],
    asked: Sequence[str],
    proven: Callable[[str], bool],
) -> tuple[str, ...]:
    """Up to three candidates, the closest first, that open a section not yet cited.

    `closeness` holds the cosine of each candidate with the question.
    """
    seen = set(cited)
    said = [set(content_stems(text)) for text in asked]
    chosen: list[str] = []
    for place in closeness.argsort(kind="stable")[::-1]:
        question, section = known[int(place)]
        if section in seen or closeness[place] > _SAME or set(content_stems(question)) in said:
            continue
        if proven(question):
            chosen.append(question)
            seen.add(section)
        if len(chosen) == COUNT:
            break
    return tuple(chosen)
