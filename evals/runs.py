"""A run: the suites' items, with what they were measured on."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from tqdm import tqdm

from evals import suites
from evals.context import Context
from evals.errors import HarnessError, Skipped
from evals.items import Item


@dataclass(frozen=True)
class SuiteRun:
    """The items of one suite, or why it was skipped."""

    name: str
    items: tuple[Item, ...] = ()
    expected: int = 0
    skipped: str | None = None
    seconds: float = 0.0


@dataclass(frozen=True)
class Run:
    """Everything that one run measured."""

    suites: tuple[SuiteRun, ...]
    corpus: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True
    """Whether every sample was asked: no --limit, no single split."""

    @property
    def ran(self) -> tuple[SuiteRun, ...]:
        return tuple(suite for suite in self.suites if suite.skipped is None)


def run_suites(
    names: Sequence[str],
    context: Context,
    settings: Mapping[str, str],
    quiet: bool = False,
    jobs: int = 1,
) -> Run:
    """Run the suites, `jobs` at a time, each in a process of its own where that is more than one;
    one that lacks its data is skipped by name.
    """
    if jobs > 1:
        # A process for each processor: with threads besides, they keep each other waiting.
        os.environ.setdefault("OMP_NUM_THREADS", "1")
        with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
            done = tuple(pool.map(partial(run_suite, context=context, quiet=quiet), names))
    else:
        done = tuple(run_suite(name, context, quiet) for name in names)
    options = context.options
    run = Run(
        suites=done,
        corpus=corpus_digests(context.corpus_folders[0]),
        settings=settings,
        is_whole=options.split == "all" and options.limit is None,
    )
    if not any(suite.items for suite in done):
        reasons = "; ".join(f"{suite.name}: {suite.skipped or 'no items'}" for suite in done)
        raise HarnessError(f"nothing was evaluated ({reasons or 'no suite'})")
    return run


def run_suite(name: str, context: Context, quiet: bool = False) -> SuiteRun:
    """One suite; fewer items than it declared is a fault of the harness."""
    started = time.perf_counter()
    items: list[Item] = []
    context.expect(0)
    try:
        with tqdm(desc=name, disable=quiet or None, unit="q", leave=False) as bar:
            for item in suites.load(name).run(context):
                items.append(item)
                bar.total = context.expected
                bar.update()
    except Skipped as reason:
        return SuiteRun(name, skipped=str(reason))
    if len(items) != context.expected:
        raise HarnessError(f"{name}: {context.expected} items declared, {len(items)} scored")
    _refuse_doubles(name, items)
    return SuiteRun(name, tuple(items), context.expected, None, time.perf_counter() - started)


def corpus_digests(folder: Path) -> dict[str, str]:
    """A short digest of each guide, so that a changed guide is told from a changed advisor."""
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        for file in files
    }


def _refuse_doubles(name: str, items: Iterable[Item]) -> None:
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            raise HarnessError(f"{name}: the id {item.id} was scored twice")
        seen.add(item.id)
