"""Run the regression questions and hold the gates.

`python -m evals from-feedback` drafts samples from what visitors flagged; see its own --help.

Exit codes: 0 every gate holds, 1 a gate failed, 2 the harness failed and nothing is known.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from advisor.config import Settings
from evals import from_feedback, suites, unchanged
from evals.baseline import BASELINE, Baseline, baseline_of, read_baseline, write_baseline
from evals.calibrate import (
    COLLECT,
    LOST,
    calibrate,
    write_weights,
)
from evals.compare import comparison, load_run
from evals.context import GUIDE_DATA, Context, Options
from evals.errors import HarnessError
from evals.gate import Judgement, judge
from evals.judge import add_opinions
from evals.openers import open_advisor, open_main
from evals.records import AdvisorLike
from evals.repeats import spread_table
from evals.report import failing_items, terminal_report, write_reports
from evals.runs import Run, run_suites
from evals.train_intents import train
from evals.train_ranking import train_ranking

HARNESS_FAILED = 2
OUT = Path("evals/runs/latest")
GATE_WEIGHTS = Path("advisor/data/gate.json")
EXTRACTIVE = "extractive"
MODEL_RUNS = 3

JOBS = 2
"""Suites that run at the same time."""
Opener = Callable[[], AdvisorLike]


def main(arguments: Sequence[str] | None = None, opener: Opener | None = None) -> int:
    """Run the command; every fault of the harness is one line and exit code 2."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == [from_feedback.COMMAND]:
        return make_drafts(given[1:])
    args = parse_arguments(given)
    try:
        return run_command(args, opener or open_advisor)
    except HarnessError as error:
        print(f"evals: {error}", file=sys.stderr)
    except Exception as error:  # else Python exits with 1, which says that a gate failed
        if args.verbose:
            raise
        print(f"evals: the harness failed: {type(error).__name__}: {error}", file=sys.stderr)
    return HARNESS_FAILED


def make_drafts(arguments: Sequence[str]) -> int:
    """Feedback into drafts of samples."""
    try:
        return from_feedback.main(arguments)
    except HarnessError as error:
        print(f"evals: {error}", file=sys.stderr)
        return HARNESS_FAILED


def parse_arguments(arguments: Sequence[str] | None = None) -> argparse.Namespace:
    """The flags; `--help` lists them."""
    parser = argparse.ArgumentParser(
        "python -m evals",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--suite", action="append", choices=suites.NAMES, help="only this suite (repeatable)")
    add("--split", choices=("dev", "test", "all"), default="all", help="part of the golden set")
    add("--limit", type=int, metavar="N", help="only the first N samples of each suite")
    add("--if-changed", action="store_true", help="not where every gate held of the same last time")
    add("--verbose", action="store_true", help="print each failing question of the dev split")
    add("--out", type=Path, default=OUT, metavar="DIR", help=f"folder of the reports ({OUT})")
    add("--golden", type=Path, default=GUIDE_DATA, metavar="DIR", help="other golden questions")
    add("--baseline", type=Path, default=BASELINE, metavar="FILE", help="compare with this one")
    add("--update-baseline", action="store_true", help="print the change, then keep this run")
    add("--unseal", action="store_true", help="report the test split's questions too: not to tune")
    add("--setting", action="append", default=[], metavar="K=V", help="ADVISOR_K=V for this run")
    add("--engine", default=EXTRACTIVE, metavar="NAME", help="a chat model: advisory, three runs")
    add("--repeat", type=int, metavar="N", help="run N times and show the spread")
    add("--judge", metavar="MODEL", help="a chat model that grades the answers: advisory")
    add("--compare", nargs=2, metavar=("A", "B"), help="two runs' folders, or settings K=V,K=V")
    add(
        "--calibrate",
        nargs="?",
        const=GATE_WEIGHTS,
        type=Path,
        metavar="FILE",
        help=f"fit the answerability gate on dev ({GATE_WEIGHTS})",
    )
    add("--train-adapter", action="store_true", help="train how alike questions are")
    add("--train-rewrites", action="store_true", help="train the reading of follow-ups")
    add("--train-ranking", action="store_true", help="train the ranking on the guides' questions")
    add("--train-grounding", action="store_true", help="fit the check of a chat model's sentences")
    add("--train-intents", action="store_true", help="train the question classifier on the bank")
    return parser.parse_args(arguments)


def run_command(args: argparse.Namespace, opener: Opener) -> int:
    """What the flags ask for."""
    settings = parse_settings(args)
    if args.compare:
        return compare_runs(args, opener, settings)
    if args.calibrate:
        return fit_gate(args, opener, settings)
    if args.train_adapter:
        from evals.train_adapter import train_adapter  # heavy: `--help` does without

        print(train_adapter(opener()))
        return 0
    if args.train_rewrites:
        from evals.train_rewrites import train_rewrites

        print(train_rewrites())
        return 0
    if args.train_ranking:
        print(train_ranking(opener()))
        return 0
    if args.train_grounding:
        from evals.train_grounding import train_grounding  # heavy: `--help` does without

        public = os.environ.get("EVALS_DATA")
        print(train_grounding(Path(public) if public else None))
        return 0
    if args.train_intents:
        print(train(Settings.from_env()))
        return 0
    return evaluate(args, opener, settings)


def evaluate(args: argparse.Namespace, opener: Opener, settings: Mapping[str, str]) -> int:
    """Run, judge, report; a chat model's runs are advisory and always end well."""
    of = state(args)
    if args.if_changed and (when := unchanged.held(args.out, of)):
        print(f"Nothing has changed since the run of {when}, in which every gate held: {args.out}")
        return 0
    unchanged.keep(args.out, None)
    model = settings.get("model") or Settings.from_env().model
    baseline = read_baseline(args.baseline)
    repeats = args.repeat or (MODEL_RUNS if model else 1)
    judgements: list[Judgement] = []
    for number in range(1, repeats + 1):
        run = run_with(args, opener, settings)
        judgements.append(judge(run, baseline))
        out = args.out if repeats == 1 else args.out / str(number)
        report(args, run, judgements[-1], baseline, out)
    if repeats > 1:
        print(f"\n{spread_table(judgements)}")
    if args.update_baseline:
        update_baseline(run, args.baseline)
    if model:
        print(f"Advisory: {model} is a chat model, so no gate stops it.")
        return 0
    code = max(judgement.exit_code for judgement in judgements)
    if code == 0 and state(args) == of:
        unchanged.keep(args.out, of)
    return code


def state(args: argparse.Namespace) -> str:
    """A digest of what a run with these flags depends on."""
    flags = {name: value for name, value in vars(args).items() if name != "if_changed"}
    return unchanged.state(sorted(flags.items()), args.golden, args.baseline)


def report(
    args: argparse.Namespace,
    run: Run,
    judgement: Judgement,
    baseline: Baseline | None,
    out: Path,
) -> None:
    """Print the figures and write the reports."""
    if args.verbose:
        print(failing_items(run), end="\n\n")
    print(terminal_report(run, judgement, baseline))
    write_reports(out, run, judgement, baseline, args.unseal)
    print(f"Reports: {out}")


def compare_runs(args: argparse.Namespace, opener: Opener, settings: Mapping[str, str]) -> int:
    """Print two runs side by side."""

    def run_settings(changed: Mapping[str, str]) -> Run:
        return run_with(args, opener, {**settings, **changed})

    first, second = (load_run(name, run_settings) for name in args.compare)
    print(f"A: {args.compare[0]}\nB: {args.compare[1]}\n\n{comparison(first, second)}")
    return 0


def fit_gate(args: argparse.Namespace, opener: Opener, settings: Mapping[str, str]) -> int:
    """Fit both gates' weights on dev and keep them."""
    from advisor.gate import features, load_weights

    with environment(settings):
        for name, limit in LOST.items():
            cases = COLLECT[name](make_context(args, opener), features)
            result = calibrate(cases, limit)
            write_weights(name, result, args.calibrate)
            load_weights.cache_clear()  # the last is fitted on what the one before lets through
            print(f"{name}: {result.text()}")
    print(f"Weights: {args.calibrate}")
    return 0


def run_with(args: argparse.Namespace, opener: Opener, settings: Mapping[str, str]) -> Run:
    """One run of the wanted suites under these settings, graded where a judge is named."""
    with environment(settings):
        names = args.suite or suites.available()
        jobs = min(JOBS, len(names)) if opener is open_advisor else 1
        run = run_suites(names, make_context(args, opener), settings, jobs=jobs)
    return add_opinions(run, args.judge) if args.judge else run


def parse_settings(args: argparse.Namespace) -> dict[str, str]:
    """The settings of the command line by name, in lower case."""
    pairs = [pair.partition("=") for pair in args.setting]
    if wrong := [key for key, equals, _ in pairs if not equals]:
        raise HarnessError(f"--setting takes K=V, got {wrong[0]!r}")
    settings = {key.lower(): value for key, _, value in pairs}
    return settings if args.engine == EXTRACTIVE else settings | {"model": args.engine}


@contextmanager
def environment(settings: Mapping[str, str]) -> Iterator[None]:
    """Settings where every program's are, in the environment, for as long as a run takes."""
    names = {f"ADVISOR_{key.upper()}": value for key, value in settings.items()}
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(names)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def make_context(args: argparse.Namespace, opener: Opener) -> Context:
    """The context that the flags ask for."""
    public = os.environ.get("EVALS_DATA")
    options = Options(
        split=args.split,
        limit=args.limit,
        guide_data=args.golden,
        public_data=Path(public) if public else None,
    )
    return Context(opener, options, open_main if opener is open_advisor else None)


def update_baseline(run: Run, file: Path) -> None:
    """Keep this run as the baseline; its change was printed with the table."""
    if not run.is_whole:
        raise HarnessError("a baseline needs a whole run: leave out --split and --limit")
    write_baseline(baseline_of(run, read_baseline(file)), file)
    print(f"Baseline: {file}")


if __name__ == "__main__":
    sys.exit(main())
