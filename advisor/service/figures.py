"""How many questions there were, how they were answered and how fast: for `/metrics`."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.samples import Sample

CONTENT_TYPE = CONTENT_TYPE_LATEST
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


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
