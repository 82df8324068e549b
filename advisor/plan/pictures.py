"""Pay, ladder and timeline as pictures: HTML tables in which each row draws its own bar or mark.

A table reads well on a phone and to a screen reader, and nothing has to be said twice. The drawings
take their colour from the text around them, so they are as readable in dark as in light. Names link
to `#note-N` and carry `data-citation="N"`, so that a page can open the passage.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from advisor.plan.items import STATUS_WORDS, Band, Pay, PlanStep, Rung
from advisor.schema import Citation

_WIDTH = 100.0
_MARKS = {
    "done": '<circle cx="6" cy="6" r="5" fill="currentColor"/>',
    "part": '<path d="M6 1a5 5 0 0 0 0 10z" fill="currentColor"/>'
    '<circle cx="6" cy="6" r="5" fill="none" stroke="currentColor"/>',
    "next": '<path d="M2 1l9 5-9 5z" fill="currentColor"/>',
    "later": '<circle cx="6" cy="6" r="5" fill="none" stroke="currentColor"/>',
}


def pay_picture(pay: Pay) -> str:
    """Pay by level as range bars on one scale, the person's level marked."""
    top = max((band.high for band in pay.levels), default=0.0)
    rows = [
        _row(
            _name(band.level, band.citations),
            (f"{_bar(band, top, pay.is_now(band))}{escape(band.pay)}", escape(pay.mark(band))),
            pay.is_now(band),
        )
        for band in pay.levels
    ]
    return _table("Pay by level", ("Level", "Pay", "You"), rows, "plan-pay")


def ladder_picture(way: Sequence[Rung]) -> str:
    """The way up, the highest rung on top, with pay where the guide gives it."""
    rows = [
        _row(
            _name(rung.title, rung.citations),
            (escape(rung.pay or "not given"), rung.mark),
            rung.place == "here",
        )
        for rung in reversed(way)
    ]
    return _table("The top first", ("Rung", "Pay", "You"), rows, "plan-ladder")


def timeline_picture(steps: Sequence[PlanStep]) -> str:
    """The steps in their order, each with a mark and a word for its status."""
    rows = [
        _row(
            _name(f"{step.number}. {step.title}", step.citations),
            (f"{_mark(step.status)} {STATUS_WORDS[step.status]}",),
            step.status == "next",
        )
        for step in steps
    ]
    return _table("Where you stand", ("Step", "Status"), rows, "plan-steps")


def _bar(band: Band, top: float, is_now: bool) -> str:
    """A bar from low to high; where the range is open, it ends in a point."""
    start, end = (round(value / top * (_WIDTH - 3), 2) for value in (band.low, band.high))
    tip = f'<path d="M{end} 0l3 4-3 4z"/>' if band.open_ended else ""
    return _drawing(
        f'<rect width="{_WIDTH:g}" height="8" opacity="0.15"/>'
        f'<g opacity="{1 if is_now else 0.45}">'
        f'<rect x="{start}" width="{round(end - start, 2)}" height="8"/>{tip}</g>',
        f'viewBox="0 0 {_WIDTH:g} 8" width="100%" height="12" preserveAspectRatio="none"',
    )


def _mark(status: str) -> str:
    return _drawing(_MARKS[status], 'viewBox="0 0 12 12" width="12" height="12"')


def _drawing(shapes: str, attributes: str) -> str:
    """Shapes that a screen reader passes over: the words beside them say the same."""
    return f'<svg {attributes} fill="currentColor" aria-hidden="true">{shapes}</svg>'


def _name(text: str, citations: Sequence[Citation]) -> str:
    """A name that opens its passage."""
    if not citations:
        return escape(text)
    number = citations[0].number
    return f'<a href="#note-{number}" data-citation="{number}">{escape(text)}</a>'


def _row(name: str, cells: Sequence[str], is_current: bool) -> str:
    current = ' aria-current="true"' if is_current else ""
    values = "".join(f"<td>{cell}</td>" for cell in cells)
    return f'<tr{current}><th scope="row">{name}</th>{values}</tr>'


def _table(caption: str, head: Iterable[str], rows: Sequence[str], name: str) -> str:
    """A table; nothing where there are no rows."""
    if not rows:
        return ""
    heads = "".join(f'<th scope="col">{one}</th>' for one in head)
    return (
        f'<table class="{name}"><caption>{caption}</caption>'
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table>"
    )
