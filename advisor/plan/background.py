"""A background read out of a conversation, by rule: what the person says they are, have and want.

Only statements count: a question ("do I need a bachelor's?") and a wish ("I want to get my BSN")
say nothing of what is there. What is said later counts over what was said before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

from advisor.plan.profile import MAX_CHARS, MAX_ENTRIES, Profile
from advisor.plan.talk import Clause, clauses_in, places_of, said_by_user, sentences_in
from advisor.plan.tenure import read_years
from advisor.plan.vocabulary import NO_DEGREE, Phrases, load_vocabulary, plain_words

T = TypeVar("T")

_I_AM = re.compile(
    r"(?i)(?:^(?:been|currently|now)|became|\b(?:i am|i'?m|i work as|working as|work as|"
    r"(?:my )?(?:current )?(?:job|role) is|employed as|i'?ve been|i have been))\s+"
    r"(?:(?:currently|now|just|already|also|still|working|as)\s+)*"
    r"(?:an?|the)\s+(?P<role>[a-z][\w/' -]*)"
)
_AS_A = re.compile(r"(?i)\bas an?\s+(?P<role>[a-z][\w/' -]*)")
_ROLE_END = re.compile(
    r"(?i)\s+(?:with|for|and|in|at|on|who|since|from|of|now|looking|trying|wanting|hoping|by|"
    r"currently|here|right|about|is|are|behind|to|\d|"
    r"(?!nursing|billing|coding|marketing|engineering|counsel)\w+ing\b).*$"
)
_NOW = re.compile(
    r"(?i)\b(?:last|now|currently|these days|at present|today|recent(?:ly)?)\b(?!.*\bafter\b)"
)
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
    r" (?:in|of) (?!(?:jan|feb|march|april|may|june?|july?|aug|sept?|oct|nov|dec|spring|summer|"
    r"fall|winter|the|my|progress)[a-z]*\b)[a-z][a-z' ]*?)"
    r"(?=[,.;!()]|\s+(?:and|with|but|from|i|at|plus|so|which|who)\b|$)"
)
_DEGREE_IN = re.compile(
    r"(?i)\b(?:have|hold|got|with|earned|finished|my)\s+(?:an?\s+|my\s+)?"
    r"(?P<field>(?!(?:no|the|college|university|graduate|\d+)\b)[a-z]+(?: [a-z]+){0,2}) degree\b"
)
"""A degree told by its field alone: "a health administration degree"."""
_STUDYING = re.compile(
    r"(?i)\b(?:working (?:on|towards?)|studying|pursuing|finishing|completing|enrolled|"
    r"in school for|halfway|student|in progress|getting|started)\b"
)
_NURSING_SCHOOL = re.compile(r"(?i)\b(?:nursing school|nursing student|studying nursing)\b")
_LEFT = re.compile(r"(?i)\b(?:quit|left|dropped|failed|finished|after|before)\b")
_NO_LICENCE = re.compile(r"(?i)\b(?:no|not|without|don'?t have|unlicen[sc]ed)\b.{0,12}licen[sc]e")
_OF_OTHERS = re.compile(
    r"(?i)(?:(?<!i'm )(?<!i am )(?<!as )(?<!been )(?<!was )\bthe|"
    r"\b(?:each|every|other|another|those|our|their|most|all|by|under|than|"
    r"(?:with|from|for) an?))\s+(?:an?\s+)?(?:[\w-]+\s+)?$"
)
"""What stands before a role or a licence that is not one's own: "under an RN", "the other RN"."""
_LICENCE = re.compile(r"(?i)\s*licen[sc]e")
_ASKED_FOR = re.compile(
    r"(?i)\b(?:says?|said|requires?|required|(?<!the )only|wants?|wanted|posts?|posted|postings?|"
    r"positions?|ads?|advert|listings?|hires?|hiring)\b"
)
"""A clause on what somebody asks for, and not on what the person has."""
_LAPSED = re.compile(
    r"(?i)licen[sc]e\b[^.;!?]{0,20}\b(?:lapsed?|expired?|inactive|gone|suspended|revoked)\b|"
    r"\b(?:lapsed|expired|inactive|suspended|revoked)\b[^.;!?]{0,12}\blicen[sc]e"
)
_KEEN = re.compile(
    r"(?i)\b(?:interested in|passion(?:ate)? (?:about|for)|drawn to|(?:i|really) (?:love|enjoy)|"
    r"care about|curious about|(?:want|like|love|prefer) to work with)\s+(?!to\b)(?P<what>.+)"
)
_AIM = re.compile(
    r"(?i)(?:\b(?:want|hop(?:e|ing)|love|like|plan(?:ning)?|aim(?:ing)?|aspire|trying|looking|"
    r"dream(?:ing)?|goal|how (?:do|can|could|would) i)\b[^.;,]{0,20}?"
    r"\b(?:be|become|becoming|being|(?:move|switch|change|transition|go)(?: up)?(?: from \w+)? "
    r"(?:in)?to|advance to|get to|get into|work as)"
    r"(?: an?| the)?|\bmy (?:goal|dream|aim) is(?: to be(?:come)?)?(?: an?| the)?|"
    r"\b(?:aim|aiming|hoping) (?:for|at)(?: an?| the)?)\s+(?P<what>.+)"
)
_AIM_END = re.compile(
    r"(?i)\s*(?:\b(?:one day|some ?day|eventually|within|and|because|so|at|with|after|next|"
    r"soon|part|full|anyway|though)\b|\bin (?:\d|a |the |an? )|[,.;!?(]).*$"
)
_CLAUSE_START = re.compile(r"(?i)[,;:]|\b(?:and|but|so|then)\b")
_POINTED = re.compile(
    r"(?i)(?:one|ones|it|this|that|these|those|there)(?: of (?:these|those|them))?"
    r"(?: (?:job|role|career|field|position|profession|line of work|work))?"
)
"""An aim that says nothing by itself: "how do I become one of these"."""
_LIMIT = re.compile(
    r"(?i)\b(?:only|no|not|can't|cant|cannot|don't|dont|won't|prefer\w*|avoid|need|looking for|"
    r"rather|must|want|unable|off|stay)\b"
)
_NOT_LIMIT = re.compile(r"(?i)\b(?:experience|degree|licen[sc]e|certif\w*|\d+ (?:years?|yrs?))\b")
_DENYING = re.compile(r"(?i)\b(?:no|not|can't|cant|cannot|don't|dont|won't|avoid|unable|off)\b")
_NEAR = 25
"""Characters before "as a ..." in which a word for now tells that it is what they do now."""
_SHORT = 2
"""Letters up to which a degree's abbreviation has to stand in capitals."""


def background_of(messages: Sequence[Mapping[str, Any]]) -> Profile:
    """The profile that a conversation tells, in the shape of a history; never an error."""
    found: dict[str, Any] = {}
    words = load_vocabulary()
    for text in said_by_user(messages):
        clauses = list(clauses_in(text))
        for name, read in _TEXTS.items():
            found[name] = read(clauses) or found.get(name)
        for name, read_list in _LISTS.items():
            found[name] = [*found.get(name, []), *read_list(clauses)]
        role = found["role"] or ""
        in_field = found["licence"] or words.roles.find(role) or words.places.find(role)
        found |= read_years(text, clauses, bool(in_field)) | _goal(text)
    return Profile(**{name: _bounded(value) for name, value in found.items()})


def _bounded(value: Any) -> Any:
    if isinstance(value, list):
        return [one[:MAX_CHARS] for one in list(dict.fromkeys(value))[:MAX_ENTRIES]]
    return value[:MAX_CHARS] if isinstance(value, str) else value


def _role(clauses: Sequence[Clause]) -> str:
    """What they do now; else what they say they are; else what they have worked as."""
    now: list[str] = []
    named: list[str] = []
    worked: list[str] = []
    bare: list[str] = []
    for clause in clauses:
        named += [role for role, _ in _roles(_I_AM, clause.text)]
        for role, start in _roles(_AS_A, clause.text):
            if clause.is_so(start):
                recent = _NOW.search(clause.text[max(0, start - _NEAR) : start])
                (now if recent else worked).append(role)
        if not _VERBAL.search(clause.text):  # "Pharmacy tech here"
            past = "former " if _PAST.search(clause.text) else ""
            bare += [f"{past}{text}" for _, text in _own(load_vocabulary().roles, clause)]
    return next(iter([*now[-1:], *named[-1:], *worked[-1:], *bare]), "")


def _roles(pattern: re.Pattern[str], text: str) -> Iterator[tuple[str, int]]:
    """The roles behind a pattern, each with the place where the pattern begins."""
    for match in pattern.finditer(text):
        role = _ROLE_END.sub("", match["role"]).strip(" '-/")
        words = plain_words(role)
        if words and len(words) <= 6 and not set(words) & load_vocabulary().no_roles:
            yield role, match.start()


def _own(phrases: Phrases[T], clause: Clause) -> list[tuple[T, str]]:
    """What a clause states of some phrases, as long as it is the person's own."""
    if _ASKED_FOR.search(clause.text):
        return []
    return [one for one in _stated(phrases, clause) if not _is_of_others(clause.text, one[1])]


def _is_of_others(text: str, said: str) -> bool:
    before, _, after = text.partition(said)
    return bool(_OF_OTHERS.search(before)) and not _LICENCE.match(after)


def _stated(phrases: Phrases[T], clause: Clause) -> list[tuple[T, str]]:
    """What a clause states of some phrases, each as it is spelt there."""
    found = []
    for phrase, meaning in phrases.spots(clause.text):
        places = [one for one in places_of(phrase, clause.text) if clause.is_so(one.start())]
        found += [(meaning, one[0]) for one in places[:1]]
    return found


def _degree(clauses: Sequence[Clause]) -> str:
    held: list[str] = []
    begun: list[str] = []
    for clause in clauses:
        school = _NURSING_SCHOOL.search(clause.text)
        studying = school or _STUDYING.search(clause.text)
        named = list(_degrees(clause))
        if _NO_DEGREE.search(clause.text) or (_SCHOOL.search(clause.text) and not named):
            held = ["none"]
        elif studying:
            begun += [f"{degree} in progress" for degree, _ in named]
            if school and not (clause.is_wish or _LEFT.search(clause.text) or begun):
                begun.append("nursing degree in progress")
        else:
            so = [degree for degree, start in named if clause.is_so(start)]
            field = None if named else _DEGREE_IN.search(clause.text)
            so += [f"degree in {field['field']}"] if field and clause.is_so(field.start()) else []
            held = [*so, *(one for one in held if one != "none" or not so)]
    return ", ".join([*held, *begun])


def _degrees(clause: Clause) -> Iterator[tuple[str, int]]:
    """The degrees that a clause names, each with its field where that is said, and its place."""
    for phrase, level in load_vocabulary().degrees.spots(clause.text):
        match = next(iter(places_of(phrase, clause.text)), None)
        letters = match[0].replace(".", "") if match else ""
        is_word = len(letters) <= _SHORT and not letters.isupper()  # "ms", "as"
        if level == NO_DEGREE or not match or is_word:
            continue
        at = clause.sentence.find(clause.text, len(clause.before))
        field = _FIELD.match(clause.sentence[at + match.end() :])
        said = re.sub(r",? but", ",", field["field"]) if field else ""
        yield f"{match[0]}{said}", match.start()


def _licence(clauses: Sequence[Clause]) -> str:
    found = ""
    for clause in clauses:
        if _NO_LICENCE.search(clause.text):
            found = "none"
        named = _own(load_vocabulary().licences, clause)
        if named and not _STUDYING.search(clause.text):
            found = named[0][0]
    lapsed = any(_LAPSED.search(clause.sentence) for clause in clauses)
    return "" if lapsed else found


def _credentials(clauses: Sequence[Clause]) -> list[str]:
    words = load_vocabulary().credentials
    told = [one for one in clauses if not _STUDYING.search(one.text)]
    return [name for clause in told for name, _ in _stated(words, clause)]


def _skills(clauses: Sequence[Clause]) -> list[str]:
    words = load_vocabulary().skills
    told = [one for one in clauses if not _KEEN.search(one.text)]
    return [text for clause in told for _, text in _stated(words, clause)]


def _interests(clauses: Sequence[Clause]) -> list[str]:
    said = []
    for clause in clauses:
        match = _KEEN.search(clause.text)
        if match:
            what = re.sub(r"(?i)\s+(?:because|so|since|but|when)\b.*$", "", match["what"])
            parts = re.split(r"\s+(?:and|or)\s+", what.strip(" .!?"))
            hours = load_vocabulary().hours
            said += [one for one in parts if 0 < len(one.split()) <= 6 and not hours.find(one)]
    return said


def _constraints(clauses: Sequence[Clause]) -> list[str]:
    said: list[str] = []
    sentence = ""  # of the limit before: what follows it in the same sentence is one as well
    for clause in clauses:
        limits = clause.is_wish or _LIMIT.search(clause.text) or clause.sentence == sentence
        beside = _NOT_LIMIT.search(clause.text)
        words = load_vocabulary()
        known = words.hours if _KEEN.search(clause.text) else words.constraints
        topics = known.spots(clause.text)
        if limits and topics and not beside:
            denied = "no " if _DENYING.search(clause.text) else ""
            said += [f"{denied}{phrase}" for phrase, _ in topics]
            sentence = clause.sentence
    return said


def _goal(text: str) -> dict[str, str]:
    """The position or level that is aimed at; asking how to become it tells it as well."""
    asked = [one for one in re.split(r"(?<=[.!?])\s+", text) if re.search(r"(?i)^\W*how ", one)]
    for sentence in [*sentences_in(text), *asked]:
        match = _AIM.search(sentence)
        if match and not _DENYING.search(_CLAUSE_START.split(sentence[: match.start()])[-1]):
            goal = _AIM_END.sub("", match["what"]).strip(" .!?'")
            if goal and len(goal.split()) <= 8 and not _POINTED.fullmatch(goal):
                return {"goal": goal}
    return {}


_TEXTS = {"role": _role, "degree": _degree, "licence": _licence}
_LISTS = {
    "credentials": _credentials,
    "skills": _skills,
    "interests": _interests,
    "constraints": _constraints,
}
