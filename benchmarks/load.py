"""Many people at the served page at once: `python -m benchmarks.load --people 100 --seconds 60`.

Each person asks over HTTP, reads a while, asks again; some go on with a follow-up. Every answer is
held against the one to the same question asked alone. Whoever is told "busy" asks again later.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx

from benchmarks.machine import description, memory, ms, p50, p95
from benchmarks.processes import ask, served, wait_until_ready
from benchmarks.turns import questions

FOLLOW_UPS = ("And the next level?", "Why?", "How long does that take?", "How much does that cost?")
READS = (2.0, 8.0)
"""Seconds between two questions of one person, from and to."""
ALONE = 60
"""Questions that are asked alone beforehand."""
PATIENCE = 60


@dataclass
class Seen:
    """What all people saw."""

    times: list[float] = field(default_factory=list)
    busy: int = 0
    errors: list[str] = field(default_factory=list)
    other: list[str] = field(default_factory=list)
    """Questions whose answer was another than alone."""


@dataclass(frozen=True)
class Task:
    """A question, perhaps behind another, and what was answered when it was asked alone."""

    question: str
    history: tuple[dict[str, str], ...]
    text: str


def main() -> None:
    """Serve, ask, print what was seen; exit code 1 where an answer was wrong or missing."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.load", description=__doc__)
    parser.add_argument("--people", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=60)
    args = parser.parse_args()
    print(description())
    with served() as (url, process):
        wait_until_ready(url)
        tasks = _alone(url)
        before = memory(process)
        seen = asyncio.run(_crowd(url, tasks, args.people, args.seconds))
        after = memory(process)
        survived = ask(url, tasks[0].question)["text"] == tasks[0].text
    print(
        f"{args.people} people for {args.seconds} s: {len(seen.times)} answers, "
        f"p50 {ms(p50(seen.times))}, p95 {ms(p95(seen.times))}; told busy {seen.busy} times; "
        f"{len(seen.errors)} errors; {len(seen.other)} answers other than alone; "
        f"memory {before:.0f} to {after:.0f} MB; answers afterwards: {survived}"
    )
    for line in [*seen.errors[:5], *seen.other[:5]]:
        print(f"  {line}")
    raise SystemExit(bool(seen.errors or seen.other or not survived))


def _alone(url: str) -> list[Task]:
    """Questions, and follow-ups to them, with their answers when nobody else asks."""
    tasks = []
    for number, question in enumerate(questions()[:: len(questions()) // ALONE]):
        text = ask(url, question)["text"]
        tasks.append(Task(question, (), text))
        if number % 3 == 0:
            said = (
                {"role": "user", "content": question},
                {"role": "assistant", "content": text},
            )
            follow_up = FOLLOW_UPS[number // 3 % len(FOLLOW_UPS)]
            tasks.append(Task(follow_up, said, ask(url, follow_up, said)["text"]))
    return tasks


async def _crowd(url: str, tasks: Sequence[Task], people: int, duration: int) -> Seen:
    seen = Seen()
    until = time.monotonic() + duration
    # Let go before the server does: it closes what is idle for five seconds, as a question is sent.
    limits = httpx.Limits(max_connections=2 * people, keepalive_expiry=2)
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE, limits=limits) as client:
        everybody = [_person(client, tasks, random.Random(n), until, seen) for n in range(people)]
        await asyncio.gather(*everybody)
    return seen


async def _person(
    client: httpx.AsyncClient, tasks: Sequence[Task], dice: random.Random, until: float, seen: Seen
) -> None:
    await asyncio.sleep(dice.uniform(0, READS[1]))
    while time.monotonic() < until:
        task = dice.choice(tasks)
        started = time.perf_counter()
        try:
            answer = await _ask(client, task)
        except Exception as error:  # whatever goes wrong is what is looked for
            seen.errors.append(f"{task.question!r}: {type(error).__name__} {error}")
        else:
            if answer is None:
                seen.busy += 1
            else:
                seen.times.append(time.perf_counter() - started)
                if answer["text"] != task.text:
                    seen.other.append(task.question)
        await asyncio.sleep(dice.uniform(*READS))


async def _ask(client: httpx.AsyncClient, task: Task) -> Any:
    """The answer; None where the server says that it is busy."""
    body = {"data": [task.question, list(task.history)]}
    reply = await client.post("/gradio_api/call/ask", json=body)
    if reply.status_code in (429, 503):
        return None
    reply.raise_for_status()
    events = (await client.get(f"/gradio_api/call/ask/{reply.json()['event_id']}")).text
    found = re.search(r"^event: complete\ndata: (.*)$", events, re.MULTILINE)
    if not found:
        if re.search(r"(?i)busy|queue.*full", events):
            return None
        raise RuntimeError(events[:200])
    return json.loads(found[1])[0]


if __name__ == "__main__":
    main()
