"""The web page: conversation, guide and plan, in one window and without another host."""

from __future__ import annotations

from advisor.page.layout import build_page, look

__all__ = ["build_page", "look"]
