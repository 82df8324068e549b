"""The page within other sites: one script tag, allowed to those that the settings name."""

from __future__ import annotations

import re
from pathlib import Path

from advisor.config import PREFIX
from advisor.errors import SetupError

ASSETS = Path(__file__).parent / "assets"
SCRIPT = ASSETS / "widget.js"
"""What a site puts in its page."""
EXAMPLE = ASSETS / "widget-example.html"
"""A page that shows how a site does so."""
_ORIGIN = re.compile(r"https?://[\w.-]+(:\d{1,5})?", re.ASCII)


def read_origins(text: str) -> tuple[str, ...]:
    """The sites that may show the page. Raises SetupError where one is no origin."""
    origins = tuple(one.strip().rstrip("/") for one in text.split(",") if one.strip())
    for one in origins:
        if not _ORIGIN.fullmatch(one):
            raise SetupError(
                f"{PREFIX}FRAME_ORIGINS names {one!r}; an origin such as https://example.org was "
                "expected, without a path, several parted by commas."
            )
    return origins


def page_head() -> str:
    """What the page needs in its head so that it works within a site that lets it keep nothing."""
    return f"<script>{(ASSETS / 'storage.js').read_text(encoding='utf-8')}</script>"
