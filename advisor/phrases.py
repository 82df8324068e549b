"""The noun phrases of a question, told by closed word classes alone: no tagger, no model."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from advisor.text import stem

_TOKEN = re.compile(r"[$]?\w+(?:[.,]\d+)*(?:['’-]\w+)*['’]?(?:(?<=\b\w)\.)?")
DETERMINERS = frozenset("a an the my your his her its our their every each any some".split())
AUXILIARIES = frozenset(
    "is are was were am be been being do does did can could will would shall should may might must "
    "has have had isn't aren't wasn't don't doesn't didn't can't couldn't won't wouldn't".split()
)
WH = frozenset("what which who whom whose when where why how whats what's who's how's".split())
PREPOSITIONS = frozenset(
    "of in on at for from with without by as to into about after before between during under over "
    "than vs versus like through until till til per within against toward towards among across "
    "besides above below beyond".split()
)
_OTHER = frozenset(
    "i you he she it we they me him us them one ones this that these those there here myself and "
    "or but so if then because not no yes all both many much more most less few other another "
    "else also too just only even ever still really very quite rather please ok okay now today "
    "right away well again already yet enough mine yours such while whether though instead anyway "
    "up out off down back own same let lets good best better bad worst hard easy likely big long "
    "longer old new next last first second third different important possible necessary required "
    "needed available popular normal true worth able sure famous successful ago always never "
    "often usually exactly actually roughly basically eventually together anything anyone "
    "something someone everything nothing anybody somebody else's day time times way ways lot "
    "lots kind kinds sort thing things reason i'm i've i'd i'll you're it's that's they're "
    "there's he's she's im ive id aside".split()
)
_FUNCTION = DETERMINERS | AUXILIARIES | WH | PREPOSITIONS | _OTHER
_NOUN_TOO = frozenset(map(stem, "study care practice record form cause".split()))
"""Verbs only where nothing but a verb can stand: "what causes it"."""
_VERBS = """
    accept achieve skip add affect afford agree allow answer apply ask attend avoid become
    becoming begin believe belong bother break bring build buy call care cause change charge
    choose come compare compete complete consider contain continue cope cost count cover create
    deal decide depend describe develop die differ disband do earn eat employ end enjoy enter
    establish excel exist expect explain explore face feel fight find finish fit focus follow
    form gain get getting give go graduate grow handle happen hear help hire hold imply improve
    include influence interpret join keep kill know lead learn leave live look lose love make
    making manage marry matter mean meet mention move need offer open operate originate paid
    pass pay perform pick play practice prefer prepare prevent produce progress prove provide
    publish pull qualify quit raise reach react read recommend record reduce release remain
    require respond retire return rise save say see seem sell send serve settle show sign sing
    sleep speak specialize spend stand start stay stop study succeed suit support survive switch
    take taking talk teach tell think train transition treat try turn understand use using visit
    vote wait want watch wear win wonder write died born made took gave got went came left found
    began became wrote won sold sang told led kept held built bought paid met said taught
    thought done gone seen known shown taken given written broken grown
"""
_VERB_STEMS = frozenset(map(stem, _VERBS.split())) - _NOUN_TOO
_PERSON = re.compile(
    r"(?i)^(?:people|person|someone|men|women|man|woman|kids|staff|team|nurses?|patients?|family|"
    r"families|doctors?|physicians?|aides?|assistants?|clients?|bosse?s?|friends?|ceos?|hr|"
    r"interns?|(?:grand)?(?:mother|father|mom|dad|son|daughter)s?|wife|husband|"
    r"seniors?|juniors?|beginners?|members?|colleagues?|\w+(?:ators?|agers?|ectors?|inators?|"
    r"isors?|icians?|ivers?|oyers?|ployees?|aders?|eachers?|entors?|icers?|orkers?|ultants?|"
    r"ologists?|acists?|apists?|ruiters?|viewers?|dents))$"
)
_NOT_NOMINAL = frozenset(
    "offer offers differ differs enter enters consider cover discover matter matters answer "
    "answers bother".split()
)
_ADJECTIVE = re.compile(r"(?:ful|ous|able|ible|ical|ive|less|ed|ing|ent|ant|legal|chosen)$")
_STUDY = re.compile(r"(?i)(?:'s|degrees?|courses?|programs?|majors?|experience|licen[cs]e)$")
_DO = frozenset("do does did can could will would should may might must".split())
_CONTRACTED = frozenset("s re m ve ll d".split())


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: where it stands, its words, and what tells it apart."""

    text: str
    start: int
    end: int
    determiner: str
    before: str
    """The word before it, lower case; empty at the start of a clause."""

    @property
    def bare(self) -> str:
        """The phrase without its determiner."""
        return self.text[len(self.determiner) :].strip()

    @property
    def head(self) -> str:
        """The noun that the phrase is about, lower case."""
        return re.split(r"(?i)\s(?:of|in|for)\s", self.bare)[0].split()[-1].lower()

    @property
    def named(self) -> bool:
        """Whether it reads like a name: a capital that opens no sentence."""
        first, *others = self.bare.split()
        opens = not self.before and not self.determiner and first[1:].islower()
        return any(word[0].isupper() for word in (others if opens else [first, *others]))

    @property
    def person(self) -> bool:
        """Whether it speaks of people."""
        return is_person(self.head)

    @property
    def plural(self) -> bool:
        """Whether it looks like a plural."""
        ending = re.search(r"(?:[^aiu']|[^s']e)s$", self.head) and not self.head.endswith("ss")
        return bool(ending) or self.head == "people"


def is_person(word: str) -> bool:
    """Whether a noun is a word for people."""
    return bool(_PERSON.match(word))


def is_verb(word: str) -> bool:
    """Whether a word is one of the common verbs, in whatever form; `manager` is none."""
    nominal = re.search(r"(?i)(?:er|ers|or|ors|tions?|ments?|ings|ance|ence)$", word)
    return stem(word.lower()) in _VERB_STEMS and (not nominal or word.lower() in _NOT_NOMINAL)


def is_function_word(word: str) -> bool:
    """Whether a word has a grammatical use only, or points rather than names."""
    return word.lower().replace("’", "'") in _FUNCTION


def phrases(text: str) -> list[Phrase]:
    """The noun phrases of a text, in order; `the pay of a nurse` is one."""
    found: list[Phrase] = []
    run = _Run()
    for token in _TOKEN.finditer(text):
        word = token[0].lower().replace("’", "'")
        function, verb = _class_of(token, word, run)
        broken = bool(run.words) and not text[run.words[-1].end() : token.start()].isspace()
        if run.words and (broken or function or verb):
            ends = function and not broken and word not in AUXILIARIES
            found.append(run.close(text, ends))
            run = _Run(before=run.words[-1][0].lower())
        if function and word in DETERMINERS:
            run.determiner = token
        elif function or verb:
            asked = word if word in AUXILIARIES else run.asked if word in _OTHER else ""
            run = _Run(before=word, asked=asked)
        else:
            run.words.append(token)
    return _joined(text, [*found, run.close(text, True)] if run.words else found)


@dataclass
class _Run:
    """Words that may become a phrase."""

    before: str = ""
    asked: str = ""
    """The auxiliary that a question has before it."""
    determiner: re.Match[str] | None = None
    words: list[re.Match[str]] = field(default_factory=list)

    def close(self, text: str, ends: bool) -> Phrase:
        """The phrase; in `does the experiment show` and `is the exam difficult` the last word,
        where the phrase `ends` in it, is none of it.
        """
        words, last = self.words, self.words[-1][0]
        if ends and self.asked and len(words) > 1 and last.islower() and not _PERSON.match(last):
            words = words[:-1] if self.asked in _DO or _ADJECTIVE.search(last) else words
        start = self.determiner.start() if self.determiner else words[0].start()
        opening = self.determiner[0] if self.determiner else ""
        return Phrase(text[start : words[-1].end()], start, words[-1].end(), opening, self.before)


def _class_of(token: re.Match[str], word: str, run: _Run) -> tuple[bool, bool]:
    """Whether a word is a function word or a verb; a capital inside a sentence makes it a name."""
    text = token.string
    before = text[max(0, token.start() - 3) : token.start()].rstrip()
    opens = not before or before[-1] in ".?!:"
    title = token[0].istitle() and not run.words
    alone = title and not re.match(r"\s+[A-Z]", text[token.end() : token.end() + 4])
    if not (token[0].islower() or token[0] == "I" or opens or alone):
        return False, False
    function = word in _FUNCTION
    noun = not run.words and (run.determiner or run.before in PREPOSITIONS - {"to"})
    if stem(word) in _NOUN_TOO:
        return function, not run.words and run.before in WH | {"i", "you", "they", "to"}
    return function, not function and not noun and is_verb(word)


def _joined(text: str, found: list[Phrase]) -> list[Phrase]:
    """`the pay` and `a nurse` with "of" between are one, `a degree` and `nursing` with "in"."""
    joined: list[Phrase] = []
    for one in found:
        between = text[joined[-1].end : one.start].strip().lower() if joined else ""
        if between == "of" or (between == "in" and _STUDY.search(joined[-1].text)):
            last = joined.pop()
            joined.append(replace(last, text=text[last.start : one.end], end=one.end))
        else:
            joined.append(one)
    return joined


def has_verb(text: str) -> bool:
    """Whether a text has a finite verb: an auxiliary or a common verb in lower case."""
    return any(_finite(token[0].replace("’", "'")) for token in _TOKEN.finditer(text))


def _finite(word: str) -> bool:
    head, _, tail = word.lower().rpartition("'")
    contracted = tail in _CONTRACTED and head in WH | {"i", "it", "that", "there", "they", "you"}
    return word.lower() in AUXILIARIES or contracted or (word[0].islower() and is_verb(word))


def with_article(name: str) -> str:
    """The name with "a" or "an" where it can take one."""
    if re.match(r"(?i)(?:an?|the|my|your|step|stage|this|these|every|each)\b", name):
        return name
    vowel = re.match(r"[aeioAEIO]|[uU](?!ni)|[FHLMNRSX][A-Z]", name)
    return f"{'an' if vowel else 'a'} {name}"


def pluralised(name: str) -> str:
    """The name in the plural: `Directors of Care Coordination`."""
    name = re.sub(r"(?i)^(?:an?|the|every|each)\s+", "", name)
    head, of, rest = name.partition(" of ")
    if head.endswith("s"):
        return name
    head = f"{head[:-1]}ies" if re.search(r"[^aeiou]y$", head) else f"{head}s"
    return f"{head}{of}{rest}"
