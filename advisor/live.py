"""What is made from an index, made again when the index has changed: between two questions."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from advisor.errors import IndexDamaged, IndexMismatch, IndexMissing, IndexUnreachable, SetupError
from advisor.index import Index

T = TypeVar("T")
R = TypeVar("R")
ASTRAY = (IndexMissing, IndexDamaged, IndexUnreachable)
"""What can befall an index while it is served, and be mended."""
_log = logging.getLogger(__name__)


class Live(Generic[T]):
    """Holds what `make` gives for an index, and for what `reopen` opens once that has changed.

    Whoever is given a state keeps it until it is done, whatever has become of the index meanwhile.
    """

    def __init__(
        self, index: Index, reopen: Callable[[], Index], make: Callable[[Index], T]
    ) -> None:
        self._reopen, self._make = reopen, make
        self._changing = threading.Lock()
        self.astray: SetupError | None = None
        """Why the newest state cannot be had; None where it can."""
        self._refused: str | None = index.mark
        self._index = index
        self._made = make(index)

    def now(self) -> T:
        """What belongs to the newest state that can be had.

        Where the index is gone or damaged, its server away, or another version's program has
        changed it, the state before goes on; `astray` then says why.
        """
        try:
            if self._index.newest() not in (self._index.mark, self._refused):
                with self._changing:
                    self._follow()
            self.astray = None
        except ASTRAY as error:
            if self.astray is None:
                _log.warning("%s Until then the state before goes on.", error)
            self.astray = error
        return self._made

    def _follow(self) -> None:
        newest = self._index.newest()
        if newest in (self._index.mark, self._refused):  # another thread has seen to it
            return
        try:
            index = self._reopen()
            self._made, self._index = self._make(index), index
        except IndexMismatch as misfit:
            self._refused = newest
            _log.warning("%s Until then the state before goes on.", misfit)

    def use(self, ask: Callable[[T], R]) -> R:
        """What `ask` gives on the newest state, asked again where that was replaced meanwhile.

        Raises what keeps the newest state away where the one before does not have what it takes.
        """
        state = self.now()
        try:
            return ask(state)
        except ASTRAY as error:
            newer = self.now()
            if newer is state:
                raise self.astray or error from error
            return ask(newer)
