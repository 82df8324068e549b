"""Pronouns and other words that point back, replaced by what they point to.

Where nothing can be named in their place, what the talk is about is added at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.lexicon import places
from advisor.phrases import (
    AUXILIARIES,
    PREPOSITIONS,
    WH,
    Phrase,
    is_function_word,
    is_person,
    is_verb,
    phrases,
    pluralised,
)
from advisor.referents import Referent, Talk, both_named, is_vague, singular, spelt_out
from advisor.subjects import Subjects, named

_IT = frozenset({"it", "that", "this"})
_THEY = frozenset({"they", "their", "theirs"})
_SOMEBODY = frozenset({"he", "him", "his", "she", "her"})
_MINE, _ONE_OF = re.compile(r"(?i)my\s"), re.compile(r"(?i)an?\s")
_THINGS_DO = frozenset("cost costs expire last matter cover differ include count take look".split())
_COSTS = frozenset({"take", "cost", "takes", "costs"})
_JOB = re.compile(
    r"(?i)^(?:and |so |but )?(?:is|isn't) (?:it|this) .*\b(?:job|career|role|profession|work|"
    r"paperwork|position)s?\b"
)
_SET_IN = re.compile(r"(?i)^(?:in|at|for|as|with|from)\s")
_OPEN_END = re.compile(
    r"(?i)^(?:what|which|how (?:many|much))\b.*\b(?:should|would|could|can|must|might|to)\s+"
    r"(?:go|come|be (?:included|put|mentioned|listed))\s+(?:in|into|on|with|for)$"
)
"""A sentence whose last preposition has nothing to govern: "what should go in?"."""
_WHICH_ONE = re.compile(
    r"(?i)\b(?:which|what)\s+(?:\w+\s+){0,2}?(?:certificat\w+|certs?|credentials?|ones?)\b"
)
"""A question that an answer settles by naming one credential, which is "it" from then on."""
_TELLS = re.compile(r"[^.!?]*[.!]\s+\w")
"""The rest of a sentence that asks nothing, and that another one follows."""
_TAIL = re.compile(r"(?i)\s(?:for|in|at)\s(?:(?:an?|the|my)\s)?[\w-]+(?: [\w-]+){0,2}(?=[?.\s]*$)")
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
    r"(?:to|if|that)\s+\w|\bit (?:comes|came) to\b|\bit turns out\b|"
    r"\bit(?:'s| is) (?:all|just)\b|\bis it (?:all|just) about\b|"
    r"\bit like (?:to|being|working|as)\b"
)
"""An "it" that stands for nothing: "is it hard to ...", "how long does it take to ..."."""
_BE = frozenset("is are was were be been isn't aren't".split())
_NO_PLACE = frozenset("get out up over hi hey".split())
_COUNTED = frozenset("no the any every each first second third last number step stage day".split())
_PRAISED = frozenset("best good right cheapest easiest better".split())
_LEADING = frozenset("and but so or then do did done if ok".split())
_REPORTING = frozenset("know say says said think mean hear heard sure see".split())
_ADJECTIVE = re.compile(r"(?:ful|ous|able|ible|ical|ive|less|ed|ing)$")
_GREETING = re.compile(r"(?i)(?:hi|hello|hey|thanks?|sorry|clarifying)\b")
_CLAUSE = re.compile(r"(?i)[,.;:?!]|\b(?:and|but|if|because|when|while|since|so|or|before)\b")


def resolve(text: str, talk: Talk) -> str:
    """The text with its pointing words replaced; itself where nothing points back."""
    taken: list[str] = []
    missed = False

    def replace(place: re.Match[str]) -> str:
        nonlocal missed
        tells = _TELLS.match(spelt, place.end())
        if tells or not _points_back(spelt, place) or _stands_within(spelt, place, talk.subjects):
            return place[0]
        found = _antecedent(place, talk, taken)
        if found is None:
            missed = True
            return place[0]
        taken.append(found.lower())
        return _in_form(place[1].lower(), found)

    spelt = spelt_out(text, talk)
    told = _POINTING.sub(replace, spelt)
    open_end = talk.subjects and _OPEN_END.search(text.rstrip(" ?"))
    return with_topic(text, talk) if told == text and (missed or open_end) else told


def with_topic(text: str, talk: Talk) -> str:
    """The text with what the talk is about added at its end."""
    tail = talk.about()
    if not tail or tail.lower() in text.lower():
        return text
    bare = re.sub(r"(?i)(?<!are)(?<!is)\s+there$", "", text.rstrip(" ?.!"))
    if _OPEN_END.search(bare):
        return f"{bare} {_SET_IN.sub('', tail)}?"
    if _SET_IN.match(tail) or re.search(r"(?i)\b(?:of|in|on|for|with|from|about|to|at)$", bare):
        return f"{bare} {tail}?"
    if re.search(r"(?i)\b(?:me|them|you|it|that|this|do|be)$|ing$", bare):
        before = next((one.before for one in phrases(talk.last) if one.text == tail), "")
        return f"{bare} to {before} {tail}?" if is_verb(before) else f"{bare}, {tail}?"
    return f"{bare} of {tail}?"


def _in_form(word: str, found: str) -> str:
    if word in {"its", "their", "his", "theirs"}:
        return f"{found}'" if found.endswith("s") else f"{found}'s"
    if word == "they're":
        return f"{found} are"
    return f"{found} is" if word.endswith("'s") else found


def _antecedent(place: re.Match[str], talk: Talk, taken: Sequence[str]) -> str | None:
    word, text = _pronoun(place), place.string
    if word == "there":
        return talk.place()
    if word == "them" and (listed := _plural_thing(talk, taken)):
        return listed
    if talk.topic and not taken:
        said = {one.lower() for one in talk.topic.split() if len(one) > 3}
        return place[0] if said & set(text.lower().split()) else talk.topic
    if talk.subjects and word in _IT and _JOB.match(text):
        return f"being {named(talk.own_role)}" if talk.own_role else place[0]
    return _from_questions(word, place, talk, taken) or _default(word, place, talk)


def _from_questions(
    word: str, place: re.Match[str], talk: Talk, taken: Sequence[str]
) -> str | None:
    """What an earlier question spoke of, the latest first."""
    text, verb = place.string, _verb_after(place)
    if word in _IT and talk.told and not taken and _WHICH_ONE.search(talk.last):
        return named(talk.told)
    for question in talk.recent(4):
        options = [
            one
            for one in talk.referents(question)
            if not {one.text.lower(), _plural_name(one)} & set(taken)
            and (one.thing or one.noun.lower() not in text.lower())
        ]
        chosen = _choose(word, verb, options, bool(talk.subjects))
        role = next((one.thing for one in options if one.thing and one.person), None)
        if role and word in _IT and talk.subjects and (not chosen or chosen.person):
            return named(role) if chosen and verb not in _COSTS else _being(named(role), place)
        if chosen:
            return _shown(word, chosen, question, place)
    return None


def _plural_name(one: Referent) -> str:
    return named(one.thing, plural=True).lower() if one.thing else ""


def _default(word: str, place: re.Match[str], talk: Talk) -> str | None:
    """The career, where a guide tells what the talk is about."""
    if talk.subjects and word in _THEY:
        return pluralised(talk.subjects.career)
    if talk.subjects and word in _IT:
        return _being(talk.career, place)
    return talk.topic or None


def _choose(word: str, verb: str, options: Sequence[Referent], guided: bool) -> Referent | None:
    """The first of a question's referents that a pronoun can stand for."""
    return next(iter(_fitting(word, verb, options, guided)), None)


def _fitting(word: str, verb: str, options: Sequence[Referent], guided: bool) -> Sequence[Referent]:
    """The referents that a pronoun can stand for, likeliest first."""
    people = [one for one in options if one.person]
    things = [one for one in options if not one.person and not places(one.text)]
    plural = [one for one in things if one.plural]
    anything = [] if guided else options
    if word in _SOMEBODY:
        return _somebody(options)
    if word in {"one", "ones"}:
        return _of_a_kind(options, things)
    if word in _THEY and verb not in _THINGS_DO:
        return [*people, *filter(_is_title, things), *plural] or anything
    if word in {"these", "those"} and guided:
        return plural
    if word in _THEY | {"them", "these", "those"}:
        return [*plural, *people] or anything
    if word == "that" and people and people[0].thing and people[0].thing.rank:
        return people
    return [one for one in things if not one.plural] or things


def _somebody(options: Sequence[Referent]) -> list[Referent]:
    """Who is named, else who is one's own: "my boss"."""
    named_ones = [one for one in options if one.named and (one.thing is None or one.thing.rank)]
    return named_ones or [one for one in options if one.person and _MINE.match(one.text)]


def _of_a_kind(options: Sequence[Referent], things: Sequence[Referent]) -> list[Referent]:
    """What was spoken of as one of its kind, else the things that are not the guide's."""
    indefinite = [one for one in options if not one.thing and _ONE_OF.match(one.text)]
    free = [one for one in things if not one.thing]
    return indefinite or sorted(free, key=lambda one: not one.plural)


def _is_title(one: Referent) -> bool:
    """Whether a thing is called as those are who hold it: a Clinical Nurse Leader (CNL)."""
    name = (one.thing.title or one.thing.name) if one.thing else one.noun
    return is_person(name.rpartition(" ")[2])


def _shown(word: str, one: Referent, question: str, place: re.Match[str]) -> str:
    """A referent's words, fit to stand where the pronoun stood."""
    if word in {"one", "ones"} and re.search(r"(?i)\bthe \w+\s+$", place.string[: place.start()]):
        head = phrases(one.text)[0].head
        return singular(head) if word == "one" else head
    if one.thing:
        return named(one.thing, plural=word.startswith("the") and one.person)
    bare = word in {"they", "these", "those", "it"} and not one.person
    return _with_tail(one.noun, question) if bare else one.noun


def _plural_thing(talk: Talk, taken: Sequence[str]) -> str | None:
    """The nearest plural that is no people: what "them" most often means."""
    for question in talk.recent(3):
        if not taken and (several := both_named(question, talk)):
            return several
        for one in talk.referents(question):
            if one.plural and not one.person and one.noun.lower() not in taken:
                return _with_tail(one.noun, question)
        for asked in phrases(question):
            if asked.before in WH and not asked.person and not is_vague(asked):
                return pluralised(asked.bare)
    return None


def _with_tail(noun: str, question: str) -> str:
    """`Jobs` with what they are for, where the question ends in that: "jobs for management"."""
    tail = _TAIL.search(question)
    if not tail or noun.lower() in tail[0].lower() or len(noun.split()) > 1:
        return noun
    return f"{noun}{tail[0].rstrip()}"


def _being(role: str, place: re.Match[str]) -> str:
    """`It` after a role: being one, or becoming one where it takes time or money."""
    costs = _verb_after(place) in _COSTS or re.search(r"(?i)\bhow long\b", place.string)
    return f"{'becoming' if costs else 'being'} {role}"


def _verb_after(place: re.Match[str]) -> str:
    adverb = r"(?:\s+(?:all|really|usually|also|often))?"
    after = re.match(rf"{adverb}\s*([\w']*)", place.string[place.end() :])
    return after[1].lower() if after else ""


def _points_back(text: str, place: re.Match[str]) -> bool:
    """Whether a pointing word stands for something that has to be known."""
    word = _pronoun(place)
    last, after = _beside(text, place)
    if last == "other":
        return False
    if word == "it":
        return last != "worth" and not _EXPLETIVE.search(text[max(0, place.start() - 12) :])
    if word in {"its", "their"}:
        return after != "own"
    if word == "there":
        be = last in _BE or after in _BE or "'" in place[0]
        return not be and last not in _NO_PLACE
    if word in {"one", "ones"}:
        return _stands_for_noun(last, after)
    if word in {"that", "this", "these", "those"}:
        career = word == "this" and last in {"into", "do", "doing"}  # "how do I get into this"
        return after != "of" and not career and _stands_alone(last, after)
    return True


def _pronoun(place: re.Match[str]) -> str:
    return place[1].lower().split("'")[0]


def _stands_within(text: str, place: re.Match[str], subjects: Subjects | None) -> bool:
    """Whether what a word points to is named earlier in its own text.

    That is so in a sentence or a clause before and, for a possessive, in the same clause.
    """
    word, told = _pronoun(place), text[: place.start()]
    found = [one for one in phrases(told) if not _GREETING.match(one.text)]
    if word == "there":
        return any(one.before in {"in", "at"} for one in found)
    ends: list[tuple[int, Phrase | None]] = [(one.end, one) for one in found]
    ends += [(one.end, None) for one in subjects.find(told)] if subjects else []
    if any(_is_meant(word, told, end, phrase) for end, phrase in ends):
        return True
    return word in {"that", "this"} and len(told.split()) > 4 and bool(re.search(r"[,.;?!]", told))


def _is_meant(word: str, told: str, end: int, phrase: Phrase | None) -> bool:
    """Whether a pronoun can mean a phrase, or a thing of the guide, that ends before it."""
    between = told[end:]
    if re.search(r"[.!?]\s", between):
        return True
    if phrase and re.search(r"(?i)\b(?:i'?m|i am|my)\s*$", told[: phrase.start]):
        return False
    human = not phrase or phrase.named or any(map(is_person, phrase.bare.split()))
    if word in {"their", "his", "her"} and (human or bool(phrase and phrase.plural)):
        return True
    if not _CLAUSE.search(between):
        return False
    if word in {"he", "him", "she"} or (word == "them" and phrase and not phrase.plural):
        return bool(phrase) and human
    return word.startswith("the") or not phrase or not phrase.person


def _beside(text: str, place: re.Match[str]) -> tuple[str, str]:
    """The word before, empty at the start of a clause, and the word or sign after."""
    before = text[: place.start()].lower().split()
    last = re.sub(r"\W+$", "", before[-1]) if before and before[-1][-1].isalnum() else ""
    following = re.match(r"\s*([\w'’]+|[^\w\s])?", text[place.end() :])
    return last, (following[1] or "").lower() if following else ""


def _stands_for_noun(last: str, after: str) -> bool:
    """Whether "one" stands for a noun: "do I need one", "which school has the best one"."""
    ends = not after or not after[0].isalnum()
    if last in _PRAISED:
        return ends or is_function_word(after)
    return ends and last not in _COUNTED and (is_function_word(last) or is_verb(last))


def _stands_alone(last: str, after: str) -> bool:
    """Whether "that" or "this" stands for itself, and is no determiner or conjunction."""
    ends = not after or not after[0].isalnum()
    if last in _REPORTING:
        return ends
    if last and not (last in AUXILIARIES | WH | PREPOSITIONS | _LEADING or is_verb(last)):
        return ends and last != "so"
    if is_verb(last) and after in PREPOSITIONS:
        return True
    opens = not last or last in AUXILIARIES | WH | _LEADING
    verb = is_function_word(after) or is_verb(after)
    if opens:
        return ends or verb or bool(_ADJECTIVE.search(after))
    return ends or (last in PREPOSITIONS and verb)
