"""What holds of every plan, whoever it is for."""

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from planning import COORDINATOR, TECHNICIAN, career, pdf_text, states

from advisor.errors import ProfileError
from advisor.plan.background import background_of
from advisor.plan.planner import make_plan
from advisor.plan.profile import Profile
from advisor.plan.schema import Plan
from evals import plan_scoring as scoring

DEGREES = st.sampled_from(
    [None, "none", "ADN", "BSN", "MSN", "bachelor's", "bachelor's in art", "BSN in progress", "?"]
)
YEARS = st.none() | st.floats(0, 40).map(lambda years: round(years, 1))
TEXTS = st.text(max_size=40)
PROFILES = st.builds(
    Profile,
    role=st.none() | TEXTS | st.sampled_from(["nurse", "care coordinator", "wind technician"]),
    years_experience=YEARS,
    coordination_years=YEARS,
    degree=DEGREES | TEXTS,
    licence=st.sampled_from([None, "RN", "LPN", "TC", "none"]) | TEXTS,
    credentials=st.lists(st.sampled_from(["CCM", "CNL", "HVO"]) | TEXTS, max_size=3),
    interests=st.lists(st.sampled_from(["leadership", "hospice"]) | TEXTS, max_size=2),
    goal=st.none() | st.sampled_from(["director", "CNO", "case manager", "supervisor"]) | TEXTS,
    constraints=st.lists(st.sampled_from(["no nights", "remote"]) | TEXTS, max_size=2),
    skills=st.lists(st.sampled_from(["good with people"]) | TEXTS, max_size=2),
)
GUIDES = st.sampled_from([COORDINATOR, TECHNICIAN])
often = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def planned(profile: Profile, guide: str) -> Plan | None:
    """The plan, or None where the profile cannot be."""
    try:
        return make_plan(profile, career(guide))
    except ProfileError:
        return None


@often
@given(PROFILES, GUIDES)
def test_everything_stands_in_its_cited_passage(profile, guide):
    plan = planned(profile, guide)
    if plan is None:
        return
    assert scoring.changed_quotes(plan) == []
    assert scoring.misplaced_quotes(plan, [Path()]) == []
    assert scoring.marker_faults(plan) == []
    assert scoring.uncited_claims(plan) == []
    assert scoring.unsupported_figures(plan) == []


@often
@given(PROFILES, GUIDES)
def test_the_same_in_gives_the_same_out_and_json_loses_nothing(profile, guide):
    plan = planned(profile, guide)
    if plan is None:
        return
    assert plan == planned(profile, guide)
    assert Plan.from_json(plan.to_json()) == plan
    assert Profile.from_dict(profile.to_dict()) == profile


@often
@given(PROFILES, st.sampled_from(["BSN", "MSN", "bachelor's in nursing", "bachelor's", "DNP"]))
def test_a_degree_is_never_missing_for_who_has_it(profile, degree):
    plan = planned(replace(profile, degree=degree), COORDINATOR)
    if plan is None:
        return
    assert "education" not in states(plan)
    assert plan.steps[1].status == "done"


@often
@given(PROFILES, GUIDES, st.floats(0, 20), st.booleans())
def test_more_experience_never_lowers_the_level(profile, guide, more, in_the_role):
    before = planned(profile, guide)
    if before is None or before.pay.now is None:
        return
    years, own = profile.years_experience, profile.coordination_years
    added = replace(
        profile,
        years_experience=None if years is None else years + more,
        coordination_years=own + more if in_the_role and own is not None else own,
    )
    after = planned(added, guide)
    if after is None:  # beyond a working life
        return
    levels = [band.level for band in after.pay.levels]
    assert levels.index(after.pay.now.level) >= levels.index(before.pay.now.level)
    if before.duration.high is not None:
        assert after.duration.high <= before.duration.high


@settings(max_examples=6, deadline=None)
@given(PROFILES, GUIDES)
def test_a_pdf_is_made_of_anything_and_holds_every_note(profile, guide):
    plan = planned(profile, guide)
    if plan is None:
        return
    text = "".join(pdf_text(plan.to_pdf()).split())
    for one in plan.citations:
        assert "“" + "".join(one.quote.split()) + "”" in text


@often
@given(st.lists(st.text(max_size=200), max_size=4))
def test_any_talk_is_read_into_a_profile(texts):
    messages = [{"role": "user", "content": text} for text in texts]
    assert isinstance(background_of(messages), Profile)
