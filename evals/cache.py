"""Arrays that are slow to make, kept on disk under what they were made from.

Question and sentence embeddings do not change while the model does not, so a second run of the
suites takes seconds. The cache may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

FOLDER = Path(__file__).parent / ".cache"
# As many texts as a statement of SQLite surely takes.
_BATCH = 500


class ArrayCache:
    """Arrays of one maker (a model, or a model and what is done with it), by text.

    `maker` names everything that an array depends on besides its text.
    """

    def __init__(self, maker: str, folder: Path = FOLDER) -> None:
        self._maker = maker
        self._folder = folder

    def get(
        self, texts: Sequence[str], make: Callable[[list[str]], Sequence[Array]]
    ) -> list[Array]:
        """The arrays of the texts, in their order; `make` is handed those not kept yet, once."""
        keys = [self._key(text) for text in texts]
        with closing(self._open()) as connection, connection:
            known = _read(connection, keys)
            lacking = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
            if lacking:
                made = make(list(lacking.values()))
                fresh = dict(
                    zip(lacking, (np.asarray(one, np.float32) for one in made), strict=True)
                )
                _write(connection, fresh)
                known |= fresh
        return [known[key] for key in keys]

    def vectors(self, texts: Sequence[str], encode: Callable[[list[str]], Array]) -> Array:
        """The vectors of the texts as one matrix."""
        return np.stack(self.get(texts, lambda lacking: list(encode(lacking))))

    def _key(self, text: str) -> bytes:
        return hashlib.sha256(f"{self._maker}\0{text}".encode()).digest()[:16]

    def _open(self) -> sqlite3.Connection:
        self._folder.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(self._folder / "arrays.sqlite", timeout=30)
        connection.execute(
            "create table if not exists arrays (key blob primary key, shape text, data blob)"
        )
        return connection


def _read(connection: sqlite3.Connection, keys: Sequence[bytes]) -> dict[bytes, Array]:
    distinct = list(dict.fromkeys(keys))
    found: dict[bytes, Array] = {}
    for start in range(0, len(distinct), _BATCH):
        some = distinct[start : start + _BATCH]
        marks = ",".join("?" * len(some))
        rows = connection.execute(
            f"select key, shape, data from arrays where key in ({marks})",  # noqa: S608
            some,
        )
        for key, shape, data in rows:
            sizes = [int(size) for size in shape.split(",")]
            found[key] = np.frombuffer(data, np.float32).reshape(sizes)
    return found


def _write(connection: sqlite3.Connection, arrays: dict[bytes, Array]) -> None:
    connection.executemany(
        "insert or replace into arrays values (?, ?, ?)",
        [(key, ",".join(map(str, one.shape)), one.tobytes()) for key, one in arrays.items()],
    )
