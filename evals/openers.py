"""Opens what is asked: an advisor on all guides, and one on the main guide alone, which is what the
golden questions are about. Whatever keeps them from opening is the harness's fault.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from evals.cache import FOLDER
from evals.errors import HarnessError
from evals.records import AdvisorLike

if TYPE_CHECKING:
    from advisor import Advisor, Settings


def open_advisor() -> AdvisorLike:
    """The advisor, as any program opens it, but for its embedder's memory."""
    from advisor import Advisor, AdvisorError, Settings  # heavy: `--help` does without
    from evals.embedding import CachedEmbedder

    try:
        settings = Settings.from_env()
        advisor: AdvisorLike = Advisor.open(settings, CachedEmbedder(settings.embedding_model))
    except AdvisorError as error:
        raise HarnessError(f"the advisor does not open: {error}") from error
    return advisor


def open_main() -> AdvisorLike:
    """The same on the main guide alone."""
    from advisor import AdvisorError

    try:
        advisor: AdvisorLike = _open_main()
    except AdvisorError as error:
        raise HarnessError(f"the main guide's advisor does not open: {error}") from error
    return advisor


def _open_main() -> Advisor:
    """On an index in the cache, which is made where it is not yet."""
    from advisor import Advisor, Settings
    from advisor.guide import find_guides, read_guides
    from advisor.ingest import ingest
    from evals.embedding import CachedEmbedder

    settings = Settings.from_env()
    embedder = CachedEmbedder(settings.embedding_model)
    files = find_guides([settings.corpus])
    guides, _ = read_guides(files)
    if len(guides) == 1:
        return Advisor.open(settings, embedder)
    main = next((Path(guide.source) for guide in guides if guide.main), files[0])
    settings = Settings(**{**vars(settings), "index": FOLDER / "main" / _key(main, settings)})
    ingest(settings, [main], embedder=embedder)
    return Advisor.open(settings, embedder)


def _key(main: Path, settings: Settings) -> str:
    from advisor.chunking import VERSION
    from advisor.expansion import questions_file
    from advisor.intents import load_bank

    beside = questions_file(main)
    texts = [main.read_bytes(), beside.read_bytes() if beside.is_file() else b""]
    made_by = f"{settings.embedding_model} {VERSION} {load_bank().digest}".encode()
    return hashlib.sha256(b"\0".join([made_by, *texts])).hexdigest()[:16]
