"""Two small guides, for the tests that ingest over and over."""

from pathlib import Path

BREAD = """# How to become a Baker

Bakers bake bread.
Bakers rise early.

## Pay

Bakers earn $1.
"""
TEA = """# How to become a Taster

Tasters taste tea.

## What do tasters earn?

Tasters earn $2.
"""


def write(name: str, text: str) -> None:
    """Put a guide into the corpus."""
    (Path("corpus") / name).write_text(text, encoding="utf-8")
