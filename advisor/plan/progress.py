"""How a person stands to each of the guide's steps, and so which are done, begun, next or later.

Each kind of step has its rule. A step whose rule finds nothing is pending: the first pending one is
next, the others come later. Steps that go on for life, such as networking, hold nothing up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from advisor.draft import Line, frame
from advisor.facts import Step
from advisor.plan.career import Career, takes_experience
from advisor.plan.items import PlanStep, StepStatus
from advisor.plan.needs import field_stems
from advisor.plan.notes import Notes, lists_of, quotes
from advisor.plan.person import Person
from advisor.plan.vocabulary import CERTIFICATE, load_vocabulary, plain_words
from advisor.plan.wording import experience_said, own_words, years_text
from advisor.readers.reading import opening
from advisor.schema import Chunk

_BUDGET = 25
"""Words of a step's opening that are quoted with its status."""


@dataclass(frozen=True)
class Standing:
    """Whether a step is met, met in part, or pending; why, of the person; what the guide says."""

    state: Literal["met", "part", "pending"]
    said: str
    lines: tuple[Line, ...] = ()
    """Empty where the step's own opening says it."""


@dataclass(frozen=True)
class Progress:
    """A step of the guide, what it is about, and how the person stands to it."""

    step: Step
    kind: str
    status: StepStatus
    standing: Standing


def read_progress(person: Person, career: Career) -> tuple[Progress, ...]:
    """Every step of the guide with its status."""
    standings = [stand(kind, person, career) for kind in career.kinds]
    statuses = _statuses(standings, person, career)
    rows = zip(career.facts.steps, career.kinds, statuses, standings, strict=True)
    return tuple(Progress(*row) for row in rows)


def state_steps(progress: Sequence[Progress], notes: Notes) -> tuple[PlanStep, ...]:
    """The steps in words, with what they cite."""
    return tuple(
        PlanStep(
            number=one.step.number,
            title=one.step.title,
            kind=one.kind,
            status=one.status,
            statement=notes.state(
                frame(one.standing.said), *(one.standing.lines or _opening(one.step))
            ),
        )
        for one in progress
    )


def stand(kind: str, person: Person, career: Career) -> Standing:
    """How the person stands to a step of some kind."""
    if kind in load_vocabulary().signs:
        return _sign(kind, person)
    if kind in _RULES:
        return _RULES[kind](person, career)
    return Standing("pending", "Nothing you said tells how far you are.")


def _statuses(
    standings: Sequence[Standing], person: Person, career: Career
) -> tuple[StepStatus, ...]:
    """What is met is done; of what is pending, the first thing that nothing holds up is next."""
    kinds, continual = career.kinds, load_vocabulary().continual
    pending = [place for place, one in enumerate(standings) if one.state == "pending"]
    gating = [place for place in pending if kinds[place] not in continual]
    to_do = [place for place in gating if kinds[place] != "apply"]
    needs_years = any(map(takes_experience, career.facts.credentials))
    waits = needs_years and stand("experience", person, career).state != "met"
    free = [place for place in to_do if not (waits and kinds[place] == "certification")]
    upcoming = set(free[:1] or ([] if to_do else gating[:1]))
    if person.in_role or not to_do:
        upcoming |= set(pending) - set(gating)
    upcoming = upcoming or set(gating[:1])
    status: dict[str, StepStatus] = {"met": "done", "part": "part", "pending": "later"}
    return tuple(
        "next" if place in upcoming else status[one.state] for place, one in enumerate(standings)
    )


def _opening(step: Step) -> list[Line]:
    """The first sentence of a step's section; its heading where it has none."""
    heading, *body = step.chunks
    return opening(body, _BUDGET)[:1] or quotes([heading])


def _role(person: Person, career: Career) -> Standing:
    if person.in_role:
        return Standing("met", "You do this already.")
    if person.role_years:
        return Standing("met", _role_years_said(person))
    if is_in_field(person, career):
        role = person.profile.role
        seen = f"Your role is {own_words(role)}." if role else experience_said(person)
        return Standing("part", f"You are in the field already. {seen}")
    return Standing("pending", "Nothing you said tells that you have seen the role from close by.")


def _role_years_said(person: Person) -> str:
    return f"You have {years_text(person.role_years or 0)} in the role itself."


def is_in_field(person: Person, career: Career) -> bool:
    """Whether the person works, or has worked, in the field: years, a licence, or a role that
    shares a word with those that the guide names as relevant.
    """
    if person.years or person.licences:
        return True
    step = career.step("experience")
    items = [one.text for one in step.chunks if one.kind == "bullet"] if step else []
    named = {stem for text in items for stem in field_stems(text)}
    own = field_stems(person.profile.role or "") - field_stems("any position patient care")
    return bool(own & named)


def _education(person: Person, career: Career) -> Standing:
    needs, schooling = career.needs, person.schooling
    said, lines = _degree_said(person), tuple(quotes(degree_sentences(career)))
    if not needs.degrees:
        return Standing("part" if schooling and schooling.level else "pending", said)
    if has_degree(person, career):
        return Standing("met", said, lines[-1:])
    return Standing("part" if degree_counts_in_part(person, career) else "pending", said, lines)


def degree_sentences(career: Career) -> list[Chunk]:
    """The sentence that takes the least, and the first that asks for what is usual."""
    degrees = career.needs.degrees
    found = [pick(degrees, key=lambda n: min(n.levels)) for pick in (min, max)] if degrees else []
    return list(dict.fromkeys(need.chunk for need in found))


def has_degree(person: Person, career: Career) -> bool:
    """Whether the degree is at least what is usual, in a field that the guide names or unsaid."""
    schooling, needs = person.schooling, career.needs
    if schooling is None or schooling.level is None or not needs.degrees:
        return False
    return schooling.level >= needs.usual_degree and is_field(schooling.field, career)


def is_field(field: str, career: Career) -> bool:
    """Whether a degree's field is among those that the guide names; unsaid, it is taken to be."""
    if not field or not career.needs.fields:
        return True
    return not field.startswith("not ") and bool(field_stems(field) & career.needs.fields)


def degree_counts_in_part(person: Person, career: Career) -> bool:
    """Whether a degree is begun, or takes the person part of the way, or is in another field."""
    schooling, needs = person.schooling, career.needs
    if schooling is None:
        return bool((person.licences or frozenset()) & load_vocabulary().schooled)
    if schooling.studying is not None:
        return True
    if schooling.level is None or schooling.level < CERTIFICATE:
        return False
    if schooling.level >= needs.usual_degree:
        return True
    taken = any(min(need.levels) <= schooling.level for need in needs.degrees)
    return taken and is_field(schooling.field, career)


def _degree_said(person: Person) -> str:
    schooling = person.schooling
    if schooling is None:
        held = sorted((person.licences or frozenset()) & load_vocabulary().schooled)
        behind = f", and which one is behind your {held[0]} licence" if held else ""
        return f"You did not say which degree you hold{behind}."
    if schooling.level == 0 and schooling.studying is None:
        return "You have no degree."
    if schooling.level is None and schooling.studying is None:
        return f"Which level of degree {own_words(schooling.said)} is cannot be told."
    return f"Your degree is {own_words(schooling.said)}."


def _experience(person: Person, career: Career) -> Standing:
    told = career.needs.duration("experience")
    lines = quotes([told.chunk] if told else [])
    enough = told.months[0] / 12 if told else 1.0  # years, where the guide's range is entered
    years = person.years
    if years is not None and years >= enough:
        return Standing("met", experience_said(person), tuple(lines))
    step = career.step("experience")
    roles = lists_of(step, career.facts)[:1] if step else []
    return Standing("part" if years else "pending", experience_said(person), (*lines, *roles))


def _job_experience(person: Person, _career: Career) -> Standing:
    years = person.role_years
    if years is None and person.in_role:
        return Standing("met", "You do this already.")
    if years is None:
        return Standing("pending", "You spoke of no experience in the role itself.")
    if not years:
        return Standing("pending", "You have no experience in the role itself.")
    return Standing("met" if years >= 1 else "part", _role_years_said(person))


def _skills(person: Person, career: Career) -> Standing:
    if is_settled(person, career):
        return Standing("met", _role_years_said(person))
    if person.profile.skills:
        said = "; ".join(map(own_words, person.profile.skills))
        return Standing("part", f"Of your skills you said: {said}.")
    if person.years:
        return Standing("part", f"{experience_said(person)} Of your skills you said nothing.")
    return Standing("pending", "Of your skills you said nothing.")


def is_settled(person: Person, career: Career) -> bool:
    """Whether the person is beyond the years of a beginner in the role."""
    return person.role_years is not None and person.role_years >= career.settled


def _certification(person: Person, career: Career) -> Standing:
    held = held_credentials(person, career)
    if held:
        return Standing("met", f"You hold {', '.join(held)}.")
    other = [own_words(one) for one in person.profile.credentials]
    if other:
        return Standing("pending", f"The guide does not name what you hold: {'; '.join(other)}.")
    return Standing("pending", "You named no certification.")


def held_credentials(person: Person, career: Career) -> list[str]:
    """The abbreviations of the guide's credentials that the person holds."""
    said = " ".join(person.profile.credentials).lower()
    row = f" {' '.join(said.replace('-', ' ').replace('(', ' ').replace(')', ' ').split())} "
    return [
        one.abbreviation
        for one in career.facts.credentials
        if f" {one.abbreviation.lower().replace('-', ' ')} " in row
        or one.name.lower().removeprefix("the ") in row
    ]


def _licence(person: Person, career: Career) -> Standing:
    lacking = lacking_licences(person, career)
    sentences = tuple(quotes([need.chunk for need in career.needs.licences]))
    if career.needs.licences and not lacking:
        return Standing("met", f"You hold {', '.join(sorted(person.licences or ()))}.", sentences)
    return Standing("pending", licence_said(person), sentences)


def lacking_licences(person: Person, career: Career) -> list[str]:
    """The licences that the guide asks for and the person did not name."""
    held = [f" {' '.join(plain_words(one))} " for one in person.licences or ()]
    return [
        need.name
        for need in career.needs.licences
        if not any(
            f" {' '.join(plain_words(name))} " in one
            for name in (need.name, need.full_name)
            for one in held
        )
    ]


def licence_said(person: Person) -> str:
    """What the person said of a licence."""
    if person.licences:
        return f"You hold {', '.join(sorted(person.licences))}."
    return "You have no licence." if person.licences is not None else "You named no licence."


def _knowledge(person: Person, career: Career) -> Standing:
    if is_settled(person, career):
        return Standing("met", _role_years_said(person))
    field = person.schooling.field.lower() if person.schooling else ""
    signs = ("cover", "major", field)  # of a sentence that tells what studies of a field cover
    told = career.facts.sentences if field else ()
    covering = [one for one in told if all(sign in one.text.lower() for sign in signs)]
    if covering and has_degree(person, career):
        return Standing("part", _degree_said(person), tuple(quotes(covering[:1])))
    if person.years:
        return Standing("part", experience_said(person))
    return Standing("pending", "Nothing you said tells that you know them.")


def _sign(kind: str, person: Person) -> Standing:
    """A step that is begun where the person speaks of doing it."""
    profile = person.profile
    said = "; ".join([*profile.skills, *profile.interests, *profile.constraints])
    found = load_vocabulary().signs[kind].find(said)
    if found:
        return Standing("part", f"You spoke of it: {own_words(found[0])}.")
    return Standing("pending", "You did not speak of it.")


def _apply(person: Person, _career: Career) -> Standing:
    if person.in_role:
        return Standing("met", "You hold such a position.")
    return Standing("pending", "You did not say that you hold such a position.")


_RULES: dict[str, Callable[[Person, Career], Standing]] = {
    "role": _role,
    "education": _education,
    "licence": _licence,
    "experience": _experience,
    "skills": _skills,
    "certification": _certification,
    "knowledge": _knowledge,
    "job_experience": _job_experience,
    "apply": _apply,
}
