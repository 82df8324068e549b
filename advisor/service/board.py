"""A small page of figures for the person who runs it, made on the server."""

from __future__ import annotations

from html import escape

from advisor.errors import AdvisorError
from advisor.feedback import REASONS, FeedbackStore
from advisor.service.figures import Figures

ANSWERED = ("answered", "partly", "small_talk")
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0 2rem}"
    "caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    "th,td{text-align:left;font-weight:normal;padding:.2rem 1.5rem .2rem 0;"
    "border-bottom:1px solid #8886}td{text-align:right}:root{color-scheme:light dark}"
)


def board(title: str, figures: Figures, feedback: FeedbackStore) -> str:
    """The page as HTML: questions, declined, how fast, feedback."""
    asked = figures.outcomes("ask")
    total = sum(asked.values())
    declined = {name: count for name, count in asked.items() if name not in ANSWERED}
    parts = [
        _table("Since the start", {"Questions": total, "Answered": total - sum(declined.values())}),
        _table("Not answered, by reason", declined),
        _table("Answers, by how long they took", _latency(figures.within("ask"))),
        _table("Plans, by how they ended", figures.outcomes("plan")),
        _judged(feedback),
    ]
    name = escape(title)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}: figures</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style>'
        f"<h1>{name}: figures</h1>{''.join(parts)}</html>"
    )


def _latency(within: dict[float, int]) -> dict[str, str]:
    """The share of answers within each bound, up to the first that holds them all."""
    total = max(within.values(), default=0)
    shares: dict[str, str] = {}
    for bound, count in sorted(within.items()):
        if total:
            shares[f"within {bound:g} s"] = f"{count / total:.0%}"
        if count == total:
            break
    return shares


def _judged(feedback: FeedbackStore) -> str:
    if not feedback.enabled:
        return "<p>Feedback is turned off.</p>"
    try:
        counts = feedback.counts()
    except AdvisorError as error:
        return f"<p>{escape(str(error))}</p>"
    names = {"helpful": "Helpful"} | REASONS
    return _table("Feedback", {names.get(one, one): number for one, number in counts.items()})


def _table(caption: str, rows: dict[str, int] | dict[str, str]) -> str:
    if not rows:
        return f"<p><b>{escape(caption)}</b>: none yet</p>"
    body = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td>{value}</td></tr>'
        for name, value in rows.items()
    )
    return f"<table><caption>{escape(caption)}</caption>{body}</table>"
