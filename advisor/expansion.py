"""Document expansion: the questions that a guide's passages answer, indexed beside them.

People ask in other words than a guide answers in. An author writes, in `NAME.questions.yaml` beside
the guide `NAME.md`, what each passage is the answer to; a question is then matched to questions as
well as to passages (the method of Nogueira et al., "Document Expansion by Query Prediction", 2019,
with an author in the model's place). A guide without the file is searched by its passages alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from advisor.errors import CorpusError
from advisor.schema import Chunk, Expansion

SUFFIX = ".questions.yaml"
_MAX_BYTES = 2_000_000


def questions_file(guide: Path) -> Path:
    """Where the questions of a guide stand, if it has any."""
    return guide.with_name(guide.stem + SUFFIX)


def read_expansions(file: Path) -> tuple[Expansion, ...]:
    """Read a file of questions. Raises CorpusError where it is not of the promised form."""
    import yaml

    if file.stat().st_size > _MAX_BYTES:
        raise CorpusError(f"{file} is larger than {_MAX_BYTES:,} bytes, which is the most read.")
    try:
        rows = yaml.safe_load(file.read_text("utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CorpusError(f"{file} is not YAML: {' '.join(str(error).split())}") from error
    return tuple(_expansion(row, file) for row in rows)


def _expansion(row: Any, file: Path) -> Expansion:
    try:
        texts = row["questions"]
        if not isinstance(texts, list):
            raise TypeError
        return Expansion(str(row["section"]), str(row["passage"]), tuple(str(q) for q in texts))
    except (KeyError, TypeError) as error:
        raise CorpusError(
            f"{file}: each entry needs section, passage and a list of questions; got {row!r:.80}."
        ) from error


def placed(
    expansions: Sequence[Expansion], chunks: Sequence[Chunk]
) -> Iterator[tuple[str, Chunk]]:
    """Each question with the chunk that answers it.

    Raises CorpusError where a passage is not in the guide, as after an edit.
    """
    for one in expansions:
        under = [chunk for chunk in chunks if chunk.heading == one.section]
        chunk = next(
            (chunk for has in (_begins_with, _contains) for chunk in under if has(chunk, one)), None
        )
        if chunk is None:
            raise CorpusError(
                f"The guide's questions name a passage that is not in it: {one.passage!r} under "
                f"{one.section!r}; mend or remove that entry."
            )
        for question in one.questions:
            yield question, chunk


def _begins_with(chunk: Chunk, one: Expansion) -> bool:
    """Whether a chunk begins with the passage's words; a table as a whole goes by its columns."""
    columns = " | ".join(column for column, _ in chunk.cells)
    return any(t.startswith(one.passage) for t in (chunk.text, chunk.text.lstrip("| "), columns))


def _contains(chunk: Chunk, one: Expansion) -> bool:
    """Whether the passage is a later sentence of a bullet."""
    return one.passage in chunk.text
