"""MTRAG: other people's conversations over other texts, with our condensing and our scoring.

Two things are measured on its last turns: whether the passages that answer are among the first
five, and whether a turn that none answers is recognised. The passages' vectors come with the data,
so the embedding model is the default one whatever is set.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from advisor.condense import Condenser
from advisor.embedder import DEFAULT_MODEL, Embedder
from advisor.lexicon import terms
from advisor.retrieval import HybridScorer, Scores
from evals.answerability import Verdict, coverage, half, judge, recognised
from evals.cache import Array, ArrayCache
from evals.calibrate import Case
from evals.context import Context
from evals.errors import HarnessError
from evals.fusion import DEPTH, combined, fuse, positive_ranking
from evals.items import Holds, Item, Metric, share
from evals.metrics import auc

DOMAINS = ("clapnq", "cloud", "fiqa")
TASKS = 619
"""Tasks that are questions; the rest is conversational, and no passage is to be found for it."""
KEPT = 5
WAYS = ("last", "condensed", "rewrite")
"""The turn as it was asked, as we make it stand alone, and as a person did."""
MEASURED = ("hybrid", "dense")
_SHARE = 0.2
"""The lexical share of `blend`."""


def beyond_half(last: float, condensed: float, rewrite: float) -> float:
    """How far condensing gets beyond half of the way from the last turn to the reference rewrite.

    A difference, and not the share of the way: that is no number where there is no way to go.
    """
    return condensed - (last + rewrite) / 2


def _stands_alone(item: Item) -> bool:
    return bool(item.expected["stands_alone"])


METRICS: tuple[Metric, ...] = (
    *(share(f"R@5 {way}", f"{way}_hybrid", Holds(), stage="retrieve") for way in WAYS),
    *(
        share(f"R@5 beyond half of the gap, {how}", f"beyond_half_{how}", Holds(), stage="condense")
        for how in MEASURED
    ),
    share(
        "R@5 lost where a turn stood alone",
        "harm",
        Holds(0.005),
        where=_stands_alone,
        higher_is_better=False,
        stage="condense",
    ),
    *(
        share(f"R@5 {way}, {how}", f"{way}_{how}")
        for way in WAYS
        for how in ("bm25", "dense", "rrf", "blend")
    ),
    share("unanswerable recognised", "recognised", Holds(0.05), stage="gate"),
    share(
        "wrongly declined",
        "wrongly_declined",
        Holds(0.02),
        higher_is_better=False,
        stage="gate",
    ),
    Metric(
        "recognised at 15 % wrongly declined",
        ("answerable", "chance"),
        recognised,
        stage="gate",
    ),
    Metric(
        "abstention AUC",
        ("answerable", "chance"),
        auc,
        gates=(Holds(),),
        stage="gate",
    ),
)


@dataclass(frozen=True)
class Task:
    """One last turn; `gold` holds the passages that answer, none where nothing does."""

    id: str
    conversation: str
    domain: str
    turn: int
    question: str
    rewrite: str
    kind: str
    answerable: bool
    gold: frozenset[str]
    said: tuple[tuple[str, str], ...]


class Pool:
    """The passages of one domain."""

    def __init__(self, ids: list[str], texts: list[str], vectors: Array) -> None:
        self.ids = ids
        self.scorer = HybridScorer([terms(text) for text in texts], vectors)

    @cached_property
    def term_sets(self) -> list[frozenset[str]]:
        """The terms of each passage."""
        return [frozenset(row) for row in self.scorer.rows]

    def found(self, ranking: Sequence[int], gold: frozenset[str]) -> float:
        """The share of the gold passages among the first ones of a ranking."""
        return len(gold & {self.ids[place] for place in ranking[:KEPT]}) / len(gold)


def run(context: Context) -> Iterator[Item]:
    """Every question: retrieved for in each wording, and judged answerable or not."""
    tasks, pools = _load(context)
    context.expect(len(tasks))
    worded = _wordings(tasks)
    embed = _embedder()
    vectors = {way: embed([texts[way] for texts in worded]) for way in WAYS}
    for place, (task, texts) in enumerate(zip(tasks, worded, strict=True)):
        pool = pools[task.domain]
        scores = {way: pool.scorer.score(texts[way], vectors[way][place]) for way in WAYS}
        yield _item(task, texts, pool, scores)


def collect(context: Context) -> list[Case]:
    """What the weights are fitted to."""
    tasks, pools = _load(context)
    vectors = _embedder()([task.question for task in tasks])
    found = []
    for task, vector in zip(tasks, vectors, strict=True):
        pool = pools[task.domain]
        values = features(pool, task.question, pool.scorer.score(task.question, vector))
        found.append(Case(task.conversation, task.kind, values, task.answerable))
    return found


def features(pool: Pool, question: str, scores: Scores) -> dict[str, float]:
    """What tells an answerable turn: read off the turn as it was asked.

    Rewriting a turn brings it closer to the passages also where none of them answers it.
    """
    best = rankings(scores)["hybrid"][:1]
    covered = [coverage(terms(question), pool.term_sets[one], pool.scorer.idf) for one in best]
    return {
        "similarity": float(scores.dense.max()),
        "terms_in_best": max(covered, default=0.0),
    }


def rankings(scores: Scores) -> dict[str, list[int]]:
    """The places of the passages, best first, by each side alone and by ways to join them.

    `hybrid` is what the advisor does; `blend` weighs the sides by their highest values instead of
    their spread, so that a large pool, in which most passages share no word, is like a small one.
    """
    fused = fuse(_ranked(scores.dense), positive_ranking(scores.lexical))[:DEPTH]
    summed = combined(scores)
    dense = (1.0 + scores.dense) / (1.0 + scores.dense.max())
    lexical = scores.lexical / max(float(scores.lexical.max()), 1e-9)
    return {
        "hybrid": sorted(fused, key=lambda place: (-summed[place], place)),
        "rrf": fused,
        "dense": _ranked(scores.dense),
        "bm25": _ranked(scores.lexical),
        "blend": _ranked((1.0 - _SHARE) * dense + _SHARE * lexical),
    }


def read_tasks(file: Path, wanted: int = TASKS) -> list[Task]:
    """The tasks that are questions; fewer than wanted are a fault of the data."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    tasks = [_task(row) for row in rows if row["answerability"] != "CONVERSATIONAL"]
    if len(tasks) < wanted:
        raise HarnessError(f"{file.name}: {wanted} questions declared, {len(tasks)} there")
    return tasks


def read_pool(passages: Path, vectors: Path) -> Pool:
    """The passages of a domain with their vectors, whose order must be the same."""
    rows = [json.loads(line) for line in passages.read_text(encoding="utf-8").splitlines()]
    with np.load(vectors) as kept:
        ids, embeddings = kept["ids"].tolist(), kept["emb"].astype(np.float32)
    if ids != [row["id"] for row in rows]:
        raise HarnessError(f"{vectors.name} does not belong to {passages.name}")
    return Pool(ids, [f"{row['title']} {row['text']}" for row in rows], embeddings)


def _task(row: Mapping[str, object]) -> Task:
    identity = str(row["task_id"])
    history: list[Mapping[str, str]] = row["history"]  # type: ignore[assignment]
    gold: list[str] = row["gold_ids"]  # type: ignore[assignment]
    return Task(
        id=identity.replace("<::>", "."),
        conversation=identity.split("<::>")[0],
        domain=str(row["domain"]),
        turn=int(str(row["turn"])),
        question=str(row["question"]),
        rewrite=str(row["rewrite"] or row["question"]),
        kind=str(row["answerability"]).lower(),
        answerable=row["answerability"] != "UNANSWERABLE",
        gold=frozenset(gold),
        said=tuple((entry["role"], entry["text"]) for entry in history),
    )


def _load(context: Context) -> tuple[Sequence[Task], dict[str, Pool]]:
    tasks = read_tasks(context.public_file("mtrag/tasks.jsonl"))
    files = [
        (
            domain,
            context.public_file(f"mtrag/passages_{domain}.jsonl"),
            context.public_file(f"mtrag/emb_minilm_{domain}.npz"),
        )
        for domain in DOMAINS
    ]
    return context.take(tasks), {domain: read_pool(*both) for domain, *both in files}


def _wordings(tasks: Sequence[Task]) -> list[dict[str, str]]:
    condense = Condenser().condense
    return [
        {
            "last": task.question,
            "condensed": condense(task.question, task.said),
            "rewrite": task.rewrite,
        }
        for task in tasks
    ]


def _embedder() -> Callable[[Sequence[str]], Array]:
    embedder = Embedder(DEFAULT_MODEL)
    cache = ArrayCache(embedder.name)
    return lambda texts: cache.vectors(texts, embedder.encode)


def _item(task: Task, texts: Mapping[str, str], pool: Pool, scores: Mapping[str, Scores]) -> Item:
    found = features(pool, task.question, scores["last"])
    verdict = judge("multiturn", half(task.conversation), found)
    values = {"answerable": float(task.answerable), "chance": verdict.chance}
    if task.gold:
        for way in WAYS:
            for how, ranking in rankings(scores[way]).items():
                values[f"{way}_{how}"] = pool.found(ranking, task.gold)
        for how in MEASURED:
            values[f"beyond_half_{how}"] = beyond_half(*(values[f"{way}_{how}"] for way in WAYS))
        values["harm"] = values["last_hybrid"] - values["condensed_hybrid"]
    values["wrongly_declined" if task.answerable else "recognised"] = float(verdict.declined)
    return Item(
        id=task.id,
        suite="multiturn",
        kind=f"{task.domain}, {task.kind}",
        split=half(task.conversation),
        group=task.conversation,
        depth=task.turn,
        question=task.question,
        outcome=_outcome(task, verdict, values),
        scores=values,
        notes=(f"condensed: {texts['condensed']}",),
        expected={
            "standalone": task.rewrite,
            "answerable": task.answerable,
            "stands_alone": terms(task.rewrite) == terms(task.question),
        },
        history=tuple({"role": role, "content": text} for role, text in task.said),
    )


def _outcome(task: Task, verdict: Verdict, values: Mapping[str, float]) -> str:
    if not task.answerable:
        return "declined" if verdict.declined else "wrongly answered"
    if verdict.declined:
        return "wrongly declined"
    return "right" if values["condensed_hybrid"] > 0 else "incomplete"


def _ranked(scores: Array) -> list[int]:
    order: list[int] = np.argsort(-scores, kind="stable")[:DEPTH].tolist()
    return order
