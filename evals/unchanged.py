"""Whether a run would measure what the last one has measured: nothing it depends on has changed.

The figures follow from the code, the guides, the questions, the packages and the settings (but for
the times, which are no gate), so that a run on the same ones tells nothing new.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import sys
import sysconfig
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import advisor
from advisor.config import PREFIX, Settings
from advisor.places import place_of

HELD = "held.json"
_CODE = (Path(advisor.__file__).parent, Path(__file__).parent)
_MADE = {"__pycache__", ".cache", "runs"}
"""What runs leave behind, which nothing depends on."""


def state(flags: object, *more: Path) -> str:
    """A digest of everything that a run with these flags depends on; `more` are files that the
    flags name.
    """
    settings = Settings.from_env()
    public = os.environ.get("EVALS_DATA")
    said = [
        repr(flags),
        sys.version,
        platform.platform(),
        *sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info")),
        *sorted(f"{name}={text}" for name, text in os.environ.items() if name.startswith(PREFIX)),
        str(place_of(settings).newest()),
    ]
    places = [*_CODE, settings.corpus, *more, *([Path(public)] if public else [])]
    said += [line for place in places for line in _files(place)]
    return hashlib.sha256("\0".join(said).encode()).hexdigest()


def _files(place: Path) -> Iterator[str]:
    """Each file of a folder, or the file itself, with the digest of its content."""
    for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
        if file.is_file() and not _MADE & {*file.relative_to(place).parts}:
            with file.open("rb") as opened:
                yield f"{file} {hashlib.file_digest(opened, 'sha256').hexdigest()}"


def held(out: Path, of: str) -> str | None:
    """When the run was whose reports lie in a folder, if in it every gate held of that state."""
    try:
        kept = json.loads((out / HELD).read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return str(kept["when"]) if kept["of"] == of else None


def keep(out: Path, of: str | None) -> None:
    """Note beside its reports that in a run every gate held of a state, or of none."""
    if of is None:
        (out / HELD).unlink(missing_ok=True)
        return
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    (out / HELD).write_text(json.dumps({"of": of, "when": when}), encoding="utf-8")
