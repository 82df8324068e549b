"""A chat model whose replies are kept on disk with their tempo, so that what becomes of them can be
measured again without asking it again, and a run that was broken off goes on where it ended.
"""

from __future__ import annotations

import copy
import hashlib
import json
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.writer.prompt import RULES

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk, BaseMessage

SHORTEST = 0.002
"""Seconds between two pieces of a reply that is replayed fast: faster than any model writes."""

POLLS, POLL = 40, 0.05
"""How often, and seconds how far apart, a reader may close a kept reply before more is asked for.
"""


@dataclass
class Reply:
    """A reply as far as it was read."""

    pieces: list[tuple[float, str]] = field(default_factory=list)
    """Each with its time: on disk the seconds since the request; where it was heard, the clock's
    (`time.perf_counter`) as it came in, before the advisor had it."""
    ended: float | None = None
    """When the model had come to its end by itself; None where it was not heard out."""

    @property
    def text(self) -> str:
        return "".join(text for _, text in self.pieces)


class RecordedModel:
    """Stands in for a chat model, whose `stream` it offers; temperature 0 is its own affair."""

    def __init__(self, model: Any, name: str, file: Path, fast: bool = False) -> None:
        """`name` tells the model from others whose replies are kept; `fast` replays in haste."""
        self._model, self._name, self._file, self._fast = model, name, file, fast
        self._writing = threading.Lock()
        self._kept = _read(file)
        self.asked = 0
        """Replies that were not kept, so that the model was asked."""
        self.answer: Reply | None = None
        """The last reply to a request for an answer."""

    def another(self) -> RecordedModel:
        """The same for another thread: what is kept is shared, what was last heard is not."""
        return copy.copy(self)

    def stream(self, messages: Sequence[BaseMessage]) -> Iterator[AIMessageChunk]:
        """The reply, piece by piece: as it is kept, then, where that breaks off, by the model."""
        from langchain_core.messages import AIMessageChunk

        said = "\0".join([self._name, *(one.text for one in messages)])
        key = hashlib.sha256(said.encode()).hexdigest()[:16]
        kept, heard = self._kept.get(key, Reply()), Reply()
        if messages[0].text == RULES:
            self.answer = heard
        for text in self._paced(kept):
            heard.pieces.append((time.perf_counter(), text))
            yield AIMessageChunk(content=text)
        if kept.ended is None:
            for _ in range(POLLS if kept.pieces else 0):  # whoever reads may be about to close
                time.sleep(POLL)
                yield AIMessageChunk(content="")
            yield from self._ask(key, messages, heard)
        heard.ended = time.perf_counter()

    def _paced(self, kept: Reply) -> Iterator[str]:
        """The kept pieces, with the pauses between them; the wait for the first is left out."""
        before = kept.pieces[0][0] if kept.pieces else 0.0
        for seconds, text in kept.pieces:
            time.sleep(min(SHORTEST, seconds - before) if self._fast else seconds - before)
            before = seconds
            yield text

    def _ask(self, key: str, messages: Sequence[BaseMessage], heard: Reply) -> Iterator[Any]:
        """What the model says beyond what was heard, which is kept with all before it."""
        self.asked += 1
        fresh, known, started = Reply(), heard.text, time.perf_counter()
        try:
            for piece in self._model.stream(messages):
                now, text = time.perf_counter(), piece.text
                if text:
                    fresh.pieces.append((now - started, text))
                if len(fresh.text) > len(known) and text:
                    heard.pieces.append((now, text))
                    yield piece
            fresh.ended = time.perf_counter() - started
        finally:
            if len(fresh.text) > len(known) or fresh.ended is not None:
                self._keep(key, fresh)

    def _keep(self, key: str, reply: Reply) -> None:
        with self._writing:
            self._kept[key] = reply
            self._file.parent.mkdir(parents=True, exist_ok=True)
            row = {"key": key, "pieces": reply.pieces, "ended": reply.ended}
            with self._file.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")


def _read(file: Path) -> dict[str, Reply]:
    """The replies of a file by their keys; the last of a key counts."""
    if not file.exists():
        return {}
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {
        row["key"]: Reply([(seconds, text) for seconds, text in row["pieces"]], row["ended"])
        for row in rows
    }
