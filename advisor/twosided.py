"""Both sides, where a guide pulls two ways: one degree here and another there, a licence that is
needed and posts without it, experience that is crucial and a first level from none, lists of
settings that do not match.

An answer is taken from the section that is likeliest to hold it. Where it quotes one side, the
others follow.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import takewhile
from typing import Any

from advisor.draft import Line, quote, values
from advisor.plan.career import Career
from advisor.plan.notes import years_cell
from advisor.plan.vocabulary import load_vocabulary
from advisor.question import Ask
from advisor.schema import Chunk

Sides = list[list[Line]]
"""Lines that say the same are of one side."""
_ASKED = 0.3
"""Chance of asking for something, from which all sides of it are told."""
_WITHOUT = re.compile(r"(?i)\b(?:without|in lieu of)\b")
_PLACED = re.compile(r"(?i)\bwork in\b|\bsettings? for\b")


def both_sides(lines: Sequence[Line], ask: Ask, career: Career) -> list[Line]:
    """The lines, each side that they quote followed by the others; `career` is asked about."""
    found = list(lines)
    for read, intents in _READERS.items():
        if ask.chance(*intents) < _ASKED:
            continue
        sides = read(career)
        at = next(
            (at for at, line in enumerate(found) if any(_is_told(s, [line]) for s in sides)), -1
        )
        if at >= 0:
            items = takewhile(lambda line: line.style == "bullet", found[at + 1 :])
            at += 1 + sum(1 for _ in items)
            found[at:at] = [side[0] for side in sides if not _is_told(side, found)]
    return found


def _is_told(side: Iterable[Line], lines: Iterable[Line]) -> bool:
    told = {chunk for line in lines for chunk in line.chunks}
    return any(told.intersection(line.chunks) for line in side)


def _degrees(career: Career) -> Sides:
    """Which degree is asked for."""
    return _apart((need.levels, need.chunk) for need in career.needs.degrees)


def _licences(career: Career) -> Sides:
    """That a licence is needed, and ways around it."""
    needed = [quote(need.chunk) for need in career.needs.licences]
    ways = [quote(one) for one in career.needs.around if not _WITHOUT.search(one.text)]
    return [needed, ways] if needed and ways else []


def _experience(career: Career) -> Sides:
    """That experience is needed, and a first level from none."""
    first = [one for one in career.facts.levels[:1] if one.years and one.years[0] == 0]
    beginners = [values(one.chunk, [years_cell(one)]) for one in first]
    needed = [quote(chunk) for chunk in _on_experience(career)]
    return [needed, beginners] if needed and beginners else []


def _on_experience(career: Career) -> Iterator[Chunk]:
    if timing := career.needs.duration("experience"):
        yield timing.chunk
    if step := career.step("experience"):
        yield from step.sentences


def _settings(career: Career) -> Sides:
    """Where the work is done."""
    known = load_vocabulary().constraints
    placed = (one for one in career.facts.sentences if _PLACED.search(one.text))
    return _apart((frozenset(found), one) for one in placed if (found := known.find(one.text)))


def _apart(said: Iterable[tuple[frozenset[Any], Chunk]]) -> Sides:
    sides: dict[frozenset[Any], list[Line]] = defaultdict(list)
    for what, chunk in said:
        sides[what].append(quote(chunk))
    return list(sides.values())


_READERS: dict[Callable[[Career], Sides], tuple[str, ...]] = {
    _degrees: ("degree_required", "degree_which", "requirements"),
    _licences: ("licence_required", "other_profession_eligible", "requirements"),
    _experience: ("experience_needed", "no_experience"),
    _settings: ("work_settings",),
}
"""What is asked where the sides of each matter."""
