"""`Advisor`: the parts wired into one chain, question and history in, cited answer out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.index import Index
from advisor.retrieval import Retriever
from advisor.schema import Answer, Citation, Message, Part, Passage


class Advisor:
    """Answers questions about a career from the guides in an index."""

    def __init__(self, settings: Settings, index: Index, embedder: Embedder) -> None:
        self.settings = settings
        self.index = index
        self._embedder = embedder
        self._chunks = index.chunks()
        self._retriever = Retriever(index, self._chunks)

    @classmethod
    def open(cls, settings: Settings | None = None) -> Advisor:
        settings = settings or Settings.from_env()
        index = Index.open(settings.index, settings.embedding_model)
        return cls(settings, index, Embedder(settings.embedding_model))

    def retrieve(self, question: str, k: int = 5) -> list[Passage]:
        vector = self._embedder.encode([question])[0]
        return self._retriever.retrieve(question, vector, k)

    def ask(self, question: str, history: Sequence[Message] = ()) -> Answer:
        passages = self.retrieve(question, 3)
        citations = tuple(
            Citation(n, p.guide, p.section, p.text, p.source, p.lines)
            for n, p in enumerate(passages, 1)
        )
        parts = tuple(Part("quote", p.text, (n,)) for n, p in enumerate(passages, 1))
        text = " ".join(f"{p.text} [{n}]" for n, p in enumerate(passages, 1))
        return Answer(text, True, question, citations, parts=parts,
                      suggestions=("What does a senior Clinical Care Coordinator earn?",))

    def stream(self, question: str, history: Sequence[Message] = ()) -> Iterator[str | Answer]:
        answer = self.ask(question, history)
        yield from answer.text.splitlines(keepends=True)
        yield answer
