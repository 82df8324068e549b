"""Memory over many questions, all of them different: `python -m benchmarks.growth`.

A thousand questions load all there is to load; what is held after them is what later figures are
held against.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence

from advisor import Advisor
from benchmarks.machine import description, memory
from benchmarks.rows import Row
from benchmarks.turns import questions

FIRST = 1000
"""Questions after which everything is loaded."""
MANY = 10_000


def main() -> None:
    """Ask, and print what is held after every thousand questions."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.growth", description=__doc__)
    parser.add_argument("--questions", type=int, default=MANY, help="after the first thousand")
    args = parser.parse_args()
    print(description())
    held = []
    for asked, megabytes in grow(Advisor.open(), questions(), args.questions):
        held.append(megabytes)
        print(f"{asked:6,} questions: {megabytes:.0f} MB", flush=True)
    print(row(args.questions, held).line)


def rows() -> Iterator[Row]:
    """The figure over ten thousand questions."""
    yield row(MANY, [held for _, held in grow(Advisor.open(), questions(), MANY)])


def grow(advisor: Advisor, asked: Sequence[str], count: int) -> Iterator[tuple[int, float]]:
    """How many questions were asked, and the MB held then: after the first thousand, and after
    every thousand and the last of `count` more.
    """
    for number in range(FIRST + count):
        advisor.ask(f"{asked[number % len(asked)]} ({number})")
        if (number + 1) % FIRST == 0 or number + 1 == FIRST + count:
            yield number + 1, memory()


def row(count: int, held: Sequence[float]) -> Row:
    """What became of the memory, as a row of the table."""
    growth = held[-1] / held[0] - 1
    return Row(
        f"growth of memory over {count:,} questions",
        "< 2 %",
        f"{growth:.1%} of {held[0]:.0f} MB",
        growth < 0.02,
    )


if __name__ == "__main__":
    main()
