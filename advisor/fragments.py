"""What kind of fragment a short follow-up is: "and a director?", "how long?", "nights too?"."""

from __future__ import annotations

import re
from typing import NamedTuple

from advisor.phrases import AUXILIARIES, WH, has_verb
from advisor.subjects import Subjects

LEAD = re.compile(
    r"(?i)^(?:(?:and|so|ok|okay|but|or|well|then|also|now|hm+|oh|alright|right|just|maybe|plus)\b"
    r"[\s,]*)+(?=\S)"
)
ABOUT = re.compile(
    r"(?i)^(?:(?:and|so|but|or)\s+)?(?:(?:what|how) (?:about|of)|"
    r"(?:tell me |anything |something |more )about|"
    r"same (?:question )?(?:for|about|with)|any(?:thing)? on|the same for)\s+"
)
TELL = re.compile(r"(?i)^(?:tell me|more|anything|something)\b")
WHAT_IF = re.compile(r"(?i)^(?:and |but |so )?(?P<if>what if|even if|if|suppose)\s+(?P<case>.+)$")
WHAT_NOW = re.compile(
    r"(?i)^(?:so |and |ok |but )*"
    r"(?:what now|now what|what (?:do|should) i do(?: now)?|what next)$"
)
VERSUS = re.compile(
    r"(?i)^(?:vs\.?|versus|compared (?:to|with)|(?:and )?than|as opposed to)\s+(?P<other>.+)$"
)
UNTIL = re.compile(
    r"(?i)^how (?:many years|long|much (?:time|longer))(?: (?:more|exactly))? "
    r"(?:til+|'til|until|before|to(?: (?:get to|reach|be(?:come)?))?)\s+(?P<what>.+)$"
)
STEP_ON = re.compile(
    r"(?i)^(?:(?:the )?(?P<way>next|following|previous|"
    r"one (?:above|below|up|down|after|before))"
    r"(?: (?:that|this|it))?(?: (?:level|step|one|stage|rung|tier|role|position|up|down))*|"
    r"(?:what(?:'s| is| comes| happens)?\s+)?"
    r"(?P<side>after|above|beyond|before|below|next|following)(?: (?:that|this|it|them|those))?|"
    r"then(?: what)?|what (?:then|next|comes next)|"
    r"one (?:level|step|rung) (?P<up>up|higher|down|lower|above|below)|higher up|further up)$"
)
BARE_WH = re.compile(
    r"(?i)^(?:(?:with|for|to|from|in|at|by|about|on|since|until)\s+)?(?:every\s+)?(?:"
    r"what(?: kind| time| else)?|which(?: ones?)?|who|whom|whose|where|when|"
    r"why(?: not| so| is that)?|how(?: come| so| exactly)?|"
    r"how (?:many|much|long|often|soon|far|hard|difficult|big|old)"
    r"(?: (?:more|longer|exactly|roughly))?|(?:how many|what|which) \w+)$"
)
WHAT_KIND = re.compile(r"(?i)^(?:(?:what|which) (?:kind|type|sort)s?|which(?: ones?)?)$")
IN_WHAT = re.compile(r"(?i)^(?:in|for|from|on|about|at) (?:what|which|where)$")
WHY = re.compile(r"(?i)^why (?P<what>\w+(?: \w+)?)$")
OTHERS = re.compile(
    r"(?i)^(?:(?:any|are there any|what|which)\s+)?"
    r"(?:others?(?: ones?)?|(?:any|what)\w* else|else)$"
)
ADVERB = re.compile(
    r"(?i)^(?:\w+ly|on average|in total|at (?:most|least)|more or less|in general|overall)$"
)
_TRAIL = re.compile(
    r"(?i)[\s,]+(?:then|though|too|only|as well|please|pls|again|instead|btw|by the way)$"
)
_BACKWARDS = frozenset("previous before below down lower".split())
_WHOLE = re.compile(
    r"(?i)^(?:any|what|which|how|who|when|where|why) .*\b(?:that|this|it|them|those|one)$"
)
_SET_IN = re.compile(r"(?i)^(?:in|on|for|as|at|with|without|from|by|after|between|per)\s")
_APART = re.compile(r"(?i)^(?:in|the|its|their|his|her|for|on)\s+(?:the\s+)?")


class Aspect(NamedTuple):
    """What can be asked of a role or of another thing, and how it is asked in full."""

    names: str
    question: str


ASPECTS = (
    Aspect(r"pay|salary|salaries|money|wages?|earnings?|income", "What does {role} earn?"),
    Aspect(r"duty|duties|tasks?|responsibilit(?:y|ies)|daily work", "What does {role} do?"),
    Aspect(
        r"years(?: of experience)?|experience", "How many years of experience does {role} have?"
    ),
    Aspect(r"skills?|strengths|qualities", "What skills does {role} need?"),
    Aspect(r"hours|schedule|shifts", "What hours does {role} work?"),
    Aspect(r"education|degrees?|schooling|qualifications", "What education does {role} need?"),
    Aspect(r"certs?|certifications?|credentials?", "Which certification does {role} need?"),
    Aspect(r"licen[cs]e|licensure", "Which license does {role} need?"),
    Aspect(r"stress|stress levels?", "Is being {role} stressful?"),
    Aspect(r"cost|price|fees?|expense", "What does {thing} cost?"),
    Aspect(r"outlook|prospects|future|demand", "What are the prospects for {role}?"),
    Aspect(r"requirements?", "What are the requirements for {thing}?"),
    Aspect(
        r"(?:nights?|evenings?|weekends?|holidays?|overtime|mornings?)(?: (?:and|or) \w+)?",
        "Does {role} work {noun}?",
    ),
    Aspect(r"duration|time|length", "How long does {thing} take?"),
)


def plain(text: str) -> str:
    """The text without the signs around it."""
    return text.strip(" ?.!")


def stripped(text: str) -> str:
    """The text without the words that only tie it to what went before."""
    text = text.strip(" ?.!,;:")
    text = ABOUT.sub("", text if ABOUT.match(text) else LEAD.sub("", text))
    while (short := _TRAIL.sub("", text)) != text:
        text = short
    return text.strip(" ,")


def shift_of(match: re.Match[str]) -> int:
    """Whether STEP_ON goes to the next of a series (1) or to the previous (-1)."""
    said = " ".join(filter(None, match.groups())).lower().split()
    return -1 if _BACKWARDS & set(said) else 1


def aspect_of(bare: str) -> tuple[Aspect, str] | None:
    """The aspect that a fragment is the name of, and that name alone: of "in duties", "duties"."""
    noun = _APART.sub("", bare.strip())
    found = (one for one in ASPECTS if re.fullmatch(rf"(?i)(?:{one.names})", noun))
    return next(((one, noun) for one in found), None)


def is_fragment(text: str, subjects: Subjects | None) -> bool:
    """Whether a text is no whole sentence and so needs the last question to be one."""
    bare, said = stripped(text), plain(text)
    if not re.search(r"\w", bare) or len(said.split()) > 14 or bare.lower().endswith("other one"):
        return False
    if any(one.match(bare) for one in (STEP_ON, VERSUS, BARE_WH)) or WHAT_NOW.match(said):
        return True
    if (case := WHAT_IF.match(said)) and case["if"].lower() in {"what if", "even if"}:
        return subjects is not None and "," not in said
    if _WHOLE.match(bare):
        return False
    if subjects and (known := _about_a_thing(bare, said, subjects)) is not None:
        return known
    if aspect_of(bare) or ADVERB.match(bare):
        return True
    if why := WHY.match(bare):
        return why["what"].lower().split()[0] not in AUXILIARIES
    if _SET_IN.match(bare):
        heads = {word.partition("'")[0] for word in bare.lower().replace("’", "'").split()}
        return not heads & (AUXILIARIES | WH)
    return not has_verb(bare) and _needs_frame(text, subjects)


def _about_a_thing(bare: str, said: str, subjects: Subjects) -> bool | None:
    """Whether a fragment asks the last question of another thing; None where that is unclear."""
    until = UNTIL.match(bare)
    if until and subjects.names_one(until["what"]):
        return True
    if subjects.names_one(bare) and len(said.split()) <= 6:
        return not re.match(r"(?i)tell me", LEAD.sub("", said))
    if ABOUT.match(said) and not TELL.match(said):
        return not has_verb(bare) or bool(re.match(r"(?i)(?:in|for|at|with|without)\b", bare))
    return None


def _needs_frame(text: str, subjects: Subjects | None) -> bool:
    bare, said = stripped(text), plain(text)
    if subjects is None:
        return len(bare.split()) == 1 and bare.islower() and not ABOUT.match(said)
    if len(bare.split()) > 4 or (bare == said and not text.rstrip().endswith("?")):
        return False
    aspect = any(re.search(rf"(?i)\b(?:{one.names})\b", bare) for one in ASPECTS)
    return not (aspect and subjects.find(bare))
