"""Questions about a guide's structure, answered exactly from its typed facts.

Each reader takes what is asked and returns the lines of an answer, or None where the question is
not its own: steps by number, pay by level or years, the rungs of the career path, whole lists,
credentials side by side.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from advisor.draft import Line, computed, frame, label, quote, values
from advisor.facts import Facts, Level, Listing, Stage, Step
from advisor.lexicon import terms
from advisor.question import Ask
from advisor.schema import Chunk
from advisor.text import NUMBER_WORDS, ORDINALS, money, words

Locate = Callable[[str, Sequence[Sequence[Chunk]]], int]
"""Which of several groups of chunks a text is closest to: its place."""

_MARKS = {
    "entry": "entry entry-level beginner beginners beginning starter starting start starters newbie "
             "newcomer trainee fresh graduate grad junior juniors begin new bottom",
    "mid": "mid middle midlevel mid-level intermediate",
    "senior": "senior seniors sr seasoned",
    "lead": "lead leads leader head",
    "manager": "manager managers",
    "director": "director directors",
}  # fmt: skip
_LEVEL_WORDS = {word: mark for mark, line in _MARKS.items() for word in line.split()}
_HIGHEST = re.compile(r"(?i)\b(?:most|highest|best[- ]paid|best[- ]paying|top|max(?:imum)?|biggest|"
                      r"better|ceiling|upper limit|peak|richest|six[- ]figures?)\b")
_LOWEST = re.compile(r"(?i)\b(?:least|lowest|worst|min(?:imum)?|smallest|floor)\b")
_GAP = re.compile(r"(?i)\b(?:difference|differ|gap|how much more|how much less|more than|less than|"
                  r"jump|extra|raise|compared?|vs\.?|versus|than)\b")
_EXECUTIVE = re.compile(r"(?i)\b(?:ceos?|cnos?|chief \w+ officers?|administrators?|executives?)\b")
_COUNT = re.compile(r"(?i)\b(?:how many|number of|count)\b")
_NEXT = re.compile(r"(?i)\b(?:after|next|follow(?:s|ing)?|beyond|above|then|past|up from)\b")
_BEFORE = re.compile(r"(?i)\b(?:before|precedes?|prior to|previous|ahead of)\b")
_STEP_NUMBER = re.compile(
    r"(?i)\b(?:steps?|phase|no\.?|number)\s*#?\s*(\d{1,2}|" + "|".join(NUMBER_WORDS) + r")\b"
)
_NTH = re.compile(r"(?i)\b(" + "|".join(ORDINALS) + r"|\d{1,2}(?:st|nd|rd|th)|last|final|very first)\b")
_NO_EXPERIENCE = re.compile(
    r"(?i)\b(?:no|zero|without(?: any)?|little) (?:\w+ )?experience|fresh out|new grad|just (?:starting|graduated)"
)
_YEARS_SAID = re.compile(
    r"(?i)\b(\d+(?:\.\d+)?|" + "|".join(NUMBER_WORDS) + r"|a couple of|a)\s*\+?\s*(?:-|full |more )?\s*(?:years?|yrs?)\b"
)


@dataclass(frozen=True)
class Reading:
    """One ask against one guide: what the readers look at."""

    ask: Ask
    context: str
    """The whole question, background included."""
    facts: Facts
    locate: Locate

    @property
    def text(self) -> str:
        """The ask in lower case."""
        return self.ask.text.lower()


def answer_from_structure(reading: Reading) -> list[Line] | None:
    """The lines of the first reader that knows the question; an empty list where it shows that
    the guide does not answer; None where no reader knows it."""
    for reader in (_steps, _pay, _path, _lists, _credentials):
        lines = reader(reading)
        if lines is not None:
            return lines
    return None


# Steps ------------------------------------------------------------------------------------------


def _steps(reading: Reading) -> list[Line] | None:
    steps, text = reading.facts.steps, reading.text
    if not steps:
        return None
    chance = reading.ask.chance
    if not re.search(r"\bsteps?\b", text):
        if chance("steps_overview") > 0.6:
            return _all_steps(steps)
        if chance("steps_first") > 0.6:
            return _one_step(steps[0])
        return _step_beside(reading, strict=True)
    if _COUNT.search(text):
        return _count_steps(reading)
    numbered = _step_number(text, len(steps))
    if numbered:
        shift = 1 if _NEXT.search(text) else -1 if _BEFORE.search(text) else 0
        place = numbered + shift
        if 1 <= place <= len(steps):
            return _one_step(steps[place - 1])
        return _count_steps(reading)
    if _said_count(text, "steps?") not in (None, len(steps)):
        return _count_steps(reading)
    if re.search(r"\b(?:which|what) (?:of the (?:\w+ )?)?step\b|\bstep (?:is|tells|covers|deals|do i|am i)\b|"
                 r"\bpoint in the\b|\bin which step\b", text):
        return _step_beside(reading, strict=False)
    if chance("steps_overview") > 0.2 or re.search(r"\b(?:list|all|what are|the steps|steps)\b", text):
        return _all_steps(steps)
    return None


def _step_beside(reading: Reading, strict: bool) -> list[Line] | None:
    """The step that a question describes, or the one before or after it."""
    steps, text = reading.facts.steps, reading.text
    near = re.search(r"(?:right |comes? |do |done |be done |just |i do )(before|after)\b(.*)", text)
    if near is None and strict:
        return None
    described = near[2] if near else text
    place = reading.locate(described, [step.chunks for step in steps])
    if near:
        place += 1 if near[1] == "after" else -1
    return _one_step(steps[place]) if 0 <= place < len(steps) else None


def _step_number(text: str, last: int) -> int | None:
    match = _STEP_NUMBER.search(text)
    if match:
        return NUMBER_WORDS.get(match[1]) or (int(match[1]) if match[1].isdigit() else None)
    match = _NTH.search(text)
    if match and re.search(rf"{re.escape(match[1])}\s+(?:\w+\s+)?steps?\b", text):
        return _ordinal(match[1], last)
    return None


def _ordinal(word: str, last: int) -> int:
    if word in {"last", "final"}:
        return last
    if word == "very first":
        return 1
    return ORDINALS.get(word) or int(re.sub(r"\D", "", word))


def _said_count(text: str, noun: str) -> int | None:
    """The count of a noun that a question takes for granted: "seven steps" is 7."""
    match = re.search(rf"\b(\d{{1,2}}|{'|'.join(NUMBER_WORDS)})\s+(?:\w+\s+)?{noun}\b", text)
    if not match:
        return None
    return int(match[1]) if match[1].isdigit() else NUMBER_WORDS[match[1]]


def _count_steps(reading: Reading) -> list[Line]:
    steps = reading.facts.steps
    said = _said_count(reading.text, "steps?")
    stated = _stating_count(reading, len(steps), "step")
    first = [quote(stated)] if stated else []
    if said is not None and said != len(steps):
        first.insert(0, frame("The guide counts differently:"))
    if not stated:
        text = f"The guide numbers {len(steps)} steps, from the first to the last:"
        first.append(computed(text, [steps[0].chunks[0], steps[-1].chunks[0]]))
    return first


def _stating_count(reading: Reading, count: int, noun: str) -> Chunk | None:
    """The sentence that gives a count in words: "is set out in ten steps"."""
    names = [str(count)] + [word for word, number in NUMBER_WORDS.items() if number == count]
    pattern = re.compile(rf"(?i)\b(?:{'|'.join(names)})\b(?:\W+\w+){{0,3}}?\W+{noun}")
    sentences = [c for c in reading.facts.sentences if pattern.search(c.text)]
    return min(sentences, key=lambda chunk: len(chunk.text), default=None)


def _all_steps(steps: Sequence[Step]) -> list[Line]:
    return [Line((("quote", step.chunks[0].text),), (step.chunks[0],), "bullet") for step in steps]


def _one_step(step: Step) -> list[Line]:
    heading, *body = step.chunks
    return [Line((("quote", f"{heading.text}"),), (heading,), "bullet"), *_opening(body)]


def _opening(body: Sequence[Chunk], budget: int = 45) -> list[Line]:
    """The sentences that open the paragraphs of a section, up to a number of words."""
    lines, used, blocks = [], 0, set()
    for chunk in body:
        if chunk.kind == "bullet" and chunk.lead and lines and lines[-1].text == chunk.lead:
            blocks.discard(chunk.block)
        if chunk.kind == "heading" or chunk.block in blocks:
            continue
        if chunk.kind != "bullet":
            blocks.add(chunk.block)
        size = len(chunk.text.split())
        if chunk.text.endswith(":") or (lines and used + size > budget):
            continue
        if chunk.kind == "bullet" and len(chunk.text.split()) > 12:
            continue
        lines.append(quote(chunk))
        used += size
    return lines


# Pay --------------------------------------------------------------------------------------------

PAY_INTENTS = (
    "pay_overview", "pay_by_level", "pay_by_experience", "pay_highest_lowest", "pay_difference",
    "pay_progression", "pay_fairness", "pay_source", "pay_trend",
)  # fmt: skip


def _pay(reading: Reading) -> list[Line] | None:
    levels = reading.facts.levels
    if not levels or not asks_pay(reading):
        return None
    wanted = _levels_meant(reading)
    if _names_unpaid_title(reading):
        return []
    if len(wanted) >= 2 and (_GAP.search(reading.text) or reading.ask.chance("pay_difference") > 0.3):
        return _difference(wanted[0], wanted[-1])
    if wanted:
        return [_pay_line(level) for level in wanted]
    if _LOWEST.search(reading.text):
        return [_pay_line(min(levels, key=lambda level: level.low))]
    if _HIGHEST.search(reading.text):
        return [_pay_line(max(levels, key=lambda level: level.high))]
    return [_pay_line(level) for level in levels]


def asks_pay(reading: Reading) -> bool:
    """Whether the ask is about pay."""
    if "=salary" in terms(reading.text) or money(reading.text):
        return reading.ask.chance("pay_source") < 0.5
    return reading.ask.chance(*PAY_INTENTS) > 0.5


def _names_unpaid_title(reading: Reading) -> bool:
    """Whether the pay of a job is asked that the guide names without a pay level."""
    paid = " ".join(level.name.lower() for level in reading.facts.levels)
    named = [title for title in reading.facts.titles if re.search(rf"\b{title}s?\b", reading.text)]
    return any(title not in paid for title in named) or bool(_EXECUTIVE.search(reading.text))


def _levels_meant(reading: Reading) -> list[Level]:
    """The levels that the ask names, or that its years or its amount of money point to."""
    levels = reading.facts.levels
    for text in (reading.text, reading.context.lower()):
        named = named_levels(text, levels)
        if named:
            return named
        years = years_said(text)
        if years is not None:
            return [one for one in levels if one.years and one.years[0] <= years <= one.years[1]]
    amounts = [amount.value for amount in money(reading.text) if amount.value >= 10_000]
    return [
        level
        for level in levels
        if any(level.low <= a <= (float("inf") if level.open_ended else level.high) for a in amounts)
    ]


def named_levels(text: str, levels: Sequence[Level]) -> list[Level]:
    """The levels named in a text, in the order of the table."""
    marks = {_LEVEL_WORDS.get(word, word) for word in words(text.replace("-level", " level"))}
    return [level for level in levels if level.marks & marks]


def years_said(text: str) -> float | None:
    """The years of experience that a text speaks of."""
    if _NO_EXPERIENCE.search(text):
        return 0.0
    match = _YEARS_SAID.search(text)
    if not match:
        return None
    word = match[1].lower()
    return float({"a": 1, "a couple of": 2}.get(word, NUMBER_WORDS.get(word, 0)) or
                 (word if word.replace(".", "").isdigit() else 0))


def _pay_line(level: Level) -> Line:
    cells = [cell for _, cell in level.chunk.cells[1:]]
    pay = next(place for place, cell in enumerate(cells) if money(cell))
    return values(level.chunk, cells[pay : pay + 2])


def _difference(one: Level, other: Level) -> list[Line]:
    low, high = abs(other.low - one.low), abs(other.high - one.high)
    plus = " or more" if one.open_ended or other.open_ended else ""
    text = (
        f"The difference between the two is ${low:,.0f} at the low end and "
        f"${high:,.0f}{plus} at the high end."
    )
    return [_pay_line(one), _pay_line(other), computed(text, [one.chunk, other.chunk])]


# The career path --------------------------------------------------------------------------------


def _path(reading: Reading) -> list[Line] | None:
    stages, text = reading.facts.stages, reading.text
    if not stages:
        return None
    chance = reading.ask.chance
    about = re.search(r"\b(?:stages?|career path|ladder|rungs?|levels?|career)\b", text)
    if about and (_COUNT.search(text) or chance("level_count_list", "path_overview") > 0.5):
        stated = _stating_count(reading, len(stages), "stage")
        lines = [quote(stated)] if stated else []
        return lines + [Line((("quote", s.title),), (s.chunks[0],), "bullet") for s in stages]
    nth = _NTH.search(text)
    if nth and re.search(rf"{nth[1]}\s+(?:\w+\s+)?(?:stage|rung|level)\b", text):
        place = _ordinal(nth[1], len(stages))
        return _one_stage(stages[place - 1]) if 1 <= place <= len(stages) else None
    if re.search(r"\b(?:highest|top|peak|pinnacle)\b", text) and about:
        return _one_stage(stages[-1])
    if _NEXT.search(text) and chance("level_next", "path_overview", "promotion_how") > 0.3:
        named = [stage for stage in stages if _stage_marks(stage) & _level_marks(text)]
        if named and named[-1].number < len(stages):
            return _one_stage(stages[named[-1].number])
    return None


def _stage_marks(stage: Stage) -> set[str]:
    return {_LEVEL_WORDS.get(word, word) for word in words(stage.title)} - {"care", "coordinator", "clinical"}


def _level_marks(text: str) -> set[str]:
    return {_LEVEL_WORDS.get(word, word) for word in words(text)}


def _one_stage(stage: Stage) -> list[Line]:
    heading, *body = stage.chunks
    return [Line((("quote", heading.text),), (heading,), "bullet"), *_opening(body)]


# Lists and credentials --------------------------------------------------------------------------


def _lists(reading: Reading) -> list[Line] | None:
    """A labelled list in full where its whole is asked for, by its labels."""
    labelled = [one for one in reading.facts.listings if len(one.items) > 4 and one.items[0].label]
    for listing in labelled:
        if _whole_list(reading, listing):
            noun = _list_noun(listing)
            stated = _stating_count(reading, len(listing.items), noun)
            if _COUNT.search(reading.text):
                return [quote(stated)] if stated else [quote_lead(listing)]
            lead = [quote(listing.lead)] if listing.lead else []
            return lead + [label(item) for item in listing.items]
    return None


def quote_lead(listing: Listing) -> Line:
    """The sentence that introduces a list."""
    assert listing.lead
    return quote(listing.lead)


def _list_noun(listing: Listing) -> str:
    text = listing.lead.text.lower() if listing.lead else ""
    return next((noun for noun in ("skill", "area", "duty", "duties", "step") if noun in text), "item")


_LIST_INTENTS = {"skill": ("skills_list", "skills_count"), "area": ("duties",), "duties": ("duties",)}


def _whole_list(reading: Reading, listing: Listing) -> bool:
    """Whether the ask is for this list as a whole."""
    noun = _list_noun(listing)
    asked = reading.ask.chance(*_LIST_INTENTS.get(noun, ()))
    if asked < 0.45:
        return False
    common = set(terms(f"{listing.items[0].heading} {listing.lead.text if listing.lead else ''}"))
    own = [t for t in terms(reading.text) if t not in common and t not in _NEUTRAL_TERMS]
    return len(own) == 0


_NEUTRAL_TERMS = set(terms(
    "coordinator care clinical professional job role position work list name full complete "
    "total altogether day need needed required require important essential person good become"
))


def _credentials(reading: Reading) -> list[Line] | None:
    """Two credentials and more side by side, or all of them where which there are is asked."""
    known = reading.facts.credentials
    named = [
        one
        for one in known
        if re.search(rf"\b{one.abbreviation.lower()}s?\b", reading.text)
        or one.name.lower().removeprefix("the ") in reading.text
    ]
    chance = reading.ask.chance
    if len(named) < 2 and not (known and not named and chance("cert_list") > 0.4):
        return None
    lines: list[Line] = []
    for one in named or known:
        for chunk in _about(one.chunks):
            line = quote(chunk)
            if line not in lines:
                lines.append(line)
    return lines


def _about(chunks: Sequence[Chunk]) -> Sequence[Chunk]:
    """What a credential suits, where a sentence says so; what it is, otherwise."""
    suits = [chunk for chunk in chunks if re.search(r"(?i)\bsuits?\b|\bfor (?:those|people|coord)", chunk.text)]
    return suits[:1] or chunks[:2]
