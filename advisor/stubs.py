"""Gradio without the stubs for editors that it writes of itself whenever it is imported.

That takes two fifths of its import, and nothing here reads them.
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def no_stubs() -> Iterator[None]:
    """Within this, a class of Gradio's has no file, and Gradio writes no stub for such a class."""
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
