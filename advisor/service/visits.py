"""How many questions a visitor may ask: so many at once, and again as time goes by."""

from __future__ import annotations

import ipaddress
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from contextvars import ContextVar

from advisor.errors import TooMany

CALLER: ContextVar[str] = ContextVar("caller", default="")
"""The address of whoever asked what is being worked on, where the way in has set it."""
MOST = 10_000
"""Visitors that are remembered; beyond them, whoever has been away longest is forgotten."""


class Visits:
    """A bucket of questions for each visitor, which fills up again within a minute.

    By a clock that cannot be set: where the time of day jumps, nobody is locked out.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute, self._clock = per_minute, clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._counting = threading.Lock()

    def count(self, visitor: str) -> None:
        """Take note of a question. Raises TooMany where the visitor's bucket is empty.

        `visitor` is a network address; who asks from this machine is not counted.
        """
        if is_this_machine(visitor):
            return
        with self._counting:
            now = self._clock()
            left, since = self._left.pop(visitor, (float(self._per_minute), now))
            left = min(self._per_minute, left + (now - since) * self._per_minute / 60)
            self._left[visitor] = (left - 1 if left >= 1 else left, now)
            if len(self._left) > MOST:
                self._left.popitem(last=False)
        if left < 1:
            wait = math.ceil((1 - left) * 60 / self._per_minute)
            raise TooMany(
                f"You have asked {self._per_minute} questions within a minute, which is all that "
                f"one visitor may. Please ask again in {wait} second{'s' * (wait > 1)}."
            )


def is_this_machine(visitor: str) -> bool:
    """Whether that is an address of loopback; no address at all is a call from within."""
    try:
        return not visitor or ipaddress.ip_address(visitor).is_loopback
    except ValueError:
        return False
