"""A follow-up made whole by the chat model; taken only where it adds nothing new."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence

from advisor.schema import Message
from advisor.text import NUMBER_WORDS, content_stems, numbers, words
from advisor.writer.calls import CallFailed, Calls
from advisor.writer.prompt import rewrite_messages

_SHARE = 0.25
"""Of a turn's time, what a rewrite may take."""
_MOST_WORDS = 40
_POINTING = frozenset("it its they them their that this these those one ones there he she".split())

_log = logging.getLogger(__name__)


def rewrite(calls: Calls, question: str, history: Sequence[Message]) -> str | None:
    """The question made whole; None where the model fails or its words cannot be trusted."""
    try:
        made = _first_line(calls.reply(rewrite_messages(question, history), _SHARE))
    except CallFailed as failure:
        _log.info("no rewrite: the chat model %s", failure)
        return None
    return made if is_sane(made, question, history) else None


def _first_line(reply: Iterable[str]) -> str:
    """What a reply says first; no more of it is read than that, or than a question can have."""
    said = ""
    for piece in reply:
        said = (said + piece).lstrip()
        if "\n" in said or len(said.split()) > _MOST_WORDS:
            break
    return said.partition("\n")[0].strip().strip("\"'")


def is_sane(made: str, question: str, history: Sequence[Message]) -> bool:
    """Whether a rewrite is one question in words of the conversation that keeps what was asked.

    It may leave out words that point back, and nothing else; each word and figure that it adds
    must have been said.
    """
    if not made.endswith("?") or len(words(made)) > _MOST_WORDS:
        return False
    said = " ".join([question, *(one["content"] for one in history)])
    own = {one for one in content_stems(question) if one not in _POINTING}
    if not own <= set(content_stems(made)) <= set(content_stems(said)):
        return False
    spelt = {float(value) for word, value in NUMBER_WORDS.items() if word in words(question)}
    return set(numbers(made)) <= {*numbers(said), *spelt}
