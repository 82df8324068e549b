"""Asking back which career is meant, where several guides answer and nothing tells which."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from advisor.draft import frame, number_lines
from advisor.library import Library
from advisor.phrases import with_article
from advisor.schema import Answer, Message
from advisor.shelf import Shelf

_WHICH = "Which career do you mean?"
_FEW_WORDS = 8


def told_which(question: str, history: Sequence[Message], library: Library) -> str:
    """The question that was asked back about, with the career that is named now put in; empty where
    nothing was asked back, or something else is asked now.
    """
    said = [(one["role"], one["content"]) for one in history]
    named = library.named(question)
    if len(said) < 2 or len(question.split()) > _FEW_WORDS or len(named) != 1:
        return ""
    (who, asked), (_, reply) = said[-2:]
    return _put_in(asked, named[0]) if who == "user" and reply.startswith(_WHICH) else ""


def ask_back(
    question: str,
    choices: Sequence[Shelf],
    shelves: Sequence[Shelf],
    answers: Callable[[str, Shelf], bool],
) -> Answer | None:
    """The question with each choice put in, as far as that guide answers it; None unless there are
    two to choose between.
    """
    offers = {
        with_article(one.card.career): offer
        for one in choices
        if answers(offer := _put_in(question, one), one)
    }
    if len(offers) < 2:
        return None
    *others, last = offers
    asked = f"{_WHICH} It could be about {', '.join(others)} or {last}."
    if len(shelves) > len(offers):
        asked += " You can name any other that has a guide here."
    said, parts, _ = number_lines([frame(asked)])
    return Answer(
        text=said,
        answered=False,
        question=question,
        reason="ambiguous",
        parts=parts,
        suggestions=tuple(offers.values()),
    )


def _put_in(question: str, shelf: Shelf) -> str:
    first = question[:1] if re.match(r"I\b", question) else question[:1].lower()
    return f"For {with_article(shelf.card.career)}: {first}{question[1:]}"
