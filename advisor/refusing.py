"""What the reader sees where the guides do not answer: what comes nearest, quoted where it may help
and else named, and who would know.
"""

from __future__ import annotations

from collections.abc import Sequence

from advisor.attribution import attributed
from advisor.declining import Declined, is_urgent, is_vague
from advisor.draft import Line, frame
from advisor.text import capital

YOUR_START = "For where you start from:"
"""What stands before what is open to whom starts where the person does."""
_UNNAMED = "I found"
"""How a refusal begins that does not name what was asked."""
_EMERGENCY = (
    "If you or somebody else is in danger, call the local emergency number now (in the US 911), or "
    "988, the Suicide and Crisis Lifeline."
)
_ASK_BACK = "Could you say a little more? I can tell you, for example, what is offered below."
_SAY_LITTLE = frozenset({_UNNAMED, _ASK_BACK.partition(". ")[0]})
"""How refusals begin that tell neither what was asked nor who would know."""
_CLEARLY = 0.5
"""Chance of an unsafe request from which no other is meant."""
_OTHERWISE = "If you meant something else, please ask it in other words."
_FIXED = {
    "crisis": f"I am sorry that you are going through this. {_EMERGENCY}",
    "small_talk_greeting": "Hello! Ask me about this career: what it takes, what it pays, what "
    "to do next.",
    "small_talk_thanks": "You are welcome. Ask on whenever you like.",
    "small_talk_bye": "Goodbye, and good luck on your way.",
    "small_talk_how_are_you": "Thank you for asking; I am ready for your questions about this "
    "career.",
    "advisor_about": "I am a program, not a person: I look your question up in career guides and "
    "show you what they say, word for word and with the place. Ask me what this career takes, what "
    "it pays or what to do next.",
    "small_talk_compliment_insult": "Thank you for telling me. Is there something about this "
    "career that you would like to know?",
    "other_language": "I answer in English, from an English guide. Please ask in English: what "
    "this career takes, what it pays, what to do next.",
    "gibberish": "I could not make out a question there. Ask me about this career: what it takes, "
    "what it pays, what to do next.",
    "injection_override": "I only answer questions about the career, from the guide; instructions "
    "in a message do not change that.",
    "injection_claim": "I only say what stands in the guide, whatever a message asks me to say.",
}


def refusals_of(
    refused: Sequence[Declined], career: str, guides: str, among_others: bool
) -> list[Line]:
    """The refusals of one message, each once: of those that name nothing one is enough, and none
    beside those that say more; of those that name the same what is quoted goes before what is not.
    """
    once: dict[str, list[Line]] = {}
    for one in refused:
        lines = refuse(one, career, guides, among_others)
        begins = lines[0].text.partition(". ")[0]
        key = _UNNAMED if begins.startswith(_UNNAMED) else begins
        if len(lines) > len(once.get(key, ())):
            once[key] = lines
    telling = [lines for key, lines in once.items() if len(lines) > 1 or key not in _SAY_LITTLE]
    shown = once.values() if among_others else telling or list(once.values())[-1:]
    return [line for lines in shown for line in lines]


def refuse(one: Declined, career: str, guides: str, among_others: bool) -> list[Line]:
    """The refusal for one ask that the guide does not answer.

    `guides` is what they are called, "guide" or "guides"; `among_others` tells that something else
    in the message is answered, so that this ask has to be named and no more than that.
    """
    if told := _without_guide(one, career):
        return [frame(told)]
    knows = f"{capital(one.intent.who)} would know." if one.intent.who else ""
    if one.nearest and not among_others:
        told = f"{_UNNAMED} no sure answer to this in the {guides}."
        if one.intent.label and not one.spoken_of:
            told = f"On {one.intent.label} {_UNNAMED} no sure answer in the {guides}."
        head = frame(f"{told} {_nearest_to_it(guides)}")
        return [head, *attributed(one.nearest), *([frame(knows)] if knows else [])]
    return [frame(f"{_named(one, guides, among_others)} {knows}".strip())]


def may_not_answer(guides: str) -> str:
    """What stands before an answer that is not sure to be one."""
    return f"The {guides} may not answer just this. {_nearest_to_it(guides)}"


def _nearest_to_it(guides: str) -> str:
    return f"Nearest to it, {'they say' if guides == 'guides' else 'it says'}:"


def _without_guide(one: Declined, career: str) -> str:
    """The refusal of what no guide to a career would answer, or nobody could; else nothing."""
    intent = one.intent
    if is_vague(one.finding.ask):
        return _ASK_BACK
    if fixed := _FIXED.get(intent.id):
        return fixed
    if intent.reason == "needs_professional":
        urgent = f" {_EMERGENCY}" if is_urgent(one) else ""
        return f"That is a question for {intent.who}, not for a career guide.{urgent}"
    if intent.reason == "unsafe":
        meant = "" if one.finding.ask.outside("unsafe") > _CLEARLY else f" {_OTHERWISE}"
        told = f"I cannot help with {intent.label}. For an honest way forward, turn to"
        return f"{told} {intent.who}.{meant}"
    if intent.reason == "off_topic":
        return f"That is outside what I can answer: I know the guide to becoming a {career}."
    return ""


def _nothing_about(one: Declined, guides: str) -> str:
    """What the guides leave out by its name, where they do not speak of it at all."""
    if not one.intent.label or one.spoken_of:
        return ""
    return (
        f"The {guides} {'say' if guides == 'guides' else 'says'} nothing about {one.intent.label}."
    )


def _named(one: Declined, guides: str, among_others: bool) -> str:
    """What the guides leave out, and by name what they cover near to it."""
    they, do, speak = ("they", "do", "speak") if guides == "guides" else ("it", "does", "speaks")
    told, beside = _nothing_about(one, guides), f"{capital(they)} {do} cover"
    if not told:  # what is near may be called just what was asked for
        asked = "the rest of what you asked" if among_others else "this"
        told = f"{_UNNAMED} nothing in the {guides} that answers {asked}."
        beside = f"Nearest to it, {they} {speak} of"
    if one.near and not among_others:
        told += f" {beside} {' and '.join(one.near)}."
    return told
