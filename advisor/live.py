"""What is made from an index, made again when the index has changed: between two questions."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from advisor.errors import IndexDamaged, IndexMismatch
from advisor.index import Index

T = TypeVar("T")
R = TypeVar("R")
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
        self._refused: str | None = index.mark
        self._index = index
        self._made = make(index)

    def now(self) -> T:
        """What belongs to the newest state. Raises AdvisorError where there is none any more.

        Where a program of another version has changed the index, the state before it goes on.
        """
        if self._index.newest() not in (self._index.mark, self._refused):
            with self._changing:
                self._follow()
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
        """What `ask` gives on the newest state, asked again where that was replaced meanwhile."""
        state = self.now()
        try:
            return ask(state)
        except IndexDamaged:
            newer = self.now()
            if newer is state:
                raise
            return ask(newer)
