"""Other people's follow-ups: do we add the words that a person's rewrite adds, and nothing where
nothing is missing? CANARD is about people and works, CAsT 2019 about anything; neither has a guide,
so what is measured is the part of our condensing that knows no careers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.condense import Condenser
from evals.context import Context
from evals.items import Holds, Item, Metric, Must, share
from evals.scoring import rewrite_scores

FILES = {"canard": "canard/dev.jsonl", "cast": "cast/topics_2019.jsonl"}
EVERY = {"canard": 5, "cast": 1}
"""Of CANARD's dialogues, every fifth is taken: enough to tell, in few seconds."""
_RIGHT = 0.5
"""Half of the words that matter, at least, for a rewrite to count as right in the report."""

Said = list[tuple[str, str]]


@dataclass(frozen=True)
class FollowUp:
    """One turn of a dialogue, with a person's rewrite."""

    id: str
    kind: str
    dialogue: str
    depth: int
    question: str
    reference: str
    said: Said


def _of(kind: str) -> Callable[[Item], bool]:
    return lambda item: item.kind == kind


def _needy(kind: str) -> Callable[[Item], bool]:
    return lambda item: item.kind == kind and "no_harm" not in item.scores


METRICS: tuple[Metric, ...] = (
    *(share(f"rewrite F1: {kind}", "rewrite_f1", Holds(), where=_of(kind), stage="condense")
      for kind in FILES),
    *(share(f"rewrite F1 where words are missing: {kind}", "rewrite_f1", where=_needy(kind))
      for kind in FILES),
    *(share(f"rewrite does no harm: {kind}", "no_harm", Holds(), where=_of(kind), stage="condense")
      for kind in FILES),
    share("no crash", "no_crash", Must(1.0)),
)  # fmt: skip


def run(context: Context) -> Iterator[Item]:
    """Condense every turn in the light of the turns before it."""
    rows = [row for kind, name in FILES.items() for row in read(context.public_file(name), kind)]
    rows = list(context.take(rows))
    context.expect(len(rows))
    condense = Condenser().condense
    for row in rows:
        yield score(row, condense)


def score(row: FollowUp, condense: Callable[[str, Said], str]) -> Item:
    """One turn condensed and held against the person's rewrite."""
    try:
        rewrite = condense(row.question, row.said)
    except Exception as error:  # whatever is raised is what is measured
        return _item(row, "crashed", {"no_crash": 0.0}, "", (f"{type(error).__name__}: {error}",))
    scores = {"no_crash": 1.0, **rewrite_scores(row.question, rewrite, row.reference)}
    verdict = scores.get("no_harm", (scores["rewrite_f1"] or 0.0) >= _RIGHT)
    return _item(row, "right" if verdict else "incomplete", scores, rewrite)


def _item(
    row: FollowUp, outcome: str, scores: dict[str, Any], rewrite: str, notes: tuple[str, ...] = ()
) -> Item:
    return Item(
        id=row.id,
        suite="followups",
        kind=row.kind,
        group=row.dialogue,
        depth=row.depth,
        question=row.question,
        outcome=outcome,
        scores=scores,
        notes=notes,
        expected={"standalone": row.reference, "ours": rewrite},
        history=tuple({"role": who, "content": text} for who, text in row.said),
    )


def read(file: Path, kind: str) -> list[FollowUp]:
    """The turns that have a rewrite, of every n-th dialogue, in file order."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    turns = [_canard(row) if kind == "canard" else _cast(row) for row in rows if row["rewrite"]]
    dialogues = list(dict.fromkeys(turn.dialogue for turn in turns))
    taken = set(dialogues[:: EVERY[kind]])
    return [turn for turn in turns if turn.dialogue in taken]


def _canard(row: dict[str, Any]) -> FollowUp:
    """The history opens with an article's title and a section's; then come questions, answers."""
    said = [("user" if place % 2 == 0 else "assistant", text)
            for place, text in enumerate(row["history"])]  # fmt: skip
    name = f"{row['dialog']}.{row['no']}"
    return FollowUp(name, "canard", row["dialog"], row["no"], row["question"], row["rewrite"], said)


def _cast(row: dict[str, Any]) -> FollowUp:
    """The history holds questions only."""
    said = [("user", text) for text in row["history"]]
    group = f"{row['set']}-{row['topic']}"
    name = f"{group}.{row['turn']}"
    return FollowUp(name, "cast", group, row["turn"], row["question"], row["rewrite"], said)
