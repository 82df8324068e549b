"""What a talk is about where no guide tells: one topic, kept until a question brings in another."""

from __future__ import annotations

import re

from advisor.phrases import Phrase, phrases

_ABSTRACT = re.compile(
    r"(?i)^(?:the )?(?:\w+ )?(?:history|types?|kinds?|causes?|origins?|role|benefits?|effects?|"
    r"purposes?|characteristics|meaning|importance|series|author|evolution|breeds?|ways?|"
    r"examples?) of "
)
_INTRODUCES = re.compile(
    r"(?i)^(?:(?:what|who)(?:'s| is| are| was| were)|(?:what|how) about|(?:(?:can|could) you |"
    r"please )?(?:tell me|explain|describe|define)(?: more)?(?: about)?)\s+[^,?.]+[?.\s]*$"
)
_RELATIONS = re.compile(
    r"(?i)^(?:benefits?|risks?|requirements?|causes?|symptoms?|effects?|types?|differences?|"
    r"advantages|disadvantages|features?|origins?|rules?|steps?|layers?|findings|arguments|"
    r"components|implications|treatments?|versions?|alternatives|solutions?|reasons?|results?|"
    r"options?|characteristics|similarities|uses|members|price|cost|tests?|downsides?|factors|"
    r"issues?|problems?)$"
)
_COMPARING = frozenset(
    "other main key possible similar best first most different biggest common".split()
)
_LONGEST = 8
"""Words of the longest sentence that can leave open of what."""


def next_topic(question: str, topic: str) -> str:
    """The topic after a standalone question: its own, where it introduces one."""
    found = phrases(question)
    core = re.sub(r"(?i)^(?:the|an?|my|your)\s+", "", topic)
    if not found or (topic and core.lower() in question.lower()):
        return topic
    if _INTRODUCES.match(question.strip()) and len(found) == 1:
        return _about(found[0])
    named = next((one for one in found if one.named), None)
    if named:
        return _about(named)
    return topic or _about(max(found, key=lambda one: (bool(one.determiner), -one.start)))


def is_incomplete(text: str) -> bool:
    """Whether a whole sentence leaves open of what: "what are the risks?", "which is the best?"."""
    found = phrases(text)
    if len(text.split()) > _LONGEST or len(found) > 1 or any(one.named for one in found):
        return False
    if not found:
        return True
    one = found[0]
    if " of " in one.text:
        return False
    definite = one.determiner.lower() == "the" and len(one.bare.split()) == 1
    return definite or one.before in _COMPARING or bool(_RELATIONS.match(one.head))


def _about(phrase: Phrase) -> str:
    """What a phrase is about: of "the history of toilets", toilets."""
    return _ABSTRACT.sub("", phrase.text)
