"""Profile: what a person says of themselves. Nothing in it is required."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from advisor.errors import ProfileError

MAX_CHARS = 200
"""Longer texts are refused."""
MAX_ENTRIES = 20
"""Longer lists are refused."""
MAX_BYTES = 100_000
"""Larger files are refused."""
TEXTS = ("role", "degree", "licence", "goal")
YEARS = ("years_experience", "coordination_years")
LISTS = ("credentials", "interests", "constraints", "skills")
_YEARS_OF = {"years_experience": "of experience", "coordination_years": "in the role itself"}


@dataclass(frozen=True)
class Profile:
    """A person's background and aim, as far as they were said.

    Raises ProfileError, with a question, where a value is not of its field's kind. Whether the
    values can be true together is asked when a plan is made.
    """

    role: str | None = None
    """What they do now."""
    years_experience: float | None = None
    """Years of work in the career's field: for a Clinical Care Coordinator, in healthcare."""
    coordination_years: float | None = None
    """Years of doing what the career itself does, contained in the years of experience."""
    degree: str | None = None
    """The highest one; "none" where they have none, None where it was not said."""
    licence: str | None = None
    """Likewise."""
    credentials: list[str] = field(default_factory=list)
    interests: list[str] = field(default_factory=list)
    goal: str | None = None
    """The level or job aimed at."""
    constraints: list[str] = field(default_factory=list)
    """Hours and settings, wanted or not."""
    skills: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        for names, read in ((TEXTS, _text), (YEARS, _years), (LISTS, _list)):
            for name in names:
                object.__setattr__(self, name, read(name, getattr(self, name)))

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Profile:
        """A profile from named values. Raises ProfileError for a name that there is not."""
        if not isinstance(values, Mapping):
            raise ProfileError("A profile is a set of named values, such as role and degree.")
        known = [one.name for one in fields(cls)]
        unknown = [str(name)[:MAX_CHARS] for name in values if name not in known]
        if unknown:
            raise ProfileError(
                f"A profile has no {', '.join(map(repr, unknown[:5]))}; it has {', '.join(known)}."
            )
        return cls(**values)

    @classmethod
    def from_json(cls, text: str | bytes) -> Profile:
        """A profile from a JSON object. Raises ProfileError where the text is none."""
        if len(text) > MAX_BYTES:
            raise ProfileError(f"A profile has at most {MAX_BYTES:,} bytes; got {len(text):,}.")
        try:
            values = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ProfileError("The profile is not JSON in UTF-8.") from error
        if not isinstance(values, dict):
            raise ProfileError('The profile is not a JSON object such as {"role": "nurse"}.')
        return cls.from_dict(values)

    def to_dict(self) -> dict[str, Any]:
        """Every field, fit for JSON."""
        return asdict(self)


def _text(name: str, value: object) -> str | None:
    """A text on one line; nothing is None."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise ProfileError(f"What is your {name}? A text was expected; got {value!r:.50}.")
    text = _one_line(value)
    if len(text) > MAX_CHARS:
        raise ProfileError(
            f"What is your {name}, in short? At most {MAX_CHARS} characters are read; "
            f"got {len(text):,}."
        )
    return text or None


def _years(name: str, value: object) -> float | None:
    """A number of years; forms send numbers as texts."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    number = math.nan
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            number = float(value)
        except (ValueError, OverflowError):
            number = math.nan
    if not math.isfinite(number):
        what = f"your years {_YEARS_OF[name]}"
        raise ProfileError(f"How many are {what}? A number was expected; got {value!r:.50}.", name)
    return number


def _list(name: str, value: object) -> list[str]:
    """Short texts, each once; a single one may stand alone."""
    if value is None:
        return []
    entries = [value] if isinstance(value, str) else value
    if not isinstance(entries, list | tuple) or not all(isinstance(one, str) for one in entries):
        raise ProfileError(f"What are your {name}? A list of texts was expected.", name)
    if len(entries) > MAX_ENTRIES:
        raise ProfileError(
            f"Which {MAX_ENTRIES} of your {name} matter most? No more are read; "
            f"got {len(entries):,}.",
            name,
        )
    texts = [_one_line(one) for one in entries]
    if any(len(one) > MAX_CHARS for one in texts):
        raise ProfileError(
            f"What are your {name}, in short? At most {MAX_CHARS} characters each are read.", name
        )
    return list(dict.fromkeys(one for one in texts if one))


def _one_line(text: str) -> str:
    """The text without what cannot be printed, its white space made single."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
