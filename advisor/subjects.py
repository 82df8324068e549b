"""What a conversation about a guide can be about: its roles, credentials and numbered steps.

Each is found in a question however it is put ("the senior one", "an entry level coordinator",
"step three"), so that a follow-up can put another of its family in its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from advisor.facts import Credential, Facts, Level
from advisor.phrases import pluralised, with_article
from advisor.readers.levels import named_levels
from advisor.text import NUMBER_WORDS, ORDINALS, words

ROLE, CREDENTIAL = "role", "credential"
_ARTICLE = r"(?:\b(?:an?|the|every|each|any)\s+)?"
_ORDINAL = "|".join([*ORDINALS, "last", "final"])
_NUMBERED = re.compile(
    rf"(?i)\b(?:the\s+)?(?:(?:very\s+)?(?P<nth>{_ORDINAL}|\d{{1,2}}(?:st|nd|rd|th))\s+"
    rf"(?P<noun>step|stage|phase|rung)|(?P<noun2>step|stage|phase)\s+(?:number\s+|no\.?\s*)?"
    rf"(?P<n>\d{{1,2}}|{'|'.join(NUMBER_WORDS)}))\b(?!s)"
)
_VERB_LIKE = frozenset(
    "lead leads leader head start starts starting starter starters begin new fresh beginning "
    "bottom graduate grad trainee middle top".split()
)
_NOUNS_AFTER = frozenset(
    "services nurse nurses care management staff citizens students year".split()
)
_LED = re.compile(
    r"(?i)(?:^|[^a-z\s]\s*|\b(?:than|vs|to|till?|until|for|as|mean|meant|at|of|about|after|above|"
    r"and|or|is)\s+)$"
)
_WORD = re.compile(r"[A-Za-z]+")


class Thing(NamedTuple):
    """Something a question can be about; `rank` is its place in its series, from 1, or 0."""

    name: str
    family: str
    rank: int = 0
    title: str = ""
    """What a credential that goes by its short name stands for."""


class Mention(NamedTuple):
    """A thing as a text names it, and where."""

    thing: Thing
    start: int
    end: int


@dataclass(frozen=True)
class Subjects:
    """The things of one guide."""

    career: str
    names: tuple[str, ...]
    levels: tuple[Level, ...]
    others: tuple[tuple[str, Thing], ...]
    """Patterns of job titles, credentials and the career itself, with what they name."""

    @classmethod
    def of(
        cls, facts: Facts, career: str, names: Sequence[str], beside: Sequence[Credential] = ()
    ) -> Subjects:
        """The things of a guide, from its facts and its career's names, and further credentials."""
        tails = list(dict.fromkeys(t for name in (career, *names) for t in _tails(name)))
        patterns = [(_loose(name), Thing(career, ROLE)) for name in tails]
        for title in _titles(facts, tails):
            patterns += [(_loose(name), Thing(title, ROLE)) for name in (title, *_short(title))]
        for rank, level in enumerate(facts.levels, start=1):
            for name in re.split(r"\s*/\s*", level.name):
                patterns.append((_loose(name), Thing(name, ROLE, rank)))
        for rank, one in enumerate([*facts.credentials, *beside], start=1):
            name = re.sub(r"(?i)^the\s+", "", one.name)
            called = one.abbreviation if beside else f"{name} ({one.abbreviation})"
            thing = Thing(called, CREDENTIAL, rank, name)
            short = f"{re.escape(one.abbreviation)}(?!\\w)"
            patterns.append((rf"(?:{_loose(name)}(?:\s*\({short}\))?|{short})", thing))
        return cls(career, tuple(tails), facts.levels, tuple(patterns))

    def find(self, text: str) -> list[Mention]:
        """The things that a text names, in order; where two overlap, the longer."""
        found = [*self._numbered(text), *self._marked(text)]
        for pattern, thing in self.others:
            matches = re.finditer(f"(?i){_ARTICLE}{pattern}", text)
            found += [Mention(thing, *match.span()) for match in matches]
        found.sort(key=lambda one: (one.start - one.end, -one.thing.rank))
        kept: list[Mention] = []
        for one in found:
            if all(one.end <= other.start or other.end <= one.start for other in kept):
                kept.append(one)
        return sorted(kept, key=lambda one: one.start)

    def names_one(self, text: str) -> Thing | None:
        """The thing that the whole text is a name of."""
        text = text.strip(" .?!,")
        return next((o.thing for o in self.find(text) if (o.start, o.end) == (0, len(text))), None)

    def numbered(self, text: str) -> Mention | None:
        """The numbered step or stage that a text names."""
        return next(iter(self._numbered(text)), None)

    def beside(self, thing: Thing, shift: int) -> Thing | None:
        """The next (1) or the previous (-1) of a thing's series."""
        rank = thing.rank + shift
        if thing.rank and thing.family == ROLE and 1 <= rank <= len(self.levels):
            return Thing(re.split(r"\s*/\s*", self.levels[rank - 1].name)[0], ROLE, rank)
        if thing.rank and thing.family not in (ROLE, CREDENTIAL) and rank > 0:
            return step(thing.family, rank)
        return None

    def _numbered(self, text: str) -> Iterable[Mention]:
        for match in _NUMBERED.finditer(text):
            family = (match["noun"] or match["noun2"]).lower()
            word = (match["nth"] or match["n"]).lower()
            rank = ORDINALS.get(word) or NUMBER_WORDS.get(word) or int(re.sub(r"\D", "", word) or 0)
            yield Mention(step(family, rank), *match.span())

    def _marked(self, text: str) -> Iterable[Mention]:
        """Levels by the word that sets them apart: "a senior", "mid level", "the junior one"."""
        tails = "|".join(_loose(name) for name in sorted(self.names, key=len, reverse=True))
        following = re.compile(
            rf"(?i)(?:[-\s]*levels?\b)?(?:\s+(?:{tails}|one|ones|role|position|job)\b)?"
            rf"(?:\s+(?:{tails})\b)?"
        )
        for word in _WORD.finditer(text):
            named = named_levels(word[0].lower(), self.levels)
            after = following.match(text, word.end())
            article = re.search(r"(?i)(?:\b(?:an?|the|every|each)\s+)?$", text[: word.start()])
            if not named or after is None or article is None:
                continue
            if after[0] or _stands_alone(text, word, article.start()):
                names = re.split(r"\s*/\s*", named[0].name)
                name = next((one for one in names if word[0].lower() in words(one)), names[0])
                rank = self.levels.index(named[0]) + 1
                yield Mention(Thing(name, ROLE, rank), article.start(), after.end())


def _stands_alone(text: str, word: re.Match[str], start: int) -> bool:
    """Whether a level's word is used as a noun: "a senior earns", "and for a director?"."""
    if word[0].lower() in _VERB_LIKE:
        bare = re.sub(r"(?i)^(?:an?|the)\s+", "", text.strip(" ?.!"))
        return bare.lower() == word[0].lower()
    following = re.match(r"[\s-]+([a-z]+)", text[word.end() :].lower())
    led = start < word.start() or bool(_LED.search(text[:start]))
    return led and (not following or following[1] not in _NOUNS_AFTER)


def step(family: str, rank: int) -> Thing:
    """The n-th of the steps or stages; 0 is the last."""
    nth = {number: word for word, number in ORDINALS.items()} | {0: "last"}
    return Thing(f"the {nth[rank]} {family}" if rank in nth else f"{family} {rank}", family, rank)


def named(thing: Thing, plural: bool = False) -> str:
    """A thing as it reads inside a sentence: "a Director of Care Coordination", "the CCM"."""
    if thing.family == ROLE:
        return pluralised(thing.name) if plural else with_article(thing.name)
    return f"the {thing.name}" if thing.family == CREDENTIAL else thing.name


def _tails(name: str) -> list[str]:
    """A career's name and what is left of it: "Care Coordinator", "Coordinator"."""
    parts = name.split()
    return [" ".join(parts[start:]) for start in range(len(parts))]


def _short(title: str) -> list[str]:
    parts = title.split()
    initials = "".join(part[0] for part in parts)
    return [initials] * (initials.isupper() and len(parts) > 2) + parts[-1:] * parts[-1].isupper()


def _titles(facts: Facts, tails: Sequence[str]) -> list[str]:
    """The job titles that are none of the career's own names, written as titles are."""
    own = {tail.lower() for tail in tails}
    bare = {re.sub(r"^(?:some|most|the|many|an?)\s+", "", title) for title in facts.titles}
    abbreviations = {one.name.lower() for one in facts.credentials}
    titles = sorted(title for title in bare - own if title not in abbreviations)
    return [" ".join(w if w in {"of", "in", "and"} else w.title() if len(w) > 3 or w != "ceo" else
                     w.upper() for w in title.split()) for title in titles]  # fmt: skip


def _loose(name: str) -> str:
    """A pattern for a name: hyphens and spaces alike, singular or plural."""
    parts = [re.escape(part) for part in re.split(r"[\s-]+", name)]
    first = parts[0] + ("s?" if len(parts) > 1 and parts[1] == "of" else "")
    return r"\b" + r"[\s-]+".join([first, *parts[1:]]) + r"s?\b"
