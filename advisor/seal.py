"""What a store's files were when it was finished, so that damage to them is told from a change.

Chroma reads vectors from a file that was cut short without a word, and gives others in their
place. Its database it checks itself, and writes to even when it is only read. The files of a
collection that is too small for them are scratch, made anew at every start from the database.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from advisor.store import DATABASE_FILE

_FILE = "seal.json"
_SAVED = "index_metadata.pickle"
"""What Chroma writes last when it saves a collection's vectors."""


def seal(store: Path) -> None:
    """Write down the size and the digest of every file in a store that counts."""
    folders = [file.parent for file in store.glob(f"*/{_SAVED}")]
    files = {
        file.relative_to(store).as_posix(): [file.stat().st_size, _digest(file)]
        for file in [store / DATABASE_FILE, *(one for part in folders for one in part.iterdir())]
    }
    (store / _FILE).write_text(json.dumps(files), encoding="utf-8")


def damage(store: Path) -> str:
    """What has happened to a store since it was sealed; empty where nothing has.

    Of the database only the size is looked at; all else, digests too (0.2 s for 100 MB).
    """
    try:
        files = json.loads((store / _FILE).read_text(encoding="utf-8"))
        for name, (size, digest) in files.items():
            file = store / name
            now = file.stat().st_size
            if now < size or (now > size and name != DATABASE_FILE):
                return f"{file.name} has {now:,} bytes of {size:,}"
            if name != DATABASE_FILE and _digest(file) != digest:
                return f"{file.name} is not as it was written"
    except FileNotFoundError as error:
        return f"{Path(error.filename).name} is missing"
    except (OSError, ValueError) as error:
        return str(error)
    return ""


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
