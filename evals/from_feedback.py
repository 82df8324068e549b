"""Flagged answers into draft samples: `python -m evals from-feedback [--out FILE]`.

A draft has the golden set's shape and what could be told of what is expected; a person reviews it,
puts in the facts, and moves it into `evals/data/guide`. Helpful answers are left out.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from advisor.config import Settings
from advisor.errors import AdvisorError
from advisor.feedback import REASONS, Feedback, FeedbackStore
from evals.errors import HarnessError

COMMAND = "from-feedback"
OUT = Path("evals/runs/feedback.jsonl")
REVIEW = "REVIEW: what a right answer says"
"""Stands where the facts belong, so that a draft that nobody has reviewed fails."""
ANSWER_CHARS = 500
"""Of the answer that was flagged, in the note."""


def main(arguments: Sequence[str]) -> int:
    """Write the drafts of everything that was flagged; returns the exit code."""
    parser = argparse.ArgumentParser(
        f"python -m evals {COMMAND}",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, default=OUT, metavar="FILE", help=f"({OUT})")
    args = parser.parse_args(arguments)
    try:
        said = FeedbackStore(Settings.from_env()).all()
    except AdvisorError as error:
        raise HarnessError(str(error)) from error
    rows = drafts(said)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(
        "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8"
    )
    print(f"{len(rows)} drafts of {len(said)} pieces of feedback, to be reviewed: {args.out}")
    return 0


def drafts(said: Iterable[Feedback]) -> list[dict[str, Any]]:
    """A sample for each question that was flagged for a reason, however often."""
    flagged: dict[tuple[str, str], list[Feedback]] = {}
    for one in said:
        if not one.helpful:
            flagged.setdefault((_standalone(one).casefold(), one.verdict), []).append(one)
    return [_draft(number, group) for number, group in enumerate(flagged.values(), start=1)]


def _draft(number: int, group: list[Feedback]) -> dict[str, Any]:
    first = group[0]
    row: dict[str, Any] = {
        "id": f"f-dev-{number:03}",
        "kind": f"feedback_{first.verdict}",
        "question": _standalone(first),
    }
    if first.verdict == "should_have_declined":
        row |= {"answerable": False, "reason": "not_in_guide"}
    else:
        row |= {"answerable": True, "facts": [[REVIEW]], "gold": _gold(first)}
    return row | {"note": _note(group)}


def _standalone(said: Feedback) -> str:
    """The question as it was searched for: a follow-up alone says too little."""
    return str(said.answer.get("question") or said.question)


def _gold(said: Feedback) -> list[str]:
    """The sections that were cited, unless it is they that are wrong."""
    if said.verdict in ("wrong_citation", "should_have_answered"):
        return []
    cited = said.answer.get("citations") or []
    return list(dict.fromkeys(one["section"][-1] for one in cited if one.get("section")))


def _note(group: list[Feedback]) -> str:
    first = group[0]
    parts = [f"{REASONS[first.verdict]}, said {len(group)} times"]
    if first.question != _standalone(first):
        parts.append(f"asked as {first.question!r}")
    comments = dict.fromkeys(one.comment for one in group if one.comment)
    parts += [f"comment: {comment}" for comment in comments]
    parts.append(f"answer: {str(first.answer.get('text'))[:ANSWER_CHARS]}")
    return "; ".join(parts)
