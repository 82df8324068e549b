"""History and follow-up in, standalone question out, without a chat model.

The earlier turns are replayed to keep what is talked about: the standalone questions, the list that
was shown, what was offered. A turn is then read as one of a few acts: an answer to an offer, a
correction, a return, a pick from a list, a fragment that borrows the last question's frame or its
object, or a sentence that points back. A turn that is none of these stands alone and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from advisor import acts
from advisor.anaphora import resolve, with_topic
from advisor.completion import complete, done_how, more_about, put_in_place
from advisor.errors import QuestionError
from advisor.fragments import STEP_ON, is_fragment, plain, shift_of, stripped
from advisor.lexicon import terms
from advisor.offers import items_in, items_named, offer_in, ordinal, picked
from advisor.referents import Talk, is_incomplete, next_topic
from advisor.schema import Message
from advisor.subjects import CREDENTIAL, Subjects, Thing, step
from advisor.text import capital

Suggest = Callable[[str], Sequence[str]]
"""The suggestions that were shown under the answer to a standalone question."""

Said = tuple[str, str]
"""Who said something, user or assistant, and what."""

_TELLING = 3
"""Words from which a turn says something by itself."""
_MOST_CHARS = 4_000
OWN_CONTEXT = 30
"""Words from which a message brings its own context."""
_MY_YEARS = re.compile(r"(?i)\bmy (?:\d+|[a-z]+) (?:years?|yrs)\b(?! of\b| in\b| as\b)")
_TIE = re.compile(r"(?i)^(?:(?:and|so|ok|okay|but)[\s,]+)+")
_COUNTED = re.compile(r"(?i)\b(step|stage|phase|rung|level)s\b")
_LEVEL = re.compile(r"(?i)\b(?:level|rung|tier|role|position|grade)s?\b")
_NUMBER = re.compile(r"(?i)\b(?:number|no\.?|nr\.?)\s*(?=\d{1,2}\b)|#(?=\d{1,2}\b)")
_ONLY = re.compile(
    r"(?i)(?:(?:and|ok|so|now|please|can you|could you) )*(?:tell|give|show|explain|describe)?"
    r"(?: me)?(?: (?:more|about|on|something))*\s*\{\}"
)
"""What is said of an item by who asks nothing of it in particular."""
_IMPERATIVE = re.compile(r"(?i)(?:tell|explain|describe|compare|list|give|show|name|say)\b")


@dataclass(frozen=True)
class State:
    """What a conversation has come to."""

    talk: Talk
    reply: str = ""
    """What the assistant said last."""
    items: tuple[str, ...] = ()
    """The list that an ordinal picks from."""
    shown: tuple[str, ...] = ()
    """The last list with bullets, which stays in view while prose follows."""
    background: str = ""
    """What the person said of themselves."""
    asked: str = ""
    """The last question as the person said it, unless that said nothing by itself."""


@dataclass(frozen=True)
class Condenser:
    """Makes standalone questions; `subjects` are the things of the guide that is talked about."""

    subjects: Subjects | None = None
    suggest: Suggest | None = None

    def condense(self, question: str, said: Sequence[Said] = ()) -> str:
        """The question as it reads without what was said before; a first turn passes untouched."""
        return self.standalone(question, self.follow(said))

    def follow(self, said: Sequence[Said]) -> State:
        """What a conversation has come to."""
        state = State(Talk(subjects=self.subjects))
        for who, text in said:
            state = self._asked(state, text) if who == "user" else _answered(state, text)
        return state

    def _asked(self, state: State, question: str) -> State:
        talk, standalone = state.talk, self.standalone(question, state)
        picks = standalone != question and picked(question, state.items) is not None
        asked = state.asked
        asks = not acts.SMALL_TALK.fullmatch(plain(standalone)) and not acts.only_states(question)
        if re.search(r"\w", standalone) and asks:
            topic = "" if self.subjects else next_topic(standalone, talk.topic)
            talk = replace(talk, questions=(*talk.questions, _asking(standalone)), topic=topic)
            asked = question if len(question.split()) > _TELLING else standalone
        return State(
            talk,
            items=state.items if picks else (),
            shown=state.shown,
            background=acts.background_in(question) or state.background,
            asked=asked,
        )

    def standalone(self, question: str, state: State) -> str:
        """As `condense`, in a conversation that has been followed."""
        text = bare = acts.asked_in(question.strip())
        first = not (state.talk.questions or state.reply)
        if not text or first or len(text.split()) > OWN_CONTEXT or acts.only_states(text):
            return question
        text = _on_a_step(acts.AGAIN.sub("", text), state)
        told = self._read(text, state)
        if told == text and (rest := acts.without_interjections(text)) != text:
            read = self._read(rest, state)
            told = text if read == rest else read
        told = _with_background(told, state)
        return question if told.strip() in {question.strip(), bare} else _tidy(told)

    def picks(self, question: str, state: State) -> bool:
        """Whether a question only takes one out of a list: "the next one", "more of the fifth"."""
        said, _ = _next_item(question, state) or picked(question, state.items) or ("", "")
        return ordinal(stripped(question)) is not None or bool(_ONLY.fullmatch(said.strip(" .?!")))

    def _read(self, text: str, state: State) -> str:
        if (rest := acts.after(acts.YES, text)) is not None:
            return self._read(rest, state) if rest else self._accept(text, state)
        if acts.MORE.match(text):
            return offer_in(state.reply) or more_about(state.talk)
        if match := acts.RETURN.match(text):
            return _return(match["to"].strip(), (match["rest"] or "").strip(), state)
        if match := acts.INSISTS.match(text):
            rest = text[match.end() :].strip()
            return _ask(rest, state) if rest else state.talk.last or text
        if match := acts.CORRECTION.match(text):
            return _correct(text[match.end() :], state) or text
        if (rest := acts.after(acts.NO, text)) is not None:
            return self._read(rest, state) if rest else text
        return _ask(text, state)

    def _accept(self, text: str, state: State) -> str:
        """What was offered last: in the answer's text, else the first suggestion under it."""
        if offer := offer_in(state.reply):
            return offer
        shown = self.suggest(state.talk.last) if self.suggest and state.talk.questions else ()
        return shown[0] if shown else text


def checked_history(history: Sequence[Message]) -> list[Said]:
    """The history as (role, content); raises QuestionError where it is of another shape."""
    wanted = 'A history is a list of {"role": "user" or "assistant", "content": text}, oldest first'
    if not isinstance(history, (list, tuple)):
        raise QuestionError(f"{wanted}; got {_kind(history)}.")
    checked: list[Said] = []
    for place, message in enumerate(history):
        if not isinstance(message, Mapping):
            raise QuestionError(f"{wanted}; message {place} is {_kind(message)}.")
        role, content = message.get("role"), message.get("content")
        if role not in ("user", "assistant"):
            raise QuestionError(f"{wanted}; message {place} has the role {role!r}.")
        if not isinstance(content, str):
            raise QuestionError(f"{wanted}; message {place} has {_kind(content)} as content.")
        checked.append((role, content[:_MOST_CHARS]))
    return checked


def _answered(state: State, reply: str) -> State:
    shown = items_in(reply) or state.shown
    items = state.items or shown or items_named(reply)
    talk = replace(state.talk, told=_credential_told(reply, state.talk))
    return replace(state, talk=talk, reply=reply, items=items, shown=shown)


def _credential_told(reply: str, talk: Talk) -> Thing | None:
    """The credential that a reply names where it says most of what was asked, else the first."""
    subjects, asked = talk.subjects, set(terms(talk.last))
    best, found = -1, None
    for sentence in acts.sentences_of(reply):
        named = (one.thing for one in subjects.find(sentence)) if subjects else ()
        thing = next((one for one in named if one.family == CREDENTIAL), None)
        shared = len(asked & set(terms(sentence)))
        if thing and shared > best:
            best, found = shared, thing
    return found


def _asking(text: str) -> str:
    """The last sentence of a message that asks, where it says enough by itself."""
    said = [one for one in acts.sentences_of(text.strip()) if len(one.split()) > _TELLING]
    asked = [one for one in said if one.endswith("?")]
    return next(reversed(asked or said), text)


def _ask(text: str, state: State) -> str:
    talk = state.talk
    told = _numbered(text, talk.last, talk) or _counted(text, state) or done_how(text, talk.last)
    if told:
        return told
    if found := _next_item(text, state) or picked(text, state.items):
        return put_in_place(*found, talk)
    asked = acts.sentences_of(text)[-1]
    if is_fragment(asked, talk.subjects):
        told = complete(asked, talk)
        return text if told == asked else told
    told = resolve(text, talk)
    if told != text:
        return _TIE.sub("", told)
    return with_topic(text, talk) if not talk.subjects and is_incomplete(text) else text


def _numbered(text: str, question: str, talk: Talk) -> str:
    """`And the second?` after a question about the first step or stage."""
    rank = ordinal(stripped(text))
    before = talk.subjects.numbered(question) if talk.subjects else None
    if rank is None or before is None:
        return ""
    told = step(before.thing.family, rank).name
    return f"{question[: before.start]}{told}{question[before.end :]}"


def _next_item(text: str, state: State) -> tuple[str, str] | None:
    """As `picked`: the item after, or before, the one that the last question was about."""
    match = STEP_ON.match(stripped(text))
    place = next((p for p, item in enumerate(state.items) if item in state.talk.last), None)
    if not match or place is None or _LEVEL.search(text):
        return None
    place += shift_of(match)
    return ("{}", state.items[place]) if 0 <= place < len(state.items) else None


def _on_a_step(text: str, state: State) -> str:
    """`What's number 7?` where steps or stages are talked about: "What's step 7?"."""
    of_what = _COUNTED.search(" ".join(state.talk.questions))
    return _NUMBER.sub(f"{of_what[1]} ", text) if of_what else text


def _counted(text: str, state: State) -> str:
    """`What's the first?` after a question about the steps."""
    of_what, asked = _COUNTED.search(state.talk.last), re.search(r"(?i)\bthe \w+$", plain(text))
    if state.items or not of_what or not asked or ordinal(asked[0]) is None:
        return ""
    return f"{plain(text)} {of_what[1]}"


def _correct(rest: str, state: State) -> str:
    """The last question, or the whole of this one, as it was meant; empty where nothing is said."""
    rest, talk = acts.sentences_of(rest)[-1], state.talk
    if not plain(rest):
        return ""
    thing = talk.subjects.names_one(rest) if talk.subjects else None
    return complete(rest, talk) if thing or is_fragment(rest, talk.subjects) else _ask(rest, state)


def _return(to: str, rest: str, state: State) -> str:
    """Back to the question that spoke of something, and on from there."""
    talk = state.talk
    numbered = filter(None, (_numbered(to, one, talk) for one in talk.questions))
    earlier = _speaking_of(to, talk.questions) or next(numbered, "")
    if not earlier and (found := picked(to, state.items)):
        earlier = put_in_place(*found, Talk(subjects=talk.subjects))
    if not rest:
        return earlier or f"What about {to}?"
    talk = replace(talk, questions=(*talk.questions, earlier or to))
    told = _ask(rest, replace(state, talk=talk, items=()))
    if told != rest or earlier == rest or (talk.subjects and talk.subjects.find(rest)):
        return told
    return with_topic(rest, Talk((f"for {to}",)))


def _speaking_of(to: str, questions: Sequence[str]) -> str:
    wanted = set(terms(to)) - set(terms("question topic thing subject matter point part first one"))
    return next((q for q in reversed(questions) if wanted and wanted <= set(terms(q))), "")


def _with_background(text: str, state: State) -> str:
    """A question about the person's own case keeps what they said of themselves."""
    text, subjects = _MY_YEARS.sub(r"\g<0> of experience", text), state.talk.subjects
    if not state.background or state.background.lower() in text.lower():
        return text
    other = any(one.thing.rank for one in subjects.find(text)) if subjects else False
    return text if other or not acts.ABOUT_ME.search(text) else f"{state.background}. {text}"


def _tidy(text: str) -> str:
    """One question mark, single spaces, a capital at the start."""
    text = re.sub(r"\s+", " ", text).strip(" ,;")
    if text.endswith("?"):
        text = plain(text)
    if not text.endswith((".", "!")):
        text += "." if _IMPERATIVE.match(text) else "?"
    return capital(text)


def _kind(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"
