"""Many people at once against one at a time, both over HTTP at the served page."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from benchmarks.machine import ms, p95
from benchmarks.processes import ask, served, wait_until_ready
from benchmarks.rows import Row
from benchmarks.turns import questions

AT_ONCE = 32
ASKED = 320


def rows() -> Iterator[Row]:
    """The same questions one by one, then by all at once."""
    asked = questions()[:ASKED]
    with served() as (url, _):
        wait_until_ready(url)
        for text in asked:  # everything loaded, every suggestion proven
            ask(url, text)

        def timed(text: str) -> tuple[float, str]:
            started = time.perf_counter()
            told = ask(url, text)["text"]
            return time.perf_counter() - started, told

        started = time.perf_counter()
        alone = [timed(text) for text in asked]
        one_rate = len(asked) / (time.perf_counter() - started)
        started = time.perf_counter()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            together = list(pool.map(timed, asked))
        rate = len(asked) / (time.perf_counter() - started)
    times = [took for took, _ in together]
    other = sum(one != two for (_, one), (_, two) in zip(alone, together, strict=True))
    yield Row(
        f"answers a second over HTTP, {AT_ONCE} people at once, against one at a time",
        "≥ 1 time",
        f"{rate / one_rate:.2f} times ({rate:.0f} to {one_rate:.0f} a second)",
        rate >= one_rate,
    )
    yield Row(f"p95 of the {AT_ONCE}", "< 1 s", ms(p95(times)), p95(times) < 1)
    yield Row(
        "answers of theirs that differ from the same question asked alone",
        "none",
        str(other),
        not other,
    )
