"""Whether the form of a guide matters: the golden questions on our guide in each of its forms.

Exit code 1 where a share differs from Markdown's by more than the tolerance. Not in continuous
integration, for it asks every question five times.
"""

from __future__ import annotations

import argparse
import math
import shutil
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from advisor.config import Settings
from advisor.expansion import questions_file
from advisor.ingest import ingest
from evals.__main__ import environment
from evals.context import Context, Options
from evals.embedding import CachedEmbedder
from evals.forms import WRITERS, write_form
from evals.items import Item, Metric
from evals.openers import open_advisor
from evals.report import terminal_table
from evals.runs import run_suite
from evals.suites.guide import METRICS

GUIDE = Path("corpus/clinical-care-coordinator.md")
MARKDOWN = ".md"
TOLERANCE = 0.02


def main() -> int:
    """Ingest each form into an index of its own, ask, print the figures side by side."""
    parser = argparse.ArgumentParser("python -m evals.across_forms", description=__doc__)
    parser.add_argument("--guide", type=Path, default=GUIDE, metavar="FILE", help=f"({GUIDE})")
    parser.add_argument("--limit", type=int, metavar="N", help="only the first N samples")
    parser.add_argument("--form", action="append", choices=(MARKDOWN, *WRITERS), help="repeatable")
    args = parser.parse_args()
    forms = tuple(dict.fromkeys((MARKDOWN, *(args.form or WRITERS))))
    figures = [measure(args.guide, form, args.limit) for form in forms]
    rows = [
        [name, *(f"{one[name]:.3f}" for one in figures), "" if holds(name, figures) else "differs"]
        for name in figures[0]
    ]
    print(terminal_table(("metric", *forms, ""), rows))
    return 0 if all(holds(name, figures) for name in figures[0]) else 1


def measure(guide: Path, form: str, limit: int | None) -> dict[str, float]:
    """The guide suite's shares on the dev half, of the guide in one form."""
    with tempfile.TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        corpus.mkdir()
        if form == MARKDOWN:
            for file in (guide, questions_file(guide)):
                shutil.copy(file, corpus)
        else:
            write_form(guide, corpus / f"{guide.stem}{form}")
        settings = Settings(corpus=corpus, index=index)
        ingest(settings, [], embedder=CachedEmbedder(settings.embedding_model))
        with environment({"corpus": str(corpus), "index": str(index)}):
            done = run_suite("guide", Context(open_advisor, Options(split="dev", limit=limit)))
    return shares(done.items)


def shares(items: Sequence[Item], metrics: Sequence[Metric] = METRICS) -> dict[str, float]:
    """Each metric that is a share, by its name."""
    found = {}
    for metric in metrics:
        _, values = metric.rows(items)
        if metric.unit == "share" and len(values):
            found[metric.name] = metric.aggregate(values)
    return {name: value for name, value in found.items() if not math.isnan(value)}


def holds(name: str, figures: Sequence[dict[str, float]]) -> bool:
    """Whether a share is the same in all forms, within the tolerance."""
    first = figures[0][name]
    return all(abs(one.get(name, math.inf) - first) <= TOLERANCE for one in figures)


if __name__ == "__main__":
    sys.exit(main())
