"""The command line: `python -m advisor ask "QUESTION"`, `... chat`, `... plan` and `... page`."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.config import Settings
from advisor.errors import AdvisorError, PlanError, ProfileError, QuestionError
from advisor.loading import collect_rarely
from advisor.plan.profile import Profile
from advisor.schema import Answer, Citation, Message, whereabouts

if TYPE_CHECKING:
    from advisor.chat import Advisor

SETUP_FAILED = 2
GUIDE_HELP = "a career or a guide's file, where there are several"


def chat() -> int:
    """What `advisor-chat` does, which comes with the wheel: `python -m advisor chat`."""
    return main(["chat", *sys.argv[1:]])


def page() -> int:
    """What `advisor-page` does, which comes with the wheel: `python -m advisor page`."""
    return main(["page", *sys.argv[1:]])


def main(argv: Sequence[str] | None = None) -> int:
    """Parse the flags and run the command; returns the exit code, 2 where something is amiss."""
    args = _parser().parse_args(argv)
    collect_rarely()
    try:
        args.command(args)
        sys.stdout.flush()
    except AdvisorError as error:
        print(f"advisor: {error}", file=sys.stderr)
        return SETUP_FAILED
    except KeyboardInterrupt:
        print()
    except BrokenPipeError:  # whoever read the answer, such as `head`, has had enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m advisor",
        description="Ask the career advisor, which answers from its guides alone.",
        epilog="The settings come from ADVISOR_... environment variables.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    ask = commands.add_parser("ask", help="answer one question", description="Answer one question.")
    ask.add_argument("question", metavar="QUESTION")
    ask.add_argument("--json", action="store_true", help="print every field of the answer as JSON")
    ask.add_argument(
        "--history",
        type=Path,
        metavar="FILE",
        help='the conversation so far: a JSON list of {"role": "user" or "assistant", '
        '"content": "..."}, oldest first',
    )
    ask.add_argument("--guide", metavar="NAME", help=GUIDE_HELP)
    ask.set_defaults(command=_ask)
    chat = commands.add_parser(
        "chat",
        help="hold a conversation",
        description="Hold a conversation; an end of input (Ctrl-D) ends it.",
    )
    chat.add_argument("--guide", metavar="NAME", help=GUIDE_HELP)
    chat.set_defaults(command=_chat)
    _add_plan(commands)
    page = commands.add_parser(
        "page", help="serve the chat page", description="Serve the chat page on this machine."
    )
    page.set_defaults(command=_page)
    return parser


def _add_plan(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    names = ", ".join(one.name for one in fields(Profile))
    plan = commands.add_parser(
        "plan",
        help="make a career plan",
        description="Make a career plan from a background; nothing in it is required.",
        epilog=f"A profile is a JSON object with any of: {names}.",
    )
    add = plan.add_argument
    add("--profile", type=Path, required=True, metavar="FILE", help="the background, as JSON")
    add("--format", choices=("md", "pdf", "json"), default="md", help="of the plan (md)")
    add("--out", type=Path, metavar="FILE", help="write it there; else to standard output")
    add("--guide", metavar="NAME", help=GUIDE_HELP)
    plan.set_defaults(command=_plan)


def _ask(args: argparse.Namespace) -> None:
    history = read_history(args.history) if args.history else []
    answer = _open().ask(_readable(args.question), history, args.guide)
    if args.json:
        print(json.dumps(answer.to_dict(), ensure_ascii=False, indent=2))
    else:
        print(answer.text)
        print(_footnotes(answer), end="")


def _chat(args: argparse.Namespace) -> None:
    advisor = _open()
    history: list[Message] = []
    careers = " or ".join(dict.fromkeys(card.career for card in advisor.index.guides()))
    print(f"Ask about {careers}; Ctrl-D ends.")
    for question in _questions():
        for piece in advisor.stream(question, history, args.guide):
            if isinstance(piece, Answer):
                print("\n" + _footnotes(piece), end="", flush=True)
                history.append({"role": "user", "content": question})
                history.append({"role": "assistant", "content": piece.text})
            else:
                print(piece, end="", flush=True)


def _open() -> Advisor:
    """The advisor of the settings; imported here, so that --help answers at once."""
    from advisor.chat import Advisor

    return Advisor.open()


def read_history(path: Path) -> list[Message]:
    """A conversation from a file. Raises QuestionError where it is not of the promised shape."""
    from advisor.condense import checked_history

    try:
        said = checked_history(json.loads(path.read_text(encoding="utf-8")))
    except OSError as error:
        raise QuestionError(f"The history {path} cannot be read: {error.strerror}.") from error
    except (ValueError, RecursionError) as error:
        raise QuestionError(f"The history {path} is not JSON in UTF-8.") from error
    except QuestionError as error:
        raise QuestionError(f"The history {path} is of another shape. {error}") from error
    return [{"role": who, "content": text} for who, text in said]


def _plan(args: argparse.Namespace) -> None:
    profile = _read_profile(args.profile)
    plan = _open().plan(profile, args.guide)
    if args.format == "pdf":
        data = plan.to_pdf()
    else:
        text = plan.to_json() if args.format == "json" else plan.to_markdown()
        data = (text.rstrip("\n") + "\n").encode()
    if args.out:
        _write(args.out, data)
    elif args.format == "pdf" and sys.stdout.isatty():
        raise PlanError("A PDF is no text for a terminal: name a file with --out FILE.")
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)


def _read_profile(path: Path) -> Profile:
    try:
        return Profile.from_json(path.read_bytes())
    except OSError as error:
        raise ProfileError(f"The profile {path} cannot be read: {error.strerror}.") from error
    except ProfileError as error:
        raise ProfileError(f"{path}: {error}", *error.fields) from error


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise PlanError(f"The plan cannot be written to {path}: {error.strerror}.") from error
    print(f"Wrote {path}.", file=sys.stderr)


def _page(_args: argparse.Namespace) -> None:
    from advisor.server import serve

    serve(Settings.from_env())


def _questions() -> Iterator[str]:
    """What is typed, blank lines passed over, until the end of the input."""
    with suppress(EOFError):
        while True:
            if typed := input("\n> " if sys.stdin.isatty() else "").strip():
                yield _readable(typed)


def _footnotes(answer: Answer) -> str:
    """Citations, notices and suggestions, as they stand below an answer."""
    blocks = [
        [line for cited in answer.citations for line in _citation(cited)],
        [f"Note: {notice}" for notice in answer.notices],
        [f"You could ask: {suggestion}" for suggestion in answer.suggestions],
    ]
    return "".join("\n" + "\n".join(block) + "\n" for block in blocks if block)


def _citation(cited: Citation) -> list[str]:
    place = whereabouts(cited.lines, cited.place)
    head = f"[{cited.number}] {' › '.join(cited.section)} ({cited.source}, {place})"
    quoted = [f"    {line}" for line in cited.quote.splitlines()]
    return [head, *quoted, *([f"    Source: {cited.origin}"] if cited.origin else [])]


def _readable(text: str) -> str:
    """The text, with bytes that are not UTF-8 replaced, so that it can be printed again."""
    return os.fsencode(text).decode("utf-8", "replace")


if __name__ == "__main__":
    sys.exit(main())
