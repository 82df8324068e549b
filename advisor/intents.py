"""What people ask about any career: the bank of intents and the phrasings of each.

The bank is readable data in `advisor/data/intents`, written once for the domain.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

ROLE = "{role}"
_NEUTRAL = "professional"
"""Stands for the career in phrasings and questions alike, so that a match is about what is asked."""


@dataclass(frozen=True)
class Intent:
    """One thing people ask for.

    `label` completes "The guide says nothing about ..."; `evidence` holds, line by line, terms of
    which a guide's sentence must have one for it to speak to the intent; `who` would know; `reason`
    is set for what no career guide answers.
    """

    id: str
    label: str
    group: str
    form: str
    who: str
    phrasings: tuple[str, ...]
    evidence: tuple[tuple[str, ...], ...] = ()
    reason: str | None = None


@dataclass(frozen=True)
class Bank:
    """All intents, and their phrasings in one row: `owners[i]` asks for what `phrasings[i]` does."""

    intents: tuple[Intent, ...]
    phrasings: tuple[str, ...]
    owners: tuple[Intent, ...]


@lru_cache(maxsize=1)
def load_bank() -> Bank:
    """Read the bank from the package."""
    import yaml

    folder = files("advisor") / "data" / "intents"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".yaml"))
    rows = [
        row for name in names for row in yaml.safe_load((folder / name).read_text("utf-8"))
    ]
    intents = tuple(_intent(row) for row in rows)
    pairs = [(phrasing, intent) for intent in intents for phrasing in intent.phrasings]
    return Bank(intents, tuple(pair[0] for pair in pairs), tuple(pair[1] for pair in pairs))


def _intent(row: dict[str, Any]) -> Intent:
    return Intent(
        id=row["id"],
        label=row["label"],
        group=row["group"],
        form=row.get("form", "paragraph"),
        who=row.get("who", ""),
        phrasings=tuple(str(text).replace(ROLE, _NEUTRAL) for text in row["phrasings"]),
        evidence=tuple(tuple(str(term) for term in line) for line in row.get("evidence") or ()),
        reason=row.get("reason"),
    )
