"""Forty other careers: the handbook's fact tables asked as people ask, each about its own guide.

A sample of the facts unless EVALS_FULL is set.
"""

from __future__ import annotations

import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from evals.context import Context
from evals.errors import HarnessError
from evals.items import Holds, Item, Metric, Must, share
from evals.metrics import p50, p95
from evals.occupations import FACTS, SECTIONS, Occupation, index_of, read_occupations
from evals.records import AdvisorLike, AnswerRecord
from evals.samples import Expected
from evals.scoring import Verdict, crash_verdict, judge_answer

FACT_KINDS = ("pay", "hourly", "education", "experience", "training", "jobs", "outlook", "change")
_ROWS = {
    "Median Pay": "pay",
    "Entry-Level Education": "education",
    "Work Experience": "experience",
    "Training": "training",
    "Number of Jobs": "jobs",
    "Outlook": "outlook",
    "Employment Change": "change",
}
_ELSEWHERE = "See How to Become One"


def _is_fact(item: Item) -> bool:
    return item.kind in FACT_KINDS


def _is(kind: str) -> Callable[[Item], bool]:
    return lambda item: item.kind == kind


METRICS: tuple[Metric, ...] = (
    share("right figure from the right page", "right", Must(0.90), Holds(), where=_is_fact),
    share("right guide", "right_guide", Must(0.97), Holds(0.005), where=_is_fact),
    *(share(f"right: {kind}", "right", where=_is(kind)) for kind in FACT_KINDS),
    share("right guide: part of a name", "right_guide", Holds(0.02), where=_is("part of a name")),
    share("right guide: lay title", "right_guide", where=_is("lay title")),
    share("right guide: no career named", "right_guide", Holds(0.02), where=_is("follow-up")),
    share("right: no career named", "right", Holds(0.02), where=_is("follow-up")),
    share("wrongly declined", "wrongly_declined", Holds(0.005), higher_is_better=False),
    share("declined", "declined", Holds()),
    share("verbatim", "verbatim", Must(1.0)),
    share("quotes in the source", "quote_in_source", Must(1.0)),
    share("claims cited", "claims_cited", Must(1.0)),
    share("markers valid", "markers_valid", Must(1.0)),
    share("figures supported", "figures_supported", Must(1.0)),
    share("no crash", "no_crash", Must(1.0)),
    Metric("words, median", ("words",), p50, False, unit="words"),
    Metric("latency without embedding p50", ("seconds",), p50, False, unit="seconds"),
    Metric("latency without embedding p95", ("seconds",), p95, False, unit="seconds"),
)

# {one} is the career in the singular with its article, {many} in the plural.
PHRASINGS: dict[str, tuple[str, ...]] = {
    "pay": (
        "What is the median pay of {many}?",
        "How much do {many} make a year?",
        "What does {one} earn?",
        "median salary for {many}",
        "How well are {many} paid?",
        "what's the typical annual wage for {one}",
        "If I became {one}, what could I expect to earn?",
    ),
    "hourly": (
        "What do {many} make per hour?",
        "What is the hourly pay of {one}?",
        "How much an hour do {many} earn?",
        "hourly wage for {many}",
        "What would I get per hour as {one}?",
    ),
    "education": (
        "What education do {many} need?",
        "What degree do I need to become {one}?",
        "Which level of schooling is typical for entry-level {many}?",
        "typical entry-level education for {many}",
        "How much school does it take to be {one}?",
        "What qualification do people usually have when they start as {one}?",
    ),
    "experience": (
        "How much work experience in a related occupation do {many} need?",
        "Do I need experience in a related job before I can be {one}?",
        "What related work experience is expected of {many}?",
        "work experience required for {many}",
    ),
    "training": (
        "What on-the-job training do {many} get?",
        "How much on-the-job training does {one} need?",
        "Is there training on the job for {many}?",
        "on-the-job training for {many}",
    ),
    "jobs": (
        "How many {many} are there?",
        "How many jobs did {many} hold in 2024?",
        "What is the number of jobs for {many}?",
        "How many people work as {many}?",
        "number of {many} in 2024",
    ),
    "outlook": (
        "What is the job outlook for {many}?",
        "By how many percent is employment of {many} expected to change?",
        "How fast will the number of {many} grow over the decade?",
        "Is {one} a job with a future?",
        "job growth for {many} 2024 to 2034",
    ),
    "change": (
        "What is the employment change for {many} from 2024 to 2034?",
        "How many jobs will be added or lost for {many} by 2034?",
        "By how many jobs is employment of {many} projected to change?",
    ),
}
OPENINGS = ("What do {many} do?", "How do I become {one}?", "I am thinking of becoming {one}.")
FOLLOW_UPS: dict[str, tuple[str, ...]] = {
    "pay": ("How much does it pay?", "And the median pay?"),
    "education": ("What education is needed?", "And what degree do I need?"),
    "jobs": ("How many of them are there?", "And how many jobs are there?"),
    "outlook": ("What is the job outlook?", "And the outlook?"),
}
OUTSIDE = (
    "What does the exam cost to become {one}?",
    "What do {many} earn in Ohio?",
    "Which university is the best for {many}?",
    "Can {many} get a visa for Canada?",
    "How much is tuition for {many}?",
    "What do {many} wear to an interview?",
    "How many days of paid leave do {many} get?",
)


# Single names out of joined ones, and names that people use; they are about the guide alone.
PARTS: dict[str, tuple[str, ...]] = {
    "accountants-and-auditors": ("auditors", "accountants"),
    "biomedical-engineers": ("biomedical engineers", "bioengineers"),
    "brickmasons-blockmasons-and-stonemasons": ("stonemasons", "brickmasons"),
    "computer-and-information-systems-managers": ("information systems managers",),
    "correctional-officers": ("bailiffs", "correctional officers"),
    "dental-and-ophthalmic-laboratory-technicians-and-medical-appliance-technicians": (
        "dental laboratory technicians",
        "ophthalmic laboratory technicians",
    ),
    "diesel-service-technicians-and-mechanics": ("diesel mechanics", "diesel service technicians"),
    "dietitians-and-nutritionists": ("nutritionists", "dietitians"),
    "entertainment-and-recreation-managers": ("recreation managers",),
    "health-and-safety-engineers": ("safety engineers",),
    "health-information-technologists-and-medical-registrars": ("medical registrars",),
    "licensed-practical-and-licensed-vocational-nurses": (
        "licensed vocational nurses",
        "licensed practical nurses",
    ),
    "marine-engineers-and-naval-architects": ("naval architects", "marine engineers"),
    "mining-and-geological-engineers": ("geological engineers",),
    "nurse-anesthetists-nurse-midwives-and-nurse-practitioners": (
        "nurse practitioners",
        "nurse midwives",
    ),
    "occupational-health-and-safety-specialists-and-technicians": (
        "occupational health and safety technicians",
    ),
    "occupational-therapy-assistants-and-aides": (
        "occupational therapy aides",
        "occupational therapy assistants",
    ),
    "physicians-and-surgeons": ("surgeons", "cardiologists"),
    "police-and-detectives": ("police officers", "detectives"),
    "psychiatric-technicians-and-aides": ("psychiatric aides", "psychiatric technicians"),
}
LAY: dict[str, tuple[str, ...]] = {
    "accountants-and-auditors": ("CPAs",),
    "brickmasons-blockmasons-and-stonemasons": ("bricklayers",),
    "computer-and-information-systems-managers": ("IT managers",),
    "correctional-officers": ("prison guards",),
    "hazardous-materials-removal-workers": ("asbestos removers",),
    "licensed-practical-and-licensed-vocational-nurses": ("LPNs",),
    "massage-therapists": ("masseuses",),
    "optometrists": ("eye doctors",),
    "physical-therapists": ("PTs who help people walk again",),
    "physicians-and-surgeons": ("doctors",),
    "police-and-detectives": ("cops",),
    "technical-writers": ("people who write manuals",),
}


@dataclass(frozen=True)
class Case:
    """One question about one occupation."""

    id: str
    kind: str
    question: str
    occupation: Occupation
    expected: Expected | None
    """None where only the guide that the answer comes from is looked at."""
    history: tuple[dict[str, str], ...] = ()


def run(context: Context) -> Iterator[Item]:
    """Ask every case of an advisor whose library is the handbook."""
    occupations = read_occupations(context.public_file(FACTS), context.public_file(SECTIONS))
    cases = context.take(make_cases(occupations, full=bool(os.environ.get("EVALS_FULL"))))
    context.expect(len(cases))
    advisor = open_advisor(occupations)
    own = replace(context, open_advisor=lambda: advisor, _advisor=None)
    own.open()
    for case in cases:
        yield ask_case(own, case)


def open_advisor(occupations: Sequence[Occupation]) -> AdvisorLike:
    """An advisor on the occupations' guides; the index is made where there is none yet."""
    from advisor import Advisor, AdvisorError, Settings
    from evals.embedding import CachedEmbedder

    try:
        settings = index_of(occupations, Settings.from_env())
        embedder = CachedEmbedder(settings.embedding_model)
        return cast(AdvisorLike, Advisor.open(settings, embedder))
    except AdvisorError as error:
        raise HarnessError(f"the occupations' guides can't be opened: {error}") from error


# --- the questions ------------------------------------------------------------------------------


def make_cases(occupations: Sequence[Occupation], full: bool = False) -> list[Case]:
    """Facts of every occupation, other names, follow-ups, and what no guide tells."""
    cases = [case for one in occupations for case in _cases(one)]
    return [one for one in cases if full or one.kind not in FACT_KINDS or _is_sampled(one.id)]


def _is_sampled(key: str) -> bool:
    return zlib.crc32(key.encode()) % 8 < 5


def _cases(one: Occupation) -> Iterator[Case]:
    facts = expected_facts(one)
    for kind, fact in facts.items():
        question = _word(PHRASINGS[kind], one, kind)
        yield Case(f"{one.slug}/{kind}", kind, question, one, _states(fact))
    for kind, names in (("part of a name", PARTS), ("lay title", LAY)):
        for name in names.get(one.slug, ()):
            yield Case(f"{one.slug}/{name}", kind, f"What do {name} do?", one, None)
    kind = _pick([kind for kind in FOLLOW_UPS if kind in facts], one.slug)
    history = (
        {"role": "user", "content": _word(OPENINGS, one, "opening")},
        {"role": "assistant", "content": "This is what the guide says."},
    )
    question = _pick(FOLLOW_UPS[kind], one.slug)
    yield Case(f"{one.slug}/then", "follow-up", question, one, _states(facts[kind]), history)
    outside = Expected(answerable=False, reasons=("not_in_guide",))
    yield Case(f"{one.slug}/outside", "outside", _word(OUTSIDE, one, "outside"), one, outside)


def expected_facts(occupation: Occupation) -> dict[str, str]:
    """What the fact table states, by kind; what it leaves to the text is left out."""
    found: dict[str, str] = {}
    for name, value in occupation.facts.items():
        kind = next((kind for part, kind in _ROWS.items() if part in name), "")
        if kind == "pay":
            amounts = re.findall(r"\$[\d,]+(?:\.\d\d)?", value)
            found |= dict(zip(("pay", "hourly"), amounts, strict=False))
        elif kind and value != _ELSEWHERE:
            found[kind] = re.sub(r"^-|(?<=%).*", "", value)  # a text may say "decline 7 percent"
    return found


def _states(fact: str) -> Expected:
    return Expected(answerable=True, facts=((fact,),))


def _word(phrasings: Sequence[str], occupation: Occupation, salt: str) -> str:
    """One of the phrasings, the career named in the singular or plural, in small or title case."""
    key = f"{occupation.slug}/{salt}"
    one, many = occupation.career, occupation.title
    if zlib.crc32(key.encode()) % 3:
        one, many = one.lower(), many.lower()
    article = "an" if one[0].lower() in "aeiou" else "a"
    return _pick(phrasings, key).format(one=f"{article} {one}", many=many)


def _pick(choices: Sequence[str], key: str) -> str:
    """Always the same one for a key, evenly over many keys."""
    return choices[zlib.crc32(f"pick {key}".encode()) % len(choices)]


# --- asking -------------------------------------------------------------------------------------


def ask_case(context: Context, case: Case) -> Item:
    """Ask one question; score the reply and which guide it came from."""
    answer: AnswerRecord | None = None
    expected = case.expected or Expected(answerable=True)
    try:
        answer = context.ask(case.question, case.history)
        guide = _guide_of(context, case, answer)
    except Exception as error:  # whatever the advisor raises is what is measured
        verdict = crash_verdict(expected, error)
    else:
        verdict = judge(context, case, answer, guide)
    return Item(
        id=case.id,
        suite="careers",
        kind=case.kind,
        question=case.question,
        outcome=verdict.outcome,
        scores=verdict.scores,
        notes=verdict.notes,
        expected={"guide": case.occupation.file, "facts": [list(one) for one in expected.facts]},
        history=case.history,
        answer=answer,
    )


def judge(context: Context, case: Case, answer: AnswerRecord, guide: str) -> Verdict:
    """Every score of a reply; what comes from another page is not right, whatever it says."""
    is_right_guide = guide == case.occupation.file
    notes = () if is_right_guide else (f"from {guide or 'no guide'}",)
    found = float(is_right_guide) if guide else None  # nothing cited tells nothing
    scores: dict[str, float | None] = {"right_guide": found, "no_crash": 1.0}
    outcome = "right" if is_right_guide else "wrong statement"
    if case.expected is None:
        return Verdict(outcome, {**scores, "seconds": answer.seconds}, notes)
    folders = context.corpus_folders
    verdict = judge_answer(answer, case.question, case.expected, case.kind, folders)
    if not case.expected.answerable:
        return verdict
    verdict = replace(verdict.with_scores(scores), notes=(*verdict.notes, *notes))
    if is_right_guide or verdict.outcome != "right":
        return verdict
    return replace(verdict.with_scores({"right": 0.0, "passed": 0.0}), outcome=outcome)


def _guide_of(context: Context, case: Case, answer: AnswerRecord) -> str:
    """The file that an answer cites; where it cites none, that of the best passage."""
    cited = {Path(one.source).name for one in answer.citations}
    if not cited and not case.history:
        cited = {Path(one.source).name for one in context.advisor.retrieve(case.question, 1)}
    return ", ".join(sorted(cited))
