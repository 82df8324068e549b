"""The log: one JSON object a line, without what people wrote unless the settings ask for it."""

from __future__ import annotations

import json
import logging
import traceback
from datetime import UTC, datetime

OURS = "advisor"


class JsonLines(logging.Formatter):
    """A record as JSON: when, how grave, who says so, what, and what goes with it.

    Of an exception only its kind and the places that it passed are told, since its message may
    hold what somebody wrote; `with_text` tells the message too.
    """

    def __init__(self, with_text: bool) -> None:
        super().__init__()
        self._with_text = with_text

    def format(self, record: logging.LogRecord) -> str:
        """The record on one line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
            **getattr(record, "said", {}),
        }
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            frames = traceback.extract_tb(error.__traceback__)
            line["fault"] = type(error).__name__
            line["where"] = [f"{one.filename}:{one.lineno} {one.name}" for one in frames]
            if self._with_text:
                line["message"] = str(error)
        return json.dumps(line, ensure_ascii=False, default=str)


def log_as_json(with_text: bool) -> None:
    """Write the program's log to standard error: ours from info, the libraries' from warning."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines(with_text))
    handler.addFilter(_wanted)
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(logging.INFO)


def _wanted(record: logging.LogRecord) -> bool:
    """Not what a library tells below a warning, whatever level it has set for itself."""
    return record.levelno >= logging.WARNING or record.name.split(".")[0] == OURS
