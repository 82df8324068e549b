"""What to do this month: instructions and lists of the steps that are next or begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from advisor.draft import Line, quote
from advisor.plan.career import Career
from advisor.plan.items import Action
from advisor.plan.notes import Notes, lists_of
from advisor.plan.progress import Progress, degree_sentences
from advisor.plan.vocabulary import load_vocabulary, plain_words

_MOST = 3
_A_STEP = 2
"""Actions from one step, as long as others have some."""


def plan_actions(progress: Sequence[Progress], career: Career, notes: Notes) -> tuple[Action, ...]:
    """Three things to do: from the next steps, then from those begun, then from the later ones."""
    rank = {"next": 0, "part": 1, "later": 2}
    to_do = sorted((one for one in progress if one.status in rank), key=lambda s: rank[s.status])
    things = {one.step.number: list(_things(one, career)) for one in to_do}
    firsts = [(number, line) for number, lines in things.items() for line in lines[:_A_STEP]]
    rest = [(number, line) for number, lines in things.items() for line in lines[_A_STEP:]]
    order = list(things)
    chosen = sorted([*firsts, *rest][:_MOST], key=lambda pair: order.index(pair[0]))
    return tuple(Action(number, notes.state(line)) for number, line in chosen)


def _things(one: Progress, career: Career) -> Iterator[Line]:
    """What a step tells to do; where it tells nothing, the next one says what is asked for."""
    imperatives = load_vocabulary().imperatives
    instructions = [  # "Find a mentor"
        quote(chunk)
        for chunk in one.step.sentences
        if not chunk.text.endswith(":") and set(plain_words(chunk.text)[:1]) & imperatives
    ]
    found = [*lists_of(one.step, career.facts), *instructions]
    yield from found
    if not found and one.status == "next":
        told = degree_sentences(career) if one.kind == "education" else []
        for chunk in (told or one.step.sentences)[:1]:
            yield Line((("frame", "Look into this first"), ("quote", chunk.text)), (chunk,))
