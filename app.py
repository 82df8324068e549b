"""Serve the chat page: `python app.py`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import replace

SETUP_FAILED = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Parse the flags and serve until interrupted; returns the exit code."""
    args = _parser().parse_args(argv)
    given = {name: value for name, value in vars(args).items() if value is not None}
    # Imported late, so that --help answers at once.
    from advisor.config import Settings
    from advisor.errors import AdvisorError
    from advisor.loading import collect_rarely

    collect_rarely()
    try:
        settings = replace(Settings.from_env(), **given)
        from advisor.server import serve

        serve(settings)
    except AdvisorError as error:
        print(error, file=sys.stderr)
        return SETUP_FAILED
    except KeyboardInterrupt:
        pass
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="app.py",
        description="Serve the career advisor's chat page on this machine.",
        epilog="The settings come from ADVISOR_... environment variables; a flag goes before them.",
    )
    parser.add_argument("--host", help="address to serve on (default: ADVISOR_HOST, 127.0.0.1)")
    parser.add_argument("--port", type=_port, help="port to serve on (default: ADVISOR_PORT, 7860)")
    return parser


def _port(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"a number from 1 to 65535 was expected, got {text!r}")


if __name__ == "__main__":
    sys.exit(main())
