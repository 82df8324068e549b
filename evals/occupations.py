"""Guides made from the Occupational Outlook Handbook, one an occupation, kept as an index.

The handbook's pages become Markdown guides: their fact table, then their sections. What is no text
on the page is left out: charts, the table of projections, link lists, the list of other
occupations.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

from advisor.chunking import VERSION as CHUNKER_VERSION
from advisor.config import Settings
from advisor.ingest import ingest

CACHE = Path("evals/.cache/careers")
FACTS, SECTIONS = "bls_ooh/facts.jsonl", "bls_ooh/sections.jsonl"
_NOT_TEXT = {"State & Area Data", "Similar Occupations", "Contacts for More Information"}
_CHART = re.compile(
    r"(?ms)^(?:Median annual wages|Percent change in employment|Occupational Title SOC Code).*?"
    r"(?:^Note:[^\n]*|\Z)"
)
_BECOME = re.compile(r"^How to Become (?:an? )?(.+)$")
_QUALIFIER = re.compile(r", (?:Except|Including|All Other|General)\b.*")
_LABELLED = re.compile(r"^[A-Z][\w' -]{2,40}\. [A-Z]")


@dataclass(frozen=True)
class Occupation:
    """One page of the handbook: names, fact table, sections as (heading, subheading, text)."""

    slug: str
    title: str
    career: str
    also_called: tuple[str, ...]
    facts: Mapping[str, str]
    sections: tuple[tuple[str, str, str], ...]

    @property
    def file(self) -> str:
        """What its guide is called."""
        return f"{self.slug}.md"


def read_occupations(facts: Path, sections: Path) -> list[Occupation]:
    """The occupations of the handbook's two files, in their order."""
    rows = _rows(sections)
    by_slug = {slug: list(some) for slug, some in groupby(rows, key=lambda row: str(row["slug"]))}
    return [_occupation(row, by_slug.get(row["slug"], [])) for row in _rows(facts)]


def guide_text(occupation: Occupation) -> str:
    """The occupation as a guide in Markdown."""
    called = json.dumps(list(occupation.also_called), ensure_ascii=False)
    head = (
        f"---\ntitle: {json.dumps(occupation.title)}\ncareer: {json.dumps(occupation.career)}\n"
        f"also_called: {called}\n---\n\n# {occupation.title}\n\n"
    )
    rows = [f"| {name} | {value} |" for name, value in occupation.facts.items()]
    table = "\n".join(["## Summary\n", "| Fact | Value |", "| --- | --- |", *rows])
    return f"{head}{table}\n\n{_body(occupation.sections)}\n"


def index_of(
    occupations: Sequence[Occupation], settings: Settings, cache: Path = CACHE
) -> Settings:
    """Settings whose index holds a guide for each occupation; only what is new is embedded.

    Raises AdvisorError where the guides cannot be ingested.
    """
    texts = {one.file: guide_text(one) for one in occupations}
    folder = cache / _key(texts, settings.embedding_model)
    settings = Settings(
        **{**vars(settings), "corpus": folder / "guides", "index": folder / "index"}
    )
    settings.corpus.mkdir(parents=True, exist_ok=True)
    (cache / ".gitignore").write_text("*\n", "utf-8")
    for name, text in texts.items():
        (settings.corpus / name).write_text(text, "utf-8")
    ingest(settings, [])
    return settings


def _rows(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").split("\n") if line]


def _key(texts: Mapping[str, str], model: str) -> str:
    parts = [model, str(CHUNKER_VERSION), *(f"{name}\n{text}" for name, text in texts.items())]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def _occupation(row: Mapping[str, Any], sections: Sequence[Mapping[str, Any]]) -> Occupation:
    title = _tidy(row["title"])
    headings = [_tidy(one["section"]) for one in sections]
    career = next((match[1] for text in headings if (match := _BECOME.match(text))), title)
    called = [title, *_other_names(sections)]
    return Occupation(
        slug=row["slug"],
        title=title,
        career=career,
        also_called=tuple(name for name in dict.fromkeys(called) if name != career),
        facts=row["facts"],
        sections=tuple(
            (_tidy(one["section"]), _tidy(one["sub"] or ""), one["text"])
            for one in sections
            if one["section"] not in _NOT_TEXT
        ),
    )


def _other_names(sections: Iterable[Mapping[str, Any]]) -> list[str]:
    """The occupation's names in O*NET, which its page lists."""
    lines = [text for one in sections if one["sub"] == "O*NET" for text in one["text"].split("\n")]
    return [_QUALIFIER.sub("", line).replace("''", "'") for line in lines if line]


def _body(sections: Iterable[tuple[str, str, str]]) -> str:
    parts: list[str] = []
    for heading, group in groupby(sections, key=lambda one: one[0]):
        parts.append(f"## {heading}")
        for _, sub, text in group:
            blocks = _blocks(_CHART.sub("", text))
            if blocks and sub and sub != "empty heading":
                parts.append(f"### {sub}")
            parts += blocks
    return "\n\n".join(parts)


def _blocks(text: str) -> list[str]:
    """Paragraphs and lists: a line that is no sentence, below one that leads in, is a bullet."""
    blocks: list[str] = []
    for line in (_tidy(line) for line in text.split("\n")):
        in_list = bool(blocks) and blocks[-1].startswith("- ")
        is_item = bool(_LABELLED.match(line)) or not line.endswith((".", ":", "?", "!"))
        if line and in_list and is_item:
            blocks[-1] += f"\n- {line}"
        elif line:
            opens = is_item and bool(blocks) and blocks[-1].endswith((":", "data page."))
            blocks.append(f"- {line}" if opens else line)
    return blocks


def _tidy(text: str) -> str:
    return re.sub(r"\s+([.,;])", r"\1", re.sub(r"\s+", " ", text)).strip()
