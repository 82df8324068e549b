"""How it grows: 60, 6,000 and 60,000 chunks, in guides of sixty: `python -m benchmarks.scale`.

The guides are made from the Occupational Outlook Handbook and from the job titles of O*NET, which
`EVALS_DATA` names (evals/README.md): each has the title of one occupation and sentences of several,
about itself. Everything is made in a temporary folder.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from advisor import Advisor, Settings
from advisor.embedder import Embedder
from advisor.guide import sentences
from advisor.index import embedding_text
from advisor.ingest import ingest
from benchmarks.machine import description, memory, ms, p50, p95, seconds
from evals.occupations import Occupation, read_occupations

SIZES = (60, 6_000, 60_000)
CHUNKS = 60
"""Of a guide, nearly."""
BARE = 2_000
"""Texts that the bare rate is measured on."""
ASKED = 100
QUESTIONS = (
    "What does a {career} do?",
    "How do I become a {career}?",
    "How much does a {career} earn?",
    "Is the work of a {career} stressful?",
    "What skills does a {career} need?",
    "what about the hours and the shifts",
    "is a degree needed for it",
)


@dataclass(frozen=True)
class Seen:
    """What one size came to."""

    chunks: int
    rate: float
    """Texts embedded and stored in a second."""
    opening: float
    """Seconds to open the index and answer once."""
    times: Sequence[float]
    memory: float
    disk: float

    @property
    def row(self) -> str:
        """The row of the table."""
        cells = [
            f"{self.chunks:,}", f"{self.rate:.0f}", f"{self.disk:.0f} MB",
            f"{self.opening:.1f} s", ms(p50(self.times)), ms(p95(self.times)),
            f"{self.memory:.0f} MB",
        ]  # fmt: skip
        return f"| {' | '.join(cells)} |"


def main() -> None:
    """Make the guides, ingest them size by size, ask at each size."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.scale", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="in chunks")
    args = parser.parse_args()
    print(description())
    data = Path(os.environ["EVALS_DATA"])
    with tempfile.TemporaryDirectory() as folder:
        settings = replace(
            Settings.from_env(), corpus=Path(folder) / "guides", index=Path(folder) / "index"
        )
        settings.corpus.mkdir()
        guides = make_guides(data, max(args.sizes) // CHUNKS)
        careers: list[str] = []
        found = []
        for size in args.sizes:
            for career, text in islice(guides, size // CHUNKS - len(careers)):
                careers.append(career)
                (settings.corpus / f"{len(careers)}.md").write_text(text, "utf-8")
            found.append(_measure(settings, careers))
            print(found[-1].row, flush=True)
        bare = _bare(settings)
    names = ["chunks", "ingest, chunks a second", "disk", "open and answer once", "answer p50",
             "p95", "memory"]  # fmt: skip
    print(f"\n| {' | '.join(names)} |\n|{' --- |' * len(names)}")
    print("\n".join(one.row for one in found))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"\nSentenceTransformer.encode alone: {bare:.0f} texts a second, of which the largest "
        f"ingest reached {found[-1].rate / bare:.0%}. Latency from the smallest to the largest: "
        f"{p50(found[-1].times) / p50(found[0].times):.2f} times. Most memory, ingest and all: "
        f"{peak:.0f} MB."
    )


def make_guides(data: Path, count: int) -> Iterator[tuple[str, str]]:
    """Careers and their guides in Markdown; the same ones every time."""
    handbook = read_occupations(
        data / "bls_ooh" / "facts.jsonl", data / "bls_ooh" / "sections.jsonl"
    )
    lines = (data / "onet" / "title_lookup.jsonl").read_text("utf-8").splitlines()
    titles = {row["codes"][0]: row["title"] for row in map(json.loads, lines)}
    careers = list(dict.fromkeys(title.split(" (")[0] for title in titles.values()))[:count]
    if len(careers) < count:
        raise ValueError(f"{count} careers were wanted, {len(careers)} are there")
    for number, career in enumerate(careers):
        yield career, _guide(career, random.Random(number), handbook)


def _guide(career: str, dice: random.Random, handbook: Sequence[Occupation]) -> str:
    """A guide about a career, from the sentences of some occupations, made about itself."""
    parts = [f"---\ntitle: {json.dumps(career)}\ncareer: {json.dumps(career)}\n---\n# {career}"]
    used = 0
    while used < CHUNKS - 5:
        one = dice.choice(handbook)
        heading, _, text = dice.choice(one.sections)
        said = [said for _, said in sentences(text) if 4 <= len(said.split()) <= 40][:8]
        names = {one.title, one.title.lower(), one.career, one.career.lower()}
        for name in sorted(names, key=len, reverse=True):
            heading = heading.replace(name, career)
            said = [line.replace(name, career) for line in said]
        if said:
            parts += [f"## {heading}", f"For the {career}: {' '.join(said)}"]
            used += len(said) + 1
    return "\n\n".join(parts) + "\n"


def _measure(settings: Settings, careers: Sequence[str]) -> Seen:
    """Ingest what is new, then ask about all that is there."""
    embedder = Embedder(settings.embedding_model)
    embedder.encode(["loads the model"])
    started = time.perf_counter()
    embedded = ingest(settings, [], embedder=embedder).embedded
    took = time.perf_counter() - started
    advisor = Advisor.open(settings)
    opening = seconds(lambda: Advisor.open(settings).ask("What does one earn?"))
    dice = random.Random(len(careers))
    asked = [dice.choice(QUESTIONS).format(career=dice.choice(careers)) for _ in range(ASKED)]
    for text in asked:
        advisor.ask(text)
    times = [seconds(advisor.ask, text) for text in asked]
    disk = sum(file.stat().st_size for file in settings.index.rglob("*") if file.is_file())
    chunks = sum(card.chunks for card in advisor.index.guides())
    return Seen(chunks, embedded / took, opening, times, memory(), disk / 2**20)


def _bare(settings: Settings) -> float:
    """Texts a second of SentenceTransformer.encode, on the same texts."""
    index = Advisor.open(settings).index
    chunks = index.chunks(index.guides()[0].source)
    for card in index.guides()[1:]:
        if len(chunks) >= BARE:
            break
        chunks += index.chunks(card.source)
    texts = [embedding_text(chunk) for chunk in chunks[:BARE]]
    model = Embedder(settings.embedding_model).model
    return len(texts) / seconds(lambda: model.encode(texts, show_progress_bar=False))


if __name__ == "__main__":
    main()
