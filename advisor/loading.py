"""Libraries loaded in less time: without what Python and Gradio do beside it that nobody needs."""

from __future__ import annotations

import gc
import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_MADE = 50_000
"""Objects more than there were, after which garbage is looked for; by default hundreds."""
_USUAL = gc.get_threshold()


def collect_rarely() -> None:
    """Look for garbage less often; for a program to call before it loads anything.

    What is loaded stays: to look through all of it again and again was a fifth of a start.
    """
    gc.set_threshold(_MADE)


def collect_as_usual() -> None:
    """Look for garbage as often as Python does by itself, now that all is loaded."""
    gc.set_threshold(*_USUAL)


@contextmanager
def no_stubs() -> Iterator[None]:
    """Within this, a class of Gradio's has no file, and Gradio writes no stub for such a class.

    Whenever it is imported it writes such stubs of itself, for editors; nothing here reads them,
    and they take two fifths of its import.
    """
    find = inspect.getfile

    def getfile(what: Any) -> str:
        if isinstance(what, type) and what.__module__.startswith("gradio."):
            raise OSError("its stub is not wanted")
        return find(what)

    inspect.getfile = getfile  # type: ignore[assignment]
    try:
        yield
    finally:
        inspect.getfile = find
