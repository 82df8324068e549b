"""Two small guides, for the tests that ingest over and over."""

from pathlib import Path

BREAD = """# How to become a Baker

Bakers bake bread.
Bakers rise early.

## Pay

Bakers earn $1.
"""
TEA = "# How to become a Taster\n\nTasters taste tea.\n\n## Pay\n\nTasters earn $2.\n"


def write(name: str, text: str) -> None:
    """Put a guide into the corpus."""
    (Path("corpus") / name).write_text(text, encoding="utf-8")
