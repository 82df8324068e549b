"""CLAPNQ: which sentences of a passage answer a question, and whether any does.

Half of the questions have no answer in their passage. The sentences are scored as the advisor
scores chunks, and beside that with their vectors in context and token by token.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.lexicon import terms
from advisor.retrieval import HybridScorer
from evals.answerability import Verdict, half, judge, recognised
from evals.cache import Array, ArrayCache
from evals.calibrate import Case
from evals.context import Context
from evals.errors import HarnessError
from evals.fusion import combined, fuse, positive_ranking
from evals.items import Holds, Item, Metric, share
from evals.metrics import auc
from evals.tokens import Reading, TokenReader

QUESTIONS = 300
CHOSEN = 3
WAYS = ("choice", "hybrid", "rrf", "dense", "bm25")
_OPENS = 0.15
"""What being a passage's first sentence is worth, in cosine: it says what the others explain."""


def average_precision(ranked: Sequence[int], gold: frozenset[int]) -> float:
    """The mean, over the gold sentences, of the precision at the rank of each."""
    ranks = [rank for rank, place in enumerate(ranked, start=1) if place in gold]
    return sum(found / rank for found, rank in enumerate(ranks, start=1)) / len(gold)


def top_f1(ranked: Sequence[int], gold: frozenset[int], size: int = CHOSEN) -> float:
    """F1 of the first sentences of a ranking against the gold ones."""
    chosen = ranked[:size]
    return 2 * len(gold & set(chosen)) / (len(gold) + len(chosen))


METRICS: tuple[Metric, ...] = (
    share("MAP", "map_choice", Holds(), stage="retrieve"),
    share("top-3 F1", "f1_choice", Holds(), stage="retrieve"),
    *(share(f"MAP, {way}", f"map_{way}") for way in WAYS[1:]),
    *(share(f"top-3 F1, {way}", f"f1_{way}") for way in WAYS[1:]),
    Metric(
        "abstention AUC",
        ("answerable", "chance"),
        auc,
        gates=(Holds(),),
        stage="gate",
    ),
    Metric("abstention AUC, best cosine", ("answerable", "similarity"), auc),
    Metric("abstention AUC, best BM25", ("answerable", "lexical"), auc),
    share("unanswerable recognised", "recognised", Holds(0.03), stage="gate"),
    share(
        "wrongly declined",
        "wrongly_declined",
        Holds(0.03),
        higher_is_better=False,
        stage="gate",
    ),
    Metric(
        "recognised at 15 % wrongly declined",
        ("answerable", "chance"),
        recognised,
        stage="gate",
    ),
)


@dataclass(frozen=True)
class Task:
    """A question and a passage; `gold` holds the places of the sentences that answer."""

    id: str
    question: str
    title: str
    sentences: tuple[str, ...]
    gold: frozenset[int]


@dataclass(frozen=True)
class Scored:
    """The scores of a passage's sentences for its question."""

    dense: Array
    lexical: Array
    combined: Array
    reading: Reading

    @property
    def choice(self) -> Array:
        """Each sentence by itself and in its context, the first one ahead."""
        opens = np.arange(len(self.dense)) == 0
        total: Array = self.dense + self.reading.sentences + _OPENS * opens
        return total


def run(context: Context) -> Iterator[Item]:
    """Every question against the sentences of its passage."""
    tasks = _tasks(context)
    context.expect(len(tasks))
    for task, scored in zip(tasks, score(tasks), strict=True):
        yield _item(task, scored)


def collect(context: Context) -> list[Case]:
    """What the weights are fitted to."""
    tasks = _tasks(context)
    return [
        Case(task.id, "", features(scored), bool(task.gold))
        for task, scored in zip(tasks, score(tasks), strict=True)
    ]


def features(scored: Scored) -> dict[str, float]:
    """What tells that a passage answers.

    The least covered word piece says most: a passage about the right thing that lacks what is asked
    of it covers all others.
    """
    return {
        "similarity": float(scored.dense.max()),
        "in_context": float(scored.reading.sentences.max()),
        "least_covered": float(scored.reading.covered.min()),
    }


def score(tasks: Sequence[Task]) -> list[Scored]:
    """Every sentence of every task; how rare a term is, is told by all sentences together."""
    embedder = Embedder(Settings.from_env().embedding_model)
    cache = ArrayCache(embedder.name)
    asked = cache.vectors([task.question for task in tasks], embedder.encode)
    sentences = [one for task in tasks for one in task.sentences]
    vectors = cache.vectors(sentences, embedder.encode)
    headed = [terms(f"{task.title}: {one}") for task in tasks for one in task.sentences]
    scorer = HybridScorer(headed, vectors)
    readings = TokenReader(embedder).read(
        [(task.question, f"{task.title}:", task.sentences) for task in tasks]
    )
    found: list[Scored] = []
    start = 0
    for task, vector, reading in zip(tasks, asked, readings, strict=True):
        own = slice(start, start + len(task.sentences))
        start = own.stop
        scores = scorer.score(task.question, vector)
        one = Scored(scores.dense[own], scores.lexical[own], combined(scores)[own], reading)
        found.append(one)
    return found


def rankings(scored: Scored) -> dict[str, list[int]]:
    """The places of the sentences, best first."""
    dense = _ranked(scored.dense)
    return {
        "choice": _ranked(scored.choice),
        "hybrid": _ranked(scored.combined),
        "rrf": fuse(dense, positive_ranking(scored.lexical)),
        "dense": dense,
        "bm25": _ranked(scored.lexical),
    }


def read_tasks(file: Path, wanted: int = QUESTIONS) -> list[Task]:
    """The questions with their passages; fewer than wanted are a fault of the data."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    if len(rows) < wanted:
        raise HarnessError(f"{file.name}: {wanted} questions declared, {len(rows)} there")
    return [_task(row) for row in rows]


def _tasks(context: Context) -> Sequence[Task]:
    return context.take(read_tasks(context.public_file("clapnq/dev.jsonl")))


def _task(row: Mapping[str, object]) -> Task:
    sentences: list[str] = row["sentences"]  # type: ignore[assignment]
    gold: list[int] = row["gold_sentence_idx"]  # type: ignore[assignment]
    return Task(
        id=str(row["id"]),
        question=str(row["question"]),
        title=str(row["title"]),
        sentences=tuple(sentences),
        gold=frozenset(gold if row["answerable"] else ()),
    )


def _item(task: Task, scored: Scored) -> Item:
    verdict = judge("sentences", half(task.id), features(scored))
    ranked = rankings(scored)
    values = {
        "answerable": float(bool(task.gold)),
        "chance": verdict.chance,
        "similarity": float(scored.dense.max()),
        "lexical": float(scored.lexical.max()),
        "wrongly_declined" if task.gold else "recognised": float(verdict.declined),
    }
    if task.gold:
        values |= {f"map_{way}": average_precision(ranked[way], task.gold) for way in WAYS}
        values |= {f"f1_{way}": top_f1(ranked[way], task.gold) for way in WAYS}
    return Item(
        id=task.id,
        suite="sentences",
        kind="answerable" if task.gold else "unanswerable",
        split=half(task.id),
        question=task.question,
        outcome=_outcome(task, verdict, ranked["choice"]),
        scores=values,
        expected={
            "answerable": bool(task.gold),
            "gold": [task.sentences[one] for one in task.gold],
        },
    )


def _outcome(task: Task, verdict: Verdict, ranked: Sequence[int]) -> str:
    if not task.gold:
        return "declined" if verdict.declined else "wrongly answered"
    if verdict.declined:
        return "wrongly declined"
    return "right" if task.gold & set(ranked[:CHOSEN]) else "incomplete"


def _ranked(scores: Array) -> list[int]:
    order: list[int] = np.argsort(-scores, kind="stable").tolist()
    return order
