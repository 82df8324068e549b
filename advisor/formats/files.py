"""A file's bytes, bounded, and told from bytes of another kind."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from advisor.errors import CorpusError

MAX_BYTES = 20_000_000
"""A larger file is not read; a guide of a hundred printed pages is far below."""
MAX_TEXT_BYTES = 5_000_000
"""The same for what is text all through."""

_SIGNATURES = (
    (re.compile(rb"%PDF-"), "a PDF", ".pdf"),
    (re.compile(rb"PK\x03\x04"), "a Word file or another zip archive", ".docx"),
    (re.compile(rb"\xd0\xcf\x11\xe0"), "a Word file of the older kind, or an encrypted one", ""),
    (re.compile(rb"\{\\rtf"), "an RTF file", ""),
    (re.compile(rb"(?i)<!doctype html|<html[\s>]"), "a web page", ".html"),
)
_OPENING = re.compile(rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*", re.S)


def read_bytes(path: Path, limit: int) -> bytes:
    """A file's content. Raises CorpusError where it cannot be read, is empty or is too large."""
    try:
        with path.open("rb") as file:
            raw = file.read(limit + 1)
    except OSError as error:
        raise CorpusError(f"{path} cannot be read: {error.strerror}.") from error
    if len(raw) > limit:
        raise CorpusError(f"{path} is too large: at most {limit:,} bytes are read; part it.")
    if not raw.strip(b" \t\r\n\xef\xbb\xbf"):
        raise CorpusError(
            f"{path} is empty; a guide was expected. Write one or take the file away."
        )
    return raw


def check_kind(raw: bytes, path: Path) -> None:
    """Raise CorpusError where the bytes are of another kind than the file's suffix says."""
    start = _OPENING.match(raw[:4096])
    assert start
    for signature, kind, suffix in _SIGNATURES:
        if signature.match(raw, start.end()):
            if suffix and path.suffix.lower() in (suffix, suffix.removesuffix("l")):
                return
            mend = f"name it {path.stem}{suffix}" if suffix else "save it as .docx or .pdf"
            raise CorpusError(f"{path} is {kind} by its content; {mend}.")
    if path.suffix.lower() in (".pdf", ".docx"):
        kind = path.suffix[1:].upper()
        raise CorpusError(f"{path} is not a {kind} file by its content; export it anew.")


def decode(raw: bytes, path: Path) -> str:
    """The text of a file in UTF-8, or in UTF-16 with its mark, its lines ended by newlines.

    Raises CorpusError where it is no text.
    """
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        text = raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{path} is not a text file in UTF-8; save it as UTF-8.") from error
    if "\0" in text:
        raise CorpusError(f"{path} is a binary file; a guide in text was expected.")
    return re.sub(r"\r\n?", "\n", text)


def read_yaml(text: str, what: str) -> Any:
    """What a YAML text holds. Raises CorpusError, which calls it `what`, where it is none."""
    import yaml

    try:
        return yaml.safe_load(text)
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a date may be none
        fault = " ".join(str(error).split())
        raise CorpusError(
            f"{what} is not YAML ({fault}); put texts with a colon in quotes."
        ) from error
