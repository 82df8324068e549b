"""The plan suite finds what is wrong with a plan: each kind of fault, made on purpose."""

from dataclasses import replace
from pathlib import Path

import pytest
from planning import career, plan_for

from advisor.plan.planner import make_plan
from advisor.plan.profile import Profile
from advisor.schema import Part
from evals import plan_scoring as scoring
from evals.context import Context, Options
from evals.errors import SampleError
from evals.plan_samples import PlanSample, load_plan_samples, made_up
from evals.suites import plan as suite

NURSE = {"role": "nurse", "licence": "RN", "degree": "BSN", "years_experience": 3}
EXPECTED = {
    "steps": {"part": [1, 4, 6], "done": [2, 3], "next": [5], "later": [7, 8, 9, 10]},
    "gaps": {"job_experience": "unknown", "credentials": "missing", "skills": "unknown"},
    "band": "Mid-level Clinical Care Coordinator",
    "time": [0, 2],
    "credential": "CCM",
}


@pytest.fixture
def plan():
    return plan_for(**NURSE)


def results(plan, **changes):
    return [one.result for one in scoring.compare(plan, EXPECTED | changes)]


def test_a_plan_as_expected_hits_every_point(plan):
    assert set(results(plan)) == {scoring.HIT}
    assert len(results(plan)) == 16


@pytest.mark.parametrize(
    ("changes", "result"),
    [
        ({"steps": {"next": [2]}}, scoring.WRONG),
        ({"steps": {"part": [2]}}, scoring.MISS),
        ({"steps": {"done": [11]}}, scoring.MISS),
        ({"gaps": {"credentials": "part"}}, scoring.MISS),
        ({"gaps": {"job_experience": "unknown", "skills": "unknown"}}, scoring.WRONG),
        ({"gaps": EXPECTED["gaps"], "options": ["education"]}, scoring.MISS),
        ({"band": "Senior Clinical Care Coordinator"}, scoring.WRONG),
        ({"band_also": "Senior Clinical Care Coordinator"}, scoring.WRONG),
        ({"time": [0, 3]}, scoring.WRONG),
        ({"goal": {"title": "x", "pay": None}}, scoring.MISS),
        ({"goal_years": 1}, scoring.MISS),
        ({"credential": "CNL"}, scoring.MISS),
        ({"silent": ["goal_pay"]}, scoring.MISS),
    ],
)
def test_what_is_not_as_expected_is_told(plan, changes, result):
    assert result in results(plan, **changes)


def test_pay_where_the_guide_gives_none_is_wrong():
    plan = plan_for(**NURSE, goal="director")
    goal = {"title": "Director of Care Coordination", "pay": None}
    assert scoring.WRONG in results(plan, goal=goal)


def with_part(plan, **changes):
    """The plan with its first step's last part changed."""
    step = plan.steps[0]
    part = replace(step.statement.parts[-1], **changes)
    parts = (*step.statement.parts[:-1], part)
    text = step.statement.text.replace(step.statement.parts[-1].text, part.text)
    statement = replace(step.statement, parts=parts, text=text)
    return replace(plan, steps=(replace(step, statement=statement), *plan.steps[1:]))


def test_a_changed_quote_is_found(plan):
    assert scoring.changed_quotes(plan) == []
    assert scoring.changed_quotes(with_part(plan, text="A coordinator earns well."))


def test_a_claim_without_a_citation_is_found(plan):
    assert scoring.uncited_claims(plan) == []
    assert scoring.uncited_claims(with_part(plan, numbers=()))
    assert scoring.uncited_claims(with_part(plan, kind="frame", text="Coordinators earn well."))


def test_a_marker_without_its_citation_is_found(plan):
    assert scoring.marker_faults(plan) == []
    assert scoring.marker_faults(replace(plan, citations=plan.citations[1:]))
    step = plan.steps[0]
    bare = replace(step.statement, citations=())
    assert scoring.marker_faults(
        replace(plan, steps=(replace(step, statement=bare), *plan.steps[1:]))
    )


def test_a_quote_that_is_not_at_its_lines_is_found(plan):
    assert scoring.misplaced_quotes(plan, [Path()]) == []
    moved = replace(plan.citations[0], lines=(1, 1))
    assert scoring.misplaced_quotes(replace(plan, citations=(moved,)), [Path()])


def test_a_figure_of_nobodys_is_found(plan):
    assert scoring.unsupported_figures(plan) == []
    assert scoring.unsupported_figures(with_part(plan, kind="frame", text="You have 17 years."))


def test_arithmetic_that_does_not_come_out_is_found(plan):
    wrong = replace(plan.duration, high=3.0)
    assert scoring.unsupported_figures(replace(plan, duration=wrong))
    (term,) = plan.duration.terms
    parts = (Part("computed", "2 to 5 years less your 3 = 0 to 1 year", (1,)),)
    lied = replace(term, statement=replace(term.statement, parts=parts))
    assert scoring.unsupported_figures(
        replace(plan, duration=replace(plan.duration, terms=(lied,)))
    )


class FakeAdvisor:
    """Plans without an index, or fails."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error

    def ask(self, question, history):
        return None

    def plan(self, profile):
        if self.error:
            raise self.error
        return make_plan(profile, career())


def case(sample: PlanSample, error: Exception | None = None):
    return suite.plan_case(Context(lambda: FakeAdvisor(error), Options()), sample)


def test_a_profile_that_cannot_be_has_to_be_asked_back():
    sample = PlanSample("p-dev-001", "impossible", {"years_experience": -1}, asks=("role",))
    assert case(sample).outcome == "wrongly declined"
    right = replace(sample, asks=("years_experience",))
    assert (case(right).outcome, case(right).scores["asked_back"]) == ("declined", 1)
    planned = replace(right, profile=NURSE)
    assert (case(planned).outcome, case(planned).scores["asked_back"]) == ("wrong statement", 0)


def test_a_profile_that_should_be_planned_must_not_be_asked_back():
    sample = PlanSample("p-dev-001", "x", {"years_experience": -1}, expected=EXPECTED)
    assert case(sample).scores["asked_back"] == 0


def test_a_crash_is_a_score():
    item = case(PlanSample("p-dev-001", "x", NURSE), RuntimeError("boom"))
    assert (item.outcome, item.scores["no_crash"]) == ("crashed", 0)


def test_what_is_misread_is_told():
    profile = Profile(role="nurse", degree="BSN")
    told = list(scoring.compare_profile(profile, {"role": "nurse", "years_experience": 3}))
    assert [one.result for one in told] == [scoring.HIT, scoring.MISS, scoring.WRONG]


def test_there_are_enough_profiles_and_each_expects_something():
    samples = load_plan_samples(suite.DATA)
    assert sum(bool(one.expected or one.asks) for one in samples) >= 60
    assert all(one.expected or one.asks or one.said for one in samples)
    assert {one.split for one in samples} == {"dev", "test"}
    assert list(made_up(5)) == list(made_up(5))


def test_a_line_that_is_no_sample_is_named(tmp_path):
    (tmp_path / "x.jsonl").write_text('{"id": "p-dev-1", "kind": "x", "profil": {}}\n', "utf-8")
    with pytest.raises(SampleError, match=r"x\.jsonl:1"):
        load_plan_samples(tmp_path)
