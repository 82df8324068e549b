"""What docs/architecture.md says: the modules in their order, the parts, the rules, the routes."""

import re
from pathlib import Path

TEXT = Path("docs/architecture.md").read_text(encoding="utf-8")


def chapter(title: str) -> str:
    """The text below a second-level heading."""
    return re.split(rf"^## {re.escape(title)}$", TEXT, flags=re.M)[1].split("\n## ")[0]


def parts() -> dict[str, dict[str, str]]:
    """The parts in their order, each with its paths below `advisor/` and what they are for."""
    found = {}
    for text in re.split(r"^### ", chapter("Parts"), flags=re.M)[1:]:
        lines = text.split("```")[1].strip().splitlines()
        found[text.split("\n")[0]] = dict(re.split(r" {2,}", line, maxsplit=1) for line in lines)
    return found


def files() -> dict[str, str]:
    """Every path below `advisor/` that is listed, in order, with what it is for."""
    return {path: what for listed in parts().values() for path, what in listed.items()}


def drawn() -> set[tuple[str, str]]:
    """The arrows of the drawing, each from a part to one that it imports from."""
    return set(re.findall(r"^ +(\w+) --> (\w+)$", chapter("Imports"), flags=re.M))


def table(title: str) -> dict[str, set[str]]:
    """A chapter's table: what its first column names, with the names in the second."""
    rows = re.findall(r"^\| `?([^|`]+?)`? \| (.+?) \|$", chapter(title), flags=re.M)[2:]
    return {name: set(re.findall(r"`([\w.]+)`", cell)) for name, cell in rows}


def stops() -> list[str]:
    """The stops of the routes, as `module.function` or `module.Class.method`."""
    return re.findall(r"`([\w.]+\.\w+)`", chapter("Four routes"))
