"""What the page's script asks the server for: a passage, a guide, a plan, a file to take along.

Each takes one object and gives one, and keeps nothing: whoever asks brings along what is theirs.
"""

from __future__ import annotations

import base64
import logging
import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from advisor.chat import Advisor
from advisor.errors import AdvisorError, PlanError, ProfileError
from advisor.feedback import Feedback, FeedbackStore
from advisor.page.markup import path_of
from advisor.page.planning import plan_markup
from advisor.page.reading import cited_orders, contents, guide_markup
from advisor.plan.background import background_of
from advisor.plan.career import Career
from advisor.plan.profile import Profile
from advisor.plan.schema import Plan
from advisor.plan.vocabulary import load_vocabulary
from advisor.plan.wording import describe
from advisor.shelf import Shelf

FAULT = "Something went wrong here, and is written to the server's log. Please try again."
_EXAMPLES = 5
_REPLIES = 6
_ABBREVIATION = re.compile(r"\b[A-Z]{2,5}\b")
_KINDS = {"md": "text/markdown", "pdf": "application/pdf", "json": "application/json"}

_log = logging.getLogger(__name__)

Reply = dict[str, Any]
Call = Callable[[Mapping[str, Any]], Reply]


def calls(advisor: Advisor, store: FeedbackStore) -> list[Call]:
    """The functions that the script may call, by their names."""

    def guides(_asked: Mapping[str, Any]) -> Reply:
        """The guides in the index, each followed by its companions."""
        shelves = sorted(advisor.engine.library.shelves, key=lambda one: not one.card.main)
        return {
            "guides": [
                {
                    "title": card.title,
                    "career": card.career,
                    "source": card.source,
                    "companion": card is not shelf.card,
                }
                for shelf in shelves
                for card in shelf.cards
            ],
            "examples": {shelf.card.source: _examples(shelf) for shelf in shelves},
            "replies": {shelf.card.source: _quick_replies(shelf) for shelf in shelves},
        }

    def passage(asked: Mapping[str, Any]) -> Reply:
        """The section that a citation stands in, its words marked; no HTML where it is gone."""
        chunks = advisor.index.chunks(str(asked["source"]))
        cited = cited_orders(chunks, str(asked["quote"]), [int(one) for one in asked["lines"]])
        first = next((one for one in chunks if one.order in cited), None)
        section = [one for one in chunks if first and one.section == first.section]
        return {
            "html": guide_markup(section, cited, above=len(first.section) - 2 if first else 0),
            "path": path_of(first.guide, first.section) if first else [],
            "order": first.order if first else None,
        }

    def guide(asked: Mapping[str, Any]) -> Reply:
        """A guide to be read, with its contents."""
        source = str(asked["source"])
        index = advisor.index
        card = next((one for one in index.guides() if one.source == source), None)
        if card is None:
            return {"error": "The index no longer holds that guide."}
        chunks = index.chunks(source)
        return {
            "title": card.title,
            "about": [one for one in (card.source, card.date, card.figures) if one],
            "contents": contents(chunks),
            "html": guide_markup(chunks),
        }

    def background(asked: Mapping[str, Any]) -> Reply:
        """What a conversation tells of the person."""
        messages = [{"role": "user", "content": str(one)} for one in asked["questions"]]
        return _background(background_of(messages))

    def plan(asked: Mapping[str, Any]) -> Reply:
        """A plan for a profile, to be shown and kept."""
        profile = Profile.from_dict(asked["profile"])
        return _shown(advisor.plan(profile, asked.get("guide") or None))

    def load_plan(asked: Mapping[str, Any]) -> Reply:
        """A plan that was saved as JSON, to be shown again."""
        return _shown(Plan.from_json(str(asked["plan"])))

    def document(asked: Mapping[str, Any]) -> Reply:
        """A plan as a file: Markdown, PDF or JSON."""
        kind = str(asked["kind"])
        if kind not in _KINDS:
            raise PlanError(f"A plan is saved as {', '.join(_KINDS)}; not as {kind[:20]!r}.")
        made = Plan.from_json(str(asked["plan"]))
        to_text = made.to_markdown if kind == "md" else made.to_json
        data = made.to_pdf() if kind == "pdf" else to_text().encode()
        return {"data": base64.b64encode(data).decode(), "type": _KINDS[kind]}

    def judge(asked: Mapping[str, Any]) -> Reply:
        """Keep what a visitor thinks of an answer."""
        store.add(
            Feedback(
                helpful=bool(asked["helpful"]),
                question=str(asked["question"]),
                answer=dict(asked["answer"]),
                reason=str(asked["reason"]) if asked.get("reason") else None,
                comment=str(asked.get("comment", "")),
                history=list(asked.get("history", [])),
            )
        )
        return {}

    return [
        _guarded(one)
        for one in (guides, passage, guide, background, plan, load_plan, document, judge)
    ]


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


def _examples(shelf: Shelf) -> list[str]:
    """Questions that a guide's structure answers, one for each of its chapters."""
    chapters: dict[str, str] = {}
    for one in shelf.candidates:
        chapters.setdefault(one.section[:2][-1], one.question)
    return list(chapters.values())[:_EXAMPLES]


def _quick_replies(shelf: Shelf) -> dict[str, list[str]]:
    """Answers to pick from, by the profile's field: what the guide itself names, so that they fit
    any career.
    """
    career, facts = Career.of(shelf), shelf.facts
    told = [one for chunk in facts.sentences for one in _ABBREVIATION.findall(chunk.text)]
    degrees = [one for one in dict.fromkeys(told) if load_vocabulary().degrees.find(one)]
    licences = list(dict.fromkeys(one.name or one.full_name for one in career.needs.licences))
    credentials = [one.abbreviation for one in facts.credentials if one.abbreviation]
    levels = [one.name.split(" / ")[0] for one in facts.levels]
    return {
        "degree": ["none", *degrees[: _REPLIES - 3], "bachelor's", "master's"],
        "licence": ["none", *licences[: _REPLIES - 1]] if licences else [],
        "credentials": credentials[:_REPLIES],
        "goal": [one.replace(career.name, "").strip() or one for one in levels[:_REPLIES]],
    }


def _background(profile: Profile) -> Reply:
    return {"profile": profile.to_dict(), "understood": describe(profile)}


def _shown(plan: Plan) -> Reply:
    return {
        "html": plan_markup(plan),
        "plan": plan.to_json(),
        "citations": plan.to_dict()["citations"],
        **_background(plan.profile),
    }
