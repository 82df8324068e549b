"""A revision: one state of the index as a whole, made visible in one step.

What an index holds is only ever added to: a guide that changed is added as a new version. A
revision names the versions that make up one state and what they were made with. It is stored as
the metadata of an empty collection whose name is its number, since making a collection is the one
thing that Chroma does in a single transaction, in a folder and at a server alike, and that fails
where the name is taken. So a build is visible as a whole or not at all, and of two builds upon the
same revision the second fails instead of undoing the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from advisor.store import create_only

if TYPE_CHECKING:
    from advisor.store import Client

STORE_VERSION = 1
"""Raise it when what is stored, or how, changes, so that older indexes are noticed."""
PREFIX = "advisor-"
"""All our collections begin so; a server's other collections are none of our business."""
_NAME = re.compile(rf"{PREFIX}revision-(\d+)")


@dataclass(frozen=True)
class Revision:
    """One state of the index."""

    number: int
    base: str
    """Names the collections that it lies in."""
    store: int
    """STORE_VERSION at the time."""
    embedding_model: str
    chunker: int
    bank: str
    """The digest of the question bank that the classifier was trained on."""
    corpus: str
    """A hash over all guides; empty where there is none."""
    versions: tuple[str, ...]
    """The guides, each in one version, by source."""

    @property
    def name(self) -> str:
        """The collection that stands for it."""
        return f"{PREFIX}revision-{self.number:09}"

    def collection(self, kind: str) -> str:
        """The collection of its `chunks`, `guides` or `intents`."""
        return f"{PREFIX}{self.base}-{kind}"

    def commit(self, client: Client) -> None:
        """Make it visible. Raises Taken where there is a revision of this number."""
        create_only(client, self.name, asdict(self) | {"versions": " ".join(self.versions)})


def read_revision(client: Client) -> Revision | None:
    """The newest revision, None where there is none; one short request at a server.

    One of another STORE_VERSION is read as far as possible; what it lacks is empty.
    """
    found = [
        (int(match[1]), one.metadata or {})
        for one in client.list_collections()
        if (match := _NAME.fullmatch(one.name))
    ]
    if not found:
        return None
    number, stored = max(found, key=lambda one: one[0])
    return Revision(
        number=number,
        base=str(stored.get("base", "")),
        store=int(stored.get("store", 0)),
        embedding_model=str(stored.get("embedding_model", "")),
        chunker=int(stored.get("chunker", 0)),
        bank=str(stored.get("bank", "")),
        corpus=str(stored.get("corpus", "")),
        versions=tuple(str(stored.get("versions", "")).split()),
    )


def superseded(client: Client, kept: Sequence[Revision]) -> list[str]:
    """Our collections that belong to none of the revisions that are kept."""
    ours = [one.name for one in client.list_collections() if one.name.startswith(PREFIX)]
    bases = tuple(f"{PREFIX}{one.base}-" for one in kept)
    revisions = {one.name for one in kept}
    return [name for name in ours if name not in revisions and not name.startswith(bases)]
