"""What the tests of plans share: careers read straight from their guides, without an index."""

import io
import re
from functools import lru_cache
from pathlib import Path

import pdfplumber

from advisor.chunking import chunk_guide
from advisor.facts import parse_facts
from advisor.guide import read_guide
from advisor.plan.career import Career
from advisor.plan.planner import make_plan
from advisor.plan.profile import Profile
from advisor.plan.schema import Plan

COORDINATOR = "corpus/clinical-care-coordinator.md"
TECHNICIAN = "tests/guides/wind-turbine-technician.md"


@lru_cache
def career(guide: str = COORDINATOR) -> Career:
    read = read_guide(Path(guide))
    return Career(read, parse_facts(chunk_guide(read), read.career))


def plan_for(guide: str = COORDINATOR, **profile: object) -> Plan:
    return make_plan(Profile(**profile), career(guide))


def statuses(plan: Plan) -> str:
    """The first letter of each step's status: "pndp..."."""
    return "".join(step.status[0] for step in plan.steps)


def states(plan: Plan) -> dict[str, str]:
    """The state of each gap that is no option."""
    return {gap.kind: gap.state for gap in plan.gaps if gap.state != "option"}


def pdf_text(pdf: bytes) -> str:
    """The text of a PDF, what stands at the foot of each page left out."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        pages = [page.extract_text() for page in opened.pages]
    foot = re.compile(r"\nA career plan: .* page \d+$")
    assert all(foot.search(page) for page in pages)
    return "\n".join(foot.sub("", page) for page in pages)
