"""What visitors thought of answers, kept in any database that SQLAlchemy knows."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, TypeVar

import sqlalchemy as sql
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from advisor.config import PREFIX, Settings
from advisor.errors import FeedbackError, SetupError

REASONS = {
    "wrong": "It is wrong",
    "incomplete": "It is incomplete",
    "wrong_citation": "A source does not say that",
    "should_have_declined": "It should have said that it does not know",
    "should_have_answered": "It should have answered",
    "other": "Something else",
}
"""Why an answer was not helpful, and how a visitor would put it."""
MAX_CHARS = 2000
"""Of a comment or a question; longer comments are refused, longer questions cut."""
MAX_ANSWER_CHARS = 100_000
"""Of an answer as JSON; a longer one is kept without its citations."""
MAX_HISTORY = 10
"""Earlier messages that are kept with a question, each cut to `MAX_CHARS`."""
MAX_ROWS = 100_000
"""Beyond them nothing is taken until older ones are removed."""
BUSY_SECONDS = 5
"""How long a write waits for another."""
FILE = "feedback.sqlite3"
_TABLE = sql.Table(
    "feedback",
    sql.MetaData(),
    sql.Column("id", sql.Integer, primary_key=True),
    sql.Column("at", sql.DateTime(timezone=True), nullable=False),
    sql.Column("helpful", sql.Boolean, nullable=False),
    sql.Column("reason", sql.String(32)),
    sql.Column("comment", sql.Text, nullable=False),
    sql.Column("question", sql.Text, nullable=False),
    sql.Column("history", sql.Text, nullable=False),
    sql.Column("answer", sql.Text, nullable=False),
)

_log = logging.getLogger(__name__)
R = TypeVar("R")


@dataclass(frozen=True)
class Feedback:
    """What one visitor said of one answer.

    Raises FeedbackError where the reason is none of `REASONS`, or the comment is too long.
    """

    helpful: bool
    question: str
    answer: dict[str, Any]
    """As `Answer.to_dict` gives it."""
    reason: str | None = None
    """One of `REASONS`; None where the answer was helpful."""
    comment: str = ""
    history: list[dict[str, str]] = field(default_factory=list)
    """What was said before, as `ask` takes it."""
    at: datetime | None = None
    """When it was kept."""

    def __post_init__(self) -> None:
        if not self.helpful and self.reason not in REASONS:
            raise FeedbackError(f"Please say what was amiss: one of {', '.join(REASONS)}.")
        if len(self.comment) > MAX_CHARS:
            raise FeedbackError(
                f"A comment has at most {MAX_CHARS:,} characters; "
                f"this one has {len(self.comment):,}. Please shorten it."
            )

    @property
    def verdict(self) -> str:
        """`helpful`, or why it was not."""
        return "helpful" if self.helpful else str(self.reason)


class FeedbackStore:
    """Feedback in a database, which is opened, and its table made, with the first use."""

    def __init__(
        self, settings: Settings, counted: Callable[[str], None] = lambda _verdict: None
    ) -> None:
        """`counted` is told each verdict that was kept.

        Raises SetupError where the settings name no database.
        """
        self.enabled = settings.feedback
        """Whether feedback is wanted; where it is not, `add` refuses."""
        self._url = settings.database_url or f"sqlite:///{settings.index.parent / FILE}"
        self._counted = counted
        self._engine: sql.Engine | None = None
        self._opening = threading.Lock()
        if self.enabled:
            _check(self._url)

    def add(self, feedback: Feedback) -> None:
        """Keep it. Raises FeedbackError, fit to be shown, where that cannot be."""
        if not self.enabled:
            raise FeedbackError("Feedback is turned off here.")
        self._use(lambda connection: _insert(connection, feedback), "Your feedback was not kept")
        self._counted(feedback.verdict)

    def all(self) -> list[Feedback]:
        """Everything that was kept, oldest first. Raises FeedbackError where it cannot be read."""
        return self._use(_read, "The feedback cannot be read")

    def counts(self) -> dict[str, int]:
        """How often each verdict was given. Raises FeedbackError where it cannot be read."""
        return self._use(_count, "The feedback cannot be read")

    def _use(self, use: Callable[[sql.Connection], R], complaint: str) -> R:
        try:
            with self._open().begin() as connection:
                return use(connection)
        except (SQLAlchemyError, OSError) as error:
            self.close()
            cause = getattr(error, "orig", None) or error
            _log.warning("%s: %s", complaint, cause)
            raise FeedbackError(
                f"{complaint}, since its database does not answer as it should. "
                "The answers are not touched by that; the server's log says more."
            ) from error

    def _open(self) -> sql.Engine:
        with self._opening:
            if self._engine is None:
                wait = {"timeout": BUSY_SECONDS} if self._url.startswith("sqlite") else {}
                engine = sql.create_engine(self._url, hide_parameters=True, connect_args=wait)
                _TABLE.metadata.create_all(engine)
                self._engine = engine
            return self._engine

    def close(self) -> None:
        """Let go of the database, so that the next use opens it anew, wherever it is by then."""
        with self._opening:
            if self._engine is not None:
                self._engine.dispose()
                self._engine = None


def _check(url: str) -> None:
    """Raises SetupError, without the password, where no database can be meant by the URL."""
    expected = f"{PREFIX}DATABASE_URL: a URL such as sqlite:///feedback.sqlite3 was expected"
    try:
        parts = sql.make_url(url)
        parts.get_dialect().import_dbapi()
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise SetupError(f"{expected}; that is none, or of an unknown kind of database.") from error
    except ImportError as error:
        raise SetupError(
            f"{expected}; for {parts.drivername} install the Python package {error.name!r}."
        ) from error


def _insert(connection: sql.Connection, feedback: Feedback) -> None:
    rows = connection.scalar(sql.select(sql.func.count()).select_from(_TABLE))
    if (rows or 0) >= MAX_ROWS:
        raise FeedbackError(f"No more than {MAX_ROWS:,} pieces of feedback are kept here.")
    history = [
        {"role": str(one.get("role")), "content": str(one.get("content"))[:MAX_CHARS]}
        for one in feedback.history[-MAX_HISTORY:]
    ]
    connection.execute(
        sql.insert(_TABLE).values(
            at=datetime.now(UTC),
            helpful=feedback.helpful,
            reason=None if feedback.helpful else feedback.reason,
            comment=feedback.comment,
            question=feedback.question[:MAX_CHARS],
            history=json.dumps(history),
            answer=_bounded(feedback.answer),
        )
    )


def _bounded(answer: dict[str, Any]) -> str:
    text = json.dumps(answer)
    if len(text) <= MAX_ANSWER_CHARS:
        return text
    kept = ("answered", "reason", "missing", "engine")
    return json.dumps(
        {name: answer.get(name) for name in kept} | {"text": str(answer.get("text"))[:MAX_CHARS]}
    )


def _read(connection: sql.Connection) -> list[Feedback]:
    number, *columns = _TABLE.columns
    rows = connection.execute(sql.select(*columns).order_by(number)).mappings()
    return [
        Feedback(
            **{**row, "answer": json.loads(row["answer"]), "history": json.loads(row["history"])}
        )
        for row in rows
    ]


def _count(connection: sql.Connection) -> dict[str, int]:
    verdict = (_TABLE.c.helpful, _TABLE.c.reason)
    counted = sql.select(*verdict, sql.func.count()).group_by(*verdict)
    return {
        "helpful" if helpful else reason: number
        for helpful, reason, number in connection.execute(counted)
    }
