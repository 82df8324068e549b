"""An optional judge: a chat model that says whether an answer agrees with what was expected.

Advisory only. A reply that is neither yes nor no leaves the answer unscored.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from advisor.config import Settings
from advisor.errors import AdvisorError
from advisor.writer.provider import open_model
from evals.errors import HarnessError
from evals.items import Item
from evals.runs import Run

Ask = Callable[[str], str]

PROMPT = """You grade the answer of an advisor that may only say what its guide says.

Question: {question}
The guide's facts that a right answer shows: {facts}
Answer: {answer}

Does the answer show these facts and contradict none of them? Reply with yes or no."""


def add_opinions(run: Run, model: str, ask: Ask | None = None) -> Run:
    """The same run with a `judged_right` score on every answered question."""
    asked = ask or chat_model(model)
    graded = tuple(
        replace(suite, items=tuple(grade(item, asked) for item in suite.items))
        for suite in run.suites
    )
    return replace(run, suites=graded)


def grade(item: Item, ask: Ask) -> Item:
    """The item with the judge's opinion; items that expect no facts are left alone."""
    facts = item.expected.get("facts")
    if not facts or item.answer is None or not item.answer.answered:
        return item
    prompt = PROMPT.format(
        question=item.expected.get("standalone", item.question),
        facts="; ".join(" or ".join(fact) for fact in facts),
        answer=item.answer.text,
    )
    return replace(item, scores={**item.scores, "judged_right": read_opinion(ask(prompt))})


def read_opinion(reply: str) -> float | None:
    """1 for yes, 0 for no, None where the reply says neither or both."""
    said = {word.lower() for word in re.findall(r"\b(?:yes|no)\b", reply, re.IGNORECASE)}
    return float("yes" in said) if len(said) == 1 else None


def chat_model(name: str) -> Ask:
    """A chat model by its `provider:model` name, through LangChain."""
    try:
        model = open_model(replace(Settings.from_env(), model=name))
    except AdvisorError as error:
        raise HarnessError(f"--judge: {error}") from error
    return lambda prompt: str(model.invoke(prompt).text)
