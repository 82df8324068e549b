"""Kills ingests at random moments; started by test_faults and test_server, in a folder of theirs.

`python killing.py ROUNDS DUTIES INDEX`: DUTIES are the sentences of a guide, INDEX a folder or a
server's URL. All is loaded once, what the texts embed to as well (`embed` has written it: the model
would make each fork slow); then each ingest is a fork of this process, which takes no time, and so
is each look at the index.
"""

import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

# Loaded now, or each fork would.
import chromadb.api.client
import chromadb.api.rust
import chromadb.telemetry.product.posthog  # noqa: F401
import filelock  # noqa: F401
import numpy as np

from advisor.chunking import chunk_guide
from advisor.config import Settings
from advisor.embedder import Embedder
from advisor.guide import find_guides, read_guide
from advisor.index import Index, embedding_text
from advisor.ingest import ingest
from advisor.intents import load_bank
from advisor.schema import Chunk

State = dict[str, str]
CORPUS = Path("killed")
VECTORS = Path("vectors.npz")
FAILED = 9


class Remembering(Embedder):
    """Has embedded all texts before, so that the time of an ingest is that of writing."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        with np.load(VECTORS) as kept:
            self.known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def encode(self, texts: Sequence[str], progress: bool = False) -> np.ndarray:
        """The vectors of the texts, each of which is known."""
        return np.array([self.known[text] for text in texts])


def embed(duties: int, embedder: Embedder) -> None:
    """Write what every text of both corpora embeds to into the working folder."""
    texts = [embedding_text(chunk) for state in states(duties) for chunk in _chunks(state)]
    np.savez(VECTORS, texts=np.array(texts), vectors=embedder.encode(texts))


def states(duties: int) -> tuple[State, State]:
    """Two corpora: of the guides of the one, some are changed, missing or added in the other."""
    old = {f"job{n}.md": _guide(n, "an old", duties) for n in range(8)}
    new = {f"job{n}.md": _guide(n, "an old" if n % 4 else "a new", duties) for n in range(1, 9)}
    return old, new


def _guide(number: int, kind: str, duties: int) -> str:
    said = [f"Duty {duty} of job {number} is {kind} one." for duty in range(duties)]
    return f"# How to become a Job{number}\n\n" + " ".join(said) + "\n"


def write(state: State) -> None:
    """Make the corpus what the state says."""
    CORPUS.mkdir(exist_ok=True)
    for file in CORPUS.iterdir():
        file.unlink()
    for name, text in state.items():
        (CORPUS / name).write_text(text, encoding="utf-8")


def forked(act: Callable[[], int]) -> int:
    """Start what is to be done in a process of its own."""
    child = os.fork()
    if child == 0:
        code = FAILED
        try:
            code = act()
        except BaseException as error:
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        os._exit(code)
    return child


def finished(child: int) -> int:
    """The exit code of a process, waited for; negative where a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(rounds: int, duties: int, index: str) -> None:
    """Kill so many ingests, and print how the index was found after them."""
    at_server = index.startswith("http")
    settings = Settings.from_env()
    settings = Settings(
        corpus=CORPUS,
        index=Path(index) if not at_server else settings.index,
        chroma_url=index if at_server else "",
        embedding_model=settings.embedding_model,
    )
    embedder = Remembering(settings.embedding_model)
    load_bank()
    old, new = states(duties)
    found = [_chunks(old), _chunks(new)]

    def bring() -> int:
        ingest(settings, [], embedder=embedder)
        return 0

    def look() -> int:
        opened = Index.open(settings)
        opened.verify()
        chunks = opened.chunks()
        near = opened.search(opened.vectors(chunks[:1])[0], 1)[0]
        assert near.score > 0.99
        (state,) = [place for place, it in enumerate(found) if it == chunks]
        return state

    took = []
    for state in (new, old, new, old):
        write(state)
        began = time.monotonic()
        assert finished(forked(bring)) == 0
        took.append(time.monotonic() - began)
    count = {"killed": 0, "old": 0, "new": 0, "staged": 0}
    moments = random.Random(5)
    held, target = 0, new
    for _ in range(rounds):
        write(target)
        child = forked(bring)
        time.sleep(moments.uniform(0, 1.2 * min(took)))
        os.kill(child, signal.SIGKILL)
        finished(child)
        count["killed"] += 1
        count["staged"] += (settings.index / "staging").exists()
        state = finished(forked(look))
        assert state in (0, 1), f"the index was neither the old one nor the new one: {state}"
        count["old" if state == held else "new"] += 1
        held, target = state, old if state else new
    write(target)
    assert finished(forked(bring)) == 0
    last = "new" if finished(forked(look)) != held else "old"
    print(json.dumps(count | {"last": last}))


def _chunks(state: State) -> list[Chunk]:
    write(state)
    guides = [read_guide(file) for file in find_guides([CORPUS])]
    return [chunk for guide in guides for chunk in chunk_guide(guide)]


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
