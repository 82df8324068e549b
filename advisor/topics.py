"""What a talk is about where no guide tells: one topic, kept until a question brings in another."""

from __future__ import annotations

import re

from advisor.phrases import Phrase, phrases

_ABSTRACT = re.compile(
    r"(?i)^(?:the )?(?:\w+ )?(?:history|types?|kinds?|causes?|origins?|role|benefits?|effects?|purposes?|"
    r"characteristics|meaning|importance|series|author|evolution|series|breeds?|ways?|examples?) of "
)
_INTRODUCES = re.compile(
    r"(?i)^(?:(?:what|who)(?:'s| is| are| was| were)|(?:what|how) about|"
    r"(?:(?:can|could) you |please )?(?:tell me|explain|describe|define)(?: more)?(?: about)?)\s+(?P<what>[^,?.]+)[?.\s]*$"
)
_RELATIONS = re.compile(
    r"(?i)^(?:benefits?|risks?|requirements?|causes?|symptoms?|effects?|types?|differences?|advantages|"
    r"disadvantages|features?|origins?|rules?|steps?|layers?|findings|arguments|components|implications|"
    r"treatments?|versions?|alternatives|solutions?|reasons?|results?|options?|characteristics|"
    r"similarities|uses|members|price|cost|tests?|downsides?|factors|issues?|problems?)$"
)
_COMPARING = frozenset("other main key possible similar best first most different biggest common".split())


def next_topic(question: str, topic: str) -> str:
    """The topic after a standalone question: its own, where it introduces one."""
    found = phrases(question)
    if not found:
        return topic
    if topic and _core(topic).lower() in question.lower():
        return topic
    introduced = _INTRODUCES.match(question.strip())
    if introduced and len(found) == 1:
        return _about(found[0])
    named = next((one for one in found if one.named), None)
    if named:
        return _about(named)
    return topic or _about(max(found, key=lambda one: (bool(one.determiner), -one.start)))


def _about(phrase: Phrase) -> str:
    """ "the history of toilets" is about toilets."""
    return _ABSTRACT.sub("", phrase.text)


def _core(topic: str) -> str:
    return re.sub(r"(?i)^(?:the|an?|my|your)\s+", "", topic)


def is_incomplete(text: str) -> bool:
    """Whether a whole sentence leaves open of what: "what are the risks?", "which is the best?"."""
    found = phrases(text)
    if len(text.split()) > 8 or any(one.named for one in found) or len(found) > 1:
        return False
    if not found:
        return True
    one = found[0]
    if " of " in one.text:
        return False
    definite = one.determiner.lower() == "the" and len(one.bare.split()) == 1
    return definite or one.before in _COMPARING or bool(_RELATIONS.match(one.head))
