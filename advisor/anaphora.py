"""Pronouns and other words that point back, and what they point to.

A question's referents are ranked by kind: the things of a guide first, then what a sentence makes
salient (an indefinite phrase, a name), vague nouns never. Where the pointing word stands for nothing
that can be named in its place, what the talk is about is added at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from advisor.phrases import AUXILIARIES, PREPOSITIONS, WH, Phrase, is_function_word, is_verb
from advisor.phrases import phrases, pluralised
from advisor.subjects import ROLE, Mention, Subjects, Thing, named

_POINTING = re.compile(
    r"(?i)\b(it|its|it's|they|them|their|theirs|they're|he|him|his|she|her|he's|she's|that|this|"
    r"these|those|that's|one|ones|there)\b(?!['’-]\w)"
)
_EXPLETIVE = re.compile(
    r"(?i)\b(?:is|was|isn't|wasn't|be|would|will|does|can)\s+it\s+(?!enough|required|needed|used|"
    r"available|accepted|going|able|meant|designed)(?:[\w'-]+\s+){0,4}?"
    r"(?:to|that|if|when|being|working|having|getting|for (?:an?|me|someone))\s+\w|"
    r"\bit(?:\s+(?:is|was|would be|be|really|usually)|'s)\s+(?:\w+\s+){0,3}?(?:to|that|if)\s+\w|"
    r"\bit\s+(?:takes?|took|costs?|helps?|matters?|hurts?|makes? sense)\s+(?:\w+\s+){0,4}?"
    r"(?:to|if|that)\s+\w|\bit (?:comes|came) to\b|\bit turns out\b|\bit(?:'s| is) (?:all|just)\b|"
    r"\bis it (?:all|just) about\b|\bit like (?:to|being|working|as)\b"
)
_VAGUE = frozenset(
    "year years month months week weeks day hours hour number amount point example examples tip tips "
    "good difference idea kind type types way ways thing part parts people person question guide "
    "answer general top total average end start beginning state friend half twice level levels date "
    "rest detail details others fact facts article aspects aspect information".split()
)
_TITLE_LIKE = frozenset("job role field position whole rest".split())
_THINGS_DO = frozenset("cost costs expire last matter cover differ include count take look".split())
_CAREER_NOUNS = r"(?:job|role|career|field|profession|position|work|line|guide|path|industry|area)"


class Referent(NamedTuple):
    """Something that a later question can point to."""

    text: str
    thing: Thing | None
    person: bool
    plural: bool
    named: bool
    start: int


def referents(question: str, subjects: Subjects | None) -> list[Referent]:
    """What a question speaks of, most salient first."""
    question = _asking(question)
    mentions = subjects.find(question) if subjects else []
    found = [_mentioned(one, question) for one in mentions]
    own = [p for p in phrases(question) if p.bare and not _vague(p)]
    free = [p for p in own if all(p.end <= m.start or m.end <= p.start for m in mentions)]
    found += [Referent(p.text, None, p.person, p.plural, p.named, p.start)
              for p in sorted(free, key=_plainness)]  # fmt: skip
    return found


def _mentioned(one: Mention, question: str) -> Referent:
    """A named thing; "the CCM exam" is the exam and not the CCM."""
    more = re.match(r"(?i)\s(?:exam|test|course|program|fee|certification|credential)s?\b", question[one.end :])
    text = question[one.start : one.end + (more.end() if more else 0)]
    person = one.thing.family == ROLE
    return Referent(text, None if more else one.thing, person and not more, text.endswith("s"), True, one.start)


def _vague(phrase: Phrase) -> bool:
    """Whether a phrase names nothing to search for; "a stressful job" names something."""
    if phrase.head in _TITLE_LIKE:
        return len(phrase.bare.split()) == 1
    return phrase.head in _VAGUE


def _asking(question: str) -> str:
    """The last sentence of a question: what stands before it is a background."""
    return re.split(r"(?<=[.!?])\s+", question.strip())[-1]


def _plainness(phrase: Phrase) -> int:
    """Names and what is newly brought up come first, what asks or stands aside last."""
    if phrase.named:
        return 0
    if phrase.before in {"for", "in", "at"}:
        return 4
    if phrase.determiner.lower() in {"a", "an", "the", "my"} and phrase.before != "as":
        return 1
    return 2 if phrase.before not in WH else 3


def points_back(text: str, place: re.Match[str]) -> bool:
    """Whether a pointing word really points outside its own sentence."""
    word = place[1].lower().split("'")[0]
    before = text[: place.start()].lower().split()
    last = re.sub(r"\W+$", "", before[-1]) if before and before[-1][-1].isalnum() else ""
    following = re.match(r"\s*([\w'’]+|[^\w\s])?", text[place.end() :])
    after = (following[1] or "").lower() if following else ""
    if word == "it" and last == "worth":
        return False
    if word in {"its", "their"} and re.match(r"\s*own\b", text[place.end() :]):
        return False
    if word == "it" and _EXPLETIVE.search(text[max(0, place.start() - 12) :]):
        return False
    if word == "there":
        be = {"is", "are", "was", "were", "be", "been", "isn't", "aren't"}
        return not (last in be or after in be or "'" in place[0]
                    or last in {"get", "out", "up", "over", "hi", "hey"})  # fmt: skip
    if word in {"one", "ones"} and last in {"best", "good", "right", "cheapest", "easiest", "better"}:
        return not after or not after[0].isalnum() or is_function_word(after)
    if last == "other":
        return False
    if word in {"one", "ones"}:
        return (last not in {"no", "the", "any", "every", "each", "first", "second", "third", "last"}
                and not last.isdigit() and (not after or not after[0].isalnum())
                and (is_function_word(last) or is_verb(last)) and last not in {"number", "step", "stage", "day"})  # fmt: skip
    if word in {"that", "this", "these", "those"}:
        career = word == "this" and last in {"into", "do", "doing"}
        return after != "of" and not career and _pronominal(last, after)
    return True


def _pronominal(last: str, after: str) -> bool:
    """Whether "that" or "this" stands for itself, and is no determiner or conjunction."""
    free = not after or not after[0].isalnum()
    if last and not (last in AUXILIARIES | WH | PREPOSITIONS or is_verb(last) or last in _LEADING):
        return free and last not in {"so", "sure"}
    if last in {"know", "say", "says", "said", "think", "mean", "hear", "heard", "sure", "see"}:
        return free
    opens = last in AUXILIARIES | WH | _LEADING or not last
    adjective = re.search(r"(?:ful|ous|able|ible|ical|ive|less|ed|ing)$", after)
    verb = is_function_word(after) or is_verb(after)
    if is_verb(last) and after in PREPOSITIONS - {"of"}:
        return True
    return free or (opens or last in PREPOSITIONS) and bool(verb or opens and adjective)


_LEADING = frozenset("and but so or then do did done if ok".split())


def stands_within(text: str, place: re.Match[str], subjects: Subjects | None) -> bool:
    """Whether what a pronoun points to is named earlier in the same text: in a sentence or a clause
    before, or, for a possessive, in the same clause."""
    word, told = place[1].lower().split("'")[0], text[: place.start()]
    found = [one for one in phrases(told) if not _GREETING.match(one.text)]
    mentions = subjects.find(told) if subjects else []
    if word == "there":
        return any(one.before in {"in", "at"} for one in found)
    ends = [(one.end, one) for one in found] + [(one.end, None) for one in mentions]
    for end, phrase in ends:
        between = told[end:]
        if re.search(r"[.!?]\s", between):
            return True
        if phrase and re.search(r"(?i)\b(?:i'?m|i am|my)\s*$", told[: phrase.start]):
            continue
        if word in {"their", "his", "her"} and (not phrase or phrase.person or phrase.plural):
            return True
        if not _CLAUSE.search(between):
            continue
        if word in {"he", "him", "she"} or word == "them" and phrase and not phrase.plural:
            if phrase and (phrase.named or phrase.person):
                return True
            continue
        if word.startswith("the") or not phrase or not phrase.person:
            return True
    return word in {"that", "this"} and len(told.split()) > 4 and bool(re.search(r"[,.;?!]", told))


_GREETING = re.compile(r"(?i)(?:hi|hello|hey|thanks?|sorry|clarifying)\b")
_CLAUSE = re.compile(r"(?i)[,.;:?!]|\b(?:and|but|if|because|when|while|since|so|or|before)\b")


def resolve(text: str, earlier: Sequence[str], subjects: Subjects | None, topic: str = "") -> str:
    """The question with its pointing words replaced; itself where nothing points back.

    `earlier` are the standalone questions so far, oldest first; `topic` is what the talk is about
    where no guide tells.
    """
    taken: list[str] = []
    missed = False

    def replace(place: re.Match[str]) -> str:
        nonlocal missed
        if not points_back(text, place) or stands_within(text, place, subjects):
            return place[0]
        found = _antecedent(text, place, earlier, subjects, topic, taken)
        if found is None:
            missed = True
            return place[0]
        taken.append(found.lower())
        return _in_place(place[1], found, taken)

    told = _POINTING.sub(replace, _spelt_out(text, earlier, subjects))
    if missed and told == text or subjects and told == text and _OPEN_END.search(text.rstrip(" ?")):
        return with_topic(text, earlier, subjects, topic)
    return told


def _in_place(word: str, found: str, taken: Sequence[str]) -> str:
    """What a word points to, in the form that the word had."""
    lower = word.lower()
    if lower in {"its", "their", "his", "theirs"}:
        return f"{found}'" if found.endswith("s") else f"{found}'s"
    return f"{found} is" if lower in {"it's", "that's", "he's", "she's"} else (
        f"{found} are" if lower == "they're" else found)  # fmt: skip


def _antecedent(
    text: str, place: re.Match[str], earlier: Sequence[str], subjects: Subjects | None,
    topic: str, taken: Sequence[str],
) -> str | None:  # fmt: skip
    """The words to put for a pointing word, or None where nothing fits."""
    word = place[1].lower().split("'")[0]
    after = re.match(r"(?:\s+(?:all|really|usually|also|often))?\s*([\w']*)", text[place.end() :])
    verb = after[1].lower() if after else ""
    if word == "there":
        return _location(earlier)
    if word == "them" and (listed := _plural_thing(earlier, subjects, taken)):
        return listed
    if not subjects and topic and topic.lower() not in text.lower() and not taken:
        return topic
    if subjects and word in {"it", "this"} and _JOB.match(text):
        found = [one.thing for one in subjects.find(earlier[-1] if earlier else "")]
        role = next((one for one in found if one.family == ROLE and one.name != subjects.career), None)
        return f"being {named(role)}" if role else place[0]
    for question in reversed(earlier[-4:]):
        options = [one for one in referents(question, subjects) if one.text.lower() not in taken]
        options = [one for one in options if one.thing or _noun(one.text).lower() not in text.lower()]
        chosen = _choose(word, verb, options, bool(subjects))
        if chosen and chosen.person and chosen.thing and word == "that" and verb in _COSTS:
            return _being(named(chosen.thing), text, verb)
        if chosen and word in {"one", "ones"} and re.search(r"(?i)\bthe \w+\s+$", text[: place.start()]):
            return _singular(phrases(chosen.text)[0].head) if word == "one" else phrases(chosen.text)[0].head
        if chosen:
            shown = _shown(word, chosen)
            listed = word in {"they", "these", "those"} and not chosen.person
            return _with_tail(shown, question) if listed else shown
        if word in {"it", "that", "this"} and subjects and (role := _role(options)):
            return _being(role, text, verb)
    if subjects and word in {"they", "their", "theirs"}:
        return pluralised(subjects.career)
    if subjects and word in {"it", "that", "this"}:
        return _being(with_career(subjects), text, verb)
    return topic or None


def _plural_thing(
    earlier: Sequence[str], subjects: Subjects | None, taken: Sequence[str]
) -> str | None:
    """The nearest plural that is no people: what "them" most often means."""
    for question in reversed(earlier[-3:]):
        for one in referents(question, subjects):
            if one.plural and not one.person and _noun(one.text).lower() not in taken:
                return _with_tail(_noun(one.text), question)
        for one in phrases(question):
            if one.before in WH and not one.person and not _vague(one):
                return pluralised(one.bare)
    return None


def _with_tail(noun: str, question: str) -> str:
    """ "Jobs" with what they are for, where the question ends in that: "jobs for management"."""
    tail = re.search(r"(?i)\s(?:for|in|at)\s(?:(?:an?|the|my)\s)?[\w-]+(?: [\w-]+){0,2}[?.\s]*$", question)
    if not tail or noun.lower() in tail[0].lower() or len(noun.split()) > 1:
        return noun
    return f"{noun}{tail[0].rstrip(' ?.')}"


def with_career(subjects: Subjects) -> str:
    """The career with its article."""
    return named(Thing(subjects.career, ROLE))


def _role(options: Sequence[Referent]) -> str | None:
    return next((named(one.thing) for one in options if one.thing and one.person), None)


_JOB = re.compile(r"(?i)^(?:and |so |but )?(?:is|isn't) (?:it|this) .*\b(?:job|career|role|profession|work|"
                  r"paperwork|position)s?\b")
_COSTS = frozenset({"take", "cost", "takes", "costs"})


def _being(role: str, text: str, verb: str) -> str:
    """"It" after a role: being one, or becoming one where it takes time or money."""
    costs = verb in _COSTS or re.search(r"(?i)\bhow long\b", text)
    return f"{'becoming' if costs else 'being'} {role}"


def _choose(word: str, verb: str, options: Sequence[Referent], guided: bool) -> Referent | None:
    """The first of a question's referents that a pronoun can stand for."""
    things = [one for one in options if not one.person]
    people = [one for one in options if one.person]
    plural = [one for one in things if one.plural]
    if word in {"he", "him", "his", "she", "her"}:
        return next((one for one in options if one.named), None)
    if word in {"they", "them", "their", "theirs", "these", "those"}:
        fitting = plural + people
        if word.startswith("the") and word != "them" and verb not in _THINGS_DO:
            fitting = people + plural
        return next(iter(fitting or ([] if guided else options)), None)
    if word in {"one", "ones"}:
        indefinite = [one for one in options if re.match(r"(?i)an?\s", one.text) and not one.thing]
        countable = [one for one in things if not one.thing and one.plural]
        return next(iter(indefinite or countable or [one for one in things if not one.thing]), None)
    if word == "that" and people and people[0].thing and people[0].thing.rank:
        return people[0]
    return next(iter([*(one for one in things if not one.plural), *things]), None)


def _shown(word: str, one: Referent) -> str:
    """A referent's words, fit to stand where the pronoun stood."""
    if one.thing:
        return named(one.thing, plural=word.startswith("the") and one.person)
    return _noun(one.text)


def _singular(noun: str) -> str:
    return re.sub(r"(?<=[^s])s$", "", re.sub(r"ies$", "y", noun))


def _noun(text: str) -> str:
    return re.sub(r"(?i)^(?:any|every|each|some|its|their|his|her)\s+", "", text)


def _location(earlier: Sequence[str]) -> str | None:
    """ "in hospice", from the last question that names a place."""
    for question in reversed(earlier[-3:]):
        for one in reversed(phrases(question)):
            if one.before in {"in", "at"} and one.head not in _VAGUE:
                return f"{one.before} {one.text}"
    return None


def _spelt_out(text: str, earlier: Sequence[str], subjects: Subjects | None) -> str:
    """ "The senior one" and "the whole thing" in full; "that job" after a director: the director's;
    "this album": the album spoken of."""
    for one in reversed(subjects.find(text) if subjects else []):
        said = any(other.start < one.start for other in subjects.find(text)) if subjects else False
        if re.search(r"(?i)\bones?$", text[one.start : one.end]) and not said:
            text = f"{text[: one.start]}{named(one.thing)}{text[one.end :]}"
    if subjects and earlier:
        found = [m.thing for m in subjects.find(earlier[-1]) if m.thing.family == ROLE]
        role = named(found[0]) if found else with_career(subjects)
        if re.search(r"(?i)\b(?:they|them|he|she)\b", text):
            text = re.sub(r"(?i)\s+to get (?:up )?there\b", "", text)
        elif found and found[0].name != subjects.career:
            text = re.sub(r"(?i)\bget (?:up )?there\b", f"become {role}", text)
        if found:
            text = re.sub(r"(?i)\b(?:at|on) (?:that|this) level\b", f"as {role}", text)
            text = re.sub(r"(?i)\bthat level\b", role, text)
        text = re.sub(r"(?i)\bthey (?=(?:hire|accept|interview|consider)\b)", "employers ", text)
        text = _WHICH.sub(lambda m: _whichever(m, earlier, subjects), text)
        text = _ENOUGH.sub(rf"\g<0> to become {with_career(subjects)}", text)
        text = _WHOLE.sub(f"becoming {with_career(subjects)}", text)

    def replace(place: re.Match[str]) -> str:
        noun = place[2].lower()
        if re.fullmatch(_CAREER_NOUNS, noun):
            if place[1].lower() != "that" or not subjects or not earlier:
                return place[0]
            ranked = [m.thing for m in subjects.find(earlier[-1]) if m.thing.name != subjects.career]
            return f"the {place[2]} of {named(ranked[0])}" if ranked else place[0]
        same = _same_noun(noun, earlier, subjects)
        return same or place[0]

    return re.sub(r"(?i)\b(that|this|these|those) ([a-z]{3,})\b(?=\W|$)", replace, text)


_WHICH = re.compile(r"(?i)^(?P<lead>(?:and |so |but |ok )*which)(?: ones?| of (?:them|these|those))?\s+"
                    r"(?=(?:is|are|has|takes?|costs?|suits?|fits?|should|would|do|does)\b[^,]*$)(?!.*\bor\b)")


def _whichever(match: re.Match[str], earlier: Sequence[str], subjects: Subjects) -> str:
    """ "Which is best?" among several that were spoken of: "which certification is best?"."""
    for question in reversed(earlier[-2:]):
        for one in phrases(question):
            if one.plural and not one.person and not _vague(one) and not subjects.find(one.text):
                return f"{match['lead']} {_singular(one.head)} "
    return match[0]


_ENOUGH = re.compile(r"(?i)^(?:and |so |but )?(?:is|are|would|will) (?:it|that|this|they|those)(?: be)? "
                     r"(?:enough|sufficient)(?: on its own| alone| by itself)?(?=[\s?.]*$)")
_WHOLE = re.compile(r"(?i)\b(?:the|this) (?:whole|entire|full) (?:thing|process|journey|path)\b")


_OPEN_END = re.compile(
    r"(?i)^(?:what|which|how (?:many|much))\b.*\b(?:should|would|could|can|must|might|to)\s+"
    r"(?:go|come|be (?:included|put|mentioned|listed))\s+(?:in|into|on|with|for)$"
)
"""A sentence whose last preposition has nothing to govern: "what should go in?"."""


def _same_noun(noun: str, earlier: Sequence[str], subjects: Subjects | None) -> str | None:
    """The fuller phrase with the same noun that was used before."""
    for question in reversed(earlier[-4:]):
        for one in phrases(question):
            if one.head == noun and len(one.bare.split()) > 1:
                return one.text
    return None


def with_topic(
    text: str, earlier: Sequence[str], subjects: Subjects | None, topic: str = ""
) -> str:
    """The question with what the last one was about added at its end."""
    tail = topic or _last_topic(earlier, subjects)
    if not tail or tail.lower() in text.lower():
        return text
    bare = text.rstrip(" ?.!")
    link = "" if re.match(r"(?:in|at|for|as|with|from)\s", tail) else " of"
    bare = re.sub(r"(?i)(?<!are)(?<!is)\s+there$", "", bare)
    if _OPEN_END.search(bare):
        return f"{bare} {re.sub(r'(?i)^(?:in|at|for|as|with|from) ', '', tail)}?"
    if re.search(r"(?i)\b(?:of|in|on|for|with|from|about|to|at)$", bare):
        link = ""
    elif link and re.search(r"(?i)\b(?:me|them|you|it|that|this|do|be)$|ing$", bare):
        before = next((p.before for p in phrases(earlier[-1] if earlier else "") if p.text == tail), "")
        link = f" to {before}" if is_verb(before) else ","
    return f"{bare}{link} {tail}?"


def _last_topic(earlier: Sequence[str], subjects: Subjects | None) -> str:
    if not earlier:
        return ""
    last = earlier[-1]
    found = [one for one in phrases(last) if one.before in {"in", "for", "at"}]
    if found:
        return f"{found[-1].before} {found[-1].text}"
    ranked = referents(last, subjects)
    return next((one.text for one in ranked if not one.person), ranked[0].text if ranked else "")


