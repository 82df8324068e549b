"""How many questions there were, how they were answered and how fast.

For `/metrics`, and as a small page for the person who runs it, made on the server.
"""

from __future__ import annotations

from html import escape

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.samples import Sample

from advisor.errors import AdvisorError
from advisor.feedback import REASONS, FeedbackStore

CONTENT_TYPE = CONTENT_TYPE_LATEST
ANSWERED = ("answered", "partly", "small_talk")
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;margin:.5rem 0 2rem}"
    "caption{text-align:left;font-weight:bold;padding:.3rem 0}"
    "th,td{text-align:left;font-weight:normal;padding:.2rem 1.5rem .2rem 0;"
    "border-bottom:1px solid #8886}td{text-align:right}:root{color-scheme:light dark}"
)


class Figures:
    """Counts since the start, in a registry of their own; they hold nothing that anybody wrote."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._asked = Counter(
            "advisor_questions",
            "Questions and plans, by how they ended.",
            ["kind", "outcome"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "advisor_seconds",
            "Seconds until an answer or a plan was there.",
            ["kind"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._feedback = Counter(
            "advisor_feedback",
            "What visitors thought of answers.",
            ["verdict"],
            registry=self._registry,
        )

    def asked(self, kind: str, outcome: str, seconds: float) -> None:
        """Count one question or plan."""
        self._asked.labels(kind, outcome).inc()
        self._seconds.labels(kind).observe(seconds)

    def judged(self, verdict: str) -> None:
        """Count one piece of feedback: `helpful`, or why it was not."""
        self._feedback.labels(verdict).inc()

    def text(self) -> bytes:
        """All of it as Prometheus reads it."""
        return generate_latest(self._registry)

    def outcomes(self, kind: str) -> dict[str, int]:
        """How many of a kind ended how, most frequent first."""
        counted = {
            sample.labels["outcome"]: int(sample.value)
            for sample in self._samples("advisor_questions_total")
            if sample.labels["kind"] == kind
        }
        return dict(sorted(counted.items(), key=lambda item: -item[1]))

    def within(self, kind: str) -> dict[float, int]:
        """How many of a kind took at most so many seconds."""
        return {
            float(sample.labels["le"]): int(sample.value)
            for sample in self._samples("advisor_seconds_bucket")
            if sample.labels["kind"] == kind
        }

    def _samples(self, name: str) -> list[Sample]:
        return [
            sample
            for metric in self._registry.collect()
            for sample in metric.samples
            if sample.name == name
        ]


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
