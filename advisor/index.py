"""The index as it is asked: one revision's guides, chunks, vectors and question classifier."""

from __future__ import annotations

import json
import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from advisor.adapter import Adapter, shipped_adapter
from advisor.chunking import VERSION as CHUNKER_VERSION
from advisor.config import Settings
from advisor.errors import IndexDamaged, IndexMismatch, IndexMissing
from advisor.intents import Bank, IntentModel, load_bank
from advisor.places import Folder, Place, place_of
from advisor.revision import STORE_VERSION, Revision, read_revision
from advisor.schema import About, Chunk, SourceNote

if TYPE_CHECKING:
    from advisor.store import Client, Collection

T = TypeVar("T")
R = TypeVar("R")
BATCH = 2000
"""How many records are asked for, or handed over, at once."""


@dataclass(frozen=True)
class GuideCard(About):
    """A guide as the index knows it, beside its chunks."""

    version: str = ""
    """Names its chunks in the store; a guide that changed gets another."""
    chunks: int = 0
    """How many chunks it has."""

    @property
    def ids(self) -> list[str]:
        """What its chunks are called in the store, in reading order."""
        return [chunk_id(self.version, order) for order in range(self.chunks)]


@dataclass(frozen=True)
class Near:
    """A chunk that was found: its guide's source, its place there, its cosine."""

    source: str
    order: int
    score: float


class Index:
    """One revision of an index, open for asking; what it tells never changes."""

    def __init__(self, place: Place, client: Client, revision: Revision, mark: str) -> None:
        self.revision = revision
        self._place = place
        self._client = client
        self._opened: dict[str, Collection] = {}
        self.mark = mark
        """Names the state that is open, as `newest` does."""
        if isinstance(place, Folder):
            weakref.finalize(self, client.close)

    @classmethod
    def open(cls, settings: Settings) -> Index:
        """Open for asking.

        Raises IndexMissing where nothing was ingested, IndexMismatch where something else made
        what is there, IndexDamaged where it cannot be read, IndexUnreachable where no server
        answers.
        """
        place = place_of(settings)
        index = cls.peek(place)
        if index is None:
            raise IndexMissing(f"There is no index in {place.name}; run `python ingest.py`.")
        if foreign := index.foreign(settings):
            raise IndexMismatch(f"{foreign}; run `python ingest.py --rebuild`.")
        index.check_bank(load_bank())
        if not index.revision.versions:
            raise IndexMissing(f"The index in {place.name} has no guide; run `python ingest.py`.")
        index.probe()
        return index

    @classmethod
    def peek(cls, place: Place) -> Index | None:
        """Open whatever is there, whether or not it fits; None where there is nothing."""
        mark = place.newest()
        if mark is None:
            return None
        client = place.connect(mark)
        with place.faults():
            revision = read_revision(client)
        if revision is None:
            raise IndexDamaged(
                f"The index in {place.name} was never finished; make it anew with "
                "`python ingest.py --rebuild`."
            )
        return cls(place, client, revision, mark)

    def newest(self) -> str | None:
        """Names the state that the index is in by now, None where it is gone; quick."""
        return self._place.newest()

    def foreign(self, settings: Settings) -> str:
        """Why nothing of the index can be used with these settings; empty where it can."""
        made = self.revision
        if made.store != STORE_VERSION or made.chunker != CHUNKER_VERSION:
            return "The index was made by another version of this program"
        if made.embedding_model != settings.embedding_model:
            return (
                f"The index was made with the embedding model {made.embedding_model!r}, but "
                f"{settings.embedding_model!r} is set"
            )
        return ""

    def check_bank(self, bank: Bank) -> None:
        """Raise IndexMismatch where the classifier was trained on another bank."""
        if self.revision.bank != bank.digest:
            raise IndexMismatch(
                "The index was made with another version of the question bank; "
                "run `python ingest.py`."
            )

    def probe(self) -> None:
        """Touch each part of the store once. Raises IndexDamaged where one is not there."""
        cards = self.guides()
        held = self._ask(lambda: self._collection("chunks").count())
        if held < sum(card.chunks for card in cards):
            raise self._not_whole()
        self._records("chunks", cards[0].ids[:1] if cards else [], "embeddings")

    def verify(self) -> None:
        """Look for every chunk that there should be. Raises IndexDamaged where one is missing."""
        self.probe()
        self._records("chunks", [identity for card in self.guides() for identity in card.ids])

    def guides(self) -> list[GuideCard]:
        """All guides, by title."""
        return self._cards

    def words(self) -> list[str]:
        """The words of each guide, guide by guide."""
        stored = self._records("guides", [card.version for card in self._cards], "documents")
        return [word for text in stored["documents"] for word in text.split()]

    def chunks(self, source: str | None = None) -> list[Chunk]:
        """All chunks, or those of one source, guide by guide in reading order."""
        cards = sorted(self._cards, key=lambda card: card.source)
        ids = [identity for card in cards if source in (None, card.source) for identity in card.ids]
        stored = self._records("chunks", ids, "documents", "metadatas")
        pairs = zip(stored["documents"], stored["metadatas"], strict=True)
        return [_load_chunk(text, str(kept["chunk"])) for text, kept in pairs]

    def vectors(self, chunks: Sequence[Chunk]) -> np.ndarray:
        """The chunks' vectors, shape (chunks, dimensions), in their order."""
        versions = {card.source: card.version for card in self._cards}
        ids = [chunk_id(versions[chunk.source], chunk.order) for chunk in chunks]
        return np.asarray(self._records("chunks", ids, "embeddings")["embeddings"], np.float32)

    def adapt(self, vectors: np.ndarray) -> np.ndarray:
        """Embeddings of questions, shape (questions, dimensions), as they are compared with one
        another; their own for an embedding model that has no adapter.
        """
        return self._adapter.adapt(vectors) if self._adapter else vectors

    @cached_property
    def _adapter(self) -> Adapter | None:
        return shipped_adapter(self.revision.embedding_model)

    def search(self, vector: np.ndarray, k: int) -> list[Near]:
        """The `k` nearest chunks of all guides, best first.

        The store may hold versions of guides that this revision does not name; where those take
        the first places, more is asked for.
        """
        k = asked_for = min(k, sum(card.chunks for card in self._cards))
        while True:
            near = self._nearest(vector, asked_for)
            if len(near) >= k:
                return near[:k]
            held = self._ask(lambda: self._collection("chunks").count())
            if asked_for >= held:
                return near
            asked_for = min(4 * asked_for, held)

    def intent_model(self, bank: Bank) -> IntentModel:
        """The trained classifier. Raises IndexMismatch where it was trained on another bank."""
        self.check_bank(bank)
        stored = self._records("intents", intent_ids(bank), "embeddings", "metadatas")
        biases = np.asarray([float(kept["bias"]) for kept in stored["metadatas"]], np.float32)
        return IntentModel(bank, np.asarray(stored["embeddings"], np.float32), biases)

    @cached_property
    def _cards(self) -> list[GuideCard]:
        stored = self._records("guides", list(self.revision.versions), "metadatas")
        cards = [load_card(str(kept["card"])) for kept in stored["metadatas"]]
        return sorted(cards, key=lambda card: card.title)

    @cached_property
    def _sources(self) -> dict[str, str]:
        return {card.version: card.source for card in self._cards}

    def _nearest(self, vector: np.ndarray, k: int) -> list[Near]:
        """The nearest of the `k` nearest records that this revision names."""
        found = self._ask(
            lambda: self._collection("chunks").query(
                query_embeddings=[vector], n_results=k, include=["distances"]
            )
        )
        distances = (found["distances"] or [[]])[0]
        named = [one.split("/") for one in found["ids"][0]]
        return [
            Near(self._sources[version], int(order), 1.0 - far)
            for (version, order), far in zip(named, distances, strict=True)
            if version in self._sources
        ]

    def _records(self, kind: str, ids: list[str], *include: str) -> dict[str, list[Any]]:
        """What the store holds under the ids, in their order."""
        found: dict[str, list[Any]] = {part: [] for part in include}
        for batch in batches(ids):
            stored = self._get(kind, list(batch), list(include))
            place = {identity: number for number, identity in enumerate(stored["ids"])}
            if len(place) < len(batch):
                raise self._not_whole()
            for part in include:
                found[part] += [stored[part][place[identity]] for identity in batch]
        return found

    def _get(self, kind: str, ids: list[str], include: Any) -> Any:
        return self._ask(lambda: self._collection(kind).get(ids=ids, include=include))

    def _collection(self, kind: str) -> Collection:
        name = self.revision.collection(kind)
        if kind not in self._opened:
            self._opened[kind] = self._client.get_collection(name, embedding_function=None)
        return self._opened[kind]

    def _ask(self, ask: Callable[[], R]) -> R:
        """What Chroma answers; asked again where others' records, just dropped, were in its way."""
        for pause in self._place.pauses:
            with suppress(IndexDamaged), self._place.faults():
                return ask()
            time.sleep(pause)
        with self._place.faults():
            return ask()

    def _not_whole(self) -> IndexDamaged:
        return IndexDamaged(
            f"The index in {self._place.name} lacks some of what it should hold; make it anew with "
            "`python ingest.py --rebuild`."
        )


def embedding_text(chunk: Chunk) -> str:
    """What is embedded: a chunk under its heading as it is read, a question as it is."""
    if chunk.kind == "question":
        return chunk.text
    return f"{chunk.heading}: {chunk.readable}"


def chunk_id(version: str, order: int) -> str:
    """What a chunk is called in the store."""
    return f"{version}/{order}"


def intent_ids(bank: Bank) -> list[str]:
    """What the classifier's rows are called in the store, in the bank's order."""
    return [f"{bank.digest}/{intent.id}" for intent in bank.intents]


def batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """The items in handy lots."""
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def dump_chunk(chunk: Chunk) -> str:
    """All of a chunk but its text, which is stored beside it."""
    fields = {name: value for name, value in vars(chunk).items() if name != "text"}
    return json.dumps(fields, ensure_ascii=False, default=vars)  # a note is one of its values


def _load_chunk(text: str, fields: str) -> Chunk:
    values = _read(fields)
    values["notes"] = tuple(SourceNote(**note) for note in values["notes"])
    return Chunk(text=text, **values)


def dump_card(card: GuideCard) -> str:
    """A card as it is stored."""
    return json.dumps(vars(card), ensure_ascii=False)


def load_card(fields: str) -> GuideCard:
    """A card as it was stored."""
    return GuideCard(**_read(fields))


def _read(fields: str) -> dict[str, Any]:
    """A JSON object, with tuples in the place of lists."""
    return {name: _tupled(value) for name, value in json.loads(fields).items()}


def _tupled(value: Any) -> Any:
    return tuple(map(_tupled, value)) if isinstance(value, list) else value
