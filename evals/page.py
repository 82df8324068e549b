"""One self-contained page to read a run with: filters, questions, answers, what changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_TEMPLATE = Path(__file__).with_name("report_page.html")


def html_report(report: Mapping[str, Any]) -> str:
    """The page with the report inside; needs no network and loads nothing."""
    # "<" is escaped so that no answer can close the script that holds it.
    data = json.dumps(report, ensure_ascii=False).replace("<", "\\u003c")
    return _TEMPLATE.read_text(encoding="utf-8").replace("/*REPORT*/", data)
