"""One plan against what a careful reader expects, and against the passages that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals import citations as cites
from evals.normalise import figures, strip_markers
from evals.records import AnswerRecord

HIT, MISS, WRONG = "hit", "miss", "wrong"
_RANK = {"done": 2, "part": 1, "next": 0, "later": 0}
_OF_THE_PERSON = re.compile(
    r"(?:You|Your|Counted|Counting|By the name of your|Nothing you|Which level of degree|What you|"
    r"Of your|Less what you|Look into|By the guide's durations|"
    r"The guide (?:does not|gives no|has no|lists))\b"
)
"""How a sentence opens that claims nothing of the career."""
_SPAN = re.compile(r"(\d+(?:\.\d+)?)(?: to (\d+(?:\.\d+)?))? (year|month)s?( or more)?")


@dataclass(frozen=True)
class Point:
    """One expected item: what became of it, and in words what is amiss."""

    result: str
    note: str = ""


def compare(plan: Any, expected: Mapping[str, Any]) -> Iterator[Point]:
    """Every item that was expected, and every one that should not be there."""
    yield from _steps(plan, expected["steps"])
    yield from _gaps(plan, expected["gaps"], expected.get("options", ()))
    yield from _band(plan, expected)
    yield _time(plan, expected["time"])
    if "goal" in expected:
        yield _goal(plan, expected["goal"])
    if "goal_years" in expected:
        told = [one.low for one in plan.duration.terms if one.optional]
        yield _check(expected["goal_years"] in told, f"years to the goal: {told}")
    if "credential" in expected:
        titles = [one.title for one in plan.gaps if one.kind == "credentials"]
        yield _check(f"({expected['credential']})" in " ".join(titles), f"credential: {titles}")
    topics = {one.topic for one in plan.silent}
    for topic in expected.get("silent", ()):
        yield _check(topic in topics, f"not said to be silent: {topic}")


def _check(holds: bool, note: str) -> Point:
    return Point(HIT) if holds else Point(MISS, note)


def _steps(plan: Any, expected: Mapping[str, Sequence[int]]) -> Iterator[Point]:
    wanted = {number: status for status, numbers in expected.items() for number in numbers}
    got = {step.number: step.status for step in plan.steps}
    for number, status in wanted.items():
        note = f"step {number}: {got.get(number)}, expected {status}"
        if got.get(number) == status:
            yield Point(HIT)
        else:
            apart = abs(_RANK[got[number]] - _RANK[status]) if number in got else 0
            yield Point(WRONG if apart == 2 else MISS, note)


def _gaps(plan: Any, expected: Mapping[str, str], options: Sequence[str]) -> Iterator[Point]:
    got = {one.kind: one.state for one in plan.gaps if one.state != "option"}
    optional = {one.kind for one in plan.gaps if one.state == "option"}
    for kind, state in expected.items():
        yield _check(got.get(kind) == state, f"gap {kind}: {got.get(kind)}, expected {state}")
    for kind in options:
        yield _check(kind in optional, f"no option: {kind}")
    for kind in sorted((set(got) - set(expected)) | (optional - set(options))):
        yield Point(WRONG, f"gap {kind}: {got.get(kind, 'option')}, expected none")


def _band(plan: Any, expected: Mapping[str, Any]) -> Iterator[Point]:
    for name, band in (("band", plan.pay.now), ("band_also", plan.pay.also)):
        if name not in expected:
            continue
        level = band.level if band else None
        note = f"{name}: {level}, expected {expected[name]}"
        if level == expected[name]:
            yield Point(HIT)
        else:
            yield Point(MISS if level is None else WRONG, note)


def _time(plan: Any, expected: Sequence[float]) -> Point:
    got = [plan.duration.low, plan.duration.high]
    return Point(HIT) if got == list(expected) else Point(WRONG, f"time: {got}, not {expected}")


def _goal(plan: Any, expected: Mapping[str, Any]) -> Point:
    rungs = [one for one in plan.way if one.is_goal]
    got = {"title": rungs[0].title, "pay": rungs[0].pay} if rungs else None
    if got is None:
        return Point(MISS, f"goal: none, expected {expected}")
    if got["pay"] != expected["pay"]:
        return Point(WRONG, f"goal: {got}, expected {expected}")
    # A stage and a level may be one rung: either name will do.
    row = [one.level for one in plan.pay.levels if one.is_goal]
    return _check(expected["title"] in (got["title"], *row), f"goal: {got}, expected {expected}")


def compare_profile(profile: Any, expected: Mapping[str, Any]) -> Iterator[Point]:
    """What was read from a conversation, field by field."""
    got = {name: value for name, value in profile.to_dict().items() if value not in (None, [])}
    for name, value in expected.items():
        note = f"understood {name}: {got.get(name)!r}, expected {value!r}"
        if name not in got:
            yield Point(MISS, note)
        else:
            yield Point(HIT) if _alike(got[name], value) else Point(WRONG, note)
    for name in sorted(set(got) - set(expected) - {"skills"}):
        yield Point(WRONG, f"understood {name}: {got[name]!r}, which was not said")


def _alike(got: Any, expected: Any) -> bool:
    """Whether two values are one: numbers exactly, texts where one holds the other's words."""
    if isinstance(expected, list):
        return len(got) == len(expected) and all(map(_alike, got, expected))
    if isinstance(expected, str):
        one, other = re.findall(r"\w+", got.lower()), re.findall(r"\w+", expected.lower())
        return set(one) <= set(other) or set(other) <= set(one)
    return bool(got == expected)


# --- grounding ----------------------------------------------------------------------------------


def statements(plan: Any) -> list[Any]:
    """Everything that a plan says, as statements."""
    found = [one.statement for one in (*plan.steps, *plan.way, *plan.next_actions, *plan.wishes)]
    for gap in plan.gaps:
        found += [gap.statement, *gap.alternatives]
    found += [one.statement for one in (*plan.pay.levels, *plan.duration.terms)]
    return [*found, plan.pay.basis, plan.duration.statement, plan.goal]


def changed_quotes(plan: Any) -> list[str]:
    """Quoting parts that do not stand word for word in what they cite."""
    return [
        one for record in map(_record, statements(plan)) for one in cites.changed_quotes(record)
    ]


def misplaced_quotes(plan: Any, folders: Sequence[Path]) -> list[str]:
    """Citations whose quote does not stand in the file at its lines."""
    records = AnswerRecord.of(_Answer("", (), plan.citations)).citations
    return [one.quote for one in records if not cites.stands_in_source(one, folders)]


def marker_faults(plan: Any) -> list[str]:
    """Markers and citations that do not match; numbers that are not 1 to n over the plan."""
    numbers = [one.number for one in plan.citations]
    faults = [] if numbers == list(range(1, len(numbers) + 1)) else [f"numbered {numbers}"]
    used: set[int] = set()
    for one in statements(plan):
        marked = {int(number) for number in re.findall(r"\[(\d+)\]", one.text)}
        cited = {citation.number for citation in one.citations}
        used |= cited
        if marked != cited:
            faults.append(f"{one.text}: {sorted(marked)} marked, {sorted(cited)} cited")
        faults += [f"not in the plan: {c.quote}" for c in one.citations if c not in plan.citations]
    return [*faults, *(f"citation {one} is not used" for one in numbers if one not in used)]


_ENDS = re.compile(r"(?<=[.!?]) (?=[A-Z])")


def uncited_claims(plan: Any) -> list[str]:
    """Quotes without a marker, and framing sentences that do not speak of the person."""
    faults = []
    # What the person typed may look like the end of a sentence and a next one: ". A".
    typed = [text.strip() for text in _values(plan.profile.to_dict()) if _ENDS.search(text.strip())]
    for one in statements(plan):
        for part in one.parts:
            if part.kind != "frame" and not part.numbers:
                faults.append(part.text)
            if part.kind == "frame":
                said = re.sub(r"“[^”]*”", "“”", part.text)
                for text in sorted(typed, key=len, reverse=True):
                    said = said.replace(text, "“”")
                sentences = _ENDS.split(said)
                faults += [text for text in sentences if not _OF_THE_PERSON.match(text)]
    return faults


def unsupported_figures(plan: Any) -> list[str]:
    """Figures of frames that the person did not give, and arithmetic that does not come out."""
    own = set(figures(" ".join(_values(plan.profile.to_dict()))))
    faults = [
        f"{figure} in {part.text!r}"
        for one in statements(plan)
        for part in one.parts
        if part.kind == "frame"
        for figure in figures(part.text)
        if figure not in own and figure not in {str(step.number) for step in plan.steps}
    ]
    for one in plan.duration.terms:
        faults += _term_faults(one, own)
    shares = [one for one in plan.duration.terms if not one.optional]
    told = _spans(strip_markers(plan.duration.text))
    if shares and not _is_sum([(one.low, one.high) for one in shares], told, plan.duration):
        faults.append(plan.duration.text)
    return faults


def _term_faults(term: Any, own: set[str]) -> Iterator[str]:
    """A term is the guide's figure, or that less the person's years, or up to that."""
    quoted = {value for one in term.statement.citations for value in figures(one.quote)}
    for part in term.statement.parts:
        if part.kind != "computed":
            continue
        left, _, right = part.text.partition(" = ")
        whole, _, less = left.partition(" less your ")
        (low, high), (rest_low, rest_high) = _spans(whole)[0], _spans(right)[0]
        scale = 1 / 12 if "month" in whole else 1
        taken = float(less) * scale
        if not (set(figures(whole)) <= quoted and any(_near(taken, float(one)) for one in own)):
            yield f"{part.text}: not the guide's figures, or not the person's"
        if not (_near(rest_low, max(0, low - taken)) and _left(high, taken, rest_high)):
            yield f"{part.text}: does not come out"


def _left(high: float | None, taken: float, rest: float | None) -> bool:
    if high is None or rest is None:
        return high is rest
    return _near(rest, max(0, high - taken))


def _is_sum(
    terms: Sequence[tuple[float, float | None]],
    told: Sequence[tuple[float, float | None]],
    duration: Any,
) -> bool:
    """Whether the terms that are shown are those of the plan, and add up to what it says."""
    if len(told) < len(terms) or not all(map(_same, terms, told)):
        return False
    highs = [high for _, high in terms]
    whole = (
        sum(low for low, _ in terms),
        None if None in highs else sum(high for high in highs if high is not None),
    )
    last = told[-1]
    return _same(whole, last) and _same(whole, (duration.low, duration.high))


def _same(one: tuple[float, float | None], other: tuple[float, float | None]) -> bool:
    if (one[1] is None) != (other[1] is None):
        return False
    return _near(one[0], other[0]) and (one[1] is None or _near(one[1], other[1] or 0.0))


def _near(one: float, other: float) -> bool:
    return abs(one - other) < 0.02


def _spans(text: str) -> list[tuple[float, float | None]]:
    """The spans of time in a text, in years; None where one is open."""
    found: list[tuple[float, float | None]] = []
    for low, high, unit, more in _SPAN.findall(text):
        scale = 1 / 12 if unit == "month" else 1
        last = None if more else float(high or low) * scale
        found.append((float(low) * scale, last))
    return found


def _values(values: Mapping[str, Any]) -> Iterator[str]:
    for value in values.values():
        yield from value if isinstance(value, list) else [str(value)]


@dataclass(frozen=True)
class _Answer:
    """A statement in the shape of an answer, for the checks that answers pass."""

    text: str
    parts: tuple[Any, ...]
    citations: tuple[Any, ...]
    answered: bool = True
    question: str = ""
    missing: str | None = None
    reason: str | None = None
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    engine: str = ""


def _record(statement: Any) -> AnswerRecord:
    return AnswerRecord.of(_Answer(statement.text, statement.parts, statement.citations))
