"""Answers and questions as the chat page shows them: Markdown with a little HTML, all else text.

Gradio lets no attribute of ours through but `class` and `name`, so that a button's `name` says what
it does and for which turn: `cite-0-2` is the second citation of the first turn.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from advisor.schema import whereabouts

OPEN_SOURCES = 4
"""More sources than these are folded away until they are asked for."""
_MARKER = re.compile(r"\[(\d{1,3})\]")
_TAG_START = re.compile(r"<(?=[A-Za-z/!?])")
_ACTED_ON = re.compile(r"[!#&()*+\-./:<=>@\[\\\]^_`{|}~]")
"""The punctuation that Markdown or HTML gives a meaning."""
_VERDICTS = {
    "not_in_guide": "Not in the guide",
    "off_topic": "Outside this advisor's subject",
    "needs_professional": "A question for a professional",
    "unsafe": "Declined",
    "ambiguous": "A question back",
}

_NEAREST = "No sure answer"
"""What stands above a refusal that quotes what is nearest."""


def plain(text: str) -> str:
    """The text with every character that Markdown or HTML would act on made harmless."""
    lines = (line.strip() for line in text.strip().splitlines())
    return "\n".join(_ACTED_ON.sub(_entity, line) for line in lines)


def answer_markup(answer: Mapping[str, Any], turn: int = 0, is_last: bool = True) -> str:
    """An answer (as `Answer.to_dict` gives it) with its markers, sources, notices and buttons.

    `turn` is its place in the conversation, from 0.
    """
    body = _body(answer["text"], {cited["number"] for cited in answer["citations"]}, turn)
    parts = (
        _judged(body, answer),
        *(notice_markup(notice) for notice in answer["notices"]),
        _sources(answer["citations"], turn),
        _chips(answer["suggestions"]) if is_last else "",
        _foot(answer, turn, is_last),
    )
    return "\n\n".join(part for part in parts if part)


def partial_markup(text: str) -> str:
    """The text of an answer that is still being written."""
    return _body(text, set(), 0)


def notice_markup(text: str) -> str:
    """A line from the page itself, such as what went wrong."""
    return f'<p class="notice">{_inline(text)}</p>'


def again_markup(turn: int) -> str:
    """The buttons below a turn that has no answer."""
    return f'<p class="acts">{_again(turn)}</p>'


def path_of(guide: str, section: Sequence[str]) -> list[str]:
    """The headings down to a section, the guide's title first and once."""
    return [guide, *(part for part in section if part != guide)]


def _judged(body: str, answer: Mapping[str, Any]) -> str:
    """The body, set apart where it is no answer or only a part of one."""
    if answer["reason"] in _VERDICTS and not answer["answered"]:
        name, verdict = "declined", _VERDICTS[answer["reason"]]
        verdict = _NEAREST if answer["citations"] else verdict
    elif answer["missing"]:
        name, verdict = "partly", "Answered in part"
    else:
        return body
    return f'<div class="{name}">\n\n<p class="verdict">{verdict}</p>\n\n{body}\n\n</div>'


def _body(markdown: str, numbers: set[int], turn: int) -> str:
    """The answer's Markdown with markers to press, and with no HTML or picture of its own."""
    text = _TAG_START.sub("&lt;", markdown).replace("![", r"!\[")
    return _MARKER.sub(lambda match: _marker(int(match[1]), numbers, turn), text)


def _marker(number: int, numbers: set[int], turn: int) -> str:
    if number not in numbers:
        return f'<span class="marker">[{number}]</span>'
    return _button("marker", f"cite-{turn}-{number}", f"[{number}]")


def _sources(citations: Sequence[Mapping[str, Any]], turn: int) -> str:
    """For each citation a line that opens its passage.

    All on one line of HTML, because a blank line would end the block for Markdown.
    """
    if not citations:
        return ""
    count = f"{len(citations)} source{'s' if len(citations) > 1 else ''}"
    fold = " open" if len(citations) <= OPEN_SOURCES else ""
    items = "".join(_source(cited, turn) for cited in citations)
    return f'<details class="sources"{fold}><summary>{count}</summary>{items}</details>'


def _source(cited: Mapping[str, Any], turn: int) -> str:
    number = int(cited["number"])
    lines = _inline(whereabouts(cited["lines"], cited.get("place", "")))
    path = " › ".join(map(_inline, path_of(cited["guide"], cited["section"])))
    shown = (
        f'<span class="number">{number}</span>'
        f'<span class="place">{path} <span class="lines">{lines}</span></span>'
    )
    return _button("source", f"cite-{turn}-{number}", shown)


def _chips(suggestions: Sequence[str]) -> str:
    chips = "".join(_button("chip", "ask", _inline(one)) for one in suggestions)
    return f'<div class="chips">{chips}</div>' if chips else ""


def _foot(answer: Mapping[str, Any], turn: int, is_last: bool) -> str:
    """What can be done with the answer, and what made it."""
    guides = dict.fromkeys(cited["guide"] for cited in answer["citations"])
    named = f"Guide{'s' if len(guides) > 1 else ''}: {_inline('; '.join(guides))}"
    made = " · ".join([f"Engine: {_inline(answer['engine'])}", *([named] if guides else [])])
    acts = [
        _button("act", f"copy-{turn}", "Copy"),
        _again(turn) if is_last else "",
        _button("act judge", f"good-{turn}", "Helpful"),
        _button("act judge", f"bad-{turn}", "Not helpful"),
    ]
    return f'<p class="acts">{"".join(acts)}</p><p class="engine">{made}</p>'


def _again(turn: int) -> str:
    again = _button("act", f"retry-{turn}", "Ask again")
    return again + _button("act", f"edit-{turn}", "Edit question")


def _button(kind: str, name: str, shown: str) -> str:
    return f'<button type="button" class="{kind}" name="{name}">{shown}</button>'


def _inline(text: str) -> str:
    """The text, letter for letter, on one line of HTML."""
    return _ACTED_ON.sub(_entity, text).replace("\n", "&#10;")


def _entity(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"
