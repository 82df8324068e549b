"""What is told to the asks of a turn: lines of quotes, within the room that an answer has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from advisor.attribution import attributed
from advisor.compose import BUDGET, compose
from advisor.declining import Declined, declined
from advisor.draft import Line, number_lines
from advisor.finder import Finding
from advisor.gate import threshold
from advisor.ownway import is_on_next_step, own_way
from advisor.plan.career import Career
from advisor.rewrites import Turn
from advisor.schema import Chunk
from advisor.shelf import Shelf
from advisor.twosided import both_sides

_LEAST = 0.33
"""The share of an answer's words that each of both is left, where they answer together."""
_ROOM = 1030
"""Characters of an answer, those not counted that tell whose words they are."""
_BOTH = 3
"""The parts that an answer's words are shared among, of which each of two readings is given one."""
_WORTH_TELLING = 0.05
"""Chance of holding the answer that a passage has which a chat model is told of."""


@dataclass
class Told:
    """What is told to the asks of a turn."""

    lines: list[Line] = field(default_factory=list)
    refused: list[Declined] = field(default_factory=list)
    passages: list[Chunk] = field(default_factory=list)
    """Those that may hold more of it."""
    chunks: list[list[Chunk]] = field(default_factory=list)
    """What each ask that is answered is answered from."""
    answered: bool = False
    own: bool = False
    """Whether some of it comes from the person's own plan."""

    def add(self, lines: Sequence[Line]) -> None:
        """Add lines, each of them once."""
        self.lines += [one for one in lines if one not in self.lines]


def tell(turn: Turn, career: Career, shelf: Shelf) -> Told:
    """What is told to each of the asks, and which are refused."""
    told, enough = Told(), threshold(shelf.gate)
    sharing = sum(finding.chance >= enough for finding in turn.findings)
    for finding in turn.findings:
        answers = finding.chance >= enough
        mine = own_way(finding.ask, turn.question, turn.history, career)
        if mine and (is_on_next_step(finding.ask) or not (answers and _theirs(finding, shelf))):
            told.own = told.answered = True
            told.add(mine)
            told.chunks.append([chunk for line in mine for chunk in line.chunks])
        elif answers:
            told.answered = True
            told.passages += _worth_telling(finding)
            told.chunks.append([one.chunk for one in finding.found.passages])
            found = lines_of(finding, shelf, sharing)
            sides = both_sides(found, finding.ask, career)
            told.add(sides if fits(sides) else found)
        else:
            told.refused.append(declined(finding, shelf))
    return told


def two_readings(
    told: Told, finding: Finding, others: Iterable[Finding], shelf: Shelf
) -> tuple[list[Line], list[Line]]:
    """The answer in short, and that to the likeliest other thing that may be asked; nothing of
    both where the answer's sections hold the other one, too.
    """
    here = {chunk.section for one in told.lines for chunk in one.chunks}
    for other in others:
        short = lines_of(finding, shelf, _BOTH)
        new = [one for one in lines_of(other, shelf, _BOTH) if one not in short]
        elsewhere = any(chunk.section not in here for one in new for chunk in one.chunks)
        if elsewhere and fits([*short, *new]):
            return short, new
    return [], []


def fits(lines: Sequence[Line], asks: int = 1) -> bool:
    """Whether lines are no more than there is room for in the answer to one of several asks."""
    return sum(len(one.text) for one in lines) <= _ROOM // asks


def lines_of(finding: Finding, shelf: Shelf, asks: int = 1) -> list[Line]:
    """The answer to one of several asks, with what companions have beside it as far as there
    is room; where there is room for both, nothing of the guide's own is left out for theirs.
    """
    chance = sum(one.score for one in finding.beside)
    most, room = BUDGET // asks, _ROOM // asks
    share = int(most * min(max(chance, _LEAST), 1 - _LEAST)) if finding.beside else 0
    best = finding.found.passages[:1]
    strays = shelf.retriever.strays(finding.ask.text, best[0].chunk) if best else ()

    def own(budget: int) -> list[Line]:
        passages, decides = finding.found.passages, finding.ask.decides
        return finding.lines or compose(passages, shelf.chunks, budget, decides, strays)

    def both(mine: int, theirs: int) -> list[Line]:
        told = own(mine)
        beside = compose(finding.beside, shelf.chunks, theirs, strays=strays)
        return [*told, *(one for one in beside if one not in told)]

    if finding.beside:
        for whole in (both(most, share), both(most, 0)):
            if len(number_lines(attributed(whole))[0]) <= room:
                return whole
    shorter = (both(*one) for one in ((most - share, share), (most - share, 0), (0, 0)))
    fitting = (one for one in shorter if fits(one, asks))
    return next(fitting, own(0))


def _theirs(finding: Finding, shelf: Shelf) -> bool:
    """Whether a companion holds what answers best."""
    return any(one.source != shelf.card.source for one in finding.found.passages[:1])


def _worth_telling(finding: Finding) -> list[Chunk]:
    """The passages that may hold what was asked, besides an answer from the typed facts."""
    if finding.lines:
        return []
    return [one.chunk for one in finding.found.passages if one.score >= _WORTH_TELLING]
