"""What is measured on, and with: times, memory, the machine."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from pathlib import Path
from typing import Any

PACKAGES = ("torch", "sentence-transformers", "onnxruntime", "chromadb", "gradio", "langchain-core")


def seconds(work: Callable[..., Any], *given: Any) -> float:
    """How long some work takes."""
    started = time.perf_counter()
    work(*given)
    return time.perf_counter() - started


def p50(times: Iterable[float]) -> float:
    """The median."""
    return statistics.median(times)


def p95(times: Iterable[float]) -> float:
    """What 95 of 100 stay below."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1]


def ms(seconds: float) -> str:
    """Seconds as milliseconds to read."""
    return f"{seconds * 1000:.1f} ms"


def memory(process: int | str = "self") -> float:
    """What a process holds of the memory now, in MB (Linux)."""
    status = Path(f"/proc/{process}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) / 1024


def worked(process: int | str = "self") -> float:
    """Seconds of the processor that a process has taken (Linux)."""
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def description() -> str:
    """The machine, how busy it is with other things, and the versions, in one line."""
    cpu = next(
        (
            line.partition(": ")[2]
            for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{len(os.sched_getaffinity(0))} cores of {cpu}, load {os.getloadavg()[0]:.1f} when begun; "
        f"Python {platform.python_version()}, {versions}"
    )
