"""What a person lacks of what the guide asks for, with the ways around it that the guide gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.draft import Line, frame, quote, values
from advisor.facts import Credential
from advisor.lexicon import terms
from advisor.plan import progress
from advisor.plan.career import Career
from advisor.plan.document import Statement
from advisor.plan.items import Gap, GapState
from advisor.plan.notes import Notes, quotes, years_cell
from advisor.plan.person import Person
from advisor.plan.vocabulary import DEGREE_NAMES, MASTER, NO_DEGREE, load_vocabulary
from advisor.plan.wording import own_words
from advisor.schema import Chunk
from advisor.text import content_stems

_SHOWN = 2
"""Skills of the person that are shown beside the guide's."""


def plan_gaps(person: Person, career: Career, notes: Notes, leads: bool) -> tuple[Gap, ...]:
    """Every gap, in the order in which a guide builds up; `leads` where leading is aimed at."""
    return (
        *_education(person, career, notes),
        *_further_degree(person, career, notes, leads),
        *_licence(person, career, notes),
        *_experience(person, career, notes),
        *_job_experience(person, career, notes),
        *_skills(person, career, notes),
        *_credentials(person, career, notes, leads),
    )


def _education(person: Person, career: Career, notes: Notes) -> Iterator[Gap]:
    needs, schooling = career.needs, person.schooling
    if not needs.degrees or progress.has_degree(person, career):
        return
    state: GapState = "unknown"
    if schooling and progress.degree_counts_in_part(person, career):
        state = "part"
    elif schooling and schooling.level is not None:
        state = "missing"
    standing = progress.stand("education", person, career)
    has_some = schooling is not None and bool(schooling.level)
    around = [
        chunk
        for chunk in needs.around
        if {"=degree", "=education"} & (said := set(terms(chunk.text)))
        and "=license" not in said
        and not (has_some and "without" in chunk.text.lower())
    ]
    yield Gap(
        kind="education",
        title=f"A degree: usually {DEGREE_NAMES[needs.usual_degree]}",
        state=state,
        statement=notes.state(frame(standing.said), *quotes(progress.degree_sentences(career))),
        alternatives=_ways(notes, around),
    )


def _further_degree(person: Person, career: Career, notes: Notes, leads: bool) -> Iterator[Gap]:
    """A higher degree than the usual one, for who wants to lead."""
    level = person.schooling.level if person.schooling else None
    further = [need for need in career.needs.further if min(need.levels) >= MASTER]
    if leads and further and (level or NO_DEGREE) < min(further[0].levels):
        wanted = [n for n in further if load_vocabulary().leadership.find(n.chunk.text)]
        told = [need.chunk for need in (wanted or further)[:1] + further[-1:]]
        wish = person.profile.goal or "; ".join(person.profile.interests)
        aim = frame(f"What you aim at: {own_words(wish)}.")
        yield Gap(
            kind="education",
            title=f"A further degree: {DEGREE_NAMES[min(further[0].levels)]}",
            state="option",
            statement=notes.state(aim, *quotes(list(dict.fromkeys(told)))),
        )


def _licence(person: Person, career: Career, notes: Notes) -> Iterator[Gap]:
    lacking = progress.lacking_licences(person, career)
    unschooled = person.schooling is not None and person.schooling.level == NO_DEGREE
    told = person.licences is not None or unschooled
    around = [
        chunk
        for chunk in career.needs.around
        if "also exist" in chunk.text or "=license" in terms(chunk.text)
    ]
    for need in career.needs.licences:
        if need.name in lacking:
            yield Gap(
                kind="licence",
                title=f"Licence: {need.name}",
                state="missing" if told else "unknown",
                statement=notes.state(frame(progress.licence_said(person)), quote(need.chunk)),
                alternatives=_ways(notes, around),
            )


def _experience(person: Person, career: Career, notes: Notes) -> Iterator[Gap]:
    standing = progress.stand("experience", person, career)
    if standing.state == "met":
        return
    first = next((one for one in career.facts.levels if one.years), None)
    entry = [notes.state(values(first.chunk, [years_cell(first)]))] if first else []
    yield Gap(
        kind="experience",
        title="Experience",
        state=_extent(person.years),
        statement=notes.state(frame(standing.said), *standing.lines),
        alternatives=tuple(entry),
    )


def _job_experience(person: Person, career: Career, notes: Notes) -> Iterator[Gap]:
    step = career.step("job_experience")
    standing = progress.stand("job_experience", person, career)
    if step is None or standing.state == "met":
        return
    yield Gap(
        kind="job_experience",
        title=step.title,
        state=_extent(person.role_years),
        statement=notes.state(frame(standing.said), *quotes(step.sentences[:1])),
    )


def _extent(years: float | None) -> GapState:
    return "unknown" if years is None else "part" if years else "missing"


def _skills(person: Person, career: Career, notes: Notes) -> Iterator[Gap]:
    step = career.step("skills")
    if step is None or progress.is_settled(person, career):
        return
    said = person.profile.skills
    standing = progress.stand("skills", person, career)
    yield Gap(
        kind="skills",
        title="Skills that you did not mention" if said else "Skills",
        state="part" if said else "unknown",
        statement=notes.state(
            frame(standing.said), *quotes(step.sentences[:1]), *_shown(said, career)
        ),
    )


def _shown(said: Sequence[str], career: Career) -> list[Line]:
    """What the guide says of the skills that the person has."""
    bullets = [
        item
        for one in career.facts.listings
        if one.lead and "skill" in one.lead.text.lower()
        for item in one.items
        if item.label
    ]
    text = "; ".join(said)
    return quotes([one for one in bullets if _is_said(one.label, text)][:_SHOWN])


def _is_said(label: str, text: str) -> bool:
    """Whether what was said means a skill of the guide's."""
    skills = load_vocabulary().skills
    same_words = set(content_stems(label)) <= set(content_stems(text))
    return same_words or bool(set(skills.find(label)) & set(skills.find(text)))


def _credentials(person: Person, career: Career, notes: Notes, leads: bool) -> Iterator[Gap]:
    known = career.facts.credentials
    held = progress.held_credentials(person, career)
    wishes = [*person.profile.interests, *(["leadership"] if leads else [])]
    wanted = next((found for one in wishes if (found := career.credential_for(one))), None)
    if not known or (held and (wanted is None or wanted.abbreviation in held)):
        return
    chosen = wanted or known[0]
    others = [one for one in known if one is not chosen and one.abbreviation not in held]
    standing = progress.stand("certification", person, career)
    yield Gap(
        kind="credentials",
        title=f"{chosen.name.removeprefix('The ')} ({chosen.abbreviation})",
        state="option" if held else "missing",
        statement=notes.state(frame(standing.said), *quotes(_about(chosen))),
        alternatives=() if held else _ways(notes, [_about(one)[0] for one in others]),
    )


def _about(one: Credential) -> list[Chunk]:
    """What a credential is, or what it takes, and whom it suits."""
    return one.suits[:1] or list(one.chunks[:2])


def _ways(notes: Notes, chunks: Sequence[Chunk]) -> tuple[Statement, ...]:
    return tuple(notes.state(quote(chunk)) for chunk in dict.fromkeys(chunks))
