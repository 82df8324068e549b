"""Whether the passages support a sentence, and which: what is shown, and with which markers.

Two things must hold. No rule may be broken that a score cannot be trusted with: a figure that the
passage does not state, a denial, a must, an only or a superlative that it does not have, a caution
that it does have, a name that it does not give, a row that is spoken of without its name. And the
sentence must be aligned with the passage (`alignment.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache, reduce
from operator import add

from advisor.schema import Chunk
from advisor.text import NUMBER_WORDS, capital, words
from advisor.writer.alignment import Text, load_weights, read_texts, score
from advisor.writer.figures import Figure, agrees, figures, stated
from advisor.writer.joining import mixed, part_of_the_way, regrouped, repeated, swapped, turned
from advisor.writer.omission import aimless, drawn, left_out
from advisor.writer.wording import carrying, form, forms, load_wording

_INTERJECTION = re.compile(
    r"(?i)^(?:(?:yes|no|sure|certainly|absolutely|of course|great question|well|okay|ok)\b"
    r"[,.!:–—-]*\s*)+"
)
_NAME = re.compile(r"(?<![.!?:•]\s)(?<!^)\b(?:[A-Z][\w&'’-]+|[A-Z]{2,}\w*)")
_ADDRESS = re.compile(r"(?i)://|www\.|\]\(|@|\b[a-z0-9-]+\.(?:com|org|net|gov|edu|io)\b")
SENTENCE = re.compile(r"[.!][\"'”’)]*$")
"""How a sentence ends, and an item of a list does not."""
Read = Callable[[Sequence[str]], list[Text]]
"""Makes texts ready to be compared."""


@dataclass(frozen=True)
class Passage:
    """What a sentence is held against: one chunk, or the bullets of one list together."""

    numbers: tuple[int, ...]
    """The numbers that its chunks were offered under."""
    chunks: tuple[Chunk, ...]
    reading: Text
    """Headings, what leads in, and the text, ready to be aligned."""

    @cached_property
    def own(self) -> str:
        """The chunks' own text, without headings: what a citation shows."""
        return " ".join(chunk.text for chunk in self.chunks)

    @property
    def is_row(self) -> bool:
        """Whether it is made of rows of a table."""
        return all(chunk.kind == "row" for chunk in self.chunks)

    @cached_property
    def figures(self) -> list[Figure]:
        """The figures that a citation of it shows."""
        return figures(self.own)

    @cached_property
    def told(self) -> frozenset[str]:
        """All words of its own text, and of what leads it in, as forms."""
        return frozenset(forms(" ".join(f"{one.lead} {one.readable}" for one in self.chunks)))


@dataclass(frozen=True)
class Support:
    """What a sentence is shown with."""

    numbers: tuple[int, ...]
    """The passages that support it."""
    score: float
    """How closely it is aligned with them, from 0 to 1."""


class Grounds:
    """The passages that were offered for one answer, against which its sentences are checked."""

    def __init__(
        self, offered: Sequence[Chunk], free: Collection[str] = (), read: Read = read_texts
    ) -> None:
        self._claim = lru_cache(maxsize=1)(lambda sentence: read([sentence])[0])
        self.offered = tuple(offered)
        self.free = frozenset(free)
        """Terms that claim nothing here: those of the career's own name."""
        # A sentence may draw on the chunk, on what leads it in, and on its heading.
        readings = read([f"{one.heading}. {one.readable}" for one in offered]) if offered else []
        self._single = [
            Passage((number,), (chunk,), reading)
            for number, (chunk, reading) in enumerate(zip(offered, readings, strict=True), start=1)
        ]
        self._blocks = list(_together(self._single))

    def expect(self, sentence: str) -> None:
        """Read a sentence, unless empty, ahead of its check, which that takes most of."""
        if sentence:
            self._claim(self.bare(sentence))

    def support(self, sentence: str, cited: Sequence[int] = ()) -> Support | None:
        """The passages that support a sentence; those that it cites are looked at first.

        None where nothing does. Numbers that were not offered are passed over.
        """
        sentence = self.bare(sentence)
        if not carrying(sentence) or "?" in sentence or _ADDRESS.search(sentence):
            return None
        claim = self._claim(sentence)
        passages = [*self._single, *self._blocks]
        passages.sort(key=lambda one: not set(one.numbers) & set(cited))
        best: Support | None = None
        for passage in passages:
            if best and set(best.numbers) & set(cited) and not set(passage.numbers) & set(cited):
                break
            if broken_rule(sentence, claim, passage, self.free):
                continue
            value = score(claim, passage.reading)
            if value >= load_weights()["threshold"] and (best is None or value > best.score):
                best = Support(_needed(sentence, passage, self.free), value)
        return self._with_leads(best, claim) if best else None

    def _with_leads(self, support: Support, claim: Text) -> Support:
        """The support, with the sentence that leads in its bullets where the claim draws on it."""
        numbers = set(support.numbers)
        for chunk in (self.offered[number - 1] for number in support.numbers):
            drawn = set(carrying(chunk.lead)) & set(claim.forms) - set(carrying(chunk.text))
            for number, other in enumerate(self.offered, start=1):
                if drawn and other.text == chunk.lead and other.source == chunk.source:
                    numbers.add(number)
        return Support(tuple(sorted(numbers)), support.score)

    def bare(self, sentence: str) -> str:
        """The sentence without what claims nothing before it: a yes, or a passage's heading."""
        rest = _INTERJECTION.sub("", sentence)
        for chunk in self.offered:
            for head in filter(None, (*chunk.section, chunk.lead)):
                head = head.rstrip(": ")
                if rest.lower().startswith(f"{head.lower()}: "):
                    rest = rest[len(head) + 2 :]
        return capital(rest)


def broken_rule(
    sentence: str, claim: Text, passage: Passage, free: Collection[str] = ()
) -> str | None:
    """The rule that the sentence breaks against a passage; None where it keeps them all."""
    said, known = set(claim.forms), {*passage.reading.forms, *free}
    spoken, there = set(claim.words), words(passage.own)
    if not _stands_alone(sentence, passage):
        return "a heading or a part of a list that says nothing by itself"
    if not all(agrees(figure, passage.figures) for figure in stated(sentence)):
        return "a figure that the passage does not state"
    wording = load_wording()
    if _denials(claim.words) != _denials(there):
        return "a denial on one side alone"
    if wording.persons & spoken and wording.persons.isdisjoint(there):
        return "speaks of itself"
    if any(said & group and not passage.told & group for group in wording.strong):
        return "a strong word that the passage does not have"
    if _says_more(sentence, known | passage.told):
        return "a word that the passage does not have"
    if any(not known.issuperset(forms(name)) for name in _NAME.findall(sentence)):
        return "a name that the passage does not give"
    if _unnamed(sentence, said, passage, free):
        return "does not name what the row or bullet is about"
    if _misses_its_subject(sentence, passage, free):
        return "leaves out what the passage is about"
    return left_out_of(sentence, passage) or _misjoined(sentence, passage, free)


def _says_more(sentence: str, known: Collection[str]) -> bool:
    """Whether a word that carries meaning is not among the known; figures are looked at apart."""
    counts = {form(word) for word in NUMBER_WORDS}
    said = {word for word in carrying(sentence) if not word[0].isdigit()}
    return not said <= {*known, *counts}


def left_out_of(sentence: str, passage: Passage) -> str | None:
    """What the sentence leaves out of a passage; of a row, of the cells that it draws on."""
    if not passage.is_row:
        return left_out(sentence, passage.own)
    cells = [cell for chunk in passage.chunks for _, cell in chunk.cells]
    parts = drawn(sentence, cells, cells[0] if cells else "")
    return next((told for part in parts if (told := left_out(sentence, part))), None)


def _misjoined(sentence: str, passage: Passage, free: Collection[str]) -> str | None:
    """How the sentence puts together what the passage does not; a row's cells have no order."""
    one, *more = passage.chunks
    if swapped(sentence, passage.own):
        return "names what the passage says of another name"
    told = " ".join([one.readable, *(chunk.text for chunk in more)])
    if repeated(sentence, told, free):
        return "has a word more often than the passage"
    if aimless(sentence, told):
        return "leaves out what it is for"
    if not passage.is_row and part_of_the_way(sentence, told):
        return "goes a part of the way"
    if not passage.is_row and mixed(sentence, passage.own):
        return "joins a figure with what another figure is about"
    if more:
        shared = {*free, *carrying(one.lead)}
        if regrouped(sentence, [chunk.text for chunk in passage.chunks], shared):
            return "an item made of several"
    elif not passage.is_row and turned(sentence, f"{one.lead} {one.text}"):
        return "turns round what the passage says"
    return None


def _denials(spoken: Sequence[str]) -> int:
    return sum(word in load_wording().denials for word in spoken)


def _misses_its_subject(sentence: str, passage: Passage, free: Collection[str]) -> bool:
    """Whether a sentence takes words of the heading, and not what its passage speaks of first.

    A heading may name several things, of which the passage tells one.
    """
    own = carrying(f"{passage.chunks[0].lead} {passage.own}")
    borrowed = set(passage.reading.forms).intersection(carrying(sentence)).difference(own, free)
    return bool(borrowed and own) and not passage.is_row and own[0] not in forms(sentence)


def _stands_alone(sentence: str, passage: Passage) -> bool:
    """Whether a text is a sentence, or else an item that the passage has in so many words.

    Its words before a colon must be such words there: else it says what the item is an item of.
    """
    head, colon, _ = sentence.partition(": ")
    labels = [cell for chunk in passage.chunks for pair in chunk.cells for cell in pair]
    labels += [chunk.label for chunk in passage.chunks]
    if colon and forms(head) not in [forms(label) for label in labels]:
        return f"{head.lower()}: " in passage.own.lower()
    own, one = set(carrying(passage.own)), passage.chunks[0]
    if SENTENCE.search(sentence):
        said = set(carrying(sentence))
        return bool(own & said) and not (is_item(one) and said <= own)
    return one.kind == "bullet" and passage.chunks == (one,) and set(carrying(sentence)) <= own


def is_item(chunk: Chunk) -> bool:
    """Whether a chunk is an item of a list that says nothing without what leads it in."""
    return chunk.kind == "bullet" and not chunk.label and not SENTENCE.search(chunk.text)


def _unnamed(sentence: str, said: Collection[str], passage: Passage, free: Collection[str]) -> bool:
    """Whether a row or a labelled bullet is used without a word of what it is about."""
    if len(passage.chunks) > 1:
        return False
    chunk = passage.chunks[0]
    name = chunk.cells[0][1] if chunk.cells else chunk.label
    wanted = {one for one in carrying(name) if one not in free}
    if wanted:
        return not wanted <= set(said)
    # The career's own name: "Clinical Care Coordinator" is not what "Care Coordinator" is about.
    longer = re.search(rf"(?i)([\w-]+)\s+{re.escape(name)}\b", sentence) if name else None
    return longer is not None and form(longer[1].lower()) in free


def _needed(sentence: str, passage: Passage, free: Collection[str]) -> tuple[int, ...]:
    """The numbers of a block's chunks that the sentence draws on; that of a single passage.

    What leads the list in, and the career's own name, it may have without any of the items.
    """
    if len(passage.chunks) == 1:
        return passage.numbers
    leading = {*free, *carrying(passage.chunks[0].lead)}
    wanted: set[str | Figure] = {*stated(sentence), *(set(carrying(sentence)) - leading)}
    found: list[int] = []
    while wanted:
        shares = {
            number: {one for one in wanted if _has(chunk, one)}
            for number, chunk in zip(passage.numbers, passage.chunks, strict=True)
        }
        most = max(shares, key=lambda number: len(shares[number]))
        if not shares[most]:
            break
        found.append(most)
        wanted -= shares[most]
    return tuple(sorted(found)) or passage.numbers[:1]


def _has(chunk: Chunk, wanted: str | Figure) -> bool:
    if isinstance(wanted, Figure):
        return agrees(wanted, figures(chunk.text))
    return wanted in carrying(chunk.text)


def _together(single: Sequence[Passage]) -> Iterator[Passage]:
    """The bullets of one list as one passage.

    Sentences are not joined, of a paragraph or in bullets: their words would join to what none of
    them says.
    """
    blocks: dict[tuple[str, int], list[Passage]] = {}
    for one in single:
        chunk = one.chunks[0]
        if is_item(chunk):
            blocks.setdefault((chunk.source, chunk.block), []).append(one)
    for members in blocks.values():
        if len(members) > 1:
            yield Passage(
                tuple(one.numbers[0] for one in members),
                tuple(one.chunks[0] for one in members),
                reduce(add, (one.reading for one in members)),
            )
