"""A PDF's lines and tables as they stand on its pages, read in a process of its own.

A PDF can be made to unpack to gigabytes or to keep its reader busy for hours, so this file is run
as a program, with bounds on memory and time: the PDF on standard input, JSON on standard output.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pdfplumber.page import Page

MAX_PAGES = 300
MAX_PAGE_CHARS = 50_000
MAX_MEMORY = 3 * 2**30
MAX_SECONDS = 120
_BOLD = ("bold", "black", "heavy", "demi")
ENCRYPTED, NO_PDF, TOO_LONG = "encrypted", "broken", "long"


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
    """`title` and `pages` (each a list of lines and tables, top to bottom), or `fault`."""
    import logging

    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect
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
        encrypted = error.args and isinstance(error.args[0], PDFPasswordIncorrect)
        return {"fault": ENCRYPTED if encrypted else NO_PDF}
    except Exception:  # whatever a broken file makes the library stumble over
        return {"fault": NO_PDF}


def _page(page: Page) -> list[dict[str, Any]]:
    if len(page.chars) > MAX_PAGE_CHARS:
        return []
    tables = [table for table in page.find_tables() if _is_table(table)]
    words = page.filter(_once()).extract_words(extra_attrs=["fontname", "size"])
    outside = [word for word in words if not any(_stands_in(word, table.bbox) for table in tables)]
    found: list[dict[str, Any]] = [
        {"rows": table.extract(), "top": float(table.bbox[1]), "bottom": float(table.bbox[3])}
        for table in tables
    ]
    found += [_line(line) for line in _lines(outside)]
    for one in found:
        one["height"] = float(page.height)
    return sorted(found, key=lambda one: float(one["top"]))


def _once() -> Callable[[dict[str, Any]], bool]:
    """Passes each letter once: bold type is at times printed twice in one place."""
    seen: set[tuple[object, ...]] = set()

    def is_new(thing: dict[str, Any]) -> bool:
        key = (thing.get("text"), round(thing["x0"]), round(thing["top"]))
        known = thing["object_type"] == "char" and key in seen
        seen.add(key)
        return not known

    return is_new


def _is_table(table: Any) -> bool:
    return len(table.rows) > 1 and len(table.columns) > 1


def _stands_in(word: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    across, down = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return bool(box[0] <= across <= box[2] and box[1] <= down <= box[3])


def _lines(words: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """Words that stand at one height, left to right."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda one: (one["bottom"], one["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if lines and lines[-1][0]["top"] <= middle <= lines[-1][0]["bottom"]:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda one: float(one["x0"])) for line in lines]


def _line(words: list[dict[str, Any]]) -> dict[str, Any]:
    """A line's text, type and place, in points from the page's top and left."""
    sizes: Counter[float] = Counter()
    for word in words:
        sizes[round(float(word["size"]) * 2) / 2] += len(word["text"])
    fonts = [word["fontname"].lower() for word in words]
    return {
        "text": " ".join(word["text"] for word in words),
        "columns": _columns(words),
        "size": sizes.most_common(1)[0][0],
        "bold": all(any(mark in font for mark in _BOLD) for font in fonts),
        "left": float(words[0]["x0"]),
        "right": float(words[-1]["x1"]),
        "top": float(min(word["top"] for word in words)),
        "bottom": float(max(word["bottom"] for word in words)),
    }


def _columns(words: list[dict[str, Any]]) -> str:
    """The line with wide gaps as so many spaces that what stands in a column lines up."""
    letters = sum(len(word["text"]) for word in words)
    step = max(sum(word["x1"] - word["x0"] for word in words) / letters, 1.0)
    text, before = "", words[0]["x0"]
    for word in words:
        if word["x0"] - before > 2 * step:
            text = text.ljust(max(int(word["x0"] / 4), len(text) + 2))
        elif text:
            text += " "
        text = (text or " " * int(word["x0"] / 4)) + word["text"]
        before = word["x1"]
    return text


if __name__ == "__main__":
    main()
