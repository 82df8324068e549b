"""Where a turn's time goes, step by step: `python -m benchmarks.steps`.

Each step is timed as it runs, without what other steps take within it; nothing else is watched, so
that the turn is hardly slower than otherwise.
"""

from __future__ import annotations

import argparse
import functools
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from advisor import Advisor, engine, finder
from advisor.embedder import Embedder
from advisor.finder import Finder
from advisor.intents import IntentModel
from advisor.library import Library
from advisor.retrieval import Retriever
from advisor.spelling import Speller
from benchmarks.machine import description, ms, p50, p95
from benchmarks.turns import questions

STEPS: dict[str, tuple[tuple[Any, str], ...]] = {
    "embedding": ((Embedder, "encode_questions"),),
    "spelling": ((Speller, "mend"),),
    "which career": ((Library, "candidates"), (Library, "mask"), (Library, "namings")),
    "what is asked": ((IntentModel, "probabilities"), (Finder, "understand")),
    "search and ranking": ((Retriever, "retrieve"),),
    "typed facts": ((finder, "answer_from_structure"),),
    "the gate": ((finder, "answerable"), (Finder, "look_up"), (Finder, "find")),
    "composing": ((engine, "compose"), (engine, "number_lines")),
    "suggesting": ((engine.Engine, "_suggest"),),
}
"""The functions of each step."""
ELSE = "the chain, and the rest"
TURN = "a turn"


class Watch:
    """Tells each step's own time; `step` makes a function part of one."""

    def __init__(self, clock: Callable[[], float] = time.perf_counter) -> None:
        self.own: Counter[str] = Counter()
        self._clock = clock
        self._within: list[float] = []

    def step(self, name: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """The function, timed as part of a step."""

        @functools.wraps(work)
        def timed(*given: Any, **named: Any) -> Any:
            self._within.append(0.0)
            started = self._clock()
            try:
                return work(*given, **named)
            finally:
                took = self._clock() - started
                self.own[name] += took - self._within.pop()  # type: ignore[assignment]
                if self._within:
                    self._within[-1] += took

        return timed


def main() -> None:
    """Ask every question once to warm up and once to be timed, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.steps", description=__doc__)
    parser.add_argument("--questions", type=int, default=200)
    args = parser.parse_args()
    print(description())
    advisor, asked = Advisor.open(), questions()[: args.questions]
    for text in asked:
        advisor.ask(text)
    watch, times = Watch(), []
    for name, functions in STEPS.items():
        for owner, function in functions:
            setattr(owner, function, watch.step(name, getattr(owner, function)))
    ask = watch.step(ELSE, advisor.ask)
    for text in asked:
        started = time.perf_counter()
        ask(text)
        times.append(time.perf_counter() - started)
    print(f"\n{TURN}: {ms(p50(times))} (p50), {ms(p95(times))} (p95)\n")
    print(table(watch.own, len(asked)))


def table(own: Counter[str], turns: int) -> str:
    """Each step's own time and its share, the longest first, in Markdown."""
    whole = sum(own.values())
    rows = [
        f"| {name} | {ms(took / turns)} | {took / whole:.0%} |" for name, took in own.most_common()
    ]
    return "\n".join(["| step | mean of a turn | share |", "| --- | --- | --- |", *rows])


if __name__ == "__main__":
    main()
