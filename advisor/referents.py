"""What a conversation has spoken of, in the order in which a later question would point to it.

Short ways of speaking of it are written out: "the senior one", "that level", "how do I get there",
"which is best?", "the whole thing".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from advisor.lexicon import terms
from advisor.phrases import WH, Phrase, phrases
from advisor.subjects import CREDENTIAL, ROLE, Mention, Subjects, Thing, named

_VAGUE = frozenset(
    "year years month months week weeks day hours hour number amount point example examples tip "
    "tips good difference idea kind type types way ways thing part parts people person question "
    "guide answer general top total average end start beginning state friend half twice level "
    "levels date rest detail details others fact facts article aspects aspect information".split()
)
_NO_NOUN = re.compile(
    r"(?!(?:family|supply|reply|assembly|anomaly|need|feed|seed|weed|creed)$)"
    r"(?:[a-z]{3,}ly|[a-z]{3,}ed|[a-z]{4,}onic|fast|straight|solid|unpaid|max|min|sense|hate|place|meantime|"
    r"overlapping|harder|easier|worse|cheaper|fun|lol|gut|sure|plus|verbs?|half|twice)"
)
_TITLE_LIKE = frozenset("job role field position whole rest".split())
_MORE = re.compile(r"(?i)\s(?:exam|test|course|program|fee|certification|credential)s?\b")
_QUANTIFIED = re.compile(r"(?i)^(?:any|every|each|some|its|their|his|her)\s+")
_ABSTRACT = re.compile(
    r"(?i)^(?:the )?(?:\w+ )?(?:history|types?|kinds?|causes?|origins?|role|benefits?|effects?|"
    r"purposes?|characteristics|meaning|importance|series|author|evolution|breeds?|ways?|"
    r"examples?) of "
)
_INTRODUCES = re.compile(
    r"(?i)^(?:(?:what|who)(?:'s| is| are| was| were)|(?:what|how) about|(?:(?:can|could) you |"
    r"please )?(?:tell me|explain|describe|define)(?: more)?(?: about)?)\s+[^,?.]+[?.\s]*$"
)
_RELATIONS = re.compile(
    r"(?i)^(?:benefits?|risks?|requirements?|causes?|symptoms?|effects?|types?|differences?|"
    r"advantages|disadvantages|features?|origins?|rules?|steps?|layers?|findings|arguments|"
    r"components|implications|treatments?|versions?|alternatives|solutions?|reasons?|results?|"
    r"options?|characteristics|similarities|uses|members|price|cost|tests?|downsides?|factors|"
    r"issues?|problems?)$"
)
_COMPARING = frozenset(
    "other main key possible similar best first most different biggest common".split()
)
_LONGEST = 8
"""Words of the longest sentence that can leave open of what."""
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


class Referent(NamedTuple):
    """Something that a later question can point to."""

    text: str
    thing: Thing | None
    person: bool
    plural: bool
    named: bool

    @property
    def noun(self) -> str:
        """The words without what counted or owned them."""
        return _QUANTIFIED.sub("", self.text)


@dataclass(frozen=True)
class Talk:
    """What was said so far, as a follow-up leans on it."""

    questions: tuple[str, ...] = ()
    """The standalone questions, oldest first."""
    subjects: Subjects | None = None
    """The things of the guide, where there is one."""
    topic: str = ""
    """What the talk is about, where no guide tells."""
    told: Thing | None = None
    """The credential that the last answer named first."""

    @property
    def last(self) -> str:
        """The last standalone question."""
        return self.questions[-1] if self.questions else ""

    @property
    def career(self) -> str:
        """The guide's career with its article."""
        return named(Thing(self.subjects.career, ROLE)) if self.subjects else ""

    @property
    def roles(self) -> list[Thing]:
        """The roles that the last question names."""
        found = self.subjects.find(self.last) if self.subjects else []
        return [one.thing for one in found if one.thing.family == ROLE]

    @property
    def own_role(self) -> Thing | None:
        """A role that the last question names and that is not just the career."""
        career = self.subjects.career if self.subjects else ""
        return next((one for one in self.roles if one.name != career), None)

    def recent(self, count: int) -> list[str]:
        """The last questions, newest first."""
        return list(reversed(self.questions[-count:]))

    def referents(self, question: str) -> list[Referent]:
        """What its last sentence speaks of: the guide's things, then its other nouns."""
        asked = re.split(r"(?<=[.!?])\s+", question.strip())[-1]
        mentions = self.subjects.find(asked) if self.subjects else []
        free = [
            one
            for one in phrases(asked)
            if one.bare
            and not is_vague(one)
            and all(one.end <= other.start or other.end <= one.start for other in mentions)
        ]
        return [_mentioned(one, asked) for one in mentions] + [
            Referent(one.text, None, one.person, one.plural, one.named)
            for one in sorted(free, key=_plainness)
        ]

    def place(self) -> str | None:
        """Where the last question that names a place is set: "in hospice"."""
        found = (
            one
            for question in self.recent(3)
            for one in reversed(phrases(question))
            if one.before in {"in", "at"} and one.head not in _VAGUE
        )
        return next((f"{one.before} {one.text}" for one in found), None)

    def about(self) -> str:
        """What the last question is about, as it can stand at the end of another."""
        if self.topic or not self.questions:
            return self.topic
        set_in = [one for one in phrases(self.last) if one.before in {"in", "for", "at"}]
        if set_in:
            return f"{set_in[-1].before} {set_in[-1].text}"
        ranked = self.referents(self.last)
        best = next((one for one in ranked if not one.person), next(iter(ranked), None))
        return best.text if best else ""


def is_vague(phrase: Phrase) -> bool:
    """Whether a phrase names nothing to search for; "a stressful job" names something."""
    if phrase.head in _TITLE_LIKE:
        return len(phrase.bare.split()) == 1
    return phrase.head in _VAGUE or bool(_NO_NOUN.fullmatch(phrase.head))


def plural_things(question: str, subjects: Subjects | None) -> Sequence[Phrase]:
    """The plurals of a question that are neither people nor things of the guide."""
    return [
        one
        for one in phrases(question)
        if one.plural
        and not one.person
        and not is_vague(one)
        and not (subjects and subjects.find(one.text))
    ]


def _mentioned(one: Mention, question: str) -> Referent:
    """A thing of the guide; "the CCM exam" is the exam and not the CCM."""
    more = _MORE.match(question[one.end :])
    text = question[one.start : one.end + (more.end() if more else 0)]
    person = one.thing.family == ROLE and not more
    return Referent(text, None if more else one.thing, person, text.endswith("s"), True)


def _plainness(phrase: Phrase) -> int:
    """Names and what is newly brought up come first, what asks or stands aside last."""
    if phrase.named:
        return 0
    if phrase.before in {"for", "in", "at"}:
        return 4
    if phrase.determiner.lower() in {"a", "an", "the", "my"} and phrase.before != "as":
        return 1
    return 3 if phrase.before in WH else 2


def next_topic(question: str, topic: str) -> str:
    """The topic after a standalone question: its own, where it introduces one."""
    found = phrases(question)
    core = re.sub(r"(?i)^(?:the|an?|my|your)\s+", "", topic)
    if not found or (topic and core.lower() in question.lower()):
        return topic
    if _INTRODUCES.match(question.strip()) and len(found) == 1:
        return _about(found[0])
    named = next((one for one in found if one.named), None)
    if named:
        return _about(named)
    return topic or _about(max(found, key=lambda one: (bool(one.determiner), -one.start)))


def is_incomplete(text: str) -> bool:
    """Whether a whole sentence leaves open of what: "what are the risks?", "which is the best?"."""
    found = phrases(text)
    if len(text.split()) > _LONGEST or len(found) > 1 or any(one.named for one in found):
        return False
    if not found:
        return True
    one = found[0]
    if " of " in one.text:
        return False
    definite = one.determiner.lower() == "the" and len(one.bare.split()) == 1
    return definite or one.before in _COMPARING or bool(_RELATIONS.match(one.head))


def _about(phrase: Phrase) -> str:
    """What a phrase is about: of "the history of toilets", toilets."""
    return _ABSTRACT.sub("", phrase.text)


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
        several = both_named(talk.last, talk)
        return f"{match['lead']} of {several} " if several else f"{match['lead']} certification "
    for question in talk.recent(2):
        for one in plural_things(question, talk.subjects):
            return f"{match['lead']} {singular(one.head)} "
    return match[0]


def both_named(question: str, talk: Talk) -> str:
    """The credentials that a question names, as "the CCM and the ACM"; empty for one."""
    found = talk.subjects.find(question) if talk.subjects else []
    held = dict.fromkeys(named(one.thing) for one in found if one.thing.family == CREDENTIAL)
    return " and ".join(held) if len(held) > 1 else ""


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
