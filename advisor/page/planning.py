"""A plan as HTML: sections of cited items that can be ticked and noted, and the pictures."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from advisor.plan.document import Entry, Section, note
from advisor.plan.pictures import ladder_picture, pay_picture, timeline_picture
from advisor.plan.schema import Plan

_MARKER = re.compile(r"\[(\d{1,3})\]")
_TITLES = {"gaps": "What is missing", "pay": "What it pays"}
"""Headings that are shorter in a document."""


def plan_markup(plan: Plan) -> str:
    """The plan, its markers as buttons that carry the number of their citation."""
    pictures = {
        "steps": timeline_picture(plan.steps),
        "pay": pay_picture(plan.pay),
        "way": ladder_picture(plan.way),
    }
    parts = [_part("understood", "What was understood", _understood(plan))]
    parts += [
        _part(one.name, _TITLES.get(one.name, one.title), _body(one, pictures.get(one.name, "")))
        for one in plan.document().sections
        if one.name != "understood"
    ]
    return "".join([*parts, _part("notes", "Where it stands", _notes(plan))])


def _part(name: str, title: str, body: str) -> str:
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


def _body(section: Section, picture: str) -> str:
    """The opening, the picture, and the list, which can be ticked off where its items are to do."""
    name = "sum" if section.name == "time" else ""
    opening = "".join(f'<p class="{name}">{_cited(text)}</p>' for text in section.opening)
    if section.name == "way":  # its picture says all that the list does
        return opening + picture
    items = "".join(_check(one) for one in section.entries if one.key)
    checks = f'<ul class="checks">{items}</ul>' if items else ""
    return f"{opening}{picture}{checks or _list(map(_item, section.entries))}"


def _item(entry: Entry) -> str:
    title = f"{escape(entry.title)}{f' ({entry.mark})' if entry.mark else ''}"
    return f"<strong>{title}:</strong> {_cited(entry.lines[0])}" if entry.lines else title


def _check(entry: Entry) -> str:
    """An item to be ticked and noted; its key is what its tick is kept under."""
    title, first, *others = escape(entry.title), *entry.lines
    kind = entry.mark.replace(" ", "-")
    badge = f'<span class="badge badge-{kind}">{entry.mark.capitalize()}</span>' if kind else ""
    return (
        f'<li class="check" data-key="{escape(entry.key)}">'
        f'<label><input type="checkbox"> <span class="what">{title}</span></label>{badge}'
        f'<div class="why">{_cited(first)}{_list(map(_cited, others))}</div>'
        f'<details class="own"><summary>My note</summary>'
        f'<textarea rows="2" maxlength="1000" aria-label="My note on {title}"></textarea>'
        f"</details></li>"
    )


def _notes(plan: Plan) -> str:
    """The footnotes: what every marker points to."""
    items = "".join(
        f'<li id="note-{one.number}" value="{one.number}"><button type="button" class="note"'
        f' data-citation="{one.number}">{escape(note(one))}</button></li>'
        for one in plan.citations
    )
    return f"<details><summary>{len(plan.citations)} passages</summary><ol>{items}</ol></details>"


def _list(items: Iterable[str]) -> str:
    entries = "".join(f"<li>{one}</li>" for one in items)
    return f"<ul>{entries}</ul>" if entries else ""


def _cited(text: str) -> str:
    return _MARKER.sub(
        r'<button type="button" class="marker" data-citation="\1">[\1]</button>', escape(text)
    )
