"""A background read out of a conversation, by rule: what the person says they are, have and want.

Only statements count: a question ("do I need a bachelor's?") and a wish ("I want to get my BSN")
say nothing of what is there. What is said later counts over what was said before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from advisor.plan.profile import MAX_CHARS, MAX_ENTRIES, Profile
from advisor.plan.talk import Clause, clauses_in, said_by_user, sentences_in
from advisor.plan.tenure import read_years
from advisor.plan.vocabulary import NO_DEGREE, load_vocabulary, plain_words

Found = dict[str, Any]
"""Fields of a profile with what was understood."""

_I_AM = re.compile(
    r"(?i)\b(?:i am|i'?m|i work as|working as|work as|(?:my )?(?:current )?(?:job|role) is|"
    r"employed as|i'?ve been|i have been)\s+(?:(?:currently|now|just|already|also|still|working|as)"
    r"\s+)*(?:an?|the)\s+(?P<role>[a-z][\w/' -]*)"
)
_AS_A = re.compile(r"(?i)\bas an?\s+(?P<role>[a-z][\w/' -]*)")
_ROLE_END = re.compile(
    r"(?i)\s+(?:with|for|and|in|at|on|who|since|from|of|now|looking|trying|wanting|hoping|by|"
    r"working|currently|here|right|about|\d).*$"
)
_NOW = re.compile(r"(?i)\b(?:last|now|currently|these days|at present|today|recent(?:ly)?)\b")
_VERBAL = re.compile(r"(?i)\b(?:i|i'?ve|we|my|worked|managed|with|for an?|at an?)\b")
_PAST = re.compile(r"(?i)\b(?:ex|former|retired|previous(?:ly)?)\b")
_NO_DEGREE = re.compile(
    r"(?i)\b(?:no|not|without|never|don'?t|didn'?t|haven'?t)\b[^.;,]{0,24}\b(?:degree|college|university)\b"
)
_SCHOOL = re.compile(
    r"(?i)\bhigh school(?! (?:teacher|counsel|nurse|coach|principal))|\bged\b|"
    r"\bsecondary school\b(?! teacher)"
)
_FIELD = re.compile(
    r"(?i)^(?:'s)?(?: degree)?(?P<field>(?:,? but)? not in [a-z ]+|"
    r" (?:in|of) (?!(?:jan|feb|march|april|may|june?|july?|aug|sept?|oct|nov|dec|spring|summer|fall|"
    r"winter|the|my|progress)[a-z]*\b)[a-z][a-z' ]*?)"
    r"(?=[,.;!()]|\s+(?:and|with|but|from|i|at|plus|so|which|who)\b|$)"
)
_STUDYING = re.compile(
    r"(?i)\b(?:working (?:on|towards?)|studying|pursuing|finishing|completing|enrolled|"
    r"in school for|halfway|student|in progress|getting|started)\b"
)
_NURSING_SCHOOL = re.compile(r"(?i)\b(?:nursing school|nursing student|studying nursing)\b")
_NO_LICENCE = re.compile(
    r"(?i)\b(?:no|not|without|don'?t have|unlicen[sc]ed)\b.{0,12}licen[sc]e"
)
_KEEN = re.compile(
    r"(?i)\b(?:interested in|passion(?:ate)? (?:about|for)|drawn to|(?:i|really) (?:love|enjoy)|"
    r"care about|curious about)\s+(?!to\b)(?P<what>.+)"
)
_AIM = re.compile(
    r"(?i)(?:\b(?:want|hop(?:e|ing)|love|like|plan(?:ning)?|aim(?:ing)?|aspire|trying|looking|"
    r"dream(?:ing)?|goal|how (?:do|can|could|would) i)\b[^.;,]{0,20}?"
    r"\b(?:be|become|becoming|being|move (?:up )?(?:in)?to|advance to|get to|get into|work as)"
    r"(?: an?| the)?|\bmy (?:goal|dream|aim) is(?: to be(?:come)?)?(?: an?| the)?)\s+(?P<what>.+)"
)
_AIM_END = re.compile(
    r"(?i)\s*(?:\b(?:one day|some ?day|eventually|within|and|because|so|at|with|after|next|soon|part|full)\b"
    r"|\bin (?:\d|a |the |an? )|[,.;!?(]).*$"
)
_LIMIT = re.compile(
    r"(?i)\b(?:only|no|not|can't|cant|cannot|don't|dont|won't|prefer\w*|avoid|need|looking for|"
    r"rather|must|want|unable)\b"
)
_NOT_LIMIT = re.compile(r"(?i)\b(?:experience|degree|licen[sc]e|certif\w*|\d+ (?:years?|yrs?))\b")
_DENYING = re.compile(r"(?i)\b(?:no|not|can't|cant|cannot|don't|dont|won't|avoid|unable|off)\b")
_SHORT = 3
"""Letters up to which a degree's abbreviation has to stand in capitals."""


def background_of(messages: Sequence[Mapping[str, Any]]) -> Profile:
    """The profile that a conversation tells, in the shape of a history; never an error."""
    found: Found = {}
    for text in said_by_user(messages):
        clauses = list(clauses_in(text))
        for reader in _READERS:
            _merge(found, reader(clauses))
        _merge(found, read_years(text, clauses, _is_in_field(found)))
        _merge(found, _goal(text))
    return Profile(**{name: _bounded(value) for name, value in found.items()})


def _merge(found: Found, told: Found) -> None:
    """What is told later counts; lists grow."""
    for name, value in told.items():
        if isinstance(value, list):
            found[name] = list(dict.fromkeys([*found.get(name, []), *value]))
        else:
            found[name] = value


def _bounded(value: Any) -> Any:
    if isinstance(value, list):
        return [one[:MAX_CHARS] for one in value[:MAX_ENTRIES]]
    return value[:MAX_CHARS] if isinstance(value, str) else value


def _is_in_field(found: Found) -> bool:
    """Whether what is known of the person is a role or a licence in healthcare."""
    words = load_vocabulary()
    return bool(found.get("licence")) or bool(words.roles.find(found.get("role") or ""))


# --- the readers --------------------------------------------------------------------------------


def _role(clauses: Sequence[Clause]) -> Found:
    """What they say they are; failing that, the last role that they have worked as."""
    named, worked, now = [], [], []
    for clause in clauses:
        named += list(_roles(_I_AM, clause.text))
        if not clause.is_wish:
            worked += list(_roles(_AS_A, clause.text))
            if _NOW.search(clause.sentence):
                now += list(_roles(_AS_A, clause.text))
    bare = [role for clause in clauses for role in _bare_role(clause)]
    role = next(iter([*now[-1:], *named[-1:], *worked[-1:], *bare[:1]]), None)
    return {"role": role} if role else {}


def _roles(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for match in pattern.finditer(text):
        role = _ROLE_END.sub("", match["role"]).strip(" '-/")
        words = plain_words(role)
        if words and len(words) <= 6 and not set(words) & load_vocabulary().no_roles:
            yield role


def _bare_role(clause: Clause) -> list[str]:
    """ "Pharmacy tech here": a known role in a clause that is none of wish, denial and sentence."""
    if clause.is_wish or clause.is_denied or _VERBAL.search(clause.text):
        return []
    found = [
        re.search("[ -]".join(map(re.escape, phrase.split())), clause.text, re.I)
        for phrase, _ in load_vocabulary().roles.spots(clause.text)
    ]
    past = "former " if _PAST.search(clause.text) else ""
    return [f"{past}{match[0]}" for match in found if match]


def _degree(clauses: Sequence[Clause]) -> Found:
    held: list[str] = []
    begun: list[str] = []
    for clause in clauses:
        if _NO_DEGREE.search(clause.text) or (
            _SCHOOL.search(clause.text) and not _degrees(clause.text)
        ):
            held = ["none"]
        elif not clause.is_wish or _STUDYING.search(clause.text):
            for degree in _degrees(clause.text, after=_after(clause)):
                if _STUDYING.search(clause.text):
                    begun.append(f"{degree} in progress")
                elif not clause.is_denied or " not in " in degree:
                    held = [degree, *(one for one in held if one != "none")]
        if _NURSING_SCHOOL.search(clause.text) and not clause.is_wish and not begun:
            begun.append("nursing degree in progress")
    told = [*held, *begun]
    return {"degree": ", ".join(told)} if told else {}


def _after(clause: Clause) -> str:
    """The rest of the sentence behind a clause."""
    at = clause.sentence.find(clause.text, len(clause.before))
    return clause.sentence[at + len(clause.text) :]


def _degrees(text: str, after: str = "") -> list[str]:
    """The degrees that a text names, each with its field where that is said."""
    found = []
    for phrase, level in load_vocabulary().degrees.spots(text):
        match = re.search(_spelt(phrase), text)
        if level == NO_DEGREE or not match or not _is_spelt_as_degree(match[0]):
            continue
        field = _FIELD.match(text[match.end() :] + after)
        said = field["field"].replace(", but", ",").replace(" but", ",") if field else ""
        found.append(f"{match[0]}{said}")
    return found


def _spelt(phrase: str) -> str:
    """A pattern for a phrase as it may be spelt: "associate's degree", "B.S.N."."""
    letters = phrase.replace(" ", "")
    dotted = r"\.?".join(map(re.escape, letters)) if len(letters) <= 4 else ""
    plain = r"(?:'s|s)?[\s-]+".join(map(re.escape, phrase.split()))
    return rf"(?i)\b(?:{plain}(?:'s)?{'|' + dotted if dotted else ''})"


def _is_spelt_as_degree(word: str) -> bool:
    """Short ones are words of their own in small letters: "ms", "as"."""
    letters = word.replace(".", "")
    return len(letters) > _SHORT or letters.isupper() or letters.lower() in ("bsn", "adn", "msn")


def _licence(clauses: Sequence[Clause]) -> Found:
    found: Found = {}
    for clause in clauses:
        if _NO_LICENCE.search(clause.text):
            found["licence"] = "none"
        named = load_vocabulary().licences.find(clause.text)
        if named and not (clause.is_wish or clause.is_denied or _STUDYING.search(clause.text)):
            found["licence"] = named[0]
    return found


def _credentials(clauses: Sequence[Clause]) -> Found:
    held = [
        name
        for clause in clauses
        if not (clause.is_wish or clause.is_denied or _STUDYING.search(clause.text))
        for name in load_vocabulary().credentials.find(clause.text)
    ]
    return {"credentials": held} if held else {}


def _skills(clauses: Sequence[Clause]) -> Found:
    said = [
        phrase
        for clause in clauses
        if not (clause.is_wish or clause.is_denied or _KEEN.search(clause.text))
        for phrase, _ in load_vocabulary().skills.spots(clause.text)
    ]
    return {"skills": said} if said else {}


def _interests(clauses: Sequence[Clause]) -> Found:
    said = []
    for clause in clauses:
        match = _KEEN.search(clause.text)
        if match:
            what = re.sub(r"(?i)\s+(?:because|so|since|but|when)\b.*$", "", match["what"])
            parts = re.split(r"\s+(?:and|or)\s+", what.strip(" .!?"))
            said += [part for part in parts if 0 < len(part.split()) <= 6]
    return {"interests": said} if said else {}


def _constraints(clauses: Sequence[Clause]) -> Found:
    said = []
    for clause in clauses:
        limits = clause.is_wish or _LIMIT.search(clause.text) or _DENYING.search(clause.text)
        beside = _NOT_LIMIT.search(clause.text) or _KEEN.search(clause.text)
        if limits and not beside:
            denied = "no " if _DENYING.search(clause.text) else ""
            topics = load_vocabulary().constraints.spots(clause.text)
            said += [f"{denied}{phrase}" for phrase, _ in topics]
    return {"constraints": said} if said else {}


def _goal(text: str) -> Found:
    """The position or level that is aimed at; asking how to become it tells it as well."""
    asked = [one for one in re.split(r"(?<=[.!?])\s+", text) if re.search(r"(?i)^\W*how ", one)]
    for sentence in [*sentences_in(text), *asked]:
        match = _AIM.search(sentence)
        if match:
            goal = _AIM_END.sub("", match["what"]).strip(" .!?'")
            if goal and len(goal.split()) <= 8:
                return {"goal": goal}
    return {}


_READERS: tuple[Callable[[Sequence[Clause]], Found], ...] = (
    _role,
    _degree,
    _licence,
    _credentials,
    _skills,
    _interests,
    _constraints,
)
