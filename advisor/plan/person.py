"""A profile, understood: degree levels, licences, whether the person is in the role already.

What cannot be is asked back here, as a ProfileError.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.errors import ProfileError
from advisor.plan.profile import Profile
from advisor.plan.vocabulary import CERTIFICATE, NO_DEGREE, load_vocabulary, plain_words
from advisor.readers.levels import LEVEL_WORDS
from advisor.text import stem, stems

MOST_YEARS = 60
"""More years of work than these are asked back."""
_JOINT = re.compile(r"(?i)\s*(?:[,;+&/]|\band\b)\s*")
_FIELD = re.compile(r"(?i)\b(in|of)\s+(?:an?\s+|the\s+)?((?:(?!\b(?:in|of)\b)[a-z' -])+)")
_ABSENT = re.compile(r"(?i)^(?:no|not|without|never)\b|^none\b|^n/?a$")
_NOT_NOW = frozenset("former ex previous past retired aspiring future student wannabe".split())


@dataclass(frozen=True)
class Schooling:
    """What a degree's wording tells."""

    said: str
    level: int | None
    """The highest one finished; None where it cannot be told."""
    field: str = ""
    """What it is in; empty where that was not said."""
    studying: int | None = None
    """The level that is being studied for."""


@dataclass(frozen=True)
class Person:
    """What a plan is made from, besides the guide."""

    profile: Profile
    schooling: Schooling | None
    """None where no degree was spoken of."""
    licences: frozenset[str] | None
    """By their short names, with those that they imply; None where none was spoken of."""
    in_role: bool
    """Whether the career is what they do now."""
    wants_to_lead: bool

    @property
    def years(self) -> float | None:
        """Years of experience in the field; those in the role are among them."""
        years = self.profile.years_experience
        return self.role_years if years is None else years

    @property
    def role_years(self) -> float | None:
        """Years of doing what the career does."""
        return self.profile.coordination_years


def understand(profile: Profile, names: Sequence[str]) -> Person:
    """The person behind a profile; `names` are what the career is called.

    Raises ProfileError, with a question, where the profile is impossible or contradicts itself.
    """
    words = load_vocabulary()
    person = Person(
        profile=profile,
        schooling=read_degree(profile.degree) if profile.degree else None,
        licences=read_licences(profile),
        in_role=profile.role is not None and is_role(profile.role, names),
        wants_to_lead=any(words.leadership.find(one) for one in profile.interests),
    )
    _check_years(profile)
    _check_schooling(person)
    return person


def read_degree(text: str) -> Schooling:
    """What a degree's wording tells: the highest level that is finished, and its field."""
    words = load_vocabulary()
    best: tuple[int, str] | None = None
    studying: int | None = None
    for piece in _pieces(text):
        begun = words.in_progress.find(piece)
        levels = words.degrees.find(piece) or ([CERTIFICATE] if begun else [])
        if not levels:
            continue
        if levels[0] != NO_DEGREE and begun:
            studying = max(levels)
        elif levels[0] == NO_DEGREE or not _ABSENT.match(piece):
            best = max(best or (NO_DEGREE, ""), (max(levels), _field(piece)))
    if best is None:
        none = bool(_ABSENT.match(text)) and not words.degrees.find(text)
        field = "" if none or studying else _field(text)
        return Schooling(text, NO_DEGREE if none else None, field, studying)
    return Schooling(text, best[0], best[1], studying)


def _pieces(text: str) -> list[str]:
    """A wording cut where a further degree begins."""
    words = load_vocabulary()
    pieces: list[str] = []
    for part in _JOINT.split(text):
        if pieces and not words.degrees.find(part):
            pieces[-1] = f"{pieces[-1]} and {part}"
        else:
            pieces.append(part)
    return pieces


def _field(piece: str) -> str:
    """What a degree is in: "nursing" of "BSN" and of "Bachelor of Science in Nursing"."""
    words = load_vocabulary()
    named = words.degree_fields.find(piece)
    if named:
        return named[0]
    told = _FIELD.findall(piece)
    for _, field in sorted(told, key=lambda one: one[0].lower() != "in"):
        if not set(plain_words(field)) <= words.field_generic:
            return f"not {field}" if re.search(r"(?i)\bnot in\b", piece) else field.strip()
    return ""


def read_licences(profile: Profile) -> frozenset[str] | None:
    """The licences that are named, or that the role is the name of."""
    words, licence = load_vocabulary(), profile.licence
    if licence and _ABSENT.match(licence):
        return frozenset()
    found = words.licences.find(licence or profile.role or "") or ([licence] if licence else [])
    implied = (name for one in found for name in words.implied.get(one, ()))
    return frozenset([*found, *implied]) if found else None


def is_role(role: str, names: Sequence[str]) -> bool:
    """Whether a role is the career: a name of it, with words for a level before or after.

    A name of one word ("coordinator") has to stand alone: a "volunteer coordinator" is another.
    """
    row = plain_words(role)
    if _NOT_NOW & set(row):
        return False
    bare = [stem(word) for word in row if word not in LEVEL_WORDS and word != "level"]
    return any(_holds(bare, stems(name)) for name in names)


def _holds(row: list[str], name: list[str]) -> bool:
    if len(name) < 2:
        return bool(name) and row == name
    return f" {' '.join(name)} " in f" {' '.join(row)} "


def _check_years(profile: Profile) -> None:
    """Ask back where years are below nothing, beyond a working life, or more in part than whole."""
    whole, part = profile.years_experience, profile.coordination_years
    for name, years, what in (
        ("years_experience", whole, "experience"),
        ("coordination_years", part, "experience in the role itself"),
    ):
        if years is not None and not 0 <= years <= MOST_YEARS:
            raise ProfileError(
                f"How many years of {what} do you have? {number(years)} was given; "
                f"0 to {MOST_YEARS} can be.",
                name,
            )
    if whole is not None and part is not None and part > whole:
        raise ProfileError(
            f"Which is right: {number(part)} years in the role itself, or {number(whole)} years of "
            "experience in all? The years in the role are part of the whole.",
            "coordination_years",
            "years_experience",
        )


def _check_schooling(person: Person) -> None:
    """Ask back where a licence is held that the schooling, or the role, speaks against."""
    schooled = load_vocabulary().schooled
    held = sorted((person.licences or frozenset()) & schooled)
    schooling = person.schooling
    if held and schooling and schooling.level == NO_DEGREE and schooling.studying is None:
        raise ProfileError(
            f"Which programme did you finish for your {held[0]} licence? No degree was given, "
            "and that licence is not issued without one.",
            "licence",
            "degree",
        )
    named = load_vocabulary().licences.find(person.profile.role or "")
    if person.licences == frozenset() and named:
        raise ProfileError(
            f"Do you hold the {named[0]} licence? Your role is called {person.profile.role!r}, and "
            "no licence was given.",
            "role",
            "licence",
        )


def number(years: float) -> str:
    """A number as one says it: 4, not 4.0."""
    return str(int(years)) if years == int(years) else f"{years:.10g}"
