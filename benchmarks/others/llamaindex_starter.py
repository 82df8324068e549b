"""LlamaIndex's starter: its reader, its default splitter, its vector index, two passages."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from common import Found, model_path, run


def ingest(guide: Path) -> Callable[[str], Found]:
    """Read, split and embed a guide; gives what searches it."""
    from llama_index.core import Document, Settings, VectorStoreIndex
    from llama_index.core.llms import MockLLM
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    Settings.llm = MockLLM()
    Settings.embed_model = HuggingFaceEmbedding(model_name=model_path())
    index = VectorStoreIndex.from_documents([Document(text=guide.read_text("utf-8"))])
    retriever = index.as_retriever()

    def search(question: str) -> Found:
        return [
            (one.get_content(), float(one.score or 0.0)) for one in retriever.retrieve(question)
        ]

    return search


if __name__ == "__main__":
    run(ingest)
