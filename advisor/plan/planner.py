"""A profile and a guide's facts in, a plan out; the same input gives the same plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.errors import ProfileError
from advisor.plan.actions import plan_actions
from advisor.plan.aim import goal_silences, plan_way, plan_wishes, read_goal, state_goal
from advisor.plan.career import Career, takes_experience
from advisor.plan.gaps import plan_gaps
from advisor.plan.items import Gap, Silence
from advisor.plan.money import current_level, plan_pay
from advisor.plan.notes import Notes
from advisor.plan.person import Person, understand
from advisor.plan.profile import Profile
from advisor.plan.progress import held_credentials, read_progress, state_steps
from advisor.plan.schema import Plan
from advisor.plan.timing import plan_duration
from advisor.plan.vocabulary import load_vocabulary
from advisor.plan.wording import describe, own_words
from advisor.text import capital

_MOST_QUESTIONS = 4


def make_plan(profile: Profile, career: Career) -> Plan:
    """Plan the way of one person into a career and on.

    Raises ProfileError, with a question, where the profile is impossible or contradicts itself.
    """
    guide = career.guide
    person = understand(profile, guide.names)
    _check_credentials(person, career)
    notes = Notes()  # its numbers follow the order of what is stated here
    goal = read_goal(person, career)
    leads = goal.leads or person.wants_to_lead
    progress = read_progress(person, career)
    actions = plan_actions(progress, career, notes)
    steps = state_steps(progress, notes)
    gaps = plan_gaps(person, career, notes, leads)
    duration = plan_duration(person, career, notes, leads, goal.level)
    pay = plan_pay(person, career, notes, goal.level)
    goal_said = state_goal(goal, notes)
    way = plan_way(person, career, notes, goal, current_level(person, career))
    wishes, unanswered = plan_wishes(profile, career, notes)
    return Plan(
        career=career.name,
        guide=guide.title,
        source=guide.source,
        date=guide.date,
        figures=guide.figures,
        profile=profile,
        understood=tuple(describe(profile)),
        questions=tuple(_questions(person, career))[:_MOST_QUESTIONS],
        steps=steps,
        gaps=gaps,
        pay=pay,
        duration=duration,
        goal=goal_said,
        way=way,
        next_actions=actions,
        wishes=wishes,
        silent=(*goal_silences(goal), *_gap_silences(person, gaps, career), *unanswered),
        citations=notes.citations,
    )


def _check_credentials(person: Person, career: Career) -> None:
    """Ask back where a credential is held that takes experience, and there is none."""
    if person.years != 0:
        return
    held = held_credentials(person, career)
    for one in career.facts.credentials:
        if one.abbreviation in held and takes_experience(one):
            raise ProfileError(
                f"How many years of experience do you have? None was given, and the guide says "
                f"that the {one.abbreviation} takes some.",
                "credentials",
                "years_experience",
            )


def _questions(person: Person, career: Career) -> Iterator[str]:
    schooling = person.schooling
    if person.years is None:
        yield "How many years of experience do you have?"
    if schooling is None:
        yield "Which degree do you hold, if any?"
    elif schooling.level is None and schooling.studying is None:
        said = own_words(schooling.said)
        yield f"Is {said} like an associate degree, a bachelor's or a master's?"
    elif schooling.level and not schooling.field and career.needs.fields:
        yield f"What is your degree, {own_words(schooling.said)}, in?"
    if person.licences is None and career.needs.licences:
        yield "Which licence do you hold, if any?"
    if person.role_years is None and person.years:
        yield "How many of your years were in the role itself?"
    if not person.profile.goal:
        yield "Which level or position do you aim at?"


def _gap_silences(person: Person, gaps: Sequence[Gap], career: Career) -> Iterator[Silence]:
    """What the guide leaves out of what the gaps make one ask."""
    kinds = {one.kind for one in gaps if one.state != "option"}
    begun = any(one.kind == "education" and one.state == "part" for one in gaps)
    if begun and person.schooling:
        text = f"How much of the education your {own_words(person.schooling.said)} takes off."
        yield Silence("education_time", text, load_vocabulary().who["education_time"])
    for one in career.silences:
        if one.gap in kinds:
            yield Silence(one.topic, f"{capital(one.text)}.", one.who)
