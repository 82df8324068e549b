"""The searchable store: chunks with their vectors in Chroma; the only importer of Chroma.

Three collections: `chunks` (its metadata is the manifest: embedding model, chunker version,
corpus hash), `guides` (one record a source file) and `intents` (the trained question classifier).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from advisor.chunking import VERSION as CHUNKER_VERSION
from advisor.chunking import chunk_guide
from advisor.errors import IndexDamaged, IndexMismatch, IndexMissing, SetupError
from advisor.intents import Bank, IntentModel, shipped_intents, train_intents
from advisor.schema import Chunk, Guide, SourceNote

if TYPE_CHECKING:
    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

    from advisor.embedder import Embedder

_BATCH = 256
_FILE = "chroma.sqlite3"
_REBUILD = "run `python ingest.py --rebuild`"


@dataclass(frozen=True)
class GuideCard:
    """What is known of a guide beside its chunks."""

    title: str
    career: str
    also_called: tuple[str, ...]
    date: str
    figures: str
    source: str
    digest: str
    answers: tuple[str, ...]
    silent: tuple[str, ...]
    main: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What the career is called."""
        return (self.career, *self.also_called)


@dataclass
class Changes:
    """What an ingest did, by source file."""

    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    embedded: int = 0
    """How many texts were embedded."""
    errors: list[str] = field(default_factory=list)
    """What could not be read, a message a file; an older state of it stays in the index."""


class Index:
    """An open index. Use `Index.open` to ask it, `Index.create` to write to it."""

    def __init__(self, client: ClientAPI, embedding_model: str) -> None:
        self._client = client
        self._embedding_model = embedding_model
        self._chunks = self._collection("chunks")
        self._guides = self._collection("guides")
        self._intents = self._collection("intents")

    @classmethod
    def open(cls, folder: Path, embedding_model: str) -> Index:
        """Open for asking.

        Raises IndexMissing where nothing was ingested, IndexMismatch where another embedding
        model or chunker made it.
        """
        if not (folder / _FILE).exists():
            raise IndexMissing(f"There is no index in {folder}; run `python ingest.py`.")
        index = cls(_client(folder), embedding_model)
        manifest = index.manifest
        if not manifest.get("corpus"):
            raise IndexMissing(f"The index in {folder} holds no guide; run `python ingest.py`.")
        index._check(manifest)
        return index

    @classmethod
    def create(cls, folder: Path, embedding_model: str, rebuild: bool = False) -> Index:
        """Open for writing, made anew where there is none or `rebuild` says so.

        Raises IndexMismatch where another embedding model or chunker made what is there.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SetupError(
                f"The index cannot be kept in {folder} ({error.strerror}); set ADVISOR_INDEX to a "
                "folder that can be written."
            ) from error
        client = _client(folder)
        if rebuild:
            for collection in client.list_collections():
                client.delete_collection(collection.name)
        index = cls(client, embedding_model)
        if index._chunks.count():
            index._check(index.manifest)
        return index

    @property
    def manifest(self) -> dict[str, Any]:
        """`embedding_model`, `chunker` and `corpus` (a hash over all guides)."""
        return dict(self._chunks.metadata or {})

    def update(
        self, guides: Iterable[Guide], gone: Iterable[str], embedder: Embedder, progress: bool
    ) -> Changes:
        """Bring the index up to date: `guides` as they are now, the `gone` sources removed."""
        changes = Changes()
        known = {card.source: card for card in self.guides()}
        new: list[tuple[Guide, list[Chunk]]] = []
        for guide in guides:
            card = known.get(guide.source)
            if card and card.digest == guide.digest:
                changes.unchanged.append(guide.source)
                continue
            (changes.changed if card else changes.added).append(guide.source)
            new.append((guide, chunk_guide(guide)))
        changes.embedded = self._embed(
            [chunk for _, chunks in new for chunk in chunks], embedder, progress
        )
        for guide, chunks in new:
            self._drop(guide.source, keep={chunk.id for chunk in chunks})
            self._record(guide, embedder)
        for source in gone:
            if source in known:
                self._drop(source, keep=set())
                self._guides.delete(ids=[source])
                changes.removed.append(source)
        self._write_manifest()
        return changes

    def train(self, bank: Bank, embedder: Embedder, progress: bool) -> int:
        """Store the question classifier for the bank, trained where it does not come with us.

        Returns how many phrasings were embedded.
        """
        if (self._intents.metadata or {}).get("bank") == bank.digest:
            return 0
        phrasings: list[str] = []
        model = shipped_intents(bank, self._embedding_model)
        if model is None:
            phrasings = [phrasing for intent in bank.intents for phrasing in intent.phrasings]
            model = train_intents(bank, embedder.encode(phrasings, progress))
        stale = self._intents.get(include=[])["ids"]
        if stale:
            self._intents.delete(ids=stale)
        self._intents.add(
            ids=[intent.id for intent in bank.intents],
            embeddings=list(model.coefficients),
            metadatas=[{"bias": float(bias)} for bias in model.biases],
        )
        self._intents.modify(metadata={"bank": bank.digest})
        return len(phrasings)

    def check_bank(self, bank: Bank) -> None:
        """Raise IndexMismatch where the classifier was trained on another bank."""
        if (self._intents.metadata or {}).get("bank") != bank.digest:
            raise IndexMismatch(
                "The index was made with another version of the question bank; "
                "run `python ingest.py`."
            )

    def intent_model(self, bank: Bank) -> IntentModel:
        """The trained classifier. Raises IndexMismatch where it was trained on another bank."""
        import numpy as np

        self.check_bank(bank)
        stored = self._intents.get(include=["embeddings", "metadatas"])
        place = {identity: number for number, identity in enumerate(stored["ids"])}
        order = [place[intent.id] for intent in bank.intents]
        biases = [float(str(metadata["bias"])) for metadata in stored["metadatas"] or []]
        return IntentModel(
            bank,
            np.asarray(stored["embeddings"], dtype=np.float32)[order],
            np.asarray(biases, dtype=np.float32)[order],
        )

    def guides(self) -> list[GuideCard]:
        """All guides in the index, by title."""
        documents = self._guides.get(include=["documents"])["documents"] or []
        cards = [GuideCard(**_retuple(json.loads(document))) for document in documents]
        return sorted(cards, key=lambda card: card.title)

    def chunks(self, source: str | None = None) -> list[Chunk]:
        """All chunks, or those of one source, guide by guide in reading order."""
        where: Any = {"source": source} if source else None
        stored = self._chunks.get(where=where, include=["documents", "metadatas"])
        pairs = zip(stored["documents"] or [], stored["metadatas"] or [], strict=True)
        found = [
            _chunk(identity, document, dict(metadata))
            for identity, (document, metadata) in zip(stored["ids"], pairs, strict=True)
        ]
        return sorted(found, key=lambda chunk: (chunk.source, chunk.order))

    def vectors(self, ids: Sequence[str]) -> np.ndarray:
        """The chunks' vectors, shape (ids, dimensions), in the order of the ids."""
        import numpy as np

        stored = self._chunks.get(ids=list(ids), include=["embeddings"])
        place = {identity: number for number, identity in enumerate(stored["ids"])}
        rows = np.asarray(stored["embeddings"], dtype=np.float32)
        return rows[[place[identity] for identity in ids]]

    def search(
        self, vector: np.ndarray, k: int, source: str | None = None
    ) -> list[tuple[str, float]]:
        """The ids of the `k` nearest chunks, of one source or of all, with their cosine, best
        first.
        """
        found = self._chunks.query(
            query_embeddings=[vector],
            n_results=min(k, self._chunks.count()),
            where={"source": source} if source else None,
            include=["distances"],
        )
        distances = (found["distances"] or [[]])[0]
        return [(key, 1.0 - far) for key, far in zip(found["ids"][0], distances, strict=True)]

    def source(self, identity: str) -> str:
        """The source file of a chunk."""
        found = self._chunks.get(ids=[identity], include=["metadatas"])["metadatas"] or []
        return str(found[0]["source"])

    def _collection(self, name: str) -> Collection:
        return self._client.get_or_create_collection(
            name, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )

    def _check(self, manifest: dict[str, Any]) -> None:
        made_with = manifest.get("embedding_model")
        if made_with != self._embedding_model:
            raise IndexMismatch(
                f"The index was made with the embedding model {made_with!r}, but "
                f"{self._embedding_model!r} is set; {_REBUILD}, or set ADVISOR_EMBEDDING_MODEL."
            )
        if manifest.get("chunker") != CHUNKER_VERSION:
            raise IndexMismatch(
                f"The index was made by another version of this program; {_REBUILD}."
            )

    def _embed(self, chunks: list[Chunk], embedder: Embedder, progress: bool) -> int:
        """Store the chunks; embed those whose embedded text is not in the index yet."""
        stored = self._chunks.get(include=["embeddings", "metadatas"])
        known: Any = zip(stored["metadatas"] or [], stored["embeddings"], strict=True)  # type: ignore[arg-type]
        vectors = {str(metadata["hash"]): vector for metadata, vector in known}
        texts = {_key(embedding_text(chunk)): embedding_text(chunk) for chunk in chunks}
        missing = [key for key in texts if key not in vectors]
        if missing:
            made = embedder.encode([texts[key] for key in missing], progress)
            vectors.update(zip(missing, made, strict=True))
        for batch in _batches(chunks):
            self._chunks.upsert(
                ids=[chunk.id for chunk in batch],
                embeddings=[vectors[_key(embedding_text(chunk))] for chunk in batch],
                documents=[chunk.text for chunk in batch],
                metadatas=[_metadata(chunk) for chunk in batch],
            )
        return len(missing)

    def _drop(self, source: str, keep: set[str]) -> None:
        stored = self._chunks.get(where={"source": source}, include=[])["ids"]
        for batch in _batches([identity for identity in stored if identity not in keep]):
            self._chunks.delete(ids=list(batch))

    def _record(self, guide: Guide, embedder: Embedder) -> None:
        card = {name: getattr(guide, name) for name in GuideCard.__dataclass_fields__}
        vector = embedder.encode([guide.career])[0]
        self._guides.upsert(ids=[guide.source], embeddings=[vector], documents=[json.dumps(card)])

    def _write_manifest(self) -> None:
        digests = "".join(f"{card.source}{card.digest}" for card in self.guides())
        self._chunks.modify(
            metadata={
                "embedding_model": self._embedding_model,
                "chunker": CHUNKER_VERSION,
                "corpus": _key(digests) if digests else "",
            }
        )


def embedding_text(chunk: Chunk) -> str:
    """What is embedded for a chunk: its heading, then the chunk as it is read."""
    return f"{chunk.heading}: {chunk.readable}"


def _client(folder: Path) -> ClientAPI:
    import chromadb
    from chromadb.config import Settings
    from chromadb.errors import ChromaError

    try:
        return chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
    except (ChromaError, ValueError) as error:
        raise IndexDamaged(
            f"The index in {folder} cannot be opened ({str(error).splitlines()[0]}); delete the "
            "folder, then run `python ingest.py`."
        ) from error


def _key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _batches(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (items[start : start + _BATCH] for start in range(0, len(items), _BATCH))


def _metadata(chunk: Chunk) -> dict[str, Any]:
    return {
        "hash": _key(embedding_text(chunk)),
        "guide": chunk.guide,
        "source": chunk.source,
        "section": json.dumps(chunk.section),
        "kind": chunk.kind,
        "first": chunk.lines[0],
        "last": chunk.lines[1],
        "order": chunk.order,
        "block": chunk.block,
        "lead": chunk.lead,
        "cells": json.dumps(chunk.cells),
        "notes": json.dumps([astuple(note) for note in chunk.notes]),
    }


def _chunk(identity: str, text: str, metadata: dict[str, Any]) -> Chunk:
    return Chunk(
        id=identity,
        guide=metadata["guide"],
        source=metadata["source"],
        section=tuple(json.loads(metadata["section"])),
        kind=metadata["kind"],
        text=text,
        lines=(metadata["first"], metadata["last"]),
        order=metadata["order"],
        block=metadata["block"],
        lead=metadata["lead"],
        cells=tuple((column, cell) for column, cell in json.loads(metadata["cells"])),
        notes=tuple(SourceNote(*note) for note in json.loads(metadata["notes"])),
    )


def _retuple(card: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in card.items()}
