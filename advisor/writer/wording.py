"""Words that carry a claim of their own; the lists are data, `advisor/data/wording.yaml`."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from advisor.text import stems


class Wording(NamedTuple):
    """The lists: `strong` as groups of stems, the others as words."""

    strong: tuple[frozenset[str], ...]
    cautions: frozenset[str]
    denials: frozenset[str]
    persons: frozenset[str]


@lru_cache(maxsize=1)
def load_wording() -> Wording:
    """Read the lists from the package."""
    import yaml

    raw = yaml.safe_load((files("advisor") / "data" / "wording.yaml").read_text("utf-8"))
    return Wording(
        tuple(frozenset(stems(group)) for group in raw["strong"]),
        *(frozenset(raw[name].split()) for name in ("cautions", "denials", "persons")),
    )
