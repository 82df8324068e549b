"""What a chat model does to the answers to our golden questions: asked with it and without it, side
by side. Without ADVISOR_MODEL the model is SmolLM2 at temperature 0, served on loopback.

The model's replies are kept in evals/.cache/written: a run that was broken off, or ended by
--minutes, goes on where it stopped, and a change of what is made of them is measured without asking
again. Replays keep the model's own pauses, but for the wait before a reply begins; with --fast they
are cut, and times mean nothing.

Exit code 1 where facts or declines are lost, a figure stands in no cited passage, or a claim is
without a marker. Times depend on the machine: they are shown and not judged. Not in continuous
integration, for a model takes seconds a question.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.writer.provider import open_model
from evals.across_forms import shares
from evals.beside import WRITTEN, Turn, Writing, ask_both
from evals.cache import FOLDER
from evals.context import Options
from evals.items import Item
from evals.normalise import stated_figures
from evals.openers import open_main
from evals.recorded import RecordedModel
from evals.report import terminal_table
from evals.samples import Sample, load_samples
from evals.small_model import NAME, serve_small_model
from evals.suites import guide

SECONDS = 600
"""A turn may take as long as this, so that a busy machine changes no answer."""
SHOWN = ("right", "follow-ups right", "facts found", "no wrong statement", "declined",
         "wrongly declined", "reason right", "figures supported", "claims cited", "markers valid",
         "verbatim", "words, median")  # fmt: skip
NO_WORSE = ("facts found", "declined", "wrongly declined", "reason right")
WHOLE = ("figures supported", "claims cited", "markers valid", "no crash")


def main(arguments: Sequence[str] | None = None) -> int:
    """Ask with and without the model, print the figures side by side; returns the exit code."""
    args = parse_arguments(arguments)
    samples = spread(load_samples(Options().guide_data, args.split), args.sample)
    with _settings(args.at_once) as settings:
        name = f"{settings.model} {'' if settings.model == NAME else settings.model_url}".strip()
        file = FOLDER / "written" / f"{re.sub(r'[^A-Za-z0-9.-]+', '-', name)}.jsonl"
        model = RecordedModel(open_model(settings), name, file, args.fast)
        advisor = open_main()
        assert isinstance(advisor, Advisor)
        models = [model, *(model.another() for _ in range(args.at_once - 1))]
        writings = [Writing(advisor, one, settings) for one in models]
        turns, asked = ask_both(advisor, writings, samples, args.minutes)
        told = f"{settings.model}: {asked} of {len(samples)} samples, {len(turns)} turns, "
        print(f"{told}{sum(one.asked for one in models)} replies not yet kept")
    if args.read:
        args.read.write_text(sheet(turns), encoding="utf-8")
    return report(turns, args.verbose)


def parse_arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m evals.written",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--split", choices=("dev", "both"), default="dev", help="half of the golden set (dev)")
    add("--sample", type=int, metavar="N", help="only N samples, spread evenly over the set")
    add("--minutes", type=float, metavar="M", help="begin no further sample after M minutes")
    add("--at-once", type=int, choices=range(1, 9), default=1, metavar="N",
        help="N samples at once (1 to 8); times mean less then")  # fmt: skip
    add("--fast", action="store_true", help="replay kept replies without the model's pauses")
    add("--read", type=Path, metavar="FILE", help="write dev's answers with their passages there")
    add("--verbose", action="store_true", help="name the turns of dev that lost something")
    args = parser.parse_args(arguments)
    args.split = "all" if args.split == "both" else args.split
    return args


@contextmanager
def _settings(at_once: int) -> Iterator[Settings]:
    """The settings with a chat model: the one that is named, else the small one, served."""
    settings = replace(Settings.from_env(), model_timeout=SECONDS)
    if settings.model:
        yield settings
    else:
        with serve_small_model(at_once) as url:
            yield replace(settings, model=NAME, model_url=url)


def spread(samples: Sequence[Sample], count: int | None) -> Sequence[Sample]:
    """So many of the samples, at even distances; all where there is no count."""
    if not count or count >= len(samples):
        return samples
    return [samples[number * len(samples) // count] for number in range(count)]


def report(turns: Sequence[Turn], verbose: bool) -> int:
    """Print the figures; the exit code."""
    if verbose:
        for turn in (one for one in turns if one.written.split == "dev" and one.lost):
            print(f"  {turn.written.id}: {turn.written.question!r} {'; '.join(turn.lost)}")
    then, now = (
        _measured([getattr(one, which) for one in turns]) for which in ("quoted", "written")
    )
    rows = [[name, f"{then[name]:.3f}", f"{now[name]:.3f}"] for name in SHOWN if name in now]
    print(terminal_table(("golden questions", "quoted", "with the model"), rows))
    print("\n" + terminal_table(("the model", ""), list(_of_model(turns))))
    sign = {one.name: 1 if one.higher_is_better else -1 for one in guide.METRICS}
    faults = [
        f"{name} is worse with the model"
        for name in NO_WORSE
        if name in now and sign[name] * (then[name] - now[name]) > 1e-9
    ]
    faults += [f"{name} is below 1" for name in WHOLE if now.get(name, 1.0) < 1]
    faults += ["a figure stands in no passage that is cited"] * any(
        one.bad_figures for one in turns
    )
    print(
        "\n" + ("\n".join(faults) or "Nothing is lost, and nothing is shown without its passage.")
    )
    return int(bool(faults))


def _measured(items: Sequence[Item]) -> dict[str, float]:
    metrics = [one for one in guide.METRICS if one.unit in ("share", "words")]
    found = shares(items, metrics)
    words = next(one for one in metrics if one.unit == "words")
    _, values = words.rows(items)
    return found | ({words.name: words.aggregate(values)} if len(values) else {})


def _of_model(turns: Sequence[Turn]) -> Iterator[list[str]]:
    """The figures that there are with a model alone."""
    own = [part for turn in turns for part in turn.own]
    said = sum(one.heard.said for one in turns)
    yield ["turns that it was asked to answer", f"{sum(one.heard.said > 0 for one in turns)}"]
    yield ["of them with words of its own", f"{sum(bool(one.own) for one in turns)}"]
    yield ["sentences that it finished", f"{said}"]
    yield ["of them shown", f"{len(own)}"]
    yield ["withheld, or said before", f"{said - len(own)}"]
    yield ["figures in them", f"{sum(len(stated_figures(one.text)) for one in own)}"]
    yield ["figures in no cited passage", f"{sum(len(one.bad_figures) for one in turns)}"]
    yield ["turns that lost something", f"{sum(bool(one.lost) for one in turns)}"]
    yield ["turns in which its server failed", f"{sum(one.failed for one in turns)}"]
    for name, values in (
        ("after its last letter", [one.heard.since_end for one in turns]),
        ("after its end was certain", [one.heard.since_sure for one in turns]),
    ):
        known = [1000 * one for one in values if one is not None]
        if known:
            p50, p95 = np.percentile(known, [50, 95])
            told = f"{p50:.0f} / {p95:.0f} / {max(known):.0f} ms"
            yield [f"first sentence shown {name}, p50 / p95 / most", told]


def sheet(turns: Sequence[Turn]) -> str:
    """Dev's answers with words of the model, and what they cite, for a person to read."""
    lines: list[str] = []
    for turn in turns:
        answer = turn.written.answer
        if turn.written.split == "test" or not turn.own or answer is None:
            continue
        lines += [f"## {turn.written.id}: {turn.written.question}", ""]
        cited = {number for part in turn.own for number in part.numbers}
        for part in answer.parts:
            mark = "**model**" if part.kind == WRITTEN else part.kind
            lines.append(f"- {mark}: {part.text} {''.join(f'[{one}]' for one in part.numbers)}")
        lines += [
            f"  - [{one.number}] {' > '.join(one.section[1:])}: {one.quote}"
            for one in answer.citations
            if one.number in cited
        ]
        lines += [f"  - notice: {one}" for one in answer.notices] + [""]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.exit(main())
