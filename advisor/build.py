"""Writes the index: a new revision is added beside the one that is visible, then takes its place.

What the visible revision names is never touched. What is not named by it or, at a server, by the
one before, was left by older revisions or by builds that did not end; it is dropped once the new
revision is visible. Only what was there before this build began is dropped, since another build
may be adding by then; should that one have begun upon the same revision, it cannot end anyway.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

from advisor.chunking import VERSION as CHUNKER_VERSION
from advisor.errors import IndexUnwritable
from advisor.index import (
    GuideCard,
    Index,
    batches,
    chunk_id,
    dump_card,
    dump_chunk,
    embedding_text,
    intent_ids,
    load_card,
)
from advisor.intents import Bank, load_bank, shipped_intents, train_intents
from advisor.places import Place
from advisor.revision import PREFIX, STORE_VERSION, Revision, read_revision, superseded
from advisor.schema import About, Chunk, Guide
from advisor.store import Taken, collection
from advisor.text import words

if TYPE_CHECKING:
    import numpy as np

    from advisor.embedder import Embedder
    from advisor.store import Client, Collection

_LOT = 512
"""Texts that are embedded between two looks at the clock."""
_SILENCE = 10.0
"""Seconds of embedding after which it is told how far that is."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Task:
    """What a build is to do."""

    guides: Sequence[tuple[Guide, list[Chunk]]]
    """To be added with their chunks, or put in the place of what the index holds of them."""
    upon: str | None = None
    """The state of the index that it was made for."""
    gone: frozenset[str] = frozenset()
    """Sources to be left out."""
    anew: bool = False
    """Whether nothing that is there may be used."""


def build(
    place: Place,
    before: Index | None,
    task: Task,
    embedder: Embedder,
    made: dict[str, np.ndarray] | None = None,
) -> int:
    """Make the next revision; returns how many texts were embedded.

    `made` keeps the vectors, for another attempt.

    Raises Taken where another build upon the same state ended first.
    """
    try:
        with place.write(task.upon, task.anew) as client, place.faults(writing=True):
            draft = _Draft(client, before, task, embedder, {} if made is None else made)
            bank = load_bank()
            draft.train(bank)
            revision = draft.revision(draft.add(task.guides) + draft.remaining(), bank)
            revision.commit(client)
            draft.sweep([revision, *([before.revision] if before and place.shared else [])])
            return draft.embedded
    except IndexUnwritable as error:
        if place.shared and place.newest() != task.upon:  # whose sweep took what we wrote to
            raise Taken(task.upon) from error
        raise


class _Draft:
    """A revision that is being made."""

    def __init__(
        self,
        client: Client,
        before: Index | None,
        task: Task,
        embedder: Embedder,
        made: dict[str, np.ndarray],
    ) -> None:
        newest = before.revision if before else read_revision(client)
        self._client = client
        self._before = None if task.anew else before
        self._task = task
        self._embedder = embedder
        self._made = made
        self._number = newest.number + 1 if newest else 1
        self._base = self._before.revision.base if self._before else secrets.token_hex(4)
        self.embedded = 0
        # What is in the store before this build.
        stored = self._collection("guides").get(include=["metadatas"])["metadatas"] or []
        self._old_cards = [load_card(str(one["card"])) for one in stored]
        self._old_collections = {one.name for one in client.list_collections()}
        self._old_intents = self._collection("intents").get(include=[])["ids"]

    def add(self, rows: Sequence[tuple[Guide, list[Chunk]]]) -> list[GuideCard]:
        """Add guides with their chunks, each in a new version, and give their cards."""
        import numpy as np

        cards = [_card(guide, chunks) for guide, chunks in rows]
        # The cards first: a build that does not end leaves nothing that no card tells of.
        for batch in batches(list(zip(cards, rows, strict=True))):
            self._collection("guides").add(
                ids=[card.version for card, _ in batch],
                embeddings=np.ones((len(batch), 1), np.float32),  # Chroma wants some
                documents=[_words(chunks) for _, (_, chunks) in batch],
                metadatas=[{"card": dump_card(card)} for card, _ in batch],
            )
        vectors = self._vectors(rows)
        flat = [
            (chunk_id(card.version, chunk.order), chunk)
            for card, (_, chunks) in zip(cards, rows, strict=True)
            for chunk in chunks
        ]
        for part in batches(flat):
            self._collection("chunks").add(
                ids=[identity for identity, _ in part],
                embeddings=[vectors[_key(chunk)] for _, chunk in part],
                documents=[chunk.text for _, chunk in part],
                metadatas=[{"chunk": dump_chunk(chunk)} for _, chunk in part],
            )
        return cards

    def remaining(self) -> list[GuideCard]:
        """The cards of the guides that stay as they are."""
        left = self._task.gone | {guide.source for guide, _ in self._task.guides}
        before = self._before.guides() if self._before else []
        return [card for card in before if card.source not in left]

    def train(self, bank: Bank) -> None:
        """Add the bank's classifier, trained where it does not come with us."""
        import numpy as np

        if self._before and self._before.revision.bank == bank.digest:
            return
        model = shipped_intents(bank, self._embedder.name)
        if model is None:
            phrasings = [phrasing for intent in bank.intents for phrasing in intent.phrasings]
            vectors = self._encode(phrasings, self._embedder.encode)
            model = train_intents(bank, np.asarray(vectors))
        self._collection("intents").upsert(
            ids=intent_ids(bank),
            embeddings=list(model.coefficients),
            metadatas=[{"bias": float(bias)} for bias in model.biases],
        )

    def revision(self, cards: Sequence[GuideCard], bank: Bank) -> Revision:
        """The revision that consists of these guides."""
        ordered = sorted(cards, key=lambda card: card.source)
        digests = "".join(f"{card.source}{card.digest}" for card in ordered)
        return Revision(
            number=self._number,
            base=self._base,
            store=STORE_VERSION,
            embedding_model=self._embedder.name,
            chunker=CHUNKER_VERSION,
            bank=bank.digest,
            corpus=_digest(digests) if digests else "",
            versions=tuple(card.version for card in ordered),
        )

    def sweep(self, kept: Sequence[Revision]) -> None:
        """Drop what was there before and belongs to none of the revisions that are kept."""
        for name in superseded(self._client, kept):
            if name in self._old_collections:
                self._client.delete_collection(name)
        named = {version for one in kept for version in one.versions}
        stale = [card for card in self._old_cards if card.version not in named]
        _delete(self._collection("chunks"), [one for card in stale for one in card.ids])
        _delete(self._collection("guides"), [card.version for card in stale])
        banks = {one.bank for one in kept}
        foreign = [one for one in self._old_intents if one.partition("/")[0] not in banks]
        _delete(self._collection("intents"), foreign)

    def _vectors(self, rows: Sequence[tuple[Guide, list[Chunk]]]) -> dict[str, np.ndarray]:
        """The vectors of the chunks, by key; what older versions have is not embedded again.

        Those may have questions in full precision, which is near enough to the quick form.
        """
        vectors = self._known([guide for guide, _ in rows]) | self._made
        chunks = {_key(chunk): chunk for _, chunks in rows for chunk in chunks}
        missing = {key: chunk for key, chunk in chunks.items() if key not in vectors}
        asked = [key for key, chunk in missing.items() if chunk.kind == "question"]
        said = [key for key, chunk in missing.items() if chunk.kind != "question"]
        encode, encode_questions = self._embedder.encode, self._embedder.encode_questions
        for keys, embed in ((said, encode), (asked, encode_questions)):
            made = self._encode([embedding_text(missing[key]) for key in keys], embed)
            self._made.update(zip(keys, made, strict=True))
        return vectors | self._made

    def _known(self, guides: Sequence[Guide]) -> dict[str, np.ndarray]:
        """The vectors of the guides that these replace or, as after a renaming, repeat; by key."""
        if self._before is None:
            return {}
        sources = self._task.gone | {guide.source for guide in guides}
        digests = {guide.digest for guide in guides}
        chunks = [
            chunk
            for card in self._before.guides()
            if card.source in sources or card.digest in digests
            for chunk in self._before.chunks(card.source)
        ]
        return dict(zip(map(_key, chunks), self._before.vectors(chunks), strict=True))

    def _encode(
        self, texts: Sequence[str], embed: Callable[[Sequence[str]], np.ndarray]
    ) -> list[np.ndarray]:
        """Embed some texts at a time, and tell now and then how far that is."""
        self.embedded += len(texts)
        found: list[np.ndarray] = []
        told = time.monotonic()
        for start in range(0, len(texts), _LOT):
            found += list(embed(texts[start : start + _LOT]))
            if time.monotonic() - told > _SILENCE:
                _log.warning("%d of %d texts are embedded.", len(found), len(texts))
                told = time.monotonic()
        return found

    def _collection(self, kind: str) -> Collection:
        return collection(self._client, f"{PREFIX}{self._base}-{kind}")


def _card(guide: Guide, chunks: Sequence[Chunk]) -> GuideCard:
    known = {one.name: getattr(guide, one.name) for one in fields(About)}
    return GuideCard(**known, version=secrets.token_hex(8), chunks=len(chunks))


def _words(chunks: Iterable[Chunk]) -> str:
    """The words of a guide, each once; some of the questions beside it are misspelt on purpose."""
    said = (chunk for chunk in chunks if chunk.kind != "question")
    return " ".join(dict.fromkeys(word for chunk in said for word in words(chunk.text)))


def _key(chunk: Chunk) -> str:
    """The same for chunks that are embedded the same."""
    return _digest(embedding_text(chunk))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _delete(records: Collection, ids: Sequence[str]) -> None:
    for batch in batches(ids):
        records.delete(ids=list(batch))
