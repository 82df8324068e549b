"""A plan as HTML: sections of cited items that can be ticked and noted, and the pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from html import escape

from advisor.plan.document import Statement, note
from advisor.plan.items import Gap, PlanStep
from advisor.plan.pictures import ladder_picture, pay_picture, timeline_picture
from advisor.plan.schema import Plan

_MARKER = re.compile(r"\[(\d{1,3})\]")
_STATUSES = {"done": "Done", "part": "Partly done", "next": "Next", "later": "Later"}
_STATES = {
    "missing": "Missing",
    "part": "In part",
    "unknown": "Not said",
    "option": "An option",
}


def plan_markup(plan: Plan) -> str:
    """The plan, its markers as buttons that carry the number of their citation."""
    return "".join(
        _section(name, title, body)
        for name, title, body in (
            ("understood", "What was understood", _understood(plan)),
            ("actions", "To do this month", _actions(plan)),
            ("steps", "The steps", _steps(plan.steps)),
            ("gaps", "What is missing", _gaps(plan.gaps)),
            ("time", "How long it takes", _time(plan)),
            ("pay", "What it pays", _paragraph(plan.pay.basis) + pay_picture(plan.pay)),
            ("way", "The way up", _paragraph(plan.goal) + ladder_picture(plan.way)),
            ("wishes", "Your interests and limits", _wishes(plan)),
            ("silent", "What the guide does not say", _silent(plan)),
            ("notes", "Where it stands", _notes(plan)),
        )
    )


def _section(name: str, title: str, body: str) -> str:
    """A section with its heading; nothing where there is nothing to say."""
    if not body:
        return ""
    return (
        f'<section class="plan-part" aria-labelledby="plan-{name}">'
        f'<h3 id="plan-{name}">{title}</h3>{body}</section>'
    )


def _understood(plan: Plan) -> str:
    facts = "".join(f"<li>{escape(one)}</li>" for one in plan.understood)
    known = f'<ul class="facts">{facts}</ul>' if facts else "<p>Nothing was said yet.</p>"
    asked = _list(escape(one) for one in plan.questions)
    more = f"<p>It becomes more exact if you add:</p>{asked}" if asked else ""
    button = '<button type="button" class="quiet" data-do="correct">Correct this</button>'
    return f"{known}{more}<p>{button}</p>"


def _actions(plan: Plan) -> str:
    titles = {one.number: one.title for one in plan.steps}
    return _checks(
        (
            f"action-{number}",
            f"For step {one.step}: {titles[one.step]}",
            "",
            _cited(one.statement.text),
        )
        for number, one in enumerate(plan.next_actions, start=1)
    )


def _steps(steps: Sequence[PlanStep]) -> str:
    if not steps:
        return ""
    details = _checks(
        (
            f"step-{one.number}",
            f"Step {one.number}: {one.title}",
            _badge(one.status, _STATUSES[one.status]),
            _cited(one.reason),
        )
        for one in steps
    )
    return f"{timeline_picture(steps)}{details}"


def _gaps(gaps: Sequence[Gap]) -> str:
    return _checks(
        (
            f"gap-{one.kind}-{one.title}",
            one.title,
            _badge(one.state, _STATES[one.state]),
            _cited(one.reason) + _list(f"Or: {_cited(way.text)}" for way in one.alternatives),
        )
        for one in gaps
    )


def _time(plan: Plan) -> str:
    terms = _list(
        f"<strong>{escape(one.label[:1].upper() + one.label[1:])}"
        f"{' (not in the sum)' if one.optional else ''}:</strong> {_cited(one.statement.text)}"
        for one in plan.duration.terms
    )
    return _paragraph(plan.duration.statement, "sum") + terms


def _wishes(plan: Plan) -> str:
    return _list(
        f"<strong>{escape(one.said)}:</strong> {_cited(one.statement.text)}" for one in plan.wishes
    )


def _silent(plan: Plan) -> str:
    return _list(f"{escape(one.text)} Who would know: {escape(one.who)}." for one in plan.silent)


def _notes(plan: Plan) -> str:
    """The footnotes: what every marker points to."""
    items = "".join(
        f'<li id="note-{one.number}" value="{one.number}"><button type="button" class="note"'
        f' data-citation="{one.number}">{escape(note(one))}</button></li>'
        for one in plan.citations
    )
    return f"<details><summary>{len(plan.citations)} passages</summary><ol>{items}</ol></details>"


def _checks(items: Iterable[tuple[str, str, str, str]]) -> str:
    """A list to be ticked and noted: the key that its tick is kept under, title, badge, text."""
    entries = "".join(
        f'<li class="check" data-key="{escape(key)}">'
        f'<label><input type="checkbox"> <span class="what">{escape(title)}</span></label>{badge}'
        f'<div class="why">{text}</div>'
        f'<details class="own"><summary>My note</summary>'
        f'<textarea rows="2" maxlength="1000" aria-label="My note on {escape(title)}"></textarea>'
        f"</details></li>"
        for key, title, badge, text in items
    )
    return f'<ul class="checks">{entries}</ul>' if entries else ""


def _badge(name: str, words: str) -> str:
    return f'<span class="badge badge-{name}">{words}</span>'


def _paragraph(statement: Statement, name: str = "") -> str:
    return f'<p class="{name}">{_cited(statement.text)}</p>' if statement.text else ""


def _list(items: Iterable[str]) -> str:
    entries = "".join(f"<li>{one}</li>" for one in items)
    return f"<ul>{entries}</ul>" if entries else ""


def _cited(text: str) -> str:
    """The text with its markers as buttons."""
    return _MARKER.sub(
        r'<button type="button" class="marker" data-citation="\1">[\1]</button>', escape(text)
    )
