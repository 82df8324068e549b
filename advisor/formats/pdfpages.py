"""A PDF's words and tables as they stand on its pages, read in a process of its own.

A PDF can be made to unpack to gigabytes or to keep its reader busy for hours, so this file is run
as a program, with bounds on memory and time: the PDF on standard input, JSON on standard output.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page

MAX_PAGES = 300
MAX_PAGE_CHARS = 50_000
MAX_MEMORY = 3 * 2**30
MAX_SECONDS = 120
ENCRYPTED, NO_PDF, TOO_LONG = "encrypted", "broken", "long"
_BOLD = ("bold", "black", "heavy", "demi")
_DOT = 8
"""No bullet is drawn larger, in points."""


def main() -> None:
    """Write the pages of the PDF on standard input, or why they cannot be read."""
    bound()
    json.dump(pages_of(sys.stdin.buffer.read()), sys.stdout)


def bound() -> None:
    """Keep this process from taking more memory and time than a guide needs."""
    with contextlib.suppress(ImportError, ValueError, OSError):  # not on every system
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY, MAX_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MAX_SECONDS, MAX_SECONDS))


def pages_of(raw: bytes) -> dict[str, Any]:
    """`title` and `pages`, or `fault`; lengths are in points from a page's top and left."""
    import logging

    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    logging.disable(logging.CRITICAL)  # what it says of odd fonts helps no reader
    try:
        with pdfplumber.open(io.BytesIO(raw)) as pdf:
            if len(pdf.pages) > MAX_PAGES:
                return {"fault": TOO_LONG}
            title = (pdf.metadata or {}).get("Title")
            pages = []
            for page in pdf.pages:
                pages.append(_page(page))
                page.close()
            return {"title": title if isinstance(title, str) else "", "pages": pages}
    except PdfminerException as error:
        encrypted = "Password" in repr(error.args)
        return {"fault": ENCRYPTED if encrypted else NO_PDF}
    except Exception:  # whatever a broken file makes the library stumble over
        return {"fault": NO_PDF}


def _page(page: Page) -> dict[str, Any]:
    """Its height, words outside of ruled tables, those tables, and dots that may be bullets."""
    if len(page.chars) > MAX_PAGE_CHARS:
        return {"height": 1.0, "words": [], "tables": [], "dots": []}
    found = page.find_tables()
    tables = [table for table in found if len(table.rows) > 1 and len(table.columns) > 1]
    words = page.filter(_once()).extract_words(extra_attrs=["fontname", "size"])
    drawn = [*page.curves, *page.rects, *page.images]
    return {
        "height": float(page.height),
        "words": [
            {
                "text": word["text"],
                "size": round(float(word["size"]) * 2) / 2,
                "bold": any(mark in word["fontname"].lower() for mark in _BOLD),
                **_box(word),
            }
            for word in words
            if not any(_stands_in(word, table.bbox) for table in tables)
        ],
        "tables": [
            {"rows": table.extract(), "top": float(table.bbox[1]), "bottom": float(table.bbox[3])}
            for table in tables
        ],
        "dots": [_box(one) for one in drawn if one["width"] <= _DOT and one["height"] <= _DOT],
    }


def _box(thing: dict[str, Any]) -> dict[str, float]:
    return {
        "left": float(thing["x0"]),
        "right": float(thing["x1"]),
        "top": float(thing["top"]),
        "bottom": float(thing["bottom"]),
    }


def _once() -> Callable[[dict[str, Any]], bool]:
    """Passes each letter once: bold type is at times printed twice in one place."""
    seen: set[tuple[object, ...]] = set()

    def is_new(thing: dict[str, Any]) -> bool:
        key = (thing.get("text"), round(thing["x0"]), round(thing["top"]))
        known = thing["object_type"] == "char" and key in seen
        seen.add(key)
        return not known

    return is_new


def _stands_in(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


if __name__ == "__main__":
    main()
