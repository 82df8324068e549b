"""Pay levels: which of them a text means, and what the guide says of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from advisor.draft import Line, quote, values
from advisor.facts import Level, years_in
from advisor.readers.reading import Reading
from advisor.text import NUMBER_WORDS, money, number_of, words

_MARKS = {
    "entry": "entry beginner beginners starter starters newbie newbies newcomer newcomers rookie "
    "rookies novice novices trainee trainees junior juniors",
    "mid": "mid middle midlevel intermediate",
    "senior": "senior seniors sr seasoned",
    "lead": "lead leads",
    "manager": "manager managers",
    "director": "director directors",
}
LEVEL_WORDS = {word: mark for mark, line in _MARKS.items() for word in line.split()}
"""Words for a level, with the word that a table uses."""
_STARTING = re.compile(
    r"\b(?:start(?:ing|s)?(?: out)?|begin(?:ning)?|new grad(?:uate)?s?|"
    r"fresh(?:ly)? (?:out|grad)\w*|fresh (?:in|on|to)|brand[- ]new|new(?:ly)? hire[ds]?|"
    r"just start(?:ed|ing)|first job|just graduated|"
    r"(?:no|zero|without(?: any)?|little) (?:\w+ )?experience)\b"
)
_YEARS = re.compile(
    rf"\b(\d+(?:\.\d+)?|{'|'.join(NUMBER_WORDS)}|a couple of|a)\s*\+?\s*(?:-|full |more )?\s*"
    r"(?:years?|yrs?)\b(?!\s+old)"
)
_FEW = {"a": 1.0, "a couple of": 2.0}
_MOST = 9
"""Lines that describe one level, or two together."""
_TIME = ("experience_needed", "promotion_time", "level_what", "no_experience")
_ABOUT_LEVEL = (
    "level_what", "duties", "duties_area", "skills_list", "role_definition", "supervise_others",
)  # fmt: skip


def level_marks(row: Iterable[str]) -> set[str]:
    """Words, those for a level by the one word that stands for all of its kind."""
    return {LEVEL_WORDS.get(word, word) for word in row}


def read_levels(reading: Reading) -> list[Line] | None:
    """What the guide says of one level or two, None where no level is asked about."""
    named = named_levels(reading.text, reading.facts.levels)
    chance = reading.ask.chance
    if not named:
        return _experience_asked(reading) if chance("experience_needed") > 0.5 else None
    if chance(*_TIME) > 0.3 and re.search(r"\b(?:experience|years?)\b", reading.text):
        return [_experience(level) for level in named]
    if len(named) == 2 or chance(*_ABOUT_LEVEL) > 0.4:
        described = [_described(level, reading) for level in named[:2]]
        most = _MOST // len(described)
        return [line for lines in described for line in lines[:most]]
    return None


def _experience_asked(reading: Reading) -> list[Line] | None:
    """How much experience is needed: the sentences that count it, and the first level's."""
    told = [c for c in reading.facts.sentences if "experience" in c.text and years_in(c.text)]
    first = [_experience(one) for one in reading.facts.levels[:1] if one.years]
    return [*(quote(chunk) for chunk in told), *first] or None


def _described(level: Level, reading: Reading) -> list[Line]:
    """The level's row, then the stage of the career path that it is."""
    stages = [s for s in reading.facts.stages if level.marks & level_marks(words(s.title))]
    told = [quote(chunk) for stage in stages[:1] for chunk in stage.chunks[1:]]
    return [values(level.chunk, [cell for _, cell in level.chunk.cells[1:]]), *told]


def _experience(level: Level) -> Line:
    """The cell of a row that tells the experience."""
    cells = level.chunk.cells[1:]
    told = [cell for column, cell in cells if "experience" in column.lower()]
    return values(level.chunk, told or [cell for _, cell in cells])


def named_levels(text: str, levels: Sequence[Level]) -> list[Level]:
    """The levels named in a lower-case text, in the order of the table."""
    marks = level_marks(words(text))
    return [level for level in levels if level.marks & marks]


def levels_by_experience(text: str, levels: Sequence[Level]) -> list[Level]:
    """The levels for the years of experience that a lower-case text speaks of."""
    if match := _YEARS.search(text):
        years = _FEW.get(match[1]) or number_of(match[1])
    elif _STARTING.search(text):
        years = 0.0
    else:
        return []
    return [one for one in levels if one.years and one.years[0] <= years < max(one.years[1], 1)]


def levels_by_amount(text: str, levels: Sequence[Level]) -> list[Level]:
    """The levels whose range holds an amount of money in the text."""
    amounts = [amount.value for amount in money(text) if amount.value >= 10_000]
    return [
        one
        for one in levels
        if any(one.low <= value and (one.open_ended or value <= one.high) for value in amounts)
    ]
