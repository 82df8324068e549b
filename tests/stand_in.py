"""A small guide, questions on it, and a stand-in advisor that answers all of them right."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PAY = "Senior coordinators earn $70,000 to $90,000 a year."
STEPS = "The guide counts ten steps."
GUIDE = f"# Guide\n\n## Salary\n\n{PAY}\n\n## Steps\n\n{STEPS}\n"
LINES = {PAY: 5, STEPS: 9}
HEADINGS = {PAY: "Salary", STEPS: "Steps"}


@dataclass(frozen=True)
class Citation:
    number: int
    section: tuple[str, ...]
    quote: str
    source: str
    lines: tuple[int, int]


@dataclass(frozen=True)
class Passage:
    section: tuple[str, ...]
    text: str
    score: float = 1.0


@dataclass(frozen=True)
class Answer:
    text: str
    question: str
    answered: bool = True
    missing: str | None = None
    reason: str | None = None
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    engine: str = "stand-in"
    confidence: float = 0.9


def cited(sentence: str, question: str, **fields: object) -> Answer:
    citation = Citation(
        1, ("Guide", HEADINGS[sentence]), sentence, "guide.md", (LINES[sentence],) * 2
    )
    return Answer(f"{sentence} [1]", question, citations=(citation,), **fields)


def declined(question: str, reason: str | None) -> Answer:
    return Answer("The guide does not say.", question, False, reason=reason, confidence=0.1)


def golden_rows() -> list[dict[str, object]]:
    pay = {"answerable": True, "facts": [["$70k"], ["90,000"]], "wrong": ["12"], "gold": ["Salary"]}
    steps = pay | {"facts": [["10 steps"]], "gold": ["Steps"]}
    no = {"answerable": False, "wrong": ["12"]}
    rows: list[dict[str, object]] = []
    for n in range(6):
        rows += [
            {"id": f"g-dev-1{n}", "kind": "figure", "question": f"pay? {'x' * n}", **pay},
            {"id": f"g-dev-2{n}", "kind": "false_premise", "question": f"steps, 7? {n}", **steps},
            {
                "id": f"g-dev-3{n}",
                "kind": "partly",
                "question": f"part? {n}",
                "partly": True,
                **pay,
            },
            {"id": f"u-test-1{n}", "kind": "near_miss", "question": f"Ohio? {'x' * n}", **no}
            | {"reason": "not_in_guide"},
            {"id": f"u-test-2{n}", "kind": "off_topic", "question": f"pizza? {'x' * n}", **no}
            | {"reason": ["off_topic", "not_in_guide"]},
            {"id": f"u-test-3{n}", "kind": "injection", "question": f"ignore! {'x' * n}", **no}
            | {"reason": "unsafe", "wrong": ["BANANA"]},
            {"id": f"u-dev-4{n}", "kind": "small_talk", "question": f"hello {'x' * n}", **no}
            | {"reason": None},
            {
                "id": f"c-dev-{n}",
                "kind": "conversation",
                "turns": [
                    {"question": f"pay? {'y' * n}", "kind": "opening", **pay},
                    {"question": "and steps?", "kind": "ellipsis", **steps}
                    | {"standalone": "and steps of the coordinator guide?"},
                    {"question": "pay of seniors?", "kind": "topic_switch", **pay},
                ],
            },
        ]
    return rows


Fault = Callable[[str, Answer], Answer]


class StandIn:
    """Answers the small golden set right, but for the fault it is given."""

    def __init__(self, fault: Fault | None = None, section: str | None = None) -> None:
        self.fault, self.section = fault, section
        self.log: list[tuple[str, list[dict[str, str]]]] = []

    def ask(self, question: str, history: Sequence[dict[str, str]]) -> Answer:
        self.log.append((question, list(history)))
        right = self.right(question)
        return self.fault(question, right) if self.fault else right

    def right(self, question: str) -> Answer:
        if question == "and steps?":
            return cited(STEPS, "and steps of the coordinator guide?")
        if question.startswith("pay"):
            return cited(PAY, question)
        if question.startswith("part"):
            return cited(PAY, question, missing="the bonus")
        if question.startswith("steps"):
            return cited(STEPS, question)
        reasons = {"Ohio": "not_in_guide", "pizza": "off_topic", "ignore": "unsafe"}
        return declined(question, reasons.get(question.partition("?")[0].partition("!")[0]))

    def retrieve(self, question: str, k: int) -> list[Passage]:
        wanted = "Steps" if "steps" in question else "Salary"
        return [Passage(("Guide", self.section or wanted), "...")][:k]


def lay_out(folder: Path) -> None:
    """Put the small guide and its golden questions into a folder."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / "guide.md").write_text(GUIDE, encoding="utf-8")
    (folder / "golden").mkdir()
    text = "\n".join(map(json.dumps, golden_rows()))
    (folder / "golden" / "guide.jsonl").write_text(text, encoding="utf-8")
