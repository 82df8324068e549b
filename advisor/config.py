"""Settings: the only place that reads the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

from advisor.errors import SetupError

PREFIX = "ADVISOR_"


@dataclass(frozen=True)
class Settings:
    """Everything that can be set, each with a default that works offline with no key."""

    corpus: Path = Path("corpus")
    """Folder of the guides."""
    index: Path = Path(".index")
    """Folder of the index that `python ingest.py` makes."""
    chroma_url: str = ""
    """A Chroma server that holds the index instead: `http://HOST:PORT` or `.../DATABASE`."""
    embedding_model: str = "all-MiniLM-L6-v2"
    """Any sentence-transformers name or path; the default's weights come with the installation."""
    model: str = ""
    """A chat model that writes the answers, `provider:model`; without one they are quoted."""
    model_url: str = ""
    """Where the model is served, if not by its provider; `openai:NAME` for compatible servers."""
    model_timeout: int = 60
    """Seconds that the model may take for a turn, all in all."""
    model_context: int = 4096
    """Tokens that the model takes in; passages are left out, the last first, to keep to it."""
    show_cost: bool = False
    """Whether tokens and seconds of the model stand under its answers."""
    host: str = "127.0.0.1"
    """Address that the page is served on."""
    port: int = 7860
    """Port that the page is served on."""
    max_question_chars: int = 2000
    """Longer questions are cut here."""
    max_history_messages: int = 40
    """Older messages of a conversation are left out of account."""

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read `ADVISOR_CORPUS`, `ADVISOR_INDEX` and so on; what is unset keeps its default.

        Raises SetupError where a value is not of the setting's kind.
        """
        environ = os.environ if environ is None else environ
        values: dict[str, object] = {}
        for setting in fields(cls):
            raw = environ.get(PREFIX + setting.name.upper())
            if raw:
                values[setting.name] = _convert(setting.name, raw, type(setting.default))
        return cls(**values)  # type: ignore[arg-type]


_SWITCH = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}


def _convert(name: str, raw: str, kind: type) -> object:
    if issubclass(kind, bool):
        if raw.lower() not in _SWITCH:
            raise SetupError(f"{PREFIX}{name.upper()} is {raw!r}; 1 or 0 was expected.")
        return _SWITCH[raw.lower()]
    if not issubclass(kind, int):
        return Path(raw) if issubclass(kind, Path) else raw
    try:
        value = int(raw)
    except ValueError:
        value = 0
    if value < 1:
        raise SetupError(
            f"{PREFIX}{name.upper()} is {raw!r}; a whole number from 1 up was expected."
        )
    return value
