"""How a plan speaks of the person: numbers, spans of time, and their own words."""

from __future__ import annotations

from advisor.plan.person import Person, number, read_licences
from advisor.plan.profile import Profile


def years_text(years: float) -> str:
    """`1 year`, `4 years`."""
    return f"{number(years)} year{'' if years == 1 else 's'}"


def span_text(low: float, high: float | None, unit: str = "year") -> str:
    """`4 years`, `0 to 1 year`, `5 years or more`, of months; said in the unit, year or month."""
    factor = 12 if unit == "year" else 1
    first = bare_number(low / factor)
    last = first if high is None else bare_number(high / factor)
    noun = unit if last == "1" else f"{unit}s"
    if high is None:
        return f"{first} {noun} or more"
    return f"{first} {noun}" if first == last else f"{first} to {last} {noun}"


def bare_number(value: float) -> str:
    """A number with two decimals at most."""
    return number(round(value, 2))


def own_words(text: str) -> str:
    """What the person said, in quotation marks, its brackets such that none looks like a marker."""
    return f"“{text.translate(_PLAIN)}”"


_PLAIN = str.maketrans({"[": "(", "]": ")", "“": '"', "”": '"'})


def experience_said(person: Person) -> str:
    """The person's experience in a sentence."""
    if person.years is None:
        return "You did not say how many years of experience you have."
    if person.years == 0:
        return "You have no experience yet."
    return f"You have {years_text(person.years)} of experience."


def _lived(years: float | None) -> str | None:
    """Years of experience as they were told: nobody says "0 years"."""
    return None if years is None else years_text(years) if years else "none yet"


def describe(profile: Profile) -> list[str]:
    """What was understood of the person, one thing a line."""
    licence, licences = profile.licence, read_licences(profile)
    if licence is None and licences:
        licence = f"{', '.join(sorted(licences))} (by your role)"
    years, role_years = profile.years_experience, profile.coordination_years
    lines = {
        "Role": profile.role,
        "Experience": _lived(years),
        "In the role itself": _lived(role_years),
        "Degree": profile.degree,
        "Licence": licence,
        "Credentials": ", ".join(profile.credentials),
        "Skills": ", ".join(profile.skills),
        "Interests": ", ".join(profile.interests),
        "Goal": profile.goal,
        "Hours and settings": ", ".join(profile.constraints),
    }
    return [f"{name}: {text}".translate(_PLAIN) for name, text in lines.items() if text]
