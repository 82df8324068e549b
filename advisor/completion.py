"""A fragment made whole with what the last question leaves to it.

A fragment that names another thing keeps the last question's frame ("and a director?"); one that
names another aspect keeps its object ("and the pay?"); a bare "why?" keeps both.
"""

from __future__ import annotations

import re

from advisor import fragments
from advisor.anaphora import resolve, with_topic
from advisor.fragments import ABOUT, ASPECTS, Aspect, aspect_of, plain, shift_of, stripped
from advisor.phrases import AUXILIARIES, PREPOSITIONS, WH, is_verb, phrases
from advisor.referents import Talk
from advisor.subjects import CREDENTIAL, ROLE, Subjects, Thing, named

_CIRCUMSTANCES = frozenset("in on at for as with without during per".split())
_ME = re.compile(r"(?i)\b(do|would|can|could|should|will|does)\s+(?:i|you)\b")
_HOW = re.compile(
    r"(?i)^(?P<how>(?:and |so |ok |but )*how (?:do|can|could|should|would) "
    r"(?:i|you|we|they|people|one)) (?:best )?(?:do|manage|go about) (?:that|this|it|so)$"
)
_TO_DO = re.compile(
    r"(?i)\b(?:(?:have|has|need|needs|supposed|expected|important|necessary|possible) to|"
    r"(?:should|can|could|must|do) (?:i|you|we|they|one)) (?P<what>(?!be\b|have\b)[a-z]+ .+)$"
)
_COMPARES = re.compile(r"(?i)differen|compar|\bvs\b|versus")


def complete(text: str, talk: Talk) -> str:
    """The fragment as a whole question; itself where the last question does not help."""
    bare, said, last = stripped(text), plain(text), plain(talk.last)
    if not last or not bare:
        return talk.last or text
    if match := fragments.WHAT_IF.match(said):
        yes_no = last.lower().split()[0] in AUXILIARIES
        return f"{last} if {stripped(match['case'])}" if yes_no else text
    if fragments.WHAT_NOW.match(said):
        happened = re.split(rf"(?i),\s*(?={'|'.join(sorted(AUXILIARIES))})", last)[0]
        return f"What should I do now: {happened}"
    if match := fragments.STEP_ON.match(bare):
        return _beside(match, talk) or text
    if (match := fragments.UNTIL.match(bare)) and (thing := _named_by(match["what"], talk)):
        return f"How many years of experience does {named(thing)} have?"
    if match := fragments.VERSUS.match(bare):
        thing = _named_by(match["other"], talk)
        return f"{last} compared with {named(thing) if thing else match['other']}"
    if fragments.WHAT_KIND.match(bare):
        return _of_which_kind(bare, last) or with_topic(bare, talk)
    if fragments.IN_WHAT.match(bare):
        return f"{last} {bare}"
    if fragments.BARE_WH.match(bare):
        return _asked_anew(bare, talk)
    return _named_anew(bare, text, talk)


def done_how(text: str, last: str) -> str:
    """`How do they do that?` of what the last question says is done; empty where none is."""
    how, done = _HOW.match(plain(text)), _TO_DO.search(plain(last))
    return f"{how['how']} {done['what']}?" if how and done else ""


def more_about(talk: Talk) -> str:
    """`Tell me more`: about what the last question was about."""
    if not talk.questions or re.match(r"(?i)tell me more", talk.last):
        return talk.last or "Tell me more"
    return f"Tell me more about {_object(talk) or _role(talk)}"


def put_in_place(around: str, item: str, talk: Talk) -> str:
    """A picked item where its ordinal stood ("{}"); alone, in the last question's frame."""
    bare = fragments.LEAD.sub("", around.strip(" ?.!,"))
    short = re.search(r"\([A-Z]+\)", item) and not re.match(r"(?i)(?:an?|the)\s", item)
    name = f"the {item}" if short else item
    if re.search(r"\w", fragments.ABOUT.sub("", bare)) or bare.lower().startswith("tell"):
        return bare.replace("{}", name)
    if re.match(r"(?i)tell me", talk.last):
        return f"Tell me more about {name}"
    thing = _named_by(item, talk)
    return (swap(thing, talk) if thing else "") or f"Tell me about {name}"


def swap(thing: Thing, talk: Talk) -> str:
    """The last question about another thing of the same family; empty where there is none."""
    if not talk.subjects:
        return ""
    last = talk.last
    same = [one for one in talk.subjects.find(last) if one.thing.family == thing.family]
    if same:
        own = [one for one in same if one.thing.name != talk.subjects.career] or same
        old = last[own[0].start : own[0].end]
        plural = old.endswith("s") and not re.match(r"(?i)(?:an?|the|every)\s", old)
        place = own[-1] if own[-1].thing != own[0].thing else own[0]  # of two, the second gives way
        return f"{last[: place.start]}{named(thing, plural=plural)}{last[place.end :]}"
    if thing.family == ROLE and (me := _ME.search(last)):
        verb = "does" if me[1].lower() == "do" else me[1]
        return f"{last[: me.start()]}{verb} {named(thing)}{last[me.end() :]}"
    return ""


def _named_anew(bare: str, text: str, talk: Talk) -> str:
    """A fragment that names a reason, an aspect, a thing, a circumstance or another noun."""
    if why := fragments.WHY.match(bare):
        if is_verb(why["what"].split()[0]) or not talk.subjects:
            return with_topic(f"{bare} with", talk)
        return f"Why does {talk.career} need {why['what']}?"
    if talk.subjects and (aspect := aspect_of(bare)):
        return _of_object(*aspect, talk)
    if talk.subjects and fragments.OTHERS.match(bare):
        return _others(talk) or text
    if not talk.subjects:
        return with_topic(text, talk)
    return _in_frame(resolve(bare, talk), text, talk, talk.subjects)


def _in_frame(bare: str, text: str, talk: Talk, subjects: Subjects) -> str:
    """The last question with the fragment in the place of what it is another of."""
    first, _, rest = bare.partition(" ")
    preposition = first.lower() if first.lower() in PREPOSITIONS else ""
    if thing := subjects.names_one(rest if preposition else bare):
        told = swap(thing, talk)
        if preposition and not told:
            return _circumstance(preposition, f"{preposition} {named(thing)}", plain(talk.last))
        alone = thing.family in (ROLE, CREDENTIAL)
        return told or (f"Tell me about {named(thing)}" if alone else text)
    if preposition == "for" and ABOUT.match(text) and (told := _other_noun(rest, talk, subjects)):
        return told  # "what about for social workers"
    if fragments.ADVERB.match(bare):
        return f"{plain(talk.last)}, {bare}"
    if preposition:
        return _circumstance(preposition, bare, plain(talk.last))
    tied = stripped(text) != plain(text)
    if tied or talk.last.lower().split()[0] in AUXILIARIES:
        told = _other_noun(bare, talk, subjects)
        return told or (f"What about {bare}?" if tied else text)
    return text


def _beside(match: re.Match[str], talk: Talk) -> str:
    """The same question about the next or the previous of a series; empty where there is none."""
    if not talk.subjects:
        return ""
    shift = shift_of(match)
    for question in talk.recent(4):
        if (last := talk.subjects.numbered(question)) and not last.thing.rank:
            return ""
        for one in talk.subjects.find(question):
            if thing := talk.subjects.beside(one.thing, shift):
                return f"{question[: one.start]}{named(thing)}{question[one.end :]}"
    if talk.roles:
        return f"What comes {'before' if shift < 0 else 'after'} {named(talk.roles[0])}?"
    return ""


def _asked_anew(bare: str, talk: Talk) -> str:
    """A bare question word with the last question's clause, or asked of its object."""
    lower, thing, role = bare.lower(), _object(talk), _role(talk)
    if re.match(r"how (?:long|soon|much time)", lower):
        return f"How long does {thing or f'it take to become {role}'}{' take' if thing else ''}?"
    if lower == "how much" and re.search(r"(?i)\b(?:need|have|require)\b", talk.last):
        return _of_which_kind(bare, plain(talk.last)) or bare
    if lower.startswith("how much"):
        return f"How much does {thing} cost?" if thing else f"How much does {role} earn?"
    if re.match(r"how (?:hard|difficult|big|old|far)", lower):
        return f"{bare} is {thing or f'becoming {role}'}?"
    clause = _clause(talk.last)
    if lower.startswith(("why", "how come")):
        return f"Why {clause}" if clause else f"Why: {plain(talk.last)}"
    if not clause:
        return f"{bare}: {plain(talk.last)}"
    clause = re.sub(r"(?i)\b(?:do|doing)$", "work", clause)
    return f"{'with whom' if lower == 'with who' else bare} {clause}"


def _of_which_kind(bare: str, question: str) -> str:
    """`What kind?` of the last question's noun: "What kind of degree do I need?"."""
    clause = _clause(question)
    found = [one for one in phrases(clause) if not one.person]
    if not found:
        return ""
    last = found[-1]
    of = " of" if re.search(r"(?i)kind|type|sort", bare) else ""
    noun = re.sub(r"(?i)\sones?$", "", bare) + of
    return f"{noun} {last.bare} {clause[: last.start].strip()} {clause[last.end :]}".strip()


def _others(talk: Talk) -> str:
    """`Any others?`: the last question that asked for several, for the rest of them."""
    for question in talk.recent(3):
        for one in phrases(question):
            if one.plural and not one.person:
                return f"{question[: one.start]}other {one.bare}{question[one.end :]}"
    return ""


def _of_object(aspect: Aspect, noun: str, talk: Talk) -> str:
    """An aspect of the last question's object, or in place of the aspect compared there."""
    compared_roles = list(dict.fromkeys(named(one, plural=True) for one in talk.roles))
    if len(compared_roles) > 1 and "years" in aspect.names:
        return f"How many years of experience do {' and '.join(compared_roles)} have?"
    for other in ASPECTS:
        compared = re.search(rf"(?i)\b(?:in|the)\s+({other.names})\b", talk.last)
        if compared and other != aspect and _COMPARES.search(talk.last):
            return f"{talk.last[: compared.start(1)]}{noun}{talk.last[compared.end(1) :]}"
    role = _role(talk)
    return aspect.question.format(role=role, noun=noun, thing=_object(talk) or f"becoming {role}")


def _circumstance(preposition: str, bare: str, last: str) -> str:
    """The last question under another circumstance: its own gives way to it."""
    ending = [p for p in phrases(last) if p.before in _CIRCUMSTANCES and p.end == len(last)]
    if ending and preposition in _CIRCUMSTANCES:
        start = last.lower().rfind(f"{ending[-1].before} ", 0, ending[-1].start + 1)
        return f"{last[:start]}{bare}"
    return f"{last} {bare}"


def _other_noun(bare: str, talk: Talk, subjects: Subjects) -> str:
    """The last question with its last noun of the same sort replaced; empty where it has none."""
    new, last = phrases(bare), plain(talk.last)
    if not new:
        return ""
    bare, person = new[0].text if " for " in bare else bare, new[0].person
    mentions = [] if person else subjects.find(last)
    options = [
        one
        for one in phrases(last)
        if one.person == person
        and one.before not in WH | {"this", "that"}
        and not any(other.start < one.end and one.start < other.end for other in mentions)
    ]
    if not options:
        return ""
    old = options[-1]
    counted = old.determiner.lower() in {"a", "an"} and not new[-1].plural
    article = f"{old.determiner} " if counted and not new[0].determiner else ""
    return f"{last[: old.start]}{article}{bare}{last[old.end :]}"


def _object(talk: Talk) -> str:
    """The thing that the last question is about; empty where that is a role."""
    if not talk.subjects:
        return talk.topic or "it"
    if talk.roles and talk.roles[0].name != talk.subjects.career:
        return ""
    found = (one for one in talk.referents(talk.last) if not one.person)
    return next((named(one.thing) if one.thing else one.text for one in found), "")


def _role(talk: Talk) -> str:
    return named(talk.roles[0]) if talk.roles else talk.career or talk.topic


def _clause(last: str) -> str:
    """The last question from its auxiliary on: what a new question word can stand before."""
    words = re.sub(r"(?i)^(what|who|where|how)'?s\b", r"\1 is", plain(last)).split()
    start = next((p for p, word in enumerate(words[:6]) if word.lower() in AUXILIARIES), None)
    return "" if start is None else " ".join([words[start].lower(), *words[start + 1 :]])


def _named_by(text: str, talk: Talk) -> Thing | None:
    return talk.subjects.names_one(text) if talk.subjects else None
