"""How deep each heading stands, where nothing but its words and its place can tell.

A person sees it from series (`Step 3: ...`), from questions below a heading that promises some,
from short labels below one that promises a list (`Skills`), and from what the text announces ("five
stages"). Whatever nothing speaks for is a part of the guide, right below its title.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from advisor.formats.extract import Element
from advisor.text import NUMBER_WORDS

TITLE, PART, DEEPEST = 1, 2, 6
LABEL_WORDS = 5
STEP_WORDS = 9
SKIPPED = 3
"""A series goes on where so many of its numbers are missing."""
MAX_HEADINGS = 1_000
"""Where there are more, all are parts: no person sees an outline in them."""

_SERIES = re.compile(
    r"(?i)(step|stage|phase|part|chapter|level|tip|method|option|rule|reason|week|day)?\s*(?:no\.?|#)?\s*"
    r"(\d{1,2}(?:\.\d{1,2}){0,3})\s*(?:[.:)–—-]\s*|\s(?=[A-Z]))(?=\S)"
)
_IN_WORDS = re.compile(
    r"(?i)(step|stage|phase|part|chapter)\s+"
    r"(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\s*[.:–—-]\s*(?=\S)"
)
_MARKED = re.compile(r"Q\d*\s*[.:)]")
_COLON = re.compile(r"[^:?]{2,60}: ?[^:]*[^:.]")
_FAQ = re.compile(r"(?i)\bFAQS?\b|\bfrequently asked\b|\bq ?(?:&|and) ?a\b|\bpeople also ask\b")
_ASKED = re.compile(rf"{_FAQ.pattern}|(?i:\bquestions\b)")
_COUNTS = list(NUMBER_WORDS)[2:]
_MANY = "|".join(
    "steps stages levels phases skills roles responsibilities duties tasks tips ways reasons types "
    "kinds qualities traits paths options categories areas certifications credentials specialties "
    "specializations settings workplaces benefits advantages challenges drawbacks pros cons "
    "requirements qualifications prerequisites abilities competencies tools jobs positions careers "
    "opportunities factors mistakes strategies methods resources rungs questions".split()
)
_PROMISE = re.compile(
    rf"(?i)\b(?:{_MANY})\b|\bwhat\b.*\bdo(?:es)?\b|\bday in the life\b|\bhow to become\b"
)
_LADDER = re.compile(
    r"(?i)\b(?:career (?:path|ladder)|progression|advancement|salar(?:y|ies)|pay|earnings|levels?"
    r"|stages?|by experience)\b"
)
_RUNG = re.compile(
    r"(?i)\W*(?:entry|junior|mid|intermediate|associate|senior|lead|principal|experienced|advanced|chief"
    r"|head|director|manager|executive|supervisor|vice)\b|.*\b(?:manager|director|officer|executive)\b"
)
_STEPPED = re.compile(r"(?i)\b(?:steps?|stages?|phases?|how to|path|process|roadmap|tips|ways)\b")
_NEEDED = re.compile(r"(?i)\b(?:requirements|qualifications|prerequisites|how to)\b")
_COUNTED = re.compile(
    rf"(?i)\b({'|'.join(_COUNTS)}|[2-9]|1\d|20)\b(?: [\w-]+){{0,3}}? (?:{_MANY})\b[^:]*(?:\.|:$|$)"
)
_TOPIC = re.compile(
    r"(?i)\b(?:salar(?:y|ies)|pay|earnings|wages|compensation|outlook|prospects|environment"
    r"|conditions|career path|advancement|conclusion|summary|final|next steps?|takeaways?"
    r"|bottom line|overview)\b"
)
_GENERIC = set("career guide description complete ultimate become becoming with".split())
_TRAINING = re.compile(r"(?i)\b(?:education|training|certifications?|licens\w+|degrees?)\b")


def with_levels(elements: Iterable[Element]) -> list[Element]:
    """The elements with the levels of their headings; one that stands first of all is the title.

    Headings that come with the level of a part are set apart from those that come with none.
    """
    found = list(elements)
    heads = _heads(found)
    titled = bool(heads) and heads[0].at == 0
    if titled:
        heads[0].level = TITLE
    if len(heads) <= MAX_HEADINGS:
        _Outline(_subject(heads[0].text) if titled else "").place(heads[titled:], PART)
    for head in heads:
        found[head.at] = replace(found[head.at], level=head.level)
    return found


def introduces(text: str) -> bool:
    """Whether a heading without text of its own leads to others: `The ten steps`, `FAQ`."""
    leading = (_PROMISE, _STEPPED, _LADDER, _ASKED, _TOPIC, _TRAINING, _SERIES, _IN_WORDS)
    return any(one.search(text) for one in leading)


def is_member(text: str) -> bool:
    """Whether a line counts as one of a series: `Step 3: ...`, `4. ...`."""
    return _series(text) is not None


def _series(text: str) -> tuple[str, tuple[int, ...]] | None:
    """The label and the number of `Step 3: ...` or `Step three - ...`."""
    if match := _IN_WORDS.match(text):
        return match[1].lower(), (NUMBER_WORDS[match[2].lower()],)
    if match := _SERIES.match(text):
        return (match[1] or "").lower(), tuple(int(number) for number in match[2].split("."))
    return None


@dataclass
class _Head:
    """A heading with what stands right below it."""

    text: str
    at: int
    level: int = PART
    loud: bool = False
    """Whether it is set apart from other headings, as by a line below it."""
    said: list[str] = field(default_factory=list)
    bullets: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.said and not self.bullets

    @property
    def asks(self) -> bool:
        return self.text.endswith("?")

    @property
    def series(self) -> tuple[str, tuple[int, ...]] | None:
        return _series(self.text)

    @property
    def count(self) -> int:
        """How many things of a kind the text announces without naming them; 0 for none."""
        if self.bullets or not self.said:
            return 0
        found = [match for text in self.said for match in _COUNTED.finditer(text)]
        if not found:
            return 0
        word = found[-1][1].lower()
        return NUMBER_WORDS[word] if word in NUMBER_WORDS else int(word)


def _heads(elements: Sequence[Element]) -> list[_Head]:
    heads: list[_Head] = []
    for at, element in enumerate(elements):
        if element.kind == "heading":
            heads.append(_Head(element.title or element.text, at, loud=element.level == PART))
        elif heads and element.kind == "paragraph":
            heads[-1].said.append(element.text)
        elif heads:
            heads[-1].bullets += 1
    return heads


def _subject(title: str) -> str:
    """The last word of the career that a title names: `coordinator`."""
    named = re.search(r"(?i)\bbecom(?:e|ing) an? ([^:|(?,]+)", title)
    words = re.findall(r"[A-Za-z]{4,}", named[1] if named else re.split(r"[:|(,]", title)[0])
    words = [word.lower() for word in words if word.lower() not in _GENERIC]
    return words[-1].removesuffix("s") if words else ""


@dataclass
class _Outline:
    """Places headings below each other; `subject` is the word that names the career."""

    subject: str

    def place(self, heads: Sequence[_Head], level: int) -> None:
        """Set the levels of headings that all stand at a level or below it."""
        start = 0
        while start < len(heads):
            heads[start].level = level
            end = self._end(heads, start)
            self.place(heads[start + 1 : end], level + 1)
            start = end

    def _end(self, heads: Sequence[_Head], start: int) -> int:
        """The index after the last heading that stands below the one at `start`, by the first rule
        that gives one.
        """
        rules = [_below_capitals, _below_member, _below_questions, _below_label]
        series = heads[start].series
        if not (series and series[0]):  # what follows the last step stands beside the steps
            rules += [self._below_counter, _below_parallel, self._below_ladder, self._below_promise]
        if heads[start].level == DEEPEST:
            rules = []
        return next((end for rule in rules if (end := rule(heads, start))), start + 1)

    def _below_counter(self, heads: Sequence[_Head], start: int) -> int | None:
        """A series below the heading that introduces it, or as many as the text announces."""
        head, after = heads[start], start + 1
        series = heads[after].series if after < len(heads) else None
        if series and (series[0] or series[1][-1] == 1):
            last = after
            while (following := _next_member(heads, last)) is not None:
                last = following
            told = [head.text, *head.said]
            if head.is_empty or head.count or any(_STEPPED.search(text) for text in told):
                return last + 1
            return None
        told_of = heads[after : after + head.count]
        if head.count and len(told_of) == head.count and not any(map(self._is_part, told_of)):
            return after + head.count
        return None

    def _below_ladder(self, heads: Sequence[_Head], start: int) -> int | None:
        """Levels of a career below the heading on its path or its pay."""
        text = heads[start].text
        if not _LADDER.search(text) or _RUNG.match(text):
            return None
        end = _run(heads, start, lambda one: bool(_RUNG.match(one.text)) or self._is_career(one))
        return end if end - start > 2 else None

    def _below_promise(self, heads: Sequence[_Head], start: int) -> int | None:
        """Short labels below a heading that promises several of a kind and lists none."""
        head = heads[start]
        if not head.is_empty and (head.bullets or not _PROMISE.search(head.text)):
            return None
        needed = _NEEDED.search(head.text)
        longest = STEP_WORDS if _STEPPED.search(head.text) else LABEL_WORDS

        def is_label(one: _Head) -> bool:
            words = len(one.text.split())
            if needed and words <= longest and _TRAINING.search(one.text):
                return self.subject not in one.text.lower() or not self.subject
            if words > longest or self._is_part(one, set(_PROMISE.findall(head.text.lower()))):
                return False
            return bool(needed) or not _TRAINING.search(one.text)

        end = _run(heads, start, is_label)
        return end if end - start > 2 else None

    def _is_part(self, head: _Head, promised: Iterable[str] = ()) -> bool:
        """Whether a heading by its words is a part of the guide and no label in a list.

        A label may speak of what is `promised`: `Interpersonal skills` is one of the skills.
        """
        text = head.text.lower()
        if head.asks or head.series or (self.subject and self.subject in text):
            return True
        if _TOPIC.search(text) or _FAQ.search(text):
            return True
        return not set(_PROMISE.findall(text)) <= set(promised)

    def _is_career(self, head: _Head) -> bool:
        words = head.text.lower().split()
        named = bool(self.subject) and words[-1].removesuffix("s") == self.subject
        return named and len(words) <= 5


def _run(heads: Sequence[_Head], start: int, belongs: Callable[[_Head], bool]) -> int:
    """The end of the headings after `start` that belong below it."""
    end = start + 1
    while end < len(heads) and belongs(heads[end]):
        end += 1
    return end


def _below_capitals(heads: Sequence[_Head], start: int) -> int | None:
    """Where some headings are underlined or in capitals, the others stand below them."""
    loud = [number for number, head in enumerate(heads) if head.loud or head.text.isupper()]
    if start not in loud or not 1 < len(loud) < len(heads):
        return None
    end = next((number for number in loud if number > start), len(heads))
    if not heads[start].is_empty and not _ASKED.search(heads[start].text):
        # Questions that are marked as such are a part of their own.
        end = next((n for n in range(start + 1, end) if _MARKED.match(heads[n].text)), end)
    return end if end > start + 1 else None


def _below_member(heads: Sequence[_Head], start: int) -> int | None:
    """Between two numbers of a series, all stands below the first; `1.2` stands below `1`."""
    series = heads[start].series
    if series is None:
        return None
    following = _next_member(heads, start)
    if following is not None:
        return following
    depth = len(series[1])
    end = _run(heads, start, lambda one: one.series is not None and len(one.series[1]) > depth)
    return end if end > start + 1 else None


def _next_member(heads: Sequence[_Head], start: int) -> int | None:
    """The heading that goes on with the series of the one at `start`."""
    series = heads[start].series
    assert series
    label, number = series
    for index in range(start + 1, len(heads)):
        other = heads[index].series
        if other and other[0] == label and other[1][:-1] == number[:-1]:
            ahead = other[1][-1] - number[-1]
            return index if 0 < ahead <= SKIPPED + 1 else None
    return None


def _below_questions(heads: Sequence[_Head], start: int) -> int | None:
    """Questions below the heading that promises them, or that has no text of its own."""
    head = heads[start]
    if head.asks or not (head.is_empty or _ASKED.search(head.text)):
        return None
    end = _run(heads, start, lambda one: one.asks)
    return end if end > start + 1 or not head.is_empty else None


def _below_label(heads: Sequence[_Head], start: int) -> int | None:
    """`CCM: who may take it` below `CCM: Certified Case Manager`, among others than the CCM's."""
    head = heads[start]
    end = _run(heads, start, lambda one: shares_label(head.text, one.text))
    if head.is_empty and end > start + 1:
        return end
    among_others = not all(shares_label(head.text, one.text) for one in heads)
    return end if end - start > 2 and among_others else None


def shares_label(above: str, text: str) -> bool:
    """Whether the label of a heading such as `CCM: who may take it` stands in the one above."""
    label, colon, _ = text.partition(":")
    return bool(colon) and ":" in above and label in above.partition(":")[0]


def _below_parallel(heads: Sequence[_Head], start: int) -> int | None:
    """Headings in two parts (`Foundation: entry level`) below one that leads to them."""
    head = heads[start]
    if _COLON.fullmatch(head.text) or not (
        head.is_empty or head.count or _LADDER.search(head.text) or _PROMISE.search(head.text)
    ):
        return None
    times = Counter(one.text for one in heads)
    last = start
    for index in range(start + 1, len(heads)):
        if _COLON.fullmatch(heads[index].text) and not heads[index].series:
            last = index
        elif times[heads[index].text] == 1:
            break
    return last + 1 if last > start + 1 else None
