"""Document expansion: the questions that a guide's passages answer, indexed beside them.

People ask in other words than a guide answers in. An author writes, in `NAME.questions.yaml` beside
the guide `NAME.md`, what each passage is the answer to; a question is then matched to questions as
well as to passages (the method of Nogueira et al., "Document Expansion by Query Prediction", 2019,
with an author in the model's place). The same file tells what people ask that the guide does not
answer. A guide without the file is searched by its passages alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from advisor.errors import CorpusError
from advisor.formats.files import decode, read_bytes, read_yaml
from advisor.schema import Chunk, Expansion, Silence

SUFFIX = ".questions.yaml"
_MAX_BYTES = 2_000_000


def questions_file(guide: Path) -> Path:
    """Where the questions of a guide stand, if it has any."""
    return guide.with_name(guide.stem + SUFFIX)


@dataclass(frozen=True)
class Questions:
    """What one file of questions tells."""

    answered: tuple[Expansion, ...] = ()
    unanswered: tuple[Silence, ...] = ()
    lifts: tuple[str, ...] = ()
    """In a companion's file: topics that its guide leaves open and the companion answers."""


def read_questions(file: Path) -> Questions:
    """What a guide answers and what it does not, read from a file of questions.

    Raises CorpusError where the file is not of the promised form.
    """
    data = read_yaml(decode(read_bytes(file, _MAX_BYTES), file), str(file))
    if not isinstance(data, dict) or not set(data) <= {"answered", "unanswered", "lifts"}:
        raise CorpusError(f"{file} must hold `answered:`, `unanswered:` or `lifts:`, each a list.")
    return Questions(
        answered=tuple(
            Expansion(*_entry(row, "section", "passage", file))
            for row in data.get("answered") or ()
        ),
        unanswered=tuple(
            Silence(*_entry(row, "topic", "who", file)) for row in data.get("unanswered") or ()
        ),
        lifts=tuple(str(topic) for topic in data.get("lifts") or ()),
    )


def _entry(row: Any, one: str, other: str, file: Path) -> tuple[str, str, tuple[str, ...]]:
    if not isinstance(row, dict) or not {one, other} <= set(row):
        raise CorpusError(f"{file}: an entry needs {one} and {other}; got {row!r:.80}.")
    questions = row.get("questions")
    if not isinstance(questions, list):
        raise CorpusError(f"{file}: an entry needs a list of questions; got {row!r:.80}.")
    return str(row[one]), str(row[other]), tuple(map(str, questions))


def placed(expansions: Sequence[Expansion], chunks: Sequence[Chunk]) -> Iterator[tuple[str, Chunk]]:
    """Each question with the chunk that answers it.

    Raises CorpusError where a passage is not in the guide, as after an edit.
    """
    for one in expansions:
        under = [chunk for chunk in chunks if chunk.heading == one.section]
        words = _one_line(one.passage)
        opening = [chunk for chunk in under if _begins_with(chunk, words)]
        inside = [chunk for chunk in under if words in _one_line(chunk.text)]  # of a bullet
        chunk = next(iter(opening or inside), None)
        if chunk is None:
            raise CorpusError(
                f"{chunks[0].source}: its questions name a passage that is not in it: "
                f"{one.passage!r} under {one.section!r}; mend or remove that entry."
            )
        for question in one.questions:
            yield question, chunk


def _begins_with(chunk: Chunk, words: str) -> bool:
    """Whether a chunk begins with a passage's words; a table as a whole goes by its columns."""
    columns = " | ".join(column for column, _ in chunk.cells)
    cells = " | ".join(cell for _, cell in chunk.cells)
    texts = (_one_line(chunk.text), columns, cells)
    return any(text.startswith(words.removeprefix("| ")) for text in texts)


def _one_line(text: str) -> str:
    """The text without its line breaks, which differ where the same guide is wrapped."""
    return " ".join(text.split())
