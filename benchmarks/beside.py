"""Ours beside two other ways on the same machine, guide, embedding model and questions.

    python -m venv /tmp/others
    /tmp/others/bin/pip install --requirement benchmarks/others/requirements.txt
    python -m benchmarks.beside /tmp/others/bin/python

No chat model is at hand, so the others answer with what they retrieve: the first passage, or all
that they would hand to a model. Ours answers without one as well. The questions are those of the
dev half of the golden set that stand alone, scored by the evals' own rules.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np

from advisor import Advisor, Settings
from benchmarks.machine import description, memory, ms, p50, p95, seconds
from benchmarks.turns import GOLDEN
from evals.metrics import auc, facts_found, wrong_found
from evals.samples import Expected, load_samples

GUIDE = Path("corpus/clinical-care-coordinator.md")
SCRIPTS = {
    "LangChain tutorial": "langchain_tutorial.py",
    "LlamaIndex starter": "llamaindex_starter.py",
}


@dataclass(frozen=True)
class Reply:
    """What a way says to a question: nothing where it declines; more certain is higher."""

    text: str
    certain: float


@dataclass(frozen=True)
class Result:
    """What came of one way."""

    name: str
    ingest: float
    seconds: Sequence[float]
    memory: float
    replies: Sequence[Reply]

    def row(self, expected: Sequence[Expected]) -> str:
        """The row of the table."""
        pairs = list(zip(self.replies, expected, strict=True))
        asked = [(one, what) for one, what in pairs if what.answerable]
        facts = [mean(facts_found(one.text, what.facts)) for one, what in asked]
        right = [found == 1 and not wrong_found(o.text, w.wrong) and len(o.text) <= 1200
                 for found, (o, w) in zip(facts, asked, strict=True)]  # fmt: skip
        declined = [not one.text for one, what in pairs if not what.answerable]
        told = auc(np.array([(what.answerable, one.certain) for one, what in pairs], float))
        words = mean(len(one.text.split()) for one, _ in asked)
        cells = [
            self.name, f"{self.ingest:.1f} s", f"{ms(p50(self.seconds))}, {ms(p95(self.seconds))}",
            f"{self.memory:.0f} MB", f"{mean(facts):.3f}", f"{mean(right):.3f}",
            f"{mean(declined):.3f}", f"{told:.3f}", f"{words:.0f}",
        ]  # fmt: skip
        return f"| {' | '.join(cells)} |"


def main() -> None:
    """Run all ways and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.beside", description=__doc__)
    parser.add_argument("python", help="that of the environment of the others")
    python = parser.parse_args().python
    machine = description()
    samples = [one.turns[0] for one in load_samples(GOLDEN, "dev") if not one.is_conversation]
    samples = [one for one in samples if one.question.strip()]
    task = {"guide": str(GUIDE), "questions": [one.question for one in samples]}
    results = [_ours(task)]
    for name, script in SCRIPTS.items():
        results += _others(python, name, script, task)
    print(f"{len(samples)} questions; {machine}\n")
    names = ["", "ingest", "answer p50, p95", "memory", "facts found", "right", "declined",
             "AUC", "words"]  # fmt: skip
    print(f"| {' | '.join(names)} |\n|{' --- |' * len(names)}")
    for result in results:
        print(result.row([one.expected for one in samples]))


def _ours(task: dict[str, Any]) -> Result:
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        run = [sys.executable, "ingest.py", task["guide"]]
        environment = os.environ | {"ADVISOR_INDEX": str(index)}
        took = seconds(lambda: subprocess.run(run, env=environment, check=True, stdout=sys.stderr))
        advisor = Advisor.open(Settings(index=index))
        answers = [advisor.ask(question) for question in task["questions"]]
        times = [seconds(advisor.ask, question) for question in task["questions"]]
        replies = [Reply(one.text if one.answered else "", one.confidence) for one in answers]
        return Result("ours", took, times, memory(), replies)


def _others(python: str, name: str, script: str, task: dict[str, Any]) -> list[Result]:
    """The first passage alone, and all that was retrieved."""
    done = subprocess.run(
        [python, str(Path(__file__).parent / "others" / script)],
        input=json.dumps(task),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    said = json.loads(done.stdout)
    first = [Reply(found[0][0], found[0][1]) for found in said["found"]]
    every = [Reply("\n".join(text for text, _ in found), found[0][1]) for found in said["found"]]
    return [
        Result(f"{name}: {what}", said["ingest"], said["seconds"], said["memory"], replies)
        for what, replies in (("first passage", first), ("all passages", every))
    ]


if __name__ == "__main__":
    main()
