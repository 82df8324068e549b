"""An answer composed from what a chat model writes and from what the extractive engine quotes.

Each unit of the reply is shown with its markers, or withheld; in place of what is withheld stands
the quoted line that is nearest to it. In the end follow the quoted lines whose facts are not yet
told, so an answer never says less than it would without a model.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import takewhile

from advisor.attribution import GUIDE, source_head
from advisor.draft import Draft, Line, Sheet, frame
from advisor.schema import Chunk, PartStyle
from advisor.writer.cutter import Unit
from advisor.writer.figures import agrees, figures, stated
from advisor.writer.grounding import SENTENCE, Grounds
from advisor.writer.wording import carrying

ROOM = 1150
"""Letters of an answer that the model's words and the quoted lines are to keep within."""
_LEAST_ROOM = 300
"""Letters that the model has in any case."""
_PATIENCE = 5
"""Units not shown one after the other, after which the reply is not worth waiting for."""
_TOLD = 0.8
"""Share of a quoted line's words from which sentences that cite it tell it, figures apart."""
_NEAR = 0.3
"""Share of a withheld unit's words from which a quoted line stands in for it."""


class Composition:
    """Takes the units of a reply one by one; what it returns can be shown at once."""

    def __init__(self, draft: Draft, grounds: Grounds) -> None:
        self._grounds = grounds
        self._first = draft.lead
        self._rest = draft.rest
        self._left = list(draft.lines)
        self._due: list[Line] = []
        self._written: list[Line] = []
        self._quoted: list[Line] = []
        self._lead: Unit | None = None
        self._head = GUIDE
        self._room = max(_LEAST_ROOM, ROOM - len(draft.answer.text))
        self._in_a_row = 0
        self.withheld = 0
        """Units that were not supported."""
        self.sheet = Sheet()

    @property
    def survives(self) -> bool:
        """Whether anything that the model wrote is shown."""
        return bool(self._written)

    @property
    def is_full(self) -> bool:
        """Whether no more of the reply is worth reading."""
        return self._room <= 0 or self._in_a_row >= _PATIENCE

    def take(self, unit: Unit) -> str:
        """What a unit adds to the answer's text; empty where it adds nothing yet."""
        if self.is_full or not unit.whole:
            self._in_a_row += 1
            return ""
        if unit.kind == "lead":
            self._lead = unit
            return ""
        lead, self._lead = self._lead, None
        text = unit.text if unit.kind == "fence" else self._grounds.bare(unit.text)
        if unit.text.endswith("?") or self._is_said(text):
            self._in_a_row += 1  # a small model may say the same for ever
            return ""
        support = self._grounds.support(_claims(unit), unit.numbers)
        if support is None:
            return self._withhold(text)
        chunks = tuple(self._grounds.offered[number - 1] for number in support.numbers)
        if _POINTS.match(text) and not self._follows(chunks):
            return self._withhold(text)
        if unit.kind != "fence" and not SENTENCE.search(text):
            self._in_a_row += 1
            return ""  # an item of a list says nothing without that; it is quoted whole
        style: PartStyle = "inline" if unit.kind in ("sentence", "fence") else "bullet"
        line = Line((("written", text),), chunks, style)
        self._written.append(line)
        shown = self._begin() + self._add_due()
        if lead and style == "bullet" and self._claims_nothing(lead.text):
            shown += self.sheet.add(frame(lead.text))
        self._room -= len(text)
        self._in_a_row = 0
        return shown + self._add(line)

    def _begin(self) -> str:
        """What stands before all else, with the first that is shown."""
        first, self._first = self._first, None
        return self.sheet.add(first) if first else ""

    def finish(self) -> str:
        """What is added in the end: the quoted lines that are not told, and what follows them."""
        shown = self._add_due()
        for place, line in enumerate(self._left):
            items = takewhile(lambda one: one.style == "bullet", self._left[place + 1 :])
            leads = line.text.endswith(":") and not all(map(self._is_told, items))
            if leads or not self._is_told(line):
                shown += self._add(line)
        for line in self._rest:
            shown += self.sheet.add(line)
        return shown

    def _follows(self, chunks: Sequence[Chunk]) -> bool:
        """Whether what is said of these chunks follows upon what was said just before."""
        if self._in_a_row or not self._written:
            return False
        before = {(chunk.source, chunk.section) for chunk in self._written[-1].chunks}
        return bool(before & {(chunk.source, chunk.section) for chunk in chunks})

    def _withhold(self, text: str) -> str:
        """Put the nearest quoted sentence in the place of a unit; shown once the model has a word.

        Lists wait for the end, where their items stand below what leads them in.
        """
        self.withheld += 1
        self._in_a_row += 1
        whole = [line for line in self._left if SENTENCE.search(line.text)]
        near = max(whole, key=lambda line: _share(text, line), default=None)
        if near is None or _share(text, near) < _NEAR:
            return ""
        self._left.remove(near)
        self._due.append(near)
        return self._add_due() if self._written else ""

    def _add_due(self) -> str:
        due, self._due = [line for line in self._due if not self._is_told(line)], []
        self._quoted += due
        return "".join(self._add(line) for line in due)

    def _add(self, line: Line) -> str:
        """Add a line, under the name of its source where that changes."""
        shown = ""
        head = source_head(line)
        if head and head != self._head:
            shown = self.sheet.add(frame(head))
            self._head = head
        return shown + self.sheet.add(line)

    def _is_told(self, line: Line) -> bool:
        """Whether sentences that cite a quoted line's chunks say what it says."""
        citing = [one for one in self._written if set(one.chunks) & set(line.chunks)]
        said = " ".join(one.text for one in citing)
        known = figures(said)
        return all(agrees(one, known) for one in figures(line.text)) and bool(
            _covered(line.text, carrying(said), self._grounds.free) >= _TOLD
        )

    def _is_said(self, text: str) -> bool:
        """Whether one sentence that is shown, written or quoted, says as good as all of it."""
        return any(
            _share(text, one) >= _TOLD
            and all(agrees(figure, figures(one.text)) for figure in stated(text))
            for one in (*self._written, *self._quoted)
        )

    def _claims_nothing(self, lead: str) -> bool:
        """Whether words before a list only name what the passages are about."""
        texts = (f"{chunk.heading} {chunk.readable}" for chunk in self._grounds.offered)
        known = _LEADING.union(*map(carrying, texts))
        return not figures(lead) and _covered(lead, known, self._grounds.free) == 1.0


_POINTS = re.compile(r"(?i)(?:it|its|they|their|them|this|that|these|those|he|she|both|such)\b")
"""What a sentence begins with that speaks of the one before it."""
_LEADING = frozenset(carrying("here includes including following follows steps list these"))


def _claims(unit: Unit) -> str:
    """What a unit states, as one line."""
    if unit.kind != "fence":
        return unit.text
    inside = " ".join(unit.text.splitlines()[1:]).replace("```", "").replace("~~~", "").strip()
    return inside if inside.endswith(".") else f"{inside}."


def _share(text: str, line: Line) -> float:
    return _covered(text, set(carrying(line.text)), ())


def _covered(text: str, known: Collection[str], free: Collection[str]) -> float:
    """The share of a text's carrying words that are among the known ones; figures left out."""
    own = [one for one in carrying(text) if not one[0].isdigit() and one not in free]
    return sum(one in known for one in own) / len(own) if own else 1.0
