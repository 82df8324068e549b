"""Words that a plan has to know: degrees, licences, kinds of steps, roles, and who would know.

They are data, `advisor/data/plan.yaml`, written once for any career.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Generic, TypeVar

from advisor.text import words

T = TypeVar("T")
_DOTTED = re.compile(r"\b(?:[a-zA-Z]\.){2,}")

NO_DEGREE, CERTIFICATE, ASSOCIATE, BACHELOR, MASTER, DOCTORATE = range(6)
DEGREE_NAMES = (
    "no degree", "a certificate", "an associate degree", "a bachelor's", "a master's",
    "a doctorate",
)  # fmt: skip


class Phrases(Generic[T]):
    """Phrases that each stand for something; where they overlap in a text, the longest counts."""

    def __init__(self, meanings: Iterable[tuple[str, T]]) -> None:
        self._meanings = {tuple(words(phrase)): meaning for phrase, meaning in meanings}
        self._longest: dict[str, int] = {}
        for first, *rest in self._meanings:
            self._longest[first] = max(self._longest.get(first, 0), 1 + len(rest))

    def find(self, text: str) -> list[T]:
        """What the phrases in a text stand for, in order."""
        return [meaning for _, meaning in self.spots(text)]

    def spots(self, text: str) -> list[tuple[str, T]]:
        """The phrases in a text, as lower-case words, each with what it stands for."""
        row = plain_words(text)
        found: list[tuple[str, T]] = []
        start = 0
        while start < len(row):
            longest = min(self._longest.get(row[start], 0), len(row) - start)
            for size in range(longest, 0, -1):
                phrase = row[start : start + size]
                if phrase in self._meanings:
                    found.append((" ".join(phrase), self._meanings[phrase]))
                    start += size - 1
                    break
            start += 1
        return found


@dataclass(frozen=True)
class Silence:
    """Something that a person with a gap has to know, and the words that would tell it."""

    topic: str
    gap: str
    about: Phrases[str]
    words: Phrases[str]
    text: str
    who: str


@dataclass(frozen=True)
class Vocabulary:
    """Everything in `plan.yaml`, ready to be matched with texts."""

    degrees: Phrases[int]
    """Degrees by their level, from NO_DEGREE to DOCTORATE."""
    degree_fields: Phrases[str]
    field_generic: frozenset[str]
    in_progress: Phrases[str]
    licences: Phrases[str]
    """Licences by their short name."""
    implied: Mapping[str, tuple[str, ...]]
    schooled: frozenset[str]
    """Licences that nobody holds without a programme beyond school."""
    steps: tuple[tuple[str, Phrases[str]], ...]
    """The kinds of steps in the order in which they are tried."""
    continual: frozenset[str]
    signs: Mapping[str, Phrases[str]]
    imperatives: frozenset[str]
    leadership: Phrases[str]
    skills: Phrases[int]
    """Words for a skill by the number of their group."""
    hours: Phrases[str]
    """Words for hours by what their group is called."""
    constraints: Phrases[str]
    """The same for hours and settings."""
    silences: tuple[Silence, ...]
    who: Mapping[str, str]
    roles: Phrases[str]
    places: Phrases[str]
    starts: Phrases[str]
    """Where people start from by the name of their group."""
    own_work: Phrases[str]
    credentials: Phrases[str]
    """Credentials by their short name."""
    no_roles: frozenset[str]


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """Read the words from the package."""
    import yaml

    raw = yaml.safe_load((files("advisor") / "data" / "plan.yaml").read_text("utf-8"))
    licences = raw["licences"]
    return Vocabulary(
        degrees=Phrases((name, level) for level, row in enumerate(raw["degrees"]) for name in row),
        degree_fields=_by_name(raw["degree_fields"]),
        field_generic=frozenset(raw["field_generic"]),
        in_progress=_alike(raw["in_progress"]),
        licences=_by_name({one["names"][0]: one["names"] for one in licences}),
        implied={one["names"][0]: tuple(one.get("implies", ())) for one in licences},
        schooled=frozenset(one["names"][0] for one in licences if one.get("schooling")),
        steps=tuple((kind, _alike(names)) for kind, names in raw["steps"].items()),
        continual=frozenset(raw["continual"]),
        signs={kind: _alike(names) for kind, names in raw["signs"].items()},
        imperatives=frozenset(raw["imperatives"]),
        leadership=_alike(raw["leadership"]),
        skills=Phrases((name, place) for place, row in enumerate(raw["skills"]) for name in row),
        hours=_by_name({row[0]: row for row in raw["hours"]}),
        constraints=_by_name({row[0]: row for row in (*raw["hours"], *raw["settings"])}),
        silences=tuple(
            Silence(**one | {"about": _alike(one["about"]), "words": _alike(one["words"])})
            for one in raw["silences"]
        ),
        who=raw["who"],
        roles=_alike(raw["roles"]),
        places=_alike(raw["places"]),
        starts=_by_name(raw["starts"]),
        own_work=_alike(raw["own_work"]),
        credentials=_by_name(raw["credentials"]),
        no_roles=frozenset(raw["no_roles"]),
    )


@lru_cache(maxsize=4096)
def plain_words(text: str) -> tuple[str, ...]:
    """The lower-case words of a text, abbreviations without their dots."""
    return tuple(words(_DOTTED.sub(lambda match: match[0].replace(".", ""), text)))


def _by_name(groups: Mapping[str, Iterable[str]]) -> Phrases[str]:
    return Phrases((phrase, name) for name, row in groups.items() for phrase in row)


def _alike(phrases: Iterable[str]) -> Phrases[str]:
    """Phrases that stand for themselves."""
    return Phrases((phrase, phrase) for phrase in phrases)
