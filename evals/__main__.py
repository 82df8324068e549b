"""`python -m evals`: run the suites, print the figures, hold the gates.

Exit codes: 0 every gate holds, 1 a gate failed, 2 the harness failed (nothing is known).
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from evals import suites
from evals.baseline import BASELINE, baseline_of, read_baseline, write_baseline
from evals.context import GUIDE_DATA, Context, Options
from evals.errors import HarnessError
from evals.gate import judge
from evals.records import AdvisorLike
from evals.report import failing_items, terminal_report, write_reports
from evals.runs import Run, run_suites

OK, GATE_FAILED, HARNESS_FAILED = 0, 1, 2
OUT = Path("evals/runs/latest")

Opener = Callable[[], AdvisorLike]


def main(arguments: Sequence[str] | None = None, opener: Opener | None = None) -> int:
    """Run the command; every fault of the harness is one line and exit code 2."""
    args = parse_arguments(arguments)
    try:
        return run_command(args, opener or open_advisor)
    except HarnessError as error:
        print(f"evals: {error}", file=sys.stderr)
    except Exception as error:  # else Python exits with 1, which says that a gate failed
        if args.verbose:
            raise
        print(f"evals: the harness failed: {type(error).__name__}: {error}", file=sys.stderr)
    return HARNESS_FAILED


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The flags; `--help` lists them."""
    parser = argparse.ArgumentParser("python -m evals", description=__doc__)
    add = parser.add_argument
    add("--suite", action="append", choices=suites.NAMES, help="only this suite (repeatable)")
    add("--split", choices=("dev", "test", "all"), default="all", help="part of the golden set")
    add("--limit", type=int, metavar="N", help="only the first N samples of each suite")
    add("--out", type=Path, default=OUT, metavar="DIR", help=f"folder of the reports ({OUT})")
    add("--golden", type=Path, default=GUIDE_DATA, metavar="DIR", help="other golden questions")
    add("--baseline", type=Path, default=BASELINE, metavar="FILE", help="compare with this one")
    add("--update-baseline", action="store_true", help="print the change, then keep this run")
    add("--engine", metavar="NAME", help="a chat model, provider:model; advisory only")
    add("--setting", action="append", default=[], metavar="K=V", help="ADVISOR_K=V for this run")
    add("--verbose", action="store_true", help="print each failing question of the dev split")
    return parser.parse_args(arguments)


def run_command(args: argparse.Namespace, opener: Opener) -> int:
    """Run, judge, report."""
    settings = apply_settings(args)
    baseline = read_baseline(args.baseline)
    run = run_suites(args.suite or suites.available(), make_context(args, opener), settings)
    judgement = judge(run, baseline)
    if args.verbose:
        print(failing_items(run), end="\n\n")
    print(terminal_report(run, judgement, baseline))
    write_reports(args.out, run, judgement, baseline)
    print(f"Reports: {args.out}")
    if args.update_baseline:
        update_baseline(run, args.baseline)
    return judgement.exit_code


def apply_settings(args: argparse.Namespace) -> dict[str, str]:
    """Put the settings of the command line where every program's are: in the environment."""
    pairs = [pair.partition("=") for pair in args.setting]
    if wrong := [key for key, equals, _ in pairs if not equals]:
        raise HarnessError(f"--setting takes K=V, got {wrong[0]!r}")
    settings = {key.lower(): value for key, _, value in pairs}
    if args.engine and args.engine != "extractive":
        settings["model"] = args.engine
    os.environ.update({f"ADVISOR_{key.upper()}": value for key, value in settings.items()})
    return settings


def make_context(args: argparse.Namespace, opener: Opener) -> Context:
    """The context that the flags ask for."""
    public = os.environ.get("EVALS_DATA")
    options = Options(
        split=args.split,
        limit=args.limit,
        guide_data=args.golden,
        public_data=Path(public) if public else None,
    )
    return Context(opener, options)


def open_advisor() -> AdvisorLike:
    """The advisor, as any program opens it."""
    from advisor import Advisor, AdvisorError  # heavy: `--help` does without

    try:
        advisor: AdvisorLike = Advisor.open()
    except AdvisorError as error:
        raise HarnessError(f"the advisor does not open: {error}") from error
    return advisor


def update_baseline(run: Run, file: Path) -> None:
    """Keep this run as the baseline; its change was printed with the table."""
    if not run.is_whole:
        raise HarnessError("a baseline needs a whole run: leave out --split and --limit")
    write_baseline(baseline_of(run, read_baseline(file)), file)
    print(f"Baseline: {file}")


if __name__ == "__main__":
    sys.exit(main())
