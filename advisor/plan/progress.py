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
from advisor.plan.career import Career
from advisor.plan.items import PlanStep, StepStatus
from advisor.plan.needs import field_stems
from advisor.plan.notes import Notes, listing, quotes
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
    return _RULES.get(kind, _untold)(person, career)


def _statuses(
    standings: Sequence[Standing], person: Person, career: Career
) -> tuple[StepStatus, ...]:
    """What is met is done; of what is pending, the first thing that nothing holds up is next."""
    kinds, continual = career.kinds, load_vocabulary().continual
    pending = [place for place, one in enumerate(standings) if one.state == "pending"]
    gating = [place for place in pending if kinds[place] not in continual]
    to_do = [place for place in gating if kinds[place] != "apply"]
    free = [place for place in to_do if not _held_up(kinds[place], person, career)]
    upcoming = set(free[:1] or ([] if to_do else gating[:1]))
    if person.in_role or not to_do:
        upcoming |= set(pending) - set(gating)
    upcoming = upcoming or set(gating[:1])
    return tuple(
        "next" if place in upcoming else _STATUS[one.state] for place, one in enumerate(standings)
    )


_STATUS: dict[str, StepStatus] = {"met": "done", "part": "part", "pending": "later"}


def _held_up(kind: str, person: Person, career: Career) -> bool:
    """Whether a step takes experience that the person lacks."""
    takes = kind == "certification" and career.certification_needs_experience
    return takes and stand("experience", person, career).state != "met"


def _opening(step: Step) -> list[Line]:
    """The first sentence of a step's section; its heading where it has none."""
    heading, *body = step.chunks
    return opening(body, _BUDGET)[:1] or quotes([heading])


# --- the rules ----------------------------------------------------------------------------------


def _role(person: Person, career: Career) -> Standing:
    if person.in_role:
        return Standing("met", "You do this already.")
    if person.role_years:
        return Standing("met", f"You have {years_text(person.role_years)} in the role itself.")
    if is_in_field(person, career):
        return Standing("part", f"You are in the field already. {_how_to_see(person)}")
    return Standing("pending", "Nothing you said tells that you have seen the role from close by.")


def _how_to_see(person: Person) -> str:
    role = person.profile.role
    return f"Your role is {own_words(role)}." if role else experience_said(person)


def is_in_field(person: Person, career: Career) -> bool:
    """Whether the person works, or has worked, in the field: years, a licence, a known role."""
    if person.years or person.licences:
        return True
    return bool(person.profile.role) and bool(_shared_role(person, career))


def _shared_role(person: Person, career: Career) -> set[str]:
    """What the person's role shares with those that the guide names as relevant."""
    step = career.step("experience")
    items = [one.text for one in step.chunks if one.kind == "bullet"] if step else []
    named = {stem for text in items for stem in field_stems(text)}
    return field_stems(person.profile.role or "") & named - field_stems("any position patient care")


def _education(person: Person, career: Career) -> Standing:
    needs, schooling = career.needs, person.schooling
    lines = tuple(quotes(degree_sentences(career)))
    if not needs.degrees:
        return Standing(
            "part" if schooling and schooling.level else "pending", _degree_said(person)
        )
    if has_degree(person, career):
        return Standing("met", _degree_said(person), lines[-1:])
    if degree_counts_in_part(person, career):
        return Standing("part", _degree_said(person), lines)
    return Standing("pending", _degree_said(person), lines)


def degree_sentences(career: Career) -> list[Chunk]:
    """The sentence that takes the least, and the first that asks for what is usual."""
    needs = career.needs
    usual = next((n for n in needs.degrees if min(n.levels) == needs.usual_degree), None)
    least = next((n for n in needs.degrees if min(n.levels) == needs.least_degree), None)
    return list(dict.fromkeys(need.chunk for need in (least, usual) if need))


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
    years = person.years
    if years is not None and years >= career.enough_experience:
        return Standing("met", experience_said(person), tuple(lines))
    roles = next(
        (one for one in career.facts.listings if _stands_in(one.items[0], career, "experience")),
        None,
    )
    if roles:
        lines = [*lines, listing(roles.lead, roles.items)]
    return Standing("part" if years else "pending", experience_said(person), tuple(lines))


def _stands_in(chunk: Chunk, career: Career, kind: str) -> bool:
    step = career.step(kind)
    return step is not None and chunk.section == step.chunks[0].section


def _job_experience(person: Person, _career: Career) -> Standing:
    years = person.role_years
    if years is None and person.in_role:
        return Standing("met", "You do this already.")
    if years is None:
        return Standing("pending", "You spoke of no experience in the role itself.")
    if years >= 1:
        return Standing("met", f"You have {years_text(years)} in the role itself.")
    if years > 0:
        return Standing("part", f"You have {years_text(years)} in the role itself.")
    return Standing("pending", "You have no experience in the role itself.")


def _skills(person: Person, career: Career) -> Standing:
    if is_settled(person, career):
        return Standing("met", f"You have {years_text(person.role_years or 0)} in the role itself.")
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
        return Standing("met", f"You have {years_text(person.role_years or 0)} in the role itself.")
    field = person.schooling.field if person.schooling else ""
    covering = [one for one in career.facts.sentences if field and _covers(one, field)]
    if covering and has_degree(person, career):
        return Standing("part", _degree_said(person), tuple(quotes(covering[:1])))
    if person.years:
        return Standing("part", experience_said(person))
    return Standing("pending", "Nothing you said tells that you know them.")


def _covers(chunk: Chunk, field: str) -> bool:
    """Whether a sentence tells what studies of a field cover."""
    words = chunk.text.lower()
    return "cover" in words and "major" in words and field.lower() in words


def _sign(kind: str) -> Callable[[Person, Career], Standing]:
    """The rule of a step that is begun where the person speaks of doing it."""

    def rule(person: Person, _career: Career) -> Standing:
        found = load_vocabulary().signs[kind].find(person.sayings)
        if found:
            return Standing("part", f"You spoke of it: {own_words(found[0])}.")
        return Standing("pending", "You did not speak of it.")

    return rule


def _apply(person: Person, _career: Career) -> Standing:
    if person.in_role:
        return Standing("met", "You hold such a position.")
    return Standing("pending", "You did not say that you hold such a position.")


def _untold(_person: Person, _career: Career) -> Standing:
    return Standing("pending", "Nothing you said tells how far you are.")


_RULES: dict[str, Callable[[Person, Career], Standing]] = {
    "role": _role,
    "education": _education,
    "licence": _licence,
    "experience": _experience,
    "skills": _skills,
    "certification": _certification,
    "knowledge": _knowledge,
    "job_experience": _job_experience,
    "network": _sign("network"),
    "keep_up": _sign("keep_up"),
    "apply": _apply,
}
