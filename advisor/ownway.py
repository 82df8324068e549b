"""What comes next for the person who asks: what they lack and what to do first, as in their plan.

"I am a medical assistant, what now?" is no question on one passage of a guide: the answer is the
guide's requirements held against what the person has said.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from advisor.draft import Line, frame, quote
from advisor.errors import ProfileError
from advisor.plan.actions import plan_actions
from advisor.plan.background import background_of
from advisor.plan.career import Career
from advisor.plan.gaps import plan_gaps
from advisor.plan.notes import Notes
from advisor.plan.person import Person, understand
from advisor.plan.profile import Profile
from advisor.plan.progress import read_progress
from advisor.plan.starts import starting_point
from advisor.plan.wording import describe
from advisor.question import Ask
from advisor.schema import Message

TELL_ME = (
    "Tell me your role, your degree, your licence and your years of experience, and I hold them "
    "against what the guide asks for."
)
_NEXT = 0.4
"""Chance of asking for one's own next step, from which that is answered."""
_ELSE = 0.5
"""Chance of asking for something else, from which that is answered."""
_WAY = (
    "next_step_me", "steps_first", "steps_overview", "requirements", "career_change",
    "other_profession_eligible", "other_role_become", "how_to_become_level", "no_experience",
    "coordination_experience", "lateral_moves",
)  # fmt: skip
_ON_WAY = 0.2
"""Chance of asking for a way in, of any kind, from which a message is about that."""
_NOT_HERE = ("foreign_trained", "licence_transfer")
_ABROAD = 0.1
"""Chance of these up to which somebody's licence is taken for one that counts."""
_WANTS_IN = re.compile(
    r"(?i)\b(?:(?:how|where) (?:do|can|could|would|should) "
    r"(?:i|(?:some|any)(?:one|body)(?: [\w']+){0,4}?)(?: even)? "
    r"(?:become|get in|move in|switch|start|begin|break in)|"
    r"(?:can|could) i (?:still )?(?:become|be an?|do (?:this|it|that)|get into|move into|switch)|"
    r"what (?:do|would|should) i (?:still (?:need|do)|do first)|"
    r"what(?:'?s| is) (?:missing|my (?:path|way))|foot in the door|next steps?|am i ready)\b"
)
_GAPS, _ACTIONS = 3, 1
_NEEDED = frozenset({"education", "licence", "experience", "job_experience", "credentials"})


def own_way(ask: Ask, question: str, history: Sequence[Message], career: Career) -> list[Line]:
    """What the person lacks and may do first; nothing where that is not asked, or where they have
    told nothing of themselves.
    """
    now: Message = {"role": "user", "content": question}
    asks = is_on_next_step(ask) or (_wants_in(ask, question) and _told(background_of([now])))
    if not asks or not _told(profile := background_of([*history, now])):
        return []
    try:
        return _lines(understand(profile, career.guide.names), career)
    except ProfileError:  # what was said cannot be; a plan would ask back, an answer need not
        return []


def from_start(whole: Ask, question: str, history: Sequence[Message], career: Career) -> list[Line]:
    """What is open to whom starts where the person does; nothing where a way in is not what the
    `whole` message is about, or where they start is not told.
    """
    if whole.chance(*_WAY) < _ON_WAY or whole.chance(*_NOT_HERE) > _ABROAD:
        return []
    now: Message = {"role": "user", "content": question}
    try:
        person = understand(background_of([*history, now]), career.guide.names)
    except ProfileError:  # what was said cannot be; a plan would ask back, an answer need not
        return []
    return _start_of(person, career)


def is_on_next_step(ask: Ask) -> bool:
    """Whether the person asks what they are to do next."""
    return ask.chance("next_step_me") >= _NEXT


def _wants_in(ask: Ask, question: str) -> bool:
    """Whether a way in is asked for, and nothing more particular."""
    intent, chance = ask.likely[0]
    return bool(_WANTS_IN.search(question)) and (intent.id in _WAY or chance < _ELSE)


def _told(profile: Profile) -> bool:
    """Whether anything is known of what the person is or has."""
    told = (profile.role, profile.degree, profile.licence, *profile.credentials)
    return any(told) or profile.years_experience is not None


def _lines(person: Person, career: Career) -> list[Line]:
    notes = Notes()
    gaps = plan_gaps(person, career, notes, person.wants_to_lead)
    needed = [one for one in gaps if one.kind in _NEEDED and one.state != "option"]
    actions = plan_actions(read_progress(person, career), career, notes)
    lacking = [_bullet(*notes.lines_of(one.statement)) for one in needed[:_GAPS]]
    to_do = [_to_do(*notes.lines_of(one.statement)) for one in actions]
    known = {chunk for line in lacking for chunk in line.chunks}
    to_do = [line for line in to_do if not known & set(line.chunks)][:_ACTIONS]
    told = "; ".join(text[:1].lower() + text[1:] for text in describe(person.profile))
    start = _start_of(person, career)
    return [frame(f"You have told me this: {told}."), *start, *lacking, *to_do]


def _start_of(person: Person, career: Career) -> list[Line]:
    """The row for where the person starts from, unless they are in the role already."""
    row = None if person.in_role else starting_point(person, career.starts)
    return [quote(row)] if row else []


def _bullet(said: Line, *told: Line) -> Line:
    """What is so of the person, and what the guide says to it, its lists left out."""
    told = tuple(line for line in told if len(line.pieces) == 1)
    pieces = [(kind, text.rstrip(".")) for line in told for kind, text in line.pieces]
    chunks = dict.fromkeys(chunk for line in told for chunk in line.chunks)
    return Line((("frame", said.text.rstrip(".")), *pieces), tuple(chunks), "bullet")


def _to_do(line: Line) -> Line:
    """Something to do, as a bullet: a list with what opens it, else a sentence."""
    if len(line.pieces) > 1:
        return replace(line, style="bullet")
    return _bullet(frame("To do first"), line)
