"""What a turn does besides asking: agree, correct, insist, go back, say who one is."""

from __future__ import annotations

import re

YES = re.compile(
    r"(?i)^(?:(?:oh|ok|okay|well)[,\s]+)?(?:yes|yeah|yep|yup|ya|y|sure(?: thing)?|ok|okay|"
    r"please do|please|do (?:it|that|so)|go (?:ahead|on|for it)|of course|definitely|absolutely|"
    r"certainly|sounds good|(?:that )?would be (?:great|nice|good|helpful)|"
    r"i(?:'d| would)(?: like (?:that|to))?|why not(?=[\s.!?]*$)|alright|all right|great|"
    r"by all means|let'?s (?:do (?:it|that)|hear it)|indeed|yes i (?:do|would))\b"
    r"(?:[\s,.!]*(?:thanks?|thank you)\b)?"
    r"(?:[\s,.!]*(?:pls|plz|please|show me|i do|i would|all of (?:it|them)|"
    r"tell me(?: (?:some )?more| about (?:it|that|them))?)(?=[\s,.!?]*$))*[\s,.!]*"
)
NO = re.compile(r"(?i)^(?:no+|nope|nah|not (?:now|really))\b(?:[\s,.!]+|$)")
MORE = re.compile(
    r"(?i)^(?:ok |and |so |please |can you |could you )*"
    r"(?:tell me|say|explain|give me|show me|go into)?\s*(?:a (?:bit|little) )?"
    r"more(?: please| details?| info(?:rmation)?)?[\s.!?]*$|^go on[\s.!?]*$"
)
SMALL_TALK = re.compile(
    r"(?i)(?:(?:no|nope|nah|ok|okay|great|thanks?|thank you|cool|hi|hello|hey|i see|got it|"
    r"so much|very much|a lot|that helps|bye|not now)(?:[\s,.!]+|$))+"
)
CORRECTION = re.compile(
    r"(?i)^(?:(?:no+|nope|na+h?|sorry|oops|wait|actually|oh|hm+|hang on|my bad|i mean|apologies)"
    r"[\s,.!:-]+)*(?:i|we)\s+(?:actually\s+|really\s+)?(?:meant|mean)"
    r"(?:\s+to (?:ask|say|type|write)(?: about)?)?(?:\s+(?:about|like))?[\s,:]+|"
    r"^(?:(?:no+|nope|oops)\s*[,.!:-]+\s*|"
    r"(?:sorry|wait|actually|hang on|my bad|correction)[\s,.!:-]+)+(?:not [\w -]+?,\s*)?"
    r"(?:(?:but )?(?:rather|make (?:that|it)|for|about|the one for)\s+)?"
)
RETURN = re.compile(
    r"(?i)^(?:ok|okay|and|so|now|right|well|please)?[,\s]*"
    r"(?:(?:let'?s|can we|could we|i(?:'d| would) like to|i want to)\s+)?"
    r"(?:(?:go|going|get|getting|come|coming|jump|circle)\s+)?"
    r"(?:back to|return(?:ing)? to|again about|once more on)\s+(?P<to>[^:;,.?!–—]+?)"
    r"(?: for a (?:sec(?:ond)?|minute|min|moment|bit))?"
    r"(?:\s*[:;,.?!–—-]+\s*(?P<rest>.*)|(?:\s+(?:again|now|then|please))?)$"
)
INSISTS = re.compile(
    r"(?i)^(?:(?:ok|okay|but|come on|cmon|please|pls|well|and|so)[,\s]+)*"
    r"(?:(?:just|at least|simply)\s+)?"
    r"(?:(?:give|tell|say|try)(?: me)?(?: to)?\s+(?:an?|the|your|some|any)?\s*"
    r"(?:rough |ballpark |single |best )?"
    r"(?:number|figure|estimate|answer|guess|ballpark|idea|range)|"
    r"are you (?:really )?(?:sure|certain)|you sure|is that (?:so|true|right)|"
    r"really|seriously|honestly|"
    r"(?:so|then|meaning)[,\s]+(?:an? )?(?:no|yes|none|not|neither|never|always|not (?:always|"
    r"really|necessarily|all|ever))(?: (?:then|tho|though))?(?=[\s.?!]*$)|"
    r"(?:that|it)(?:'s| is| seems| sounds| looks| can'?t be) (?:\w+ ){0,2}"
    r"(?:low|high|wrong|right|much|little|odd|off|lot|true)(?=[\s.?!]*$)|"
    r"is(?:n't)? that (?:not )?(?:a )?(?:lot|much|low|high|good|normal|little)(?=[\s.?!]*$))"
    r"\b[\s,.?!]*"
)
"""Asking the last question over again: "just give me a number", "are you sure?"."""
BACKGROUND = re.compile(
    r"(?i)^(?:(?:so|hi|hello|well|ok|and|by the way)[,\s]+)*"
    r"(?:i(?:'?m| am)\s+(?!ask|wonder|look|interest|curious|sure|not sure)|"
    r"i'?ve\s|i have\s|i work|i hold\s|"
    r"i(?:'ve)? (?:just )?(?:finished|graduated|completed|got)|"
    r"just (?:finished|graduated)|my background)"
)
ABOUT_ME = re.compile(
    r"(?i)\b(?:i|my|me|mine)\b.*\b(?:earn|make|paid|pay|salary|level|qualify|qualified|eligible|"
    r"enough|ready|start|count|expect|fit|next)\b|"
    r"\bmy (?:experience|background|degree|years?|\d+)\b"
)
_INTERJECTION = re.compile(
    r"(?i)^(?:(?:lol|haha+|hm+|oof|wow|oh|ah+|phew|cool|nice|neat|ok(?:ay)?|right|alright|well|"
    r"got it|i see|good(?: to know)?+|fair enough|(?:that )?makes sense|perfect|awesome|excellent|"
    r"thanks?(?: you)?(?: so much| very much)?|thank you|(?:ok(?:ay)? )?that helps(?: a lot)?|"
    r"that(?:'s| is) (?:\w+ )?(?:good|great|helpful|encouraging|interesting|reassuring|fair)"
    r"(?: to (?:know|hear))?+(?: i guess)?+)[\s,.!]+)+(?:and |but |so )?(?=\S)"
)
_STATES = re.compile(
    r"(?i)^(?:i|i'm|i've|i'd|my|we|we're|our|that's|it's|this is|thanks|thank you)\b(?! (?:want|"
    r"need|would like|wonder|meant|mean)\b)(?!.*(?:\?|\b(?:what|which|how|who|why|where|when|tell|"
    r"whether)\b))"
)
_ASKS = re.compile(
    r"(?i)(?:what|which|who|where|when|why|how|is|are|was|do|does|did|can|could|should|would|will|"
    r"must|may|have|has|am|tell|explain|list|give|show|compare)\b"
)
AGAIN = re.compile(r"(?i)(?<=\w)[\s,]+again(?=[\s.?!]*$)")
_SET_OFF = re.compile(r"(?i)(?:and|but|the|in|for|about|what about)\b")
_ASKED = re.compile(r"(?i),\s*(?=(?:what|how|can|do|is|which|where|am)\b)")


def after(pattern: re.Pattern[str], text: str) -> str | None:
    """What follows an act that may repeat at the start; None where the text is none.

    "Ok" before a whole question answers nothing: what follows has to be tied to it.
    """
    rest = text
    while rest and (match := pattern.match(rest)) and match.end():
        rest = rest[match.end() :]
    if rest == text:
        return None
    rest = rest.strip(" .!?")
    return rest if not rest or _SET_OFF.match(rest) else None


def without_interjections(text: str) -> str:
    """A message without the words that only react: "lol ok. back to pay" is "back to pay"."""
    return _INTERJECTION.sub("", text)


def asked_in(text: str) -> str:
    """A message without what reacts before what it asks; the whole where it may ask nothing."""
    bare = without_interjections(text)
    return bare if bare.endswith("?") or _ASKS.match(bare) else text


def only_states(text: str) -> bool:
    """Whether a message tells something and asks nothing: "my feet would thank me"."""
    return bool(_STATES.match(without_interjections(text.strip())))


def sentences_of(text: str) -> list[str]:
    """The sentences of a message, as people type them."""
    return re.split(r"(?<=[.!?])\s+", text)


def background_in(text: str) -> str:
    """What a person says of themselves: "I'm an LPN with 3 years"."""
    said = [_ASKED.split(one)[0] for one in sentences_of(text) if BACKGROUND.match(one)]
    return " ".join(said).rstrip(" ?.")
