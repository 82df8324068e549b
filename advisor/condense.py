"""History and follow-up in, standalone question out, without a chat model.

The earlier turns are replayed to keep what is talked about: the last standalone question, the list
that was shown, what was offered. A turn is then read as one of a few acts: an answer to an offer, a
correction, a return, a pick from a list, a fragment that borrows the last question's frame or its
object, or a sentence that points back. A turn that is none of these stands alone and is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from advisor.anaphora import resolve, with_topic
from advisor.topics import is_incomplete, next_topic
from advisor.errors import QuestionError
from advisor.fragments import complete, is_fragment, more_of, put, stripped
from advisor.offers import items_in, items_named, offer_in, ordinal, picked
from advisor.schema import Message
from advisor.subjects import Subjects, step

Suggest = Callable[[str], Sequence[str]]
"""The suggestions that were shown under the answer to a standalone question."""

Said = tuple[str, str]
"""Who said something, user or assistant, and what."""

_MOST_CHARS = 4_000
_OWN_CONTEXT = 30
"""Words from which a message brings its own context."""
_YES = re.compile(
    r"(?i)^(?:(?:oh|ok|okay|well)[,\s]+)?(?:yes|yeah|yep|yup|ya|y|sure(?: thing)?|ok|okay|please|"
    r"please do|do (?:it|that|so)|go (?:ahead|on|for it)|of course|definitely|absolutely|certainly|"
    r"sounds good|(?:that )?would be (?:great|nice|good|helpful)|i(?:'d| would)(?: like (?:that|to))?|"
    r"why not(?=[\s.!?]*$)|alright|all right|great|by all means|let'?s (?:do (?:it|that)|hear it)"
    r"|indeed|yes i (?:do|would))\b(?:[\s,.!]*(?:thanks?|thank you)\b)?[\s,.!]*"
)
_MORE = re.compile(
    r"(?i)^(?:ok |and |so |please |can you |could you )*(?:tell me|say|explain|give me|show me|go into)?\s*"
    r"(?:a (?:bit|little) )?more(?: please| details?| info(?:rmation)?)?[\s.!?]*$|^go on[\s.!?]*$"
)
_NO = re.compile(r"(?i)^(?:no+|nope|nah|not (?:now|really))\b(?:[\s,.!]+|$)")
_SMALL = re.compile(r"(?i)(?:(?:no|nope|nah|ok|okay|great|thanks?|thank you|cool|hi|hello|hey|i see|got it|"
                    r"so much|very much|a lot|that helps|bye|not now)[\s,.!]*)+")
_CORRECTION = re.compile(
    r"(?i)^(?:(?:no+|nope|sorry|oops|wait|actually|oh|hm+|hang on|my bad|i mean|apologies)[\s,.!:-]+)*"
    r"(?:i|we)\s+(?:actually\s+|really\s+)?(?:meant|mean)(?:\s+to (?:ask|say|type|write)"
    r"(?: about)?)?(?:\s+(?:about|like))?[\s,:]+|"
    r"^(?:(?:(?:no+|nope|oops)[\s]*[,.!:-]+\s*|(?:sorry|wait|actually|hang on|my bad|correction)[\s,.!:-]+))+(?:not [\w -]+?,\s*)?"
    r"(?:(?:but )?(?:rather|make (?:that|it)|for|about|the one for)\s+)?"
)
_RETURN = re.compile(
    r"(?i)^(?:ok|okay|and|so|now|right|well|please)?[,\s]*(?:(?:let'?s|can we|could we|i(?:'d| would) "
    r"like to|i want to)\s+)?(?:go(?:ing)?\s+|get(?:ting)?\s+|come\s+|coming\s+|jump\s+|circle\s+)?"
    r"(?:back to|return(?:ing)? to|again about|once more on)\s+(?P<to>[^:;,.?!–—]+?)"
    r"(?:\s*[:;,.?!–—-]+\s*(?P<rest>.*)|(?:\s+(?:again|now|then|please))?)$"
)
_INSISTS = re.compile(
    r"(?i)^(?:(?:ok|okay|but|come on|cmon|please|pls|well|and|so)[,\s]+)*(?:(?:just|at least|simply)\s+)?"
    r"(?:(?:give|tell|say|try)(?: me)?(?: to)?\s+(?:an?|the|your|some|any)?\s*(?:rough |ballpark |single |"
    r"best )?(?:number|figure|estimate|answer|guess|ballpark|idea|range)|are you (?:really )?(?:sure|"
    r"certain)|(?:really|seriously|honestly|is that (?:so|true|right)|you sure)|(?:that|it)(?:'s| is| seems| "
    r"sounds| looks| can'?t be) (?:\w+ ){0,2}(?:low|high|wrong|right|much|little|odd|off|lot|true)(?=[\s.?!]*$)|"
    r"is(?:n't)? that (?:not )?(?:a )?(?:lot|much|low|high|good|normal|little)(?=[\s.?!]*$))\b[\s,.?!]*"
)
_BACKGROUND = re.compile(
    r"(?i)^(?:(?:so|hi|hello|well|ok|and|by the way)[,\s]+)*(?:i'?m\s+(?!ask|wonder|look|interest|curious|"
    r"sure|not sure)|i am\s+(?!ask|wonder|look|interest|curious)|i'?ve\s|i have\s|i work|i hold\s|"
    r"i(?:'ve)? (?:just )?(?:finished|graduated|completed|got)|just (?:finished|graduated)|my background)"
)
_ABOUT_ME = re.compile(
    r"(?i)\b(?:i|my|me|mine)\b.*\b(?:earn|make|paid|pay|salary|level|qualify|qualified|eligible|enough|"
    r"ready|start|count|expect|fit|next)\b|\bmy (?:experience|background|degree|years?|\d+)\b"
)


_MY_YEARS = re.compile(r"(?i)\bmy (?:\d+|[a-z]+) (?:years?|yrs)\b(?! of\b| in\b| as\b)")


@dataclass(frozen=True)
class State:
    """What a conversation has come to."""

    questions: tuple[str, ...] = ()
    """The standalone questions so far, oldest first."""
    reply: str = ""
    """What the assistant said last."""
    items: tuple[str, ...] = ()
    """The list that an ordinal picks from."""
    shown: tuple[str, ...] = ()
    """The last list with bullets, which stays in view while prose follows."""
    topic: str = ""
    """What the talk is about, where no guide tells."""
    background: str = ""
    """What the person said of themselves."""


@dataclass(frozen=True)
class Condenser:
    """Makes standalone questions; `subjects` are the things of the guide that is talked about."""

    subjects: Subjects | None = None
    suggest: Suggest | None = None

    def condense(self, question: str, said: Sequence[Said] = ()) -> str:
        """The question as it reads without what was said before; a first turn passes untouched."""
        state = State()
        for role, content in said:
            state = self._heard(state, content) if role == "user" else self._told(state, content)
        return self._standalone(question, state)

    def _heard(self, state: State, question: str) -> State:
        """The state after a question of the person's."""
        standalone = self._standalone(question, state)
        picks = standalone != question and picked(question, state.items) is not None
        said = [text for text in re.split(r"(?<=[.!?])\s+", question) if _BACKGROUND.match(text)]
        said = [re.split(r"(?i),\s*(?=(?:what|how|can|do|is|which|where|am)\b)", one)[0] for one in said]
        asks = re.search(r"\w", standalone) and not _SMALL.fullmatch(standalone.strip(" ?"))
        return State(
            questions=(*state.questions, standalone) if asks else state.questions,
            items=state.items if picks else (),
            shown=state.shown,
            topic=self._topic(standalone, state),
            background=" ".join(said).rstrip(" ?") or state.background,
        )

    def _told(self, state: State, reply: str) -> State:
        found = state.items or items_in(reply)
        return replace(state, reply=reply, items=found or state.shown or items_named(reply),
                       shown=items_in(reply) or state.shown)  # fmt: skip

    def _standalone(self, question: str, state: State) -> str:
        text = question.strip()
        if not text or not (state.questions or state.reply) or len(text.split()) > _OWN_CONTEXT:
            return question
        told = self._read(text, state)
        told = self._with_background(told, state)
        return question if told.strip() == text else _tidy(told)

    def _read(self, text: str, state: State) -> str:
        """The text as one of the acts."""
        last = state.questions[-1] if state.questions else ""
        if (rest := _after(_YES, text)) is not None:
            return self._accepted(rest, text, state)
        if _MORE.match(text):
            return offer_in(state.reply) or more_of(state.questions, self.subjects, state.topic)
        if match := _RETURN.match(text):
            return self._returned(match, state)
        if match := _INSISTS.match(text):
            rest = text[match.end() :].strip()
            return self._plain(rest, state) if rest else last or text
        if match := _CORRECTION.match(text):
            return self._corrected(text[match.end() :], text, state)
        if (rest := _after(_NO, text)) is not None:
            return self._read(rest, state) if rest else text
        return self._plain(text, state)

    def _plain(self, text: str, state: State) -> str:
        """A pick, a fragment or a sentence."""
        last = state.questions[-1] if state.questions else ""
        if told := self._numbered(text, last, state.items):
            return told
        if found := picked(text, state.items):
            rest, item = found
            return put(item, rest, last, self.subjects)
        lead, asked = _last_sentence(text)
        if is_fragment(asked, self.subjects):
            told = complete(asked, last, state.questions, self.subjects, state.topic)
            return told if told != asked else text
        told = resolve(text, state.questions, self.subjects, state.topic)
        told = re.sub(r"(?i)^(?:(?:and|so|ok|okay|but)[\s,]+)+", "", told) if told != text else text
        if told == text and not self.subjects and is_incomplete(text):
            return with_topic(text, state.questions, None, state.topic)
        return told

    def _numbered(self, text: str, last: str, state_items: Sequence[str] = ()) -> str:
        """ "And the second?" after a question about the first step or stage."""
        rank, before = ordinal(stripped(text)), self.subjects and self.subjects.numbered(last)
        counted = re.search(r"(?i)\b(step|stage|phase|rung|level)s\b", last)
        if rank is None and (asked := re.search(r"(?i)\bthe \w+$", text.strip(" ?.!"))):
            rank = ordinal(asked[0])
        if rank is not None and not before and counted and not state_items:
            return f"{text.strip(' ?.!')} {counted[1]}"
        if rank is None or not before or ordinal(stripped(text)) is None:
            return ""
        return f"{last[: before.start]}{step(before.thing.family, rank).name}{last[before.end :]}"

    def _accepted(self, rest: str, text: str, state: State) -> str:
        """What was offered, where the person agrees; what they say beyond that, otherwise."""
        if rest:
            return self._read(rest, state)
        offer = offer_in(state.reply)
        if offer:
            return offer
        shown = self.suggest(state.questions[-1]) if self.suggest and state.questions else ()
        return shown[0] if shown else text

    def _corrected(self, rest: str, text: str, state: State) -> str:
        last = state.questions[-1] if state.questions else ""
        if not rest.strip(" ?.!"):
            return text
        rest = _last_sentence(rest)[1]
        if is_fragment(rest, self.subjects) or (self.subjects and self.subjects.names_one(rest)):
            return complete(rest, last, state.questions, self.subjects, state.topic)
        return self._plain(rest, state)

    def _returned(self, match: re.Match[str], state: State) -> str:
        """Back to the question that spoke of it; then on from there."""
        to, rest = match["to"].strip(), (match["rest"] or "").strip()
        earlier = _speaking_of(to, state.questions)
        if earlier is None and (rank := ordinal(to)) is not None:
            earlier = next((q for q in state.questions if self._numbered(to, q) and rank), None)
            earlier = self._numbered(to, earlier) if earlier else None
        if earlier is None and (found := picked(to, state.items)):
            earlier = put(found[1], found[0], "", self.subjects)
        if not rest:
            return earlier or f"What about {to}?"
        questions = (*state.questions, earlier or to)
        told = self._plain(rest, replace(state, questions=questions, items=()))
        if told == rest and self.subjects and self.subjects.find(rest):
            return rest
        return told if told != rest or earlier == told else with_topic(rest, (f"for {to}",), None)

    def _with_background(self, text: str, state: State) -> str:
        """A question about the person's own case keeps what they said of themselves."""
        text = _MY_YEARS.sub(r"\g<0> of experience", text)
        if not state.background or state.background.lower() in text.lower():
            return text
        if not _ABOUT_ME.search(text) or (self.subjects and self._names_level(text)):
            return text
        return f"{state.background.rstrip('.')}. {text}"

    def _names_level(self, text: str) -> bool:
        return bool(self.subjects and any(one.thing.rank for one in self.subjects.find(text)))

    def _topic(self, standalone: str, state: State) -> str:
        """What the talk is about: kept while questions speak of it, else what the new one names."""
        return "" if self.subjects else next_topic(standalone, state.topic)


def checked_history(history: Sequence[Message]) -> list[Said]:
    """The history as (role, content); raises QuestionError where it is of another shape."""
    wanted = 'a list of {"role": "user" or "assistant", "content": text}, oldest first'
    if not isinstance(history, (list, tuple)):
        raise QuestionError(f"A history is {wanted}; got {type(history).__name__}.")
    checked: list[Said] = []
    for place, message in enumerate(history):
        if not isinstance(message, Mapping):
            raise QuestionError(f"A history is {wanted}; message {place} is {_kind(message)}.")
        role, content = message.get("role"), message.get("content")
        if role not in ("user", "assistant"):
            raise QuestionError(f"A history is {wanted}; message {place} has the role {role!r}.")
        if not isinstance(content, str):
            raise QuestionError(f"A history is {wanted}; message {place} has {_kind(content)} as content.")
        checked.append((role, content[:_MOST_CHARS]))
    return checked


def _kind(value: Any) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"


def _after(pattern: re.Pattern[str], text: str) -> str | None:
    """What follows a pattern that may repeat at the start; None where it does not stand there.

    A word like "ok" before a whole question is no answer to anything, so it only counts where the
    rest is short or set off.
    """
    rest, matched = text, False
    while rest and (match := pattern.match(rest)) and match.end():
        rest, matched = rest[match.end() :], True
    rest = rest.strip(" .!?")
    if not matched or (rest and not re.match(r"(?i)(?:and|but|the|in|for|about|what about)\b", rest)):
        return None
    return rest


def _speaking_of(to: str, questions: Sequence[str]) -> str | None:
    """The latest earlier question that speaks of something."""
    from advisor.lexicon import terms

    wanted = set(terms(to)) - set(terms("question topic thing subject matter point part first one"))
    return next((q for q in reversed(questions) if wanted and wanted <= set(terms(q))), None)


def _last_sentence(text: str) -> tuple[str, str]:
    """What is asked last, and what is said before it."""
    parts = re.split(r"(?<=[.!?])\s+", text)
    return " ".join(parts[:-1]), parts[-1]


_IMPERATIVE = re.compile(r"(?i)(?:tell|explain|describe|compare|list|give|show|name|say)\b")


def _tidy(text: str) -> str:
    """One question mark, one space, a capital at the start."""
    text = re.sub(r"\s+", " ", text).strip(" ,;")
    text = re.sub(r"[?.!]*$", "", text) if text.endswith("?") else text
    if not text.endswith((".", "!")):
        text += "." if _IMPERATIVE.match(text) else "?"
    return text[:1].upper() + text[1:]
