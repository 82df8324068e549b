"""Short ways of speaking about a guide's roles and series, written out.

"The senior one", "that level", "how do I get there", "which is best?", "the whole thing".
"""

from __future__ import annotations

import re

from advisor.lexicon import terms
from advisor.phrases import phrases
from advisor.referents import Talk, plural_things
from advisor.subjects import CREDENTIAL, Subjects, named

_WHICH = re.compile(
    r"(?i)^(?P<lead>(?:and |so |but |ok )*which)(?: ones?| of (?:them|these|those))?\s+"
    r"(?=(?:is|are|has|takes?|costs?|suits?|fits?|should|would|do|does)\b[^,]*$)(?!.*\bor\b)"
)
_ENOUGH = re.compile(
    r"(?i)^(?:and |so |but )?(?:is|are|would|will) (?:it|that|this|they|those)(?: be)? "
    r"(?:enough|sufficient)(?: on its own| alone| by itself)?(?=[\s?.]*$)"
)
_COUNTS = re.compile(
    r"(?i)^do(?:es)? .*\bmy\b.* counts?(?: for (?:any|some)thing| at all)?(?=[\s?.]*$)"
)
_WHOLE = re.compile(r"(?i)\b(?:the|this) (?:whole|entire|full) (?:thing|process|journey|path)\b")
_EMPLOYERS = re.compile(
    r"(?i)\bthey (?=(?:hire|accept|interview|consider|prefer|judge|look for|rather have|"
    r"(?:would|'d) rather|care (?:about|if|where|that|whether)|"
    r"(?:want|expect) (?:you|me|from|to (?:see|hear|know))|"
    r"(?:train|test|let|make|give|check|drug test|teach|tell|call) (?:you|me|us|my|your|new)|"
    r"ask(?: (?:you|me|about|for|in|at)|[\s?]*$))\b|ask[\s?]*$)"
)
_GET_THERE = re.compile(r"(?i)\bget (?:up )?there\b")
_THAT_PAY = re.compile(r"(?i)\b(twice|double|triple|half|(?:more|less) than|as much as) that\b")
_POINTED = re.compile(r"(?i)\b(that|this|these|those) ([a-z]{3,})\b")
_CAREER = re.compile(
    r"(?:job|role|career|field|profession|position|work|line|guide|path|industry|area)"
)


def spelt_out(text: str, talk: Talk) -> str:
    """The text with its shorthand written out."""
    if talk.subjects:
        text = _ones(text, talk.subjects)
        if talk.questions:
            text = _of_roles(text, talk)
            text = _WHICH.sub(lambda match: _whichever(match, talk), text)
            text = _EMPLOYERS.sub("employers ", text)
            text = _ENOUGH.sub(rf"\g<0> to become {talk.career}", text)
            text = _COUNTS.sub(rf"\g<0> toward becoming {talk.career}", text)
            text = _WHOLE.sub(f"becoming {talk.career}", text)
    return _POINTED.sub(lambda match: _same_noun(match, talk), text)


def singular(noun: str) -> str:
    """A plural noun in the singular."""
    return re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", noun))


def _ones(text: str, subjects: Subjects) -> str:
    """`The senior one` in full, unless the text itself says one of what."""
    found = subjects.find(text)
    for place, one in reversed(list(enumerate(found))):
        if not place and re.search(r"(?i)\bones?$", text[one.start : one.end]):
            text = f"{text[: one.start]}{named(one.thing)}{text[one.end :]}"
    return text


def _of_roles(text: str, talk: Talk) -> str:
    """`Get there`, "at that level": the role that the last question named."""
    if re.search(r"(?i)\b(?:they|them|he|she)\b", text):
        text = re.sub(rf"(?i)\s+to {_GET_THERE.pattern[4:]}", "", text)
    elif talk.own_role and talk.roles[0] == talk.own_role:
        text = _GET_THERE.sub(f"become {named(talk.own_role)}", text)
    if talk.roles:
        role = named(talk.roles[0])
        if "=salary" in terms(talk.last):
            text = _THAT_PAY.sub(rf"\1 the pay of {role}", text)
        text = re.sub(r"(?i)\b(?:at|on) (?:that|this) level\b", f"as {role}", text)
        text = re.sub(r"(?i)\bthat level\b", role, text)
    return text


def _whichever(match: re.Match[str], talk: Talk) -> str:
    """`Which is best?` among several that were spoken of: "which certification is best?"."""
    found = talk.subjects.find(talk.last) if talk.subjects else []
    if found and found[0].thing.family == CREDENTIAL:
        return f"{match['lead']} certification "
    for question in talk.recent(2):
        for one in plural_things(question, talk.subjects):
            return f"{match['lead']} {singular(one.head)} "
    return match[0]


def _same_noun(match: re.Match[str], talk: Talk) -> str:
    """`That job` after a director is the director's; "this album" is the one spoken of."""
    noun = match[2].lower()
    if _CAREER.fullmatch(noun):
        own = talk.own_role if match[1].lower() == "that" else None
        return f"the {match[2]} of {named(own)}" if own else match[0]
    for question in talk.recent(4):
        for one in phrases(question):
            if one.head == noun and len(one.bare.split()) > 1:
                return one.text
    return match[0]
