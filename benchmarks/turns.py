"""A turn beside the bare cost of it: the embedding of its question, in the same run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from advisor import Advisor, Settings
from advisor.embedder import Embedder
from benchmarks.machine import ms, p50, p95, seconds
from benchmarks.rows import Row
from evals.samples import load_samples

GOLDEN = Path("evals/data/guide")


def questions() -> list[str]:
    """The golden questions of the dev half that stand alone."""
    samples = load_samples(GOLDEN, "dev")
    asked = [one.turns[0].question for one in samples if not one.is_conversation]
    return [text for text in dict.fromkeys(asked) if text.strip()]


def rows() -> Iterator[Row]:
    """All figures of a turn."""
    asked = questions()
    advisor, embedder = Advisor.open(), Embedder(Settings.from_env().embedding_model)
    for text in asked:  # once over all, so that everything is loaded and every suggestion proven
        advisor.ask(text)
    yield from _turn(advisor, embedder, asked)
    yield from _embedding(embedder, asked)


def _turn(advisor: Advisor, embedder: Embedder, asked: Sequence[str]) -> Iterator[Row]:
    bare, whole = [], []
    for text in asked:  # by turns, so that both see the same machine
        bare.append(seconds(embedder.encode_questions, [text]))
        whole.append(seconds(advisor.ask, text))
    ratio = p50(whole) / p50(bare)
    yield Row(
        f"warm answer, p50 of {len(asked)} questions, against the bare query embedding",
        "≤ 2.5 times",
        f"{ratio:.2f} times ({ms(p50(whole))} to {ms(p50(bare))})",
        ratio <= 2.5,
    )
    spread = p95(whole) / p50(whole)
    yield Row(
        "its p95 against its p50", "≤ 2.5 times", f"{spread:.2f} times ({ms(p95(whole))})",
        spread <= 2.5,
    )  # fmt: skip


def _embedding(embedder: Embedder, asked: Sequence[str]) -> Iterator[Row]:
    """Our form of the model against sentence-transformers as it comes."""
    model = embedder.model
    model.encode([asked[0]])
    theirs, ours, cosines = [], [], []
    for text in asked[:200]:
        theirs.append(seconds(model.encode, text))
        ours.append(seconds(embedder.encode_questions, [text]))
    cosines = (embedder.encode(asked) * embedder.encode_questions(asked)).sum(axis=1)
    ratio = p50(theirs) / p50(ours)
    yield Row(
        "query embedding: sentence-transformers as it comes, against ours",
        "≥ 2 times",
        f"{ratio:.2f} times ({ms(p50(theirs))} to {ms(p50(ours))})",
        ratio >= 2,
    )
    yield Row(
        "cosine of ours with theirs, mean (least)",
        "≥ 0.999",
        f"{cosines.mean():.4f} ({cosines.min():.4f})",
        bool(cosines.mean() >= 0.999),
    )
