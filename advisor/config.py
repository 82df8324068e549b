"""Settings: the only place that reads the environment."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from advisor.errors import SetupError

PREFIX = "ADVISOR_"
_SWITCHES = {"on": True, "true": True, "yes": True, "1": True,
             "off": False, "false": False, "no": False, "0": False}  # fmt: skip
WITH_US = Path(__file__).with_name("corpus")
"""The guides that a wheel brings along; a checkout has none there."""


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
    title: str = "Career advisor"
    """What the page is called."""
    greeting: str = "What would you like to know?"
    """Stands on the empty page."""
    examples: str = ""
    """Questions on the empty page, parted by `|`; a few of the first guide's where none is set."""
    colour: str = "teal"
    """The page's colour: a hue of Gradio's, such as blue, emerald or rose."""
    login: str = field(default="", repr=False)
    """Who may come in: `NAME:PASSWORD`, several parted by commas; everybody where none is set."""
    questions_per_minute: int = 60
    """Of one visitor; whoever asks from the same machine is not counted."""
    queue: int = 64
    """How many questions may wait; whoever comes then is told that it is busy."""
    feedback: bool = True
    """Whether visitors may say what they think of an answer."""
    database_url: str = field(default="", repr=False)
    """Where feedback is kept, as SQLAlchemy writes it; SQLite beside the index by default."""
    log_text: bool = False
    """Whether the log tells what was asked."""
    frame_origins: str = ""
    """Sites that may show the page within theirs: `https://HOST`, several parted by commas."""

    @property
    def at_once(self) -> int:
        """How many questions are answered at the same time; the others wait in line.

        A chat model is waited for, and others may be asked meanwhile. Without one it is the
        processor that answers: more at once only keep each other waiting, out of turn.
        """
        return 4 if self.model else 2

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read `ADVISOR_CORPUS`, `ADVISOR_INDEX` and so on; what is unset keeps its default.

        Installed from a wheel the advisor has guides of its own, and their index a place in the
        environment that it is installed in.

        Raises SetupError where a value is not of the setting's kind.
        """
        environ = os.environ if environ is None else environ
        values: dict[str, object] = {}
        for setting in fields(cls):
            raw = environ.get(PREFIX + setting.name.upper())
            if raw:
                values[setting.name] = _convert(setting.name, raw, type(setting.default))
        if WITH_US.is_dir() and "corpus" not in values:
            index = Path(sys.prefix, "share", "career-advisor")
            values = {"corpus": WITH_US, "index": index, **values}
        return cls(**values)  # type: ignore[arg-type]


def _convert(name: str, raw: str, kind: type) -> object:
    if issubclass(kind, bool):
        if raw.lower() not in _SWITCHES:
            raise SetupError(f"{PREFIX}{name.upper()} is {raw!r}; `on` or `off` was expected.")
        return _SWITCHES[raw.lower()]
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
