"""What the page's script asks the server for: a passage, a guide, a plan, a file to take along.

Each takes one object and gives one, and keeps nothing: whoever asks brings along what is theirs.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import PurePath
from typing import Any

from advisor.chat import Advisor
from advisor.errors import AdvisorError, PlanError, ProfileError
from advisor.index import GuideCard
from advisor.page.markup import path_of
from advisor.page.planning import plan_markup
from advisor.page.reading import cited_orders, contents, guide_markup
from advisor.plan.background import background_of
from advisor.plan.profile import Profile
from advisor.plan.schema import MAX_BYTES, Plan
from advisor.plan.wording import describe
from advisor.schema import Chunk

FAULT = "Something went wrong here, and is written to the server's log. Please try again."
MAX_MESSAGES = 100
"""Of a longer conversation, only the end is read for a background."""
_KINDS = {"md": "text/markdown", "pdf": "application/pdf", "json": "application/json"}

_log = logging.getLogger(__name__)

Reply = dict[str, Any]
Call = Callable[[Mapping[str, Any]], Reply]


def calls(advisor: Advisor) -> list[Call]:
    """The functions that the script may call, by their names."""

    def guides(asked: Mapping[str, Any]) -> Reply:
        """The guides in the index, each followed by its companions."""
        cards = advisor.index.guides()
        mains = sorted((one for one in cards if not one.companion), key=lambda one: not one.main)
        ordered = [one for main in mains for one in (main, *_companions(main, cards))]
        return {
            "guides": [
                {"title": one.title, "source": one.source, "companion": bool(one.companion)}
                for one in ordered or cards
            ]
        }

    def passage(asked: Mapping[str, Any]) -> Reply:
        """The section that a citation stands in, its words marked; no HTML where it is gone."""
        chunks = _chunks(advisor, asked["source"])
        cited = cited_orders(chunks, str(asked["quote"]), [int(one) for one in asked["lines"]])
        first = next((one for one in chunks if one.order in cited), None)
        section = [one for one in chunks if first and one.section == first.section]
        return {
            "html": guide_markup(section, cited),
            "path": path_of(first.guide, first.section) if first else [],
            "order": first.order if first else None,
        }

    def guide(asked: Mapping[str, Any]) -> Reply:
        """A guide to be read, with its contents."""
        source = str(asked["source"])
        chunks = _chunks(advisor, source)
        card = next((one for one in advisor.index.guides() if one.source == source), None)
        if card is None:
            return {"error": "The index no longer holds that guide."}
        return {
            "title": card.title,
            "about": [one for one in (card.source, card.date, card.figures) if one],
            "contents": [vars(one) for one in contents(chunks)],
            "html": guide_markup(chunks),
        }

    def background(asked: Mapping[str, Any]) -> Reply:
        """What a conversation tells of the person."""
        messages = [
            {"role": "user", "content": str(one)} for one in asked["questions"][-MAX_MESSAGES:]
        ]
        return _background(background_of(messages))

    def plan(asked: Mapping[str, Any]) -> Reply:
        """A plan for a profile, to be shown and kept."""
        profile = Profile.from_dict(asked["profile"])
        return _shown(advisor.plan(profile, asked.get("guide") or None))

    def load_plan(asked: Mapping[str, Any]) -> Reply:
        """A plan that was saved as JSON, to be shown again."""
        return _shown(_read(asked))

    def document(asked: Mapping[str, Any]) -> Reply:
        """A plan as a file: Markdown, PDF or JSON."""
        kind = str(asked["kind"])
        if kind not in _KINDS:
            raise PlanError(f"A plan is saved as {', '.join(_KINDS)}; not as {kind[:20]!r}.")
        made = _read(asked)
        data = {
            "md": lambda: made.to_markdown().encode(),
            "pdf": made.to_pdf,
            "json": lambda: made.to_json().encode(),
        }[kind]()
        return {"data": base64.b64encode(data).decode(), "type": _KINDS[kind]}

    return [_guarded(one) for one in (guides, passage, guide, background, plan, load_plan, document)]


def _guarded(call: Call) -> Call:
    """The call, with what went wrong as a reply that the page can show."""

    @wraps(call)
    def guarded(asked: Mapping[str, Any]) -> Reply:
        try:
            return call(asked)
        except ProfileError as error:
            return {"error": str(error), "fields": list(error.fields)}
        except AdvisorError as error:
            return {"error": str(error)}
        except Exception:  # a fault of ours must not leave the page waiting
            _log.exception("no reply to the page")
            return {"error": FAULT}

    return guarded


def _chunks(advisor: Advisor, source: object) -> list[Chunk]:
    """A guide's passages; none where the index does not hold it."""
    index = advisor.index
    known = {card.source for card in index.guides()}
    return list(index.chunks(str(source))) if source in known else []


def _companions(main: GuideCard, cards: Sequence[GuideCard]) -> list[GuideCard]:
    """A companion names its guide by the file's name, which stands in the same folder."""
    name = PurePath(main.source).name
    return [one for one in cards if one.companion == name]


def _read(asked: Mapping[str, Any]) -> Plan:
    text = str(asked["plan"])
    if len(text) > MAX_BYTES:
        raise PlanError(f"A plan has at most {MAX_BYTES:,} bytes; got {len(text):,}.")
    return Plan.from_json(text)


def _background(profile: Profile) -> Reply:
    return {"profile": profile.to_dict(), "understood": describe(profile)}


def _shown(plan: Plan) -> Reply:
    citations = plan.to_dict()["citations"]
    return {
        "html": plan_markup(plan),
        "plan": plan.to_json(),
        "citations": citations,
        **_background(plan.profile),
    }
