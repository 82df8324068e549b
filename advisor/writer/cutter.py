"""A stream of text cut into units that can be checked: sentences, bullets, rows, fenced code.

A unit is let go when it is whole: its end has been seen, and whether a marker follows it. So half a
marker never leaves, wherever the stream was cut into pieces.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from advisor.guide import sentences

UnitKind = Literal["sentence", "bullet", "row", "fence", "lead"]

LONGEST = 600
"""Letters of a sentence after which it is no longer waited for its end."""
_MARK = r"\[\s*\d{1,3}(?:\s*[,;]\s*\d{1,3})*\s*\]"
_MARKS = re.compile(_MARK)
_AFTER_STOP = re.compile(rf"([.!?][\"'”’)*_]*)((?:\s*{_MARK})+)")
"""Markers behind the stop of their sentence."""
_MAYBE_MARK = re.compile(r"\s*(?:\[[\d\s,;]*)?")
"""What may yet become a marker of the sentence before it, or nothing."""
_BULLET = re.compile(r"\s*(?:[-*•+]|\d{1,3}[.)])\s+")
_HEADING = re.compile(r"\s*#{1,6}\s")
_RULE = re.compile(r"\s*(?:[-*_=]\s*){3,}|\s*\|?[\s:|-]*-[\s:|-]*")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_EMPHASIS = re.compile(r"(\*\*|__|\*|`)(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True)
class Unit:
    """A piece of a reply that is shown or withheld as a whole."""

    kind: UnitKind
    text: str
    """Without markers and emphasis; fenced code letter for letter."""
    numbers: tuple[int, ...] = ()
    """The markers that the model gave it, whatever they are worth."""
    whole: bool = True
    """False where the reply ended, or went on and on, before the unit did."""


class Cutter:
    """Takes pieces of a reply and gives the units that are whole by then."""

    def __init__(self) -> None:
        self._rest = ""
        self._bullet = False
        self._fence: list[str] | None = None

    def feed(self, piece: str) -> list[Unit]:
        """The units that are whole now that this piece has come."""
        found: list[Unit] = []
        self._rest += piece
        while "\n" in self._rest:
            line, _, self._rest = self._rest.partition("\n")
            found += self._line(line)
        return [*found, *self._ready()]

    @property
    def stopped(self) -> str:
        """The sentence that seems to have ended just now; empty where the line is within one."""
        return _plain(_split(self._rest)[-1]) if _is_closed(self._rest) else ""

    def close(self, finished: bool) -> list[Unit]:
        """What is left at the end; `finished` where the model came to its end by itself."""
        rest, self._rest = self._rest, ""
        found = self._line(rest) if rest.strip() else []
        if self._fence is not None:  # nobody closed it
            found.append(Unit("fence", "\n".join(self._fence), whole=False))
        if found and not finished and not _is_closed(rest):
            last = found[-1]
            found[-1] = Unit(last.kind, last.text, last.numbers, whole=False)
        return found

    def _line(self, line: str) -> list[Unit]:
        """The units of the rest of a line, its end having come."""
        fenced = self._in_fence(line)
        if fenced is not None:
            return fenced
        if not self._bullet and (_RULE.fullmatch(line) or _HEADING.match(line)):
            return []
        if line.lstrip().startswith("|"):
            cells = [_plain(cell) for cell in line.strip().strip("|").split("|")]
            text = "; ".join(cell for cell in cells if cell)
            return [Unit("row", text, _numbers(line))] if text else []
        found = self._units(_split(self._without_bullet(line)))
        self._bullet = False
        return found

    def _in_fence(self, line: str) -> list[Unit] | None:
        """The units of a line that opens, fills or closes fenced code; None for any other line."""
        if self._fence is None:
            if not _FENCE.match(line):
                return None
            self._fence = [line]
            return []
        self._fence.append(line)
        if not _FENCE.match(line):
            return []
        lines, self._fence = self._fence, None
        return [Unit("fence", "\n".join(lines))]

    def _ready(self) -> list[Unit]:
        """The whole sentences of a line that still goes on."""
        rest = self._rest
        if self._fence is not None or rest.lstrip()[:1] in ("", "|", "#", "`", "~"):
            return []
        rest = self._rest = self._without_bullet(rest)
        if len(rest) > LONGEST and not _split(rest)[1:]:
            self._rest = ""
            return [Unit("sentence", _plain(rest), whole=False)]
        done = _split(rest)[:-1]
        tail = _AFTER_STOP.sub(r"\2\1", rest)
        for sentence in done:
            tail = tail[tail.index(sentence) + len(sentence) :]
        if not done or _MAYBE_MARK.fullmatch(tail):
            return []
        self._rest = tail.lstrip()
        return self._units(done)

    def _without_bullet(self, line: str) -> str:
        bullet = _BULLET.match(line)
        if bullet and not self._bullet:
            self._bullet = True
            return line[bullet.end() :]
        return line

    def _units(self, said: list[str]) -> list[Unit]:
        kind: UnitKind = "bullet" if self._bullet else "sentence"
        texts = [(_plain(sentence), _numbers(sentence)) for sentence in said]
        return [
            Unit("lead", text) if text.endswith(":") else Unit(kind, text, numbers)
            for text, numbers in texts
            if text
        ]


def _split(line: str) -> list[str]:
    """The sentences of a line, each with its markers before its stop."""
    return [text for _, text in sentences(_AFTER_STOP.sub(r"\2\1", line))]


def _numbers(text: str) -> tuple[int, ...]:
    """The markers of a text, each once."""
    found = (number for mark in _MARKS.findall(text) for number in re.findall(r"\d+", mark))
    return tuple(dict.fromkeys(int(number) for number in found))


def _plain(text: str) -> str:
    """The text without markers, emphasis and what they leave behind."""
    text = _EMPHASIS.sub(r"\2", _MARKS.sub("", text))
    return re.sub(r"\s+([.,;:!?])", r"\1", re.sub(r"\s+", " ", text)).lstrip(" :;,.").rstrip()


def _is_closed(text: str) -> bool:
    return bool(re.search(rf"[.!?][\"'”’)*_]*(?:\s*{_MARK})*\s*$", text))
