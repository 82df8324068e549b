"""The pipeline of LangChain's tutorial on question answering, as it stands there, up to the model:
load, split into 1,000 characters with 200 of overlap, embed, keep in memory, find four.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from common import Found, model_path, run


def ingest(guide: Path) -> Callable[[str], Found]:
    """Read, split and embed a guide; gives what searches it."""
    from langchain_core.documents import Document
    from langchain_core.vectorstores import InMemoryVectorStore
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    document = Document(guide.read_text("utf-8"))
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    store = InMemoryVectorStore(HuggingFaceEmbeddings(model_name=model_path()))
    store.add_documents(splitter.split_documents([document]))

    def search(question: str) -> Found:
        found = store.similarity_search_with_score(question)
        return [(one.page_content, float(score)) for one, score in found]

    return search


if __name__ == "__main__":
    run(ingest)
