"""Bring the index up to date with the guides: `python ingest.py [PATH ...]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from advisor.config import Settings
from advisor.errors import AdvisorError


def main() -> int:
    """Parse the flags, ingest, print what changed.

    Exit code 1 where a file could not be read and was left out, 2 where nothing could be done.
    """
    parser = argparse.ArgumentParser(prog="ingest.py", description=__doc__)
    parser.add_argument(
        "paths", nargs="*", type=Path, metavar="PATH",
        help="guide files or folders of guides (default: the corpus folder of the settings)",
    )  # fmt: skip
    parser.add_argument(
        "--rebuild", action="store_true", help="make the index anew, whatever is there"
    )
    parser.add_argument(
        "--coverage", action="store_true", help="print what each guide answers, and where"
    )
    flags = parser.parse_args()
    try:
        settings = Settings.from_env()
        from advisor.ingest import coverage_report, ingest

        changes = ingest(settings, flags.paths, rebuild=flags.rebuild)
        if flags.coverage:
            print(coverage_report(settings))
    except AdvisorError as error:
        print(f"ingest.py: {error}", file=sys.stderr)
        return 2
    for name in ("added", "changed", "removed", "unchanged"):
        sources = getattr(changes, name)
        print(f"{name}: {len(sources)}" + "".join(f"\n  {source}" for source in sources))
    print(f"texts embedded: {changes.embedded}")
    for fault in changes.errors:
        print(f"ingest.py: left out: {fault}", file=sys.stderr)
    return 1 if changes.errors else 0


if __name__ == "__main__":
    sys.exit(main())
