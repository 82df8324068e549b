"""Fragments: what is left out of a short follow-up is taken from the last question.

A fragment that names another thing keeps the last question's frame ("and a director?"); one that
names another aspect keeps its object ("and the pay?"); a bare "why?" keeps both.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.anaphora import referents, resolve, with_career, with_topic
from advisor.phrases import AUXILIARIES, PREPOSITIONS, WH, Phrase, has_verb, is_verb, phrases
from advisor.subjects import CREDENTIAL, ROLE, Mention, Subjects, Thing, named

_LEAD = re.compile(
    r"(?i)^(?:(?:and|so|ok|okay|but|or|well|then|also|now|hm+|oh|alright|right|just|maybe|plus)\b[\s,]*)+"
    r"(?=\S)"
)
_ABOUT = re.compile(
    r"(?i)^(?:(?:and|so|but|or)\s+)?(?:(?:what|how) (?:about|of)|(?:tell me |anything |something |more )about|"
    r"same (?:question )?(?:for|about|with)|any(?:thing)? on|the same for)\s+"
)
_TRAIL = re.compile(r"(?i)[\s,]+(?:then|though|too|only|as well|please|pls|again|instead|btw|by the way)$")
_WHAT_IF = re.compile(r"(?i)^(?:and |but |so )?(?:what if|even if|if|suppose)\s+(?P<case>.+)$")
_VERSUS = re.compile(r"(?i)^(?:vs\.?|versus|compared (?:to|with)|(?:and )?than|as opposed to)\s+(?P<other>.+)$")
_STEP_ON = re.compile(
    r"(?i)^(?:(?:the )?(?P<way>next|following|previous|one (?:above|below|up|down|after|before))"
    r"(?: (?:level|step|one|stage|rung|tier|role|position|up|down))*(?: (?:up|down))?|"
    r"(?:what(?:'s| is| comes| happens)?\s+)?(?P<way2>after|above|beyond|before|below|next|following)"
    r"(?: (?:that|this|it|them|those))?|then(?: what)?|what (?:then|next|comes next)|one (?:level|step|rung) "
    r"(?P<way3>up|higher|down|lower|above|below)|higher up|further up)$"
)
_BACKWARDS = frozenset("previous before below down lower".split())
_WHAT_NOW = re.compile(r"(?i)^(?:so |and |ok |but )*(?:what now|now what|what (?:do|should) i do(?: now)?|what next)$")
_BARE_WH = re.compile(
    r"(?i)^(?:(?:with|for|to|from|in|at|by|about|on)\s+)?(?:every\s+)?(?:what(?: kind| time| else)?|which(?: ones?)?|"
    r"who|whom|whose|where|when|why(?: not| so| is that)?|how(?: come| so| exactly)?|how (?:many|much|long|often|soon|"
    r"far|hard|difficult|big|old)(?: (?:more|longer|exactly|roughly))?|(?:how many|what|which) \w+)$"
)
_UNTIL = re.compile(
    r"(?i)^(?:how (?:many years|long|much (?:time|longer)))(?: (?:more|exactly))? (?:til+|'til|until|to(?: (?:get to|reach|be(?:come)?))?|"
    r"before)\s+(?P<what>.+)$"
)
_ADVERB = re.compile(r"(?i)^(?:\w+ly|on average|in total|at (?:most|least)|more or less|in general|overall)$")
_ASPECTS = (
    (r"pay|salary|salaries|money|wages?|earnings?|income", "What does {role} earn?"),
    (r"duty|duties|tasks?|responsibilit(?:y|ies)|daily work", "What does {role} do?"),
    (r"years(?: of experience)?|experience", "How many years of experience does {role} have?"),
    (r"skills?|strengths|qualities", "What skills does {role} need?"),
    (r"hours|schedule|shifts", "What hours does {role} work?"),
    (r"education|degrees?|schooling|qualifications", "What education does {role} need?"),
    (r"certs?|certifications?|credentials?", "Which certification does {role} need?"),
    (r"licen[cs]e|licensure", "Which license does {role} need?"),
    (r"stress|stress levels?", "Is being {role} stressful?"),
    (r"cost|price|fees?|expense", "What does {thing} cost?"),
    (r"outlook|prospects|future|demand", "What are the prospects for {role}?"),
    (r"requirements?", "What are the requirements for {thing}?"),
    (r"(?:nights?|evenings?|weekends?|holidays?|overtime|mornings?)(?: (?:and|or) \w+)?",
     "Does {role} work {bare}?"),
    (r"duration|time|length", "How long does {thing} take?"),
)


_APART = re.compile(r"(?i)^(?:in|the|its|their|his|her|for|on)\s+(?:the\s+)?")
_OTHERS = re.compile(r"(?i)^(?:(?:any|are there any|what|which)\s+)?(?:others?(?: ones?)?|(?:any|what)\w* else|else)$")


def more_of(earlier: Sequence[str], subjects: Subjects | None, topic: str) -> str:
    """ "Tell me more": about what the last question was about."""
    if not earlier:
        return "Tell me more"
    if re.match(r"(?i)tell me more", earlier[-1]):
        return earlier[-1]
    thing, role = _object(earlier, subjects, topic)
    return f"Tell me more about {thing or role}"


def _others(earlier: Sequence[str], subjects: Subjects) -> str:
    """ "Any others?": the last question that asked for several, for the rest of them."""
    for question in reversed(earlier[-3:]):
        for one in phrases(question):
            if one.plural and not one.person:
                return f"{question[: one.start]}other {one.bare}{question[one.end :]}"
    return ""


def stripped(text: str) -> str:
    """The text without the words that only tie it to what went before."""
    text = text.strip(" ?.!,;:")
    text = _ABOUT.sub("", _LEAD.sub("", text)) if not _ABOUT.match(text) else _ABOUT.sub("", text)
    while (short := _TRAIL.sub("", text)) != text:
        text = short
    return text.strip(" ,")


def is_fragment(text: str, subjects: Subjects | None) -> bool:
    """Whether a text is no whole sentence and so needs the last question to be one."""
    bare, plain = stripped(text), text.strip(" ?.!")
    if not re.search(r"\w", bare) or len(plain.split()) > 14 or re.search(r"(?i)\bother one$", bare):
        return False
    until = _UNTIL.match(bare)
    if until and subjects and subjects.names_one(until["what"]):
        return True
    if _WHAT_NOW.match(plain) or _STEP_ON.match(bare) or _VERSUS.match(bare) or _BARE_WH.match(bare):
        return True
    if _WHAT_IF.match(plain) and re.search(r"(?i)what if|^(?:and|but|even) ", plain):
        return subjects is not None and "," not in plain
    if re.search(r"(?i)^(?:any|what|which|how) .*\b(?:that|this|it|them|those|one)$", bare):
        return False
    if subjects and subjects.names_one(bare) and len(plain.split()) <= 6:
        return not re.match(r"(?i)tell me", _LEAD.sub("", plain))
    if subjects and _ABOUT.match(plain) and not re.match(r"(?i)^(?:tell me|more|anything|something)", plain):
        return not has_verb(bare) or bool(re.match(r"(?i)(?:in|for|at|with|without)\b", bare))
    if _aspect(bare) or _ADVERB.match(bare):
        return True
    if re.match(r"(?i)^why \w+(?: \w+)?$", bare) and not set(bare.lower().split()[1:2]) & AUXILIARIES:
        return True
    if bare.lower().split()[0] in {"in", "for", "as", "at", "with", "without", "from", "by", "after"}:
        said = bare.lower().replace("’", "'").split()
        return not any(word in AUXILIARIES or word.split("'")[0] in WH for word in said)
    if has_verb(bare):
        return False
    if subjects is None:
        return len(bare.split()) == 1 and bare.islower() and not _ABOUT.match(plain)
    tied = bare != plain or text.rstrip().endswith("?")
    return tied and len(bare.split()) <= 6 and not _stands(bare, subjects)


def _stands(bare: str, subjects: Subjects) -> bool:
    """Whether a fragment says all that a search needs: a thing and what is asked of it."""
    aspect = any(re.search(rf"(?i)\b(?:{pattern})\b", bare) for pattern, _ in _ASPECTS)
    return aspect and bool(subjects.find(bare)) or len(bare.split()) > 4


def complete(
    text: str, last: str, earlier: Sequence[str], subjects: Subjects | None, topic: str = ""
) -> str:
    """The fragment as a whole question; itself where the last question does not help."""
    bare, plain = stripped(text), text.strip(" ?.!")
    if not last or not bare:
        return last or text
    if match := _WHAT_IF.match(plain):
        return f"{_body(last)} if {stripped(match['case'])}"
    if _WHAT_NOW.match(plain):
        said = re.split(rf"(?i),\s*(?={'|'.join(sorted(AUXILIARIES))})", _body(last))[0]
        return f"What should I do now: {said}"
    if match := _STEP_ON.match(bare):
        return _step_on(match, last, text, subjects, earlier, topic)
    if (match := _UNTIL.match(bare)) and subjects and (thing := subjects.names_one(match["what"])):
        return f"How many years of experience does {named(thing)} have?"
    if match := _VERSUS.match(bare):
        other = subjects.names_one(match["other"]) if subjects else None
        return f"{_body(last)} compared with {named(other) if other else match['other']}"
    if kind := re.fullmatch(r"(?i)(?:(?:what|which) (?:kind|type|sort)s?|which(?: ones?)?)", bare):
        return _which(kind[0], last) or with_topic(bare, earlier, subjects, topic)
    if re.match(r"(?i)(?:in|for|from|on|about|at) (?:what|which|where)$", bare):
        return f"{_body(last)} {bare}"
    if _BARE_WH.match(bare):
        return _asked_anew(bare, last, earlier, subjects, topic)
    if why := re.match(r"(?i)why (.+)", bare):
        if is_verb(why[1].split()[0]) or not subjects:
            return with_topic(f"{bare} with", earlier, subjects, topic)
        return f"Why does {with_career(subjects)} need {why[1]}?"
    if (found := _aspect(bare)) and subjects:
        return _of_object(found, bare, earlier, subjects)
    if _OTHERS.match(bare) and subjects:
        return _others(earlier, subjects) or text
    bare = resolve(bare, earlier, subjects, topic)
    if subjects is None:
        return with_topic(text, earlier, None, topic)
    return _borrowing(bare, last, earlier, subjects, text)


def _borrowing(
    bare: str, last: str, earlier: Sequence[str], subjects: Subjects, text: str
) -> str:
    """A fragment that names a thing, an aspect, a circumstance or some other noun."""
    preposition, _, object_ = bare.partition(" ")
    preposition = preposition.lower() if preposition.lower() in PREPOSITIONS else ""
    thing = subjects.names_one(object_ if preposition else bare)
    if thing:
        numbered = thing.family not in (ROLE, CREDENTIAL)
        return swap(thing, last, subjects) or (text if numbered else f"Tell me about {named(thing)}")
    if _ADVERB.match(bare):
        return f"{_body(last)}, {bare}"
    if preposition:
        return _circumstance(preposition, bare, last)
    tied = stripped(text) != text.strip(" ?.!")
    yes_no = last.lower().split()[0] in AUXILIARIES
    told = _other_noun(bare, last, subjects) if tied or yes_no else text
    return told or (f"What about {bare}?" if tied else text)


def put(item: str, around: str, last: str, subjects: Subjects | None) -> str:
    """A picked item where its ordinal stood; alone, in the last question's frame."""
    bare = _LEAD.sub("", around.replace("{}", "\x00").strip(" ?.!,"))
    article = "the " if re.match(r"[A-Z]\w+ .*\([A-Z]+\)", item) else ""
    name = item if re.match(r"(?i)(?:the|an?)\s", item) else f"{article}{item}"
    if not re.search(r"\w", _ABOUT.sub("", bare)) and not bare.lower().startswith("tell"):
        thing = subjects.names_one(item) if subjects else None
        if re.match(r"(?i)tell me", last):
            return f"Tell me more about {name}"
        return (swap(thing, last, subjects) if thing and subjects else "") or f"Tell me about {name}"
    return bare.replace("\x00", name)


def swap(thing: Thing, last: str, subjects: Subjects) -> str:
    """The last question about another thing of the same family; empty where there is none."""
    same = [one for one in subjects.find(last) if one.thing.family == thing.family]
    if same:
        ranked = [one for one in same if one.thing.name != subjects.career] or same
        place = ranked[0]
        old = last[place.start : place.end]
        plural = old.endswith("s") and not re.match(r"(?i)(?:an?|the|every)\s", old)
        fresh = named(thing, plural=plural)
        if len(ranked) > 1 and ranked[-1].thing != place.thing:
            return _about_one(last, ranked, fresh)
        return f"{last[: place.start]}{fresh}{last[place.end :]}"
    if thing.family == ROLE and (me := re.search(r"(?i)\b(?:do|would|can|could|should|will|does)\s+(?:i|you)\b", last)):
        verb = "does" if me[0].lower().startswith("do ") else me[0].split()[0]
        return f"{last[: me.start()]}{verb} {named(thing)}{last[me.end() :]}"
    return ""


def _about_one(last: str, ranked: Sequence[Mention], fresh: str) -> str:
    """Of two things compared, the second gives way."""
    place = ranked[-1]
    return f"{last[: place.start]}{fresh}{last[place.end :]}"


def _step_on(
    match: re.Match[str], last: str, text: str, subjects: Subjects | None,
    earlier: Sequence[str], topic: str,
) -> str:  # fmt: skip
    """The same question about the next or the previous of a series."""
    words = " ".join(filter(None, match.groups())).lower().split()
    shift = -1 if _BACKWARDS & set(words) else 1
    for question in [last, *reversed(earlier[-4:-1])] if subjects else []:
        for one in subjects.find(question) if subjects else []:
            beside = subjects.beside(one.thing, shift) if subjects else None
            if beside:
                return f"{question[: one.start]}{named(beside)}{question[one.end :]}"
    if subjects and (found := subjects.find(last)) and found[0].thing.family == ROLE:
        return f"What comes {'before' if shift < 0 else 'after'} {named(found[0].thing)}"
    return text


def _asked_anew(
    bare: str, last: str, earlier: Sequence[str], subjects: Subjects | None, topic: str
) -> str:
    """A bare question word with the last question's clause, or asked of its object."""
    lower = bare.lower()
    thing, role = _object(earlier, subjects, topic)
    if re.match(r"how (?:long|soon|much time)", lower):
        return f"How long does {thing} take?" if thing else f"How long does it take to become {role}?"
    if re.match(r"how much", lower):
        return f"How much does {thing} cost?" if thing else f"How much does {role} earn?"
    if re.match(r"how (?:hard|difficult|big|old|far)", lower):
        return f"{bare} is {thing or f'becoming {role}'}?"
    clause = _clause(last)
    clause = clause[:1].lower() + clause[1:]
    if lower.startswith(("why", "how come")):
        return f"Why {clause}" if clause else f"Why: {_body(last)}"
    if not clause:
        return with_topic(bare, earlier, subjects, topic)
    clause = re.sub(r"(?i)\b(?:do|doing)$", "work", clause)
    return f"{re.sub(r'(?i)^with who$', 'with whom', bare)} {clause}"


def _which(bare: str, last: str) -> str:
    """ "What kind?" of the last question's noun: "What kind of degree do I need?"."""
    clause = _clause(last)
    found = [one for one in phrases(clause) if not one.person]
    if not found:
        return ""
    one = found[-1]
    noun = f"{bare} of {one.bare}" if "kind" in bare or "type" in bare or "sort" in bare else f"Which {one.bare}"
    opening = clause[: one.start].strip()
    return f"{noun} {opening[:1].lower()}{opening[1:]} {clause[one.end :]}".strip()


def _clause(last: str) -> str:
    """The last question from its auxiliary on: what a new question word can stand before."""
    words = _body(last).split()
    for place, word in enumerate(words[:6]):
        if word.lower() in AUXILIARIES:
            return " ".join(words[place:])
    return ""


def _object(earlier: Sequence[str], subjects: Subjects | None, topic: str) -> tuple[str, str]:
    """What the last question is about: the thing (empty where it is a role), and the role."""
    if subjects is None:
        return topic or "it", topic
    role = with_career(subjects)
    for question in reversed(earlier[-1:]):
        found = referents(question, subjects)
        people = [one for one in found if one.thing and one.thing.family == ROLE]
        things = [one for one in found if not one.person]
        if people:
            role = named(people[0].thing) if people[0].thing else role
            if people[0].thing and people[0].thing.name != subjects.career:
                return "", role
        if things:
            return named(things[0].thing) if things[0].thing else things[0].text, role
    return "", role


def _aspect(bare: str) -> tuple[str, str] | None:
    """The aspect that a fragment is the name of: its pattern and the question it makes."""
    text = _APART.sub("", bare.strip())
    return next((one for one in _ASPECTS if re.fullmatch(rf"(?i)(?:{one[0]})", text)), None)


def _of_object(
    aspect: tuple[str, str], bare: str, earlier: Sequence[str], subjects: Subjects
) -> str:
    """An aspect asked of the last question's object, or in place of the aspect asked there."""
    last = earlier[-1]
    noun = _APART.sub("", bare)
    for pattern, _ in _ASPECTS:
        nominal = re.search(rf"(?i)\b(?:in|the)\s+({pattern})\b", last)
        if nominal and pattern != aspect[0] and re.search(r"(?i)differen|compar|\bvs\b|versus", last):
            return f"{last[: nominal.start(1)]}{noun}{last[nominal.end(1) :]}"
    thing, role = _object(earlier, subjects, "")
    if "{thing}" in aspect[1]:
        return aspect[1].format(thing=thing or f"becoming {role}")
    return aspect[1].format(role=role, bare=noun)


def _circumstance(preposition: str, bare: str, last: str) -> str:
    """The last question under another circumstance: its own gives way to it."""
    body = _body(last)
    like = {"in", "at", "for", "as", "with", "without", "during"}
    found = [p for p in phrases(body) if p.before in like and body[p.end :].strip() == ""]
    if found and preposition in like:
        start = body.lower().rfind(f"{found[-1].before} ", 0, found[-1].start + 1)
        return f"{body[:start]}{bare}"
    return f"{body} {bare}"


def _other_noun(bare: str, last: str, subjects: Subjects) -> str:
    """The last question with its last noun of the same sort replaced; empty where it has none."""
    new = phrases(bare)
    if not new:
        return ""
    body, kind = _body(last), new[0].person
    bare = new[0].text if " for " in bare else bare
    mentions = subjects.find(body)
    options: list[Phrase] = [
        one for one in phrases(body)
        if one.person == kind and one.before not in WH | {"this", "that"} and (kind or not any(m.start < one.end and one.start < m.end for m in mentions))
    ]  # fmt: skip
    if not options:
        return ""
    old = options[-1]
    determiner = old.determiner if old.determiner.lower() in {"a", "an"} and not new[-1].plural else ""
    fresh = bare if new[0].determiner or not determiner else f"{determiner} {bare}"
    return f"{body[: old.start]}{fresh}{body[old.end :]}"


def _body(question: str) -> str:
    return question.strip().rstrip("?.! ")


__all__ = ["CREDENTIAL", "complete", "is_fragment", "put", "stripped", "swap"]
