"""Pay: by level, by years of experience, the extremes, and the difference between two levels."""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.draft import Line, computed, quote, values
from advisor.facts import Level
from advisor.lexicon import terms
from advisor.readers.levels import levels_by_amount, levels_by_experience, named_levels
from advisor.readers.reading import Reading
from advisor.text import money

_PAY_NOUN = re.compile(r"\b(?:salar(?:y|ies)|wages?|income|paychecks?|compensation|earnings)\b")
_HIGHEST = re.compile(
    r"\b(?:most|highest|best[- ]pa(?:id|ying)|top|max(?:imum)?|biggest|ceiling|peak|upper)\b"
)
_LOWEST = re.compile(r"\b(?:least|lowest|worst|min(?:imum)?|smallest|floor)\b")
_GAP = re.compile(
    r"\b(?:difference|differ|gap|how much (?:more|less)|more than|less than|jump|extra|raise|"
    r"compared?|vs\.?|versus|than)\b"
)
_BUYS = re.compile(r"\b(?:pay|pays|paying|paid) (?:for|off)\b")
_WHOLE = re.compile(r"\b(?:levels|ranges|bands|from \w+ to \w+)\b")
_EXECUTIVE = re.compile(r"\b(?:ceos?|cnos?|chief \w+ officers?|administrators?|executives?)\b")


def read_pay(reading: Reading) -> list[Line] | None:
    """Rows of the pay table, None where pay is not asked; nothing where the job has no row."""
    levels = reading.facts.levels
    if not levels or not _asks_pay(reading):
        return None
    if _names_unpaid_title(reading):
        return []
    meant = _meant(reading)
    differ = _GAP.search(reading.text) or reading.ask.chance("pay_difference") > 0.3
    if differ and len(meant) == 1:
        meant = [
            *(one for one in levels_by_experience(reading.text, levels) if one not in meant),
            *meant,
        ]
    if differ and len(meant) >= 2:
        return _difference(meant[0], meant[-1])
    if meant:
        return [pay_line(level) for level in meant]
    if _WHOLE.search(reading.text):
        return _table(levels, reading)
    if _LOWEST.search(reading.text):
        return [pay_line(min(levels, key=lambda level: level.low))]
    if _HIGHEST.search(reading.text):
        return [pay_line(max(levels, key=lambda level: level.high))]
    return _table(levels, reading)


def _table(levels: Sequence[Level], reading: Reading) -> list[Line]:
    """What the figures are, then all levels."""
    explained = [c for c in reading.facts.sentences if c.section == levels[0].chunk.section]
    return [*(quote(chunk) for chunk in explained[:1]), *(pay_line(level) for level in levels)]


def _asks_pay(reading: Reading) -> bool:
    chance = sum(p for intent, p in reading.ask.likely if intent.group == "pay")
    if _PAY_NOUN.search(reading.text):
        return chance > 0.05
    earned = "=salary" in terms(reading.text) and not _BUYS.search(reading.text)
    says_so = earned or bool(money(reading.text))
    return chance > 0.6 or (says_so and chance > 0.2)


def _meant(reading: Reading) -> list[Level]:
    """The levels that the ask names, or that its years or its amount of money point to; failing
    that, those of the background.
    """
    levels = reading.facts.levels
    for text in (reading.text, reading.context.lower()):
        for find in (named_levels, levels_by_experience, levels_by_amount):
            found = find(text, levels)
            if found:
                return found
    return []


def _names_unpaid_title(reading: Reading) -> bool:
    """Whether the pay of a job is asked that the guide names without a pay level."""
    paid = " ".join(level.name.lower() for level in reading.facts.levels)
    named = [one for one in reading.facts.titles if re.search(rf"\b{one}s?\b", reading.text)]
    return any(one not in paid for one in named) or bool(_EXECUTIVE.search(reading.text))


def pay_line(level: Level) -> Line:
    """A row's name, its pay and the cell after it."""
    cells = [cell for _, cell in level.chunk.cells[1:]]
    pay = next(place for place, cell in enumerate(cells) if money(cell))
    return values(level.chunk, cells[pay : pay + 2])


def _difference(one: Level, other: Level) -> list[Line]:
    low, high = abs(other.low - one.low), abs(other.high - one.high)
    more = " or more" if one.open_ended or other.open_ended else ""
    text = (
        f"The difference between the two is ${low:,.0f} at the low end and "
        f"${high:,.0f}{more} at the high end."
    )
    return [pay_line(one), pay_line(other), computed(text, [one.chunk, other.chunk])]
