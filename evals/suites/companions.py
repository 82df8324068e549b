"""Questions on the companion guides, and those of the main guide with the companions beside it.

Both are asked of the whole corpus. Questions that only the main guide leaves open have no place
here; those of them that a companion answers, or whose open part it tells, are in
`relabelled.dev.jsonl`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evals import metrics as measure
from evals.context import Context, Options
from evals.items import Holds, Item, Metric, Must, share
from evals.samples import Sample, load_samples
from evals.suites.guide import replay

DATA = Path(__file__).parent.parent / "data" / "companions"
MAIN = "main guide"
"""The kind under which questions of the main guide are counted here."""
ASKED = "asked"
"""The kind of questions that people asked on public pages, in our own words."""
NOWHERE = ("off_topic", "medical_legal", "harmful", "injection", "gibberish")
"""Kinds of questions that no guide to a career answers."""


def _is_main(item: Item) -> bool:
    return item.kind == MAIN


def _is_asked(item: Item) -> bool:
    return item.kind == ASKED


def _is_follow_up(item: Item) -> bool:
    return item.depth > 1


def _is_companions(item: Item) -> bool:
    return item.kind not in (MAIN, ASKED) and not item.group


def _is_not_asked(item: Item) -> bool:
    return item.kind != ASKED and not item.group


METRICS: tuple[Metric, ...] = (
    share("right", "right", Must(0.70), Holds(0.02), where=_is_companions, stage="answer"),
    share("main guide right", "right", Must(0.80), Holds(0.02), where=_is_main, stage="answer"),
    share("follow-ups right", "right", Must(0.45), Holds(0.04), where=_is_follow_up,
          stage="answer"),
    share("follow-ups left open declined", "declined", where=_is_follow_up, stage="gate"),
    share("follow-ups shown in part, or in a refusal", "shown", where=_is_follow_up,
          stage="answer"),
    share("no wrong statement", "nothing_wrong", Holds(0.01), stage="answer"),
    share("left open declined", "declined", Holds(0.03), where=_is_companions, stage="gate"),
    share("outside declined", "declined", Must(0.90), Holds(0.03), where=_is_main, stage="gate"),
    share("asked: right or in part", "in_part", Holds(0.03), where=_is_asked, stage="answer"),
    share("shown in part, or in a refusal", "shown", where=_is_companions, stage="answer"),
    share("asked: shown in part, or in a refusal", "shown", Holds(0.03), where=_is_asked,
          stage="answer"),
    share("left open declined, or told as unsure", "not_asserted", where=_is_companions,
          stage="gate"),
    share("asked: left open declined, or told as unsure", "not_asserted", Holds(0.03),
          where=_is_asked, stage="gate"),
    share("asked: left open declined", "declined", Holds(0.03), where=_is_asked, stage="gate"),
    share("wrongly declined", "wrongly_declined", Holds(0.02), where=_is_not_asked,
          higher_is_better=False, stage="gate"),
    share("hit@1", "hit@1", Holds(0.03), where=_is_companions, stage="retrieve"),
    share("hit@3", "hit@3", Holds(0.03), where=_is_companions, stage="retrieve"),
    share("verbatim", "verbatim", Must(1.0), stage="cite"),
    share("quotes in the source", "quote_in_source", Must(1.0), stage="cite"),
    share("claims cited", "claims_cited", Must(1.0), stage="cite"),
    share("markers valid", "markers_valid", Must(1.0), stage="cite"),
    share("figures supported", "figures_supported", Must(1.0), stage="cite"),
    share("no crash", "no_crash", Must(1.0)),
    Metric("words, median", ("words",), measure.p50, False, gates=(Must(100),), unit="words"),
)  # fmt: skip


def run(context: Context) -> Iterator[Item]:
    """Ask every sample of the whole corpus."""
    taken = context.take(samples(context.options, context.options.split))
    context.expect(sum(len(sample.turns) for sample in taken))
    context.open()
    for sample in taken:
        yield from replay(context, sample, "companions")


def samples(options: Options, split: str) -> list[Sample]:
    """The questions on the companions, then the main guide's single ones: those it answers, and
    those that no career guide is to answer. One that is answered in part there may be answered in
    full here, and is left out.
    """
    main = [
        Sample(f"main-{one.id}", MAIN, one.split, (replace(one.turns[0], kind=MAIN),))
        for one in load_samples(options.guide_data, split)
        if not one.is_conversation and _stays(one)
    ]
    return [*load_samples(DATA, split), *main]


def _stays(sample: Sample) -> bool:
    """Whether what a sample expects is the same with companions beside the guide."""
    if sample.answerable:
        return not sample.turns[0].expected.partly
    return sample.turns[0].kind in NOWHERE
