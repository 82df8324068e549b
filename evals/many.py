"""Whether other careers' guides beside ours cost anything: our golden questions on our guides alone
and with forty occupations of the Handbook beside them, and those occupations' own questions.

Exit code 1 where a share of the guide suite falls by more than the tolerance, or too few of the
occupations' questions reach their guide. What our companions tell of other occupations is left to
those occupations' guides, so that suite is shown and not judged. Not in continuous integration, for
it needs public data (EVALS_DATA).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.ingest import ingest
from evals.across_forms import shares
from evals.cache import FOLDER
from evals.context import Context, Options
from evals.embedding import CachedEmbedder
from evals.items import Item
from evals.occupations import FACTS, SECTIONS, Occupation, index_of, read_occupations
from evals.report import terminal_table
from evals.runs import run_suite
from evals.suites import careers, companions, guide

TOLERANCE = 0.01
"""What a share of our own may lose."""
ENOUGH = 0.97
"""The least share of the occupations' questions that must reach their guide."""
JUDGED = ("right", "follow-ups right", "declined", "wrongly declined")
SUITES = {"guide": guide.METRICS, "companions": companions.METRICS}


def main() -> int:
    """Ask in both libraries, print the figures side by side; returns the exit code."""
    parser = argparse.ArgumentParser("python -m evals.many", description=__doc__)
    parser.add_argument("--split", choices=("dev", "test", "all"), default="all", help="(all)")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N of each")
    parser.add_argument("--verbose", action="store_true", help="name the questions that went wrong")
    args = parser.parse_args()
    data = os.environ.get("EVALS_DATA")
    if not data:
        print("evals.many: EVALS_DATA names no folder with bls_ooh (evals/README.md)")
        return 2
    options = Options(split=args.split, limit=args.limit, public_data=Path(data))
    occupations = read_occupations(Path(data) / FACTS, Path(data) / SECTIONS)
    alone, beside = Context(_ours, options), Context(lambda: _all(occupations), options)
    kept = _compare("guide", alone, beside, args.verbose)
    _compare("companions", alone, beside, args.verbose)
    return 0 if _reached(occupations, beside, args.verbose) and kept else 1


def _compare(name: str, alone: Context, beside: Context, verbose: bool) -> bool:
    """One suite in both libraries; whether no judged share falls by more than the tolerance."""
    before, after = (run_suite(name, context).items for context in (alone, beside))
    then, now = (shares(items, SUITES[name]) for items in (before, after))
    sign = {one.name: 1 if one.higher_is_better else -1 for one in SUITES[name]}
    losses = {one: round(sign[one] * (then[one] - now[one]), 6) for one in JUDGED if one in then}
    rows = [[one, f"{then[one]:.3f}", f"{now[one]:.3f}", _verdict(losses.get(one))] for one in then]
    print(terminal_table((f"suite {name}, {len(before)} questions", "ours", "of 41", ""), rows))
    if verbose:
        told = {one.id: one for one in before}
        _name([one for one in after if one.outcome != told[one.id].outcome])
    return all(loss <= TOLERANCE for loss in losses.values())


def _reached(occupations: Sequence[Occupation], beside: Context, verbose: bool) -> bool:
    """The occupations' questions beside ours; whether enough of them reach their guide."""
    cases = beside.take(careers.make_cases(list(occupations), full=True))
    items = [careers.ask_case(beside, case) for case in cases]
    figures = shares(items, careers.METRICS)
    rows = [[name, f"{value:.3f}"] for name, value in figures.items()]
    print(terminal_table((f"occupations, {len(items)} questions", "of 41"), rows))
    if verbose:
        _name([one for one in items if one.scores.get("right_guide") == 0.0])
    return figures["right guide"] >= ENOUGH


def _verdict(loss: float | None) -> str:
    return "" if loss is None else "holds" if loss <= TOLERANCE else "LOSES"


def _name(items: Sequence[Item]) -> None:
    """Questions that went otherwise; those of the closed half stay unnamed."""
    for one in items:
        if one.split != "test":
            print(f"  {one.id}: {one.question!r} {one.outcome} {'; '.join(one.notes)}")


def _ours() -> Advisor:
    """Our guides alone."""
    settings = Settings.from_env()
    return _opened(settings, [settings.corpus], FOLDER / "many" / "ours")


def _all(occupations: Sequence[Occupation]) -> Advisor:
    """Our guides and one for each occupation."""
    settings = Settings.from_env()
    others = index_of(occupations, settings).corpus
    return _opened(settings, [settings.corpus, others], FOLDER / "many" / "all")


def _opened(settings: Settings, paths: Sequence[Path], index: Path) -> Advisor:
    embedder = CachedEmbedder(settings.embedding_model)
    settings = Settings(**{**vars(settings), "index": index})
    ingest(settings, paths, embedder=embedder)
    return Advisor.open(settings, embedder)


if __name__ == "__main__":
    sys.exit(main())
