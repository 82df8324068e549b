"""A career as its guide tells it: everything that a plan is read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from advisor.facts import Credential, Facts, Level, Step
from advisor.lexicon import terms
from advisor.plan.needs import Needs, read_needs
from advisor.plan.starts import starting_points
from advisor.plan.vocabulary import Silence, load_vocabulary
from advisor.readers.levels import level_marks
from advisor.schema import About, Chunk
from advisor.shelf import Shelf
from advisor.text import words


@dataclass(frozen=True)
class Place:
    """A rung of the way up: a level of the pay table, a stage of the career path, or both."""

    level: Level | None
    stage: Step | None

    @property
    def title(self) -> str:
        """The stage's heading, or the level's name."""
        if self.stage:
            return self.stage.title
        assert self.level
        return self.level.name


@dataclass(frozen=True, eq=False)
class Career:
    """One guide's facts, and what is derived from them for a plan."""

    guide: About
    facts: Facts
    starts: tuple[Chunk, ...] = ()
    """The rows of starting points, a companion's as well."""

    @classmethod
    def of(cls, shelf: Shelf) -> Career:
        """The career of a guide in the library."""
        return cls(shelf.card, shelf.facts, starting_points(shelf.chunks))

    @property
    def name(self) -> str:
        """What the career is called, above all."""
        return self.guide.career

    @cached_property
    def needs(self) -> Needs:
        """What the guide asks for."""
        return read_needs(self.facts)

    @cached_property
    def own_terms(self) -> frozenset[str]:
        """The words of the career's names."""
        return frozenset(term for name in self.guide.names for term in terms(name))

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """What each step is about."""
        return tuple(self._kind(step) for step in self.facts.steps)

    def step(self, kind: str) -> Step | None:
        """The first step of a kind."""
        found = zip(self.kinds, self.facts.steps, strict=True)
        return next((step for one, step in found if one == kind), None)

    def _kind(self, step: Step) -> str:
        """What a step's title says it is about; experience in the role itself is told apart."""
        steps = load_vocabulary().steps
        kind = next((kind for kind, cues in steps if cues.find(step.title)), "other")
        if kind == "experience" and self.own_terms & set(terms(step.title)):
            return "job_experience"
        return kind

    @cached_property
    def settled(self) -> float:
        """Years in the role after which nobody is a beginner: where the first level ends."""
        first = next((one.years for one in self.facts.levels if one.years), None)
        return first[1] if first and first[1] < float("inf") else 1.0

    def level_at(self, years: float) -> Level | None:
        """The highest level of the pay table whose years are reached."""
        reached = [one for one in self.facts.levels if one.years and one.years[0] <= years]
        return max(reached, key=lambda one: one.years[0] if one.years else 0.0, default=None)

    def credential_for(self, interest: str) -> Credential | None:
        """The credential that a sentence says suits an interest."""
        speaking = self.speaking_of(interest)
        known = self.facts.credentials
        return next((one for one in known if any(chunk in speaking for chunk in one.suits)), None)

    def speaking_of(self, interest: str) -> list[Chunk]:
        """The sentences that say something of all that an interest is about."""
        leadership = load_vocabulary().leadership
        if leadership.find(interest):
            return [chunk for chunk in self.facts.sentences if leadership.find(chunk.text)]
        wanted = set(terms(interest)) - self.own_terms - _COMMON
        found = zip(self.facts.sentences, self._terms, strict=True)
        return [chunk for chunk, said in found if wanted and wanted <= said]

    @cached_property
    def _terms(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(terms(chunk.text)) for chunk in self.facts.sentences)

    @cached_property
    def on_the_work(self) -> tuple[tuple[Chunk, frozenset[str]], ...]:
        """The sentences on hours and settings, with what they speak of; the steps are left out,
        for they tell the hours and places of learning.
        """
        steps = {step.chunks[0].section for step in self.facts.steps}
        known = load_vocabulary().constraints
        told = [chunk for chunk in self.facts.sentences if chunk.section not in steps]
        found = ((chunk, frozenset(known.find(chunk.text))) for chunk in told)
        return tuple((chunk, topics) for chunk, topics in found if topics)

    @cached_property
    def silences(self) -> tuple[Silence, ...]:
        """What the guide leaves out of what somebody with a gap has to know."""
        texts = [chunk.text for chunk in self.facts.sentences]
        return tuple(
            one
            for one in load_vocabulary().silences
            if not any(one.about.find(text) and one.words.find(text) for text in texts)
        )

    @cached_property
    def ladder(self) -> tuple[Place, ...]:
        """Stages and levels in one order, from the first to the last.

        A stage and a level are one rung where a word sets both apart ("senior"), or where each is
        the only one between two such rungs. Levels above these follow, then the stages above.
        """
        stages, levels = self.facts.stages, self.facts.levels
        rungs: list[Place] = []
        at_stage = at_level = 0
        for s, stage in enumerate(stages):
            level = _same(stage, levels)
            if level and (place := levels.index(level)) >= at_level:
                rungs += _between(stages[at_stage:s], levels[at_level:place])
                rungs.append(Place(level, stage))
                at_stage, at_level = s + 1, place + 1
        above = [Place(one, None) for one in levels[at_level:]]
        return (*rungs, *above, *(Place(None, one) for one in stages[at_stage:]))


def takes_experience(one: Credential) -> bool:
    """Whether the guide speaks of experience where it tells of a credential."""
    return any("=experience" in terms(chunk.text) for chunk in one.chunks)


_COMMON = frozenset(terms("care working work patients people job role area field"))


def _same(stage: Step, levels: Sequence[Level]) -> Level | None:
    """The level that a word of a stage's title sets apart."""
    named = level_marks(words(stage.title))
    return next((one for one in levels if level_marks(one.marks) & named), None)


def _between(stages: Sequence[Step], levels: Sequence[Level]) -> list[Place]:
    """Rungs between two that are known: together where there are as many of both."""
    if len(stages) == len(levels):
        return [Place(level, stage) for level, stage in zip(levels, stages, strict=True)]
    return [*(Place(one, None) for one in levels), *(Place(None, one) for one in stages)]
