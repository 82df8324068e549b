"""Who may come in: names and passwords from the settings, asked for wherever the page is not."""

from __future__ import annotations

import base64
import binascii
import secrets

from advisor.config import PREFIX
from advisor.errors import SetupError


def read_login(text: str) -> dict[str, str]:
    """Passwords by name. Raises SetupError, which shows neither, where that is not the form."""
    pairs = [pair.strip().partition(":") for pair in text.split(",") if pair.strip()]
    if not all(name.strip() and password for name, _, password in pairs):
        raise SetupError(
            f"{PREFIX}LOGIN is not of the form NAME:PASSWORD, or several of them parted by commas."
        )
    return {name.strip(): password for name, _, password in pairs}


def knows(login: dict[str, str], header: str) -> bool:
    """Whether an `Authorization` header (Basic) holds one of the names with its password."""
    kind, _, encoded = header.partition(" ")
    try:
        given = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    name, _, password = given.partition(b":")
    expected = login.get(name.decode("utf-8", "replace"), "")
    right = secrets.compare_digest(password, expected.encode())
    return kind.lower() == "basic" and bool(expected) and right
