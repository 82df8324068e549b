"""The profiles of the plan suite: JSON lines in, frozen samples out; and profiles by chance.

What is expected of each was written by a careful reader of the guide, before there was a planner.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from evals.errors import SampleError

_FIELDS = {
    "id", "kind", "said", "profile", "asks", "steps", "gaps", "options", "band", "band_also",
    "time", "goal", "goal_years", "credential", "silent",
}  # fmt: skip
SEED = 8


@dataclass(frozen=True)
class PlanSample:
    """One person, and what a careful reader of the guide would plan."""

    id: str
    kind: str
    profile: Mapping[str, Any]
    said: tuple[str, ...] = ()
    """What they said, where the profile is to be read from a conversation."""
    asks: tuple[str, ...] = ()
    """The fields that are to be asked back about, where there can be no plan."""
    expected: Mapping[str, Any] = field(default_factory=dict)

    @property
    def split(self) -> str:
        return self.id.split("-")[1]


def load_plan_samples(folder: Path, split: str = "all") -> list[PlanSample]:
    """Every sample of a folder's `*.jsonl`; the error names the line."""
    found = []
    for file in sorted(folder.glob("*.jsonl")):
        for number, line in enumerate(file.read_text("utf-8").splitlines(), start=1):
            try:
                found.append(_parse(json.loads(line)))
            except (KeyError, TypeError, ValueError, SampleError) as error:
                raise SampleError(f"{file.name}:{number}: {error!r}") from error
    if not found:
        raise SampleError(f"no data: {folder} holds no profiles")
    if len({one.id for one in found}) < len(found):
        raise SampleError(f"{folder}: an id is used twice")
    return [one for one in found if split in ("all", one.split)]


def _parse(row: Mapping[str, Any]) -> PlanSample:
    unknown = set(row) - _FIELDS
    if unknown:
        raise SampleError(f"unknown fields {sorted(unknown)}")
    beside = {"id", "kind", "said", "profile", "asks"}
    return PlanSample(
        id=row["id"],
        kind=row["kind"],
        profile=row["profile"],
        said=tuple(row.get("said", ())),
        asks=tuple(row.get("asks", ())),
        expected={name: value for name, value in row.items() if name not in beside},
    )


def made_up(count: int) -> Iterator[PlanSample]:
    """Profiles by chance, the same ones every time; each can be."""
    chance = random.Random(SEED)  # noqa: S311
    for number in range(1, count + 1):
        yield PlanSample(f"p-made-{number:03}", "made up", _profile(chance))


_ROLES = "nurse|medical assistant|care coordinator|teacher|paramedic|lead coordinator|CNA|barista"
_DEGREES = "none|ADN|BSN|MSN|bachelor's|DNP|bachelor's in history|BSN in progress|Abitur|MHA"
_GOALS = "director|CNO|case manager|senior coordinator|CEO|astronaut|care coordinator|manager"
_WISHES = "leadership|hospice|end-of-life care|children|insurance|telehealth|data"
_LIMITS = "no nights|part-time|remote|clinics only|weekends off|40 hours a week|near the beach"


def _profile(chance: random.Random) -> dict[str, Any]:
    years = chance.choice([None, 0, 0.5, 1, 2, 3.25, 5, 8, 20, 40])
    in_role = chance.choice([None, None, 0, years, years / 2 if years else None])
    degree = _one(_DEGREES, chance)
    licence = _one("RN|LPN|LCSW|none|CDL", chance)
    held = [one for one in ("CCM", "CNL", "ACHPN", "ABC") if chance.random() < 0.2]
    return {
        "role": _one(_ROLES, chance),
        "years_experience": years,
        "coordination_years": None if years is None else in_role,
        "degree": degree,
        "licence": None if degree == "none" and licence in ("RN", "LCSW") else licence,
        "credentials": held if years else [],
        "interests": [one] if (one := _one(_WISHES, chance)) else [],
        "goal": _one(_GOALS, chance),
        "constraints": [one] if (one := _one(_LIMITS, chance)) else [],
        "skills": ["good with people"] if chance.random() < 0.3 else [],
    }


def _one(choices: str, chance: random.Random) -> str | None:
    return chance.choice([None, *choices.split("|")])
