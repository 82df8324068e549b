"""Pronouns and other words that point back, replaced by what they point to.

Where nothing can be named in their place, what the talk is about is added at the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from advisor.lexicon import places
from advisor.phrases import WH, is_verb, phrases, pluralised
from advisor.pointing import POINTING, points_back, pronoun, stands_within
from advisor.referents import Referent, Talk, is_vague
from advisor.shorthand import singular, spelt_out
from advisor.subjects import named

_IT = frozenset({"it", "that", "this"})
_THEY = frozenset({"they", "their", "theirs"})
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
_TAIL = re.compile(
    r"(?i)\s(?:for|in|at)\s(?:(?:an?|the|my)\s)?[\w-]+(?: [\w-]+){0,2}(?=[?.\s]*$)"
)  # fmt: skip


def resolve(text: str, talk: Talk) -> str:
    """The text with its pointing words replaced; itself where nothing points back."""
    taken: list[str] = []
    missed = False

    def replace(place: re.Match[str]) -> str:
        nonlocal missed
        told = _TELLS.match(spelt, place.end())
        if told or not points_back(spelt, place) or stands_within(spelt, place, talk.subjects):
            return place[0]
        found = _antecedent(place, talk, taken)
        if found is None:
            missed = True
            return place[0]
        taken.append(found.lower())
        return _in_form(place[1].lower(), found)

    spelt = spelt_out(text, talk)
    told = POINTING.sub(replace, spelt)
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
    """What a word points to, in the form that the word had."""
    if word in {"its", "their", "his", "theirs"}:
        return f"{found}'" if found.endswith("s") else f"{found}'s"
    if word == "they're":
        return f"{found} are"
    return f"{found} is" if word.endswith("'s") else found


def _antecedent(place: re.Match[str], talk: Talk, taken: Sequence[str]) -> str | None:
    """The words to put for a pointing word, or None where nothing fits."""
    word, text = pronoun(place), place.string
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
    things = [one for one in options if not one.person and not places(one.text)]
    people = [one for one in options if one.person]
    plural = [one for one in things if one.plural]
    if word in {"he", "him", "his", "she", "her"}:
        fitting = [one for one in options if one.named and (one.thing is None or one.thing.rank)]
    elif word in _THEY and verb not in _THINGS_DO:
        fitting = people + plural or ([] if guided else list(options))
    elif word in _THEY | {"them", "these", "those"}:
        fitting = plural + people or ([] if guided else list(options))
        fitting = plural if guided and word in {"these", "those"} else fitting
    elif word in {"one", "ones"}:
        free = [one for one in options if not one.thing]
        indefinite = [one for one in free if one.text.lower().startswith(("a ", "an "))]
        fitting = indefinite or sorted(set(free) & set(things), key=lambda one: not one.plural)
    elif word == "that" and people and people[0].thing and people[0].thing.rank:
        fitting = people
    else:
        fitting = [one for one in things if not one.plural] or things
    return next(iter(fitting), None)


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
    after = re.match(
        r"(?:\s+(?:all|really|usually|also|often))?\s*([\w']*)", place.string[place.end() :]
    )
    return after[1].lower() if after else ""
