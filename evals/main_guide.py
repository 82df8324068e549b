"""An advisor on the main guide alone, which is what the golden questions are about."""

from __future__ import annotations

import hashlib
from pathlib import Path

from advisor import Advisor, Settings
from advisor.chunking import VERSION
from advisor.expansion import questions_file
from advisor.guide import find_guides, read_guides
from advisor.ingest import ingest
from advisor.intents import load_bank
from evals.cache import FOLDER
from evals.embedding import CachedEmbedder


def open_main_advisor() -> Advisor:
    """Open it, on an index in the cache that is made where it is not yet.

    Raises AdvisorError where the guide cannot be ingested.
    """
    settings = Settings.from_env()
    embedder = CachedEmbedder(settings.embedding_model)
    files = find_guides([settings.corpus])
    guides, _ = read_guides(files)
    if len(guides) == 1:
        return Advisor.open(settings, embedder)
    main = next((Path(guide.source) for guide in guides if guide.main), files[0])
    settings = Settings(**{**vars(settings), "index": FOLDER / "main" / _key(main, settings)})
    ingest(settings, [main])
    return Advisor.open(settings, embedder)


def _key(main: Path, settings: Settings) -> str:
    beside = questions_file(main)
    texts = [main.read_bytes(), beside.read_bytes() if beside.is_file() else b""]
    made_by = f"{settings.embedding_model} {VERSION} {load_bank().digest}".encode()
    return hashlib.sha256(b"\0".join([made_by, *texts])).hexdigest()[:16]
