"""Measure, print the table, and with `--write` put it into benchmarks/README.md: `make bench`."""

from __future__ import annotations

import argparse
import datetime
import re
from collections.abc import Iterator
from pathlib import Path

from benchmarks import growth, people, processes, turns
from benchmarks.machine import description
from benchmarks.rows import Row, table

README = Path(__file__).parent / "README.md"
BEGIN, END = "<!-- measured -->", "<!-- end -->"


def main() -> None:
    """Run the parts that are asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the ten thousand questions")
    parser.add_argument("--write", action="store_true", help=f"put the table into {README.name}")
    args = parser.parse_args()
    machine = description()
    found = []
    for row in _rows(long=not args.quick):
        print(row.line, flush=True)
        found.append(row)
    text = f"{datetime.date.today().isoformat()}, {machine}.\n\n{table(found)}"
    print(f"\n{text}")
    if args.write:
        pattern = re.compile(f"(?s){BEGIN}.*?{END}")
        whole = README.read_text("utf-8")
        README.write_text(pattern.sub(lambda _: f"{BEGIN}\n\n{text}\n\n{END}", whole), "utf-8")


def _rows(long: bool) -> Iterator[Row]:
    yield from processes.rows()
    yield from people.rows()
    yield from turns.rows()
    if long:
        yield from growth.rows()


if __name__ == "__main__":
    main()
