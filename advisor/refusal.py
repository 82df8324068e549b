"""What the reader sees where the guide has no answer: that it is silent, what it does cover
nearby, and who would know.
"""

from __future__ import annotations

import re

from advisor.declining import Declined, is_vague
from advisor.text import capital

_EMERGENCY = (
    "If you or somebody else is in danger, call the local emergency number now (in the US 911), or "
    "988, the Suicide and Crisis Lifeline."
)
_ASK_BACK = "Could you say a little more? I can tell you, for example, what is offered below."
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
_URGENT = re.compile(
    r"(?i)\b(?:chest pain|can'?t breathe|overdos|unconscious|stroke|numb (?:arm|face)|severe|"
    r"bleeding|suicid|kill (?:my|him|her|them)|seizure|poison)"
)


def refuse(one: Declined, career: str, guides: str, among_others: bool) -> str:
    """The refusal for one ask that the guide does not answer.

    `guides` is what they are called, "guide" or "guides"; `among_others` tells that something else
    in the message is answered, so that this ask has to be named and no more than that.
    """
    intent, text = one.intent, one.finding.ask.text
    if is_vague(one.finding.ask):
        return _ASK_BACK
    if fixed := _FIXED.get(intent.id):
        return fixed
    if intent.reason == "needs_professional":
        urgent = f" {_EMERGENCY}" if _URGENT.search(text) else ""
        return f"That is a question for {intent.who}, not for a career guide.{urgent}"
    if intent.reason == "unsafe":
        return (
            f"I cannot help with {intent.label}. For an honest way forward, turn to {intent.who}."
        )
    if intent.reason == "off_topic":
        return f"That is outside what I can answer: I know the guide to becoming a {career}."
    many = guides == "guides"
    if intent.label and not one.spoken_of:
        told = f"The {guides} {'say' if many else 'says'} nothing about {intent.label}."
    else:
        asked = "the rest of what you asked" if among_others else "this"
        told = f"I found nothing in the {guides} that answers {asked}."
    if one.near and not among_others:
        told += f" {'They do' if many else 'It does'} cover {' and '.join(one.near)}."
    return f"{told} {capital(intent.who)} would know." if intent.who else told
