"""What was said of oneself, in the answer: the level by one's years, the credential that suits.

Nothing is added that the guide does not say: the line that fits the person comes first, and says
why it does.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.draft import Line
from advisor.errors import ProfileError
from advisor.plan.background import background_of
from advisor.plan.career import Career
from advisor.plan.money import current_level, other_level, other_reading
from advisor.plan.person import Person, understand
from advisor.plan.wording import own_words
from advisor.readers.levels import named_levels
from advisor.readers.pay import pay_line
from advisor.schema import Message
from advisor.text import capital

_OF_ME = re.compile(r"(?i)\b(?:i|me|my|mine)\b")


def fit_to_person(
    lines: Sequence[Line], question: str, history: Sequence[Message], career: Career
) -> list[Line]:
    """The lines, first those that fit what the person has said of themselves.

    They stay as they are where the question is not of the person's own case.
    """
    if not lines or not is_of_me(question):
        return list(lines)
    told = background_of([*history, {"role": "user", "content": question}])
    try:
        person = understand(told, career.guide.names)
    except ProfileError:  # what was said cannot be; a plan would ask back, an answer need not
        return list(lines)
    fitted = _own_level(lines, question, person, career) + _own_credentials(lines, person, career)
    taken = {chunk.id for one in fitted for chunk in one.chunks}
    return [*fitted, *(one for one in lines if not {chunk.id for chunk in one.chunks} & taken)]


def is_of_me(text: str) -> bool:
    """Whether a text is on the case of the person whose words it is."""
    return bool(_OF_ME.search(text))


def _own_level(lines: Sequence[Line], question: str, person: Person, career: Career) -> list[Line]:
    """The row of the level that the person stands at, where rows of levels are told; and the row of
    the other one, where their years can be counted in two ways.
    """
    level, other = current_level(person, career), other_level(person, career)
    if level is None or named_levels(question.lower(), career.facts.levels):
        return []
    if not any(level.chunk in one.chunks and len(one.pieces) > 1 for one in lines):
        return []
    told = "years" if person.years is not None else "role"
    found = [_because(f"By the {told} that you named", pay_line(level))]
    if other:
        found.append(_because(capital(other_reading(person)), pay_line(other)))
    return found


def _because(why: str, row: Line) -> Line:
    (_, name), *values = row.pieces
    return Line((("frame", f"{why}, {name}"), *values), row.chunks, "bullet")


def _own_credentials(lines: Sequence[Line], person: Person, career: Career) -> list[Line]:
    """What is said to suit the person's interests, where credentials are told."""
    known = {chunk.id for one in career.facts.credentials for chunk in one.chunks}
    if not any(chunk.id in known for line in lines for chunk in line.chunks):
        return []
    found: dict[str, Line] = {}
    for interest in person.profile.interests:
        credential = career.credential_for(interest)
        if credential and (chunk := credential.suits[0]).id not in found:
            why = f"For your interest in {own_words(interest)}"
            found[chunk.id] = Line((("frame", why), ("quote", chunk.text)), (chunk,), "bullet")
    return list(found.values())
