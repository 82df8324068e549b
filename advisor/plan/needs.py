"""What a guide asks for, typed: degrees, licences, durations, and ways around them.

Read off the guide's sentences by the words in which such things are said; each knows its chunk.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from advisor.facts import Facts
from advisor.lexicon import terms
from advisor.plan.vocabulary import NO_DEGREE, load_vocabulary, plain_words
from advisor.schema import Chunk
from advisor.text import NUMBER_WORDS, content_stems, number_of, stem

_FIRM = re.compile(
    r"(?i)\b(?:require[ds]?|needs?|needed|must|at least|minimum|typically|usually|commonly|most)\b"
)
_LOOSE = re.compile(
    r"(?i)^(?:some|a few|many)\b|\b(?:may|can|could|opens?|suits?|optional(?:ly)?|prefer\w*|"
    r"helps?|helpful|beneficial|advantage|welcome|hold)\b"
)
_AROUND = re.compile(
    r"(?i)\b(?:without (?:an? |any )?(?:\w+ )?(?:degree|licen[cs]e|certificat\w+)|in lieu of|"
    r"instead of|also exist|equivalent|in place of|(?:social work|other) licen[cs]e)\b"
)
_FIELD = re.compile(
    r"(?i)\b(?:degrees?|bachelor's|master's|associate's|diploma|certificate)\s+in\s+"
    r"((?:(?!\b(?:and|is|are|or an?|usually|can)\b)[\w' -])+)"
)
_LICENCE = re.compile(
    r"\b((?:[A-Z][\w-]+ )*)(?:\(([A-Z][A-Z-]{1,7})\) |([A-Z]{2,7}) )?licen[sc]es?\b"
)
_COUNT = rf"\d+(?:\.\d+)?|{'|'.join(NUMBER_WORDS)}"
_SPAN = re.compile(
    rf"(?i)\b({_COUNT})(?:\s*(?:-|–|to|or)\s*({_COUNT}))?(\+| or more)?[\s-]*"
    r"(?:(?:more|further|full) )?(year|month)s?\b"
)
_LASTS = re.compile(r"(?i)\b(?:takes?|taking|adds?|lasts?|runs?|spend|requires?|needs?|expect)\b")
_MONTHS = {"year": 12, "month": 1}
Months = tuple[float, float | None]


@dataclass(frozen=True)
class DegreeNeed:
    """Degree levels of which one is asked for."""

    levels: frozenset[int]
    chunk: Chunk


@dataclass(frozen=True)
class LicenceNeed:
    """A licence by its short name, where the guide gives one, and by its full name."""

    name: str
    full_name: str
    chunk: Chunk


@dataclass(frozen=True)
class Timing:
    """How long something takes: months, from and to; None where it is open at the end."""

    kind: str
    """education, experience, certification, licence or training."""
    level: int | None
    """Of education: the degree."""
    months: Months
    unit: str
    """year or month, as the guide counts."""
    chunk: Chunk


@dataclass(frozen=True)
class Needs:
    """What a guide asks for."""

    degrees: tuple[DegreeNeed, ...]
    further: tuple[DegreeNeed, ...]
    """Degrees that some hold, or that some positions ask for."""
    fields: frozenset[str]
    """Stems of what the degrees are in."""
    licences: tuple[LicenceNeed, ...]
    around: tuple[Chunk, ...]
    """Sentences on positions and ways without what is usually asked for."""
    durations: tuple[Timing, ...]

    @property
    def usual_degree(self) -> int:
        """The lowest level with which every firm sentence is met."""
        return max((min(need.levels) for need in self.degrees), default=NO_DEGREE)

    def duration(self, kind: str, level: int | None = None) -> Timing | None:
        """The first duration of a kind, and of a degree where one is given."""
        fitting = [one for one in self.durations if one.kind == kind]
        return next((one for one in fitting if level is None or one.level == level), None)


def read_needs(facts: Facts) -> Needs:
    """Read what a guide asks for off its sentences."""
    chunks = facts.sentences
    durations = [one for chunk in chunks if (one := _duration(chunk))]
    timed = {one.chunk.id for one in durations}
    asking = [c for c in chunks if c.id not in timed and not c.text.endswith("?")]
    degrees = [need for chunk in asking if (need := _degree(chunk))]
    firm = tuple(need for need in degrees if _is_firm(need.chunk))
    return Needs(
        degrees=firm,
        further=tuple(need for need in degrees if need not in firm),
        fields=frozenset(
            field
            for chunk in asking
            for name in _FIELD.findall(chunk.text)
            for field in field_stems(name)
        ),
        licences=tuple(_licences(asking)),
        around=tuple(chunk for chunk in asking if _AROUND.search(chunk.text)),
        durations=tuple(durations),
    )


def _is_firm(chunk: Chunk) -> bool:
    """Whether a sentence says what is usual: its first cue of either sort decides."""
    firm, loose = _FIRM.search(chunk.text), _LOOSE.search(chunk.text)
    return firm is not None and (loose is None or firm.start() < loose.start())


def _degree(chunk: Chunk) -> DegreeNeed | None:
    """The degree levels that a sentence names as asked for or held."""
    levels = frozenset(load_vocabulary().degrees.find(chunk.text)) - {NO_DEGREE}
    cued = _FIRM.search(chunk.text) or _LOOSE.search(chunk.text) or "ask for" in chunk.text
    return DegreeNeed(levels, chunk) if levels and cued else None


def field_stems(name: str) -> set[str]:
    """The words of a field by which fields are told apart, "healthcare" being health."""
    generic = load_vocabulary().field_generic
    kept = " ".join(word for word in plain_words(name) if word not in generic)
    return set(content_stems(kept.replace("healthcare", "health")))


def _licences(chunks: Sequence[Chunk]) -> list[LicenceNeed]:
    """Licences that are said to be needed, each with the first sentence that says so."""
    found: dict[str, LicenceNeed] = {}
    for chunk in chunks:
        if not _is_firm(chunk):
            continue
        for name, short, bare in _LICENCE.findall(chunk.text):
            full = re.sub(r"^(?:An?|The|No) ?", "", name).strip()
            title = short or bare or full
            known = load_vocabulary().licences.find(title)
            key = known[0] if known else title
            if key:
                found.setdefault(key, LicenceNeed(key, full or key, chunk))
    return list(found.values())


def _duration(chunk: Chunk) -> Timing | None:
    """How long a sentence says that something takes."""
    span = _SPAN.search(chunk.text)
    kind, level = _timed(chunk)
    if not span or not kind or not _LASTS.search(chunk.text):
        return None
    unit = span[4].lower()
    low = number_of(span[1].lower()) * _MONTHS[unit]
    high = number_of(span[2].lower()) * _MONTHS[unit] if span[2] else None if span[3] else low
    return Timing(kind, level, (low, high), unit, chunk)


def _timed(chunk: Chunk) -> tuple[str, int | None]:
    """What it is that takes its time."""
    levels = [one for one in load_vocabulary().degrees.find(chunk.text) if one != NO_DEGREE]
    if levels:
        return "education", levels[0]
    said = {*terms(chunk.text), *map(stem, plain_words(chunk.text))}
    cues = (
        ("certification", {"=certification", "exam"}),
        ("licence", {"=license"}),
        ("training", {stem("apprenticeship"), stem("training"), "=course"}),
        ("experience", {"=experience"}),
    )
    return next((kind for kind, cue in cues if cue & said), ""), None
