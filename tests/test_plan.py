"""Plans: what a person is told, on our guide and on another career's of the same shape."""

import json
import re

import pytest
from planning import COORDINATOR, TECHNICIAN, career, pdf_text, plan_for, states, statuses

import advisor
from advisor.chunking import chunk_guide
from advisor.errors import GuideUnknown, PlanError, ProfileError
from advisor.facts import parse_facts
from advisor.guide import parse_guide
from advisor.plan.needs import read_needs
from advisor.plan.schema import Plan

NURSE = {"role": "nurse", "licence": "RN", "degree": "BSN", "years_experience": 3}
PROMISED = "steps gaps pay duration next_actions citations to_markdown to_pdf to_json from_json"


# --- what is planned ----------------------------------------------------------------------------


def test_a_plan_is_what_the_interface_promises(advisor):
    profile = __import__("advisor").Profile(**NURSE)
    plan = advisor.plan(profile)
    assert isinstance(plan, Plan)
    for name in PROMISED.split():
        assert hasattr(plan, name), name
    assert plan == advisor.plan(profile)
    assert plan == plan_for(**NURSE)
    assert {step.status for step in plan.steps} <= {"done", "part", "next", "later"}
    assert all(step.reason and step.citations for step in plan.steps)


def test_the_example_of_a_medical_assistant():
    plan = plan_for(role="medical assistant", years_experience=4, degree="none")
    assert statuses(plan) == "pndplpllll"
    assert states(plan)["education"] == "missing"
    assert (plan.duration.low, plan.duration.high) == (4, 5)
    assert "4 years (education) + 0 to 1 year (experience) = 4 to 5 years" in plan.duration.text
    assert plan.pay.now.pay == "$50,000 to $70,000 a year"
    assert len(plan.next_actions) == 3


def test_the_ways_around_a_missing_degree_are_the_guides():
    gap = next(one for one in plan_for(degree="none").gaps if one.kind == "education")
    texts = " ".join(one.text for one in gap.alternatives)
    assert "in lieu of formal education" in texts
    assert "Without a degree, you can do some aspects" in texts
    held = next(one for one in plan_for(degree="ADN").gaps if one.kind == "education")
    assert "Without a degree" not in " ".join(one.text for one in held.alternatives)


def test_both_sides_are_shown_where_the_guide_asks_for_two_degrees():
    step = plan_for(degree="ADN", licence="RN").steps[1]
    assert step.status == "part"
    assert "(ADN) or a bachelor's" in step.reason
    assert "typically takes a bachelor's" in step.reason


@pytest.mark.parametrize(
    ("goal", "pay"),
    [
        ("director", "$90,000 to $130,000+ a year"),
        ("director of care coordination", "$90,000 to $130,000+ a year"),
        ("director of clinical operations", None),
        ("clinical services manager", None),
        ("Hospital Administrator", None),
        ("CNO", None),
        ("hospital CEO", None),
        ("senior care coordinator", "$70,000 to $90,000 a year"),
    ],
)
def test_the_goal_is_a_rung_and_has_the_pay_of_that_rung_alone(goal, pay):
    plan = plan_for(**NURSE, goal=goal)
    (rung,) = [one for one in plan.way if one.is_goal]
    assert rung.pay == pay
    topics = {one.topic for one in plan.silent}
    assert ("goal_pay" in topics) is (pay is None)


@pytest.mark.parametrize("goal", ["case manager", "nurse practitioner", "director of nursing"])
def test_a_goal_that_the_guide_does_not_have_is_said_to_be_none(goal):
    plan = plan_for(**NURSE, goal=goal)
    assert not any(one.is_goal for one in plan.way)
    assert [one.who for one in plan.silent if one.topic == "goal"]
    assert "does not speak of" in plan.goal.text


def test_both_readings_of_the_years_are_shown():
    pay = plan_for(years_experience=8, coordination_years=1).pay
    assert (pay.now.pay, pay.also.pay) == ("$35,000 to $50,000 a year", "$70,000 to $90,000 a year")
    assert [band.place for band in pay.levels] == ["here", *["ahead"] * 4]
    assert pay.ahead == pay.levels[1:]


def test_without_years_no_level_is_guessed():
    plan = plan_for(role="nurse")
    assert plan.pay.now is None
    assert "How many years of experience do you have?" in plan.questions
    assert len(plan.pay.ahead) == 5


@pytest.mark.parametrize(
    ("interest", "credential"),
    [("end-of-life care", "ACHPN"), ("hospice", "ACHPN"), ("leadership", "CNL"), ("data", "CCM")],
)
def test_the_interest_chooses_the_certification(interest, credential):
    gaps = plan_for(**NURSE, interests=[interest]).gaps
    assert [f"({credential})" in one.title for one in gaps if one.kind == "credentials"] == [True]


def test_limits_are_answered_from_the_guide_or_said_to_be_unknown():
    plan = plan_for(constraints=["no nights", "part-time", "remote"])
    assert [one.said for one in plan.wishes] == ["no nights"]
    assert "overnight shifts" in plan.wishes[0].statement.text
    unknown = [one.text for one in plan.silent if one.topic == "constraint"]
    assert ["part-time" in unknown[0], "remote" in unknown[1]] == [True, True]


def test_who_is_in_the_role_needs_no_more_time_and_sees_the_way_on():
    plan = plan_for(role="senior care coordinator", coordination_years=6, goal="CNO", degree="BSN")
    assert (plan.duration.low, plan.duration.high) == (0, 0)
    assert [one.place for one in plan.way][:4] == ["passed", "passed", "here", "ahead"]
    assert "focus on: leadership" in plan.way[5].statement.text


# --- what cannot be -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("profile", "fields"),
    [
        ({"years_experience": -1}, {"years_experience"}),
        ({"years_experience": 61}, {"years_experience"}),
        ({"years_experience": float("nan")}, {"years_experience"}),
        ({"years_experience": float("inf")}, {"years_experience"}),
        ({"years_experience": True}, {"years_experience"}),
        ({"years_experience": "four"}, {"years_experience"}),
        ({"coordination_years": 10**400}, {"coordination_years"}),
        (
            {"years_experience": 1, "coordination_years": 2},
            {"years_experience", "coordination_years"},
        ),
        ({"licence": "RN", "degree": "none"}, {"licence", "degree"}),
        ({"role": "RN", "degree": "high school"}, {"licence", "degree"}),
        ({"role": "registered nurse", "licence": "none"}, {"role", "licence"}),
        ({"credentials": ["CCM"], "years_experience": 0}, {"credentials", "years_experience"}),
        ({"credentials": [f"C{n}" for n in range(21)]}, {"credentials"}),
        ({"credentials": [5]}, {"credentials"}),
        ({"interests": ["x" * 201]}, {"interests"}),
    ],
)
def test_what_cannot_be_is_asked_back(profile, fields):
    with pytest.raises(ProfileError) as error:
        plan_for(**profile)
    assert set(error.value.fields) == fields
    assert "?" in str(error.value)


@pytest.mark.parametrize("field", ["role", "degree", "licence", "goal"])
def test_a_text_that_is_none_or_too_long_is_refused(field):
    with pytest.raises(ProfileError, match="What is your"):
        plan_for(**{field: 5})
    with pytest.raises(ProfileError, match="At most 200"):
        plan_for(**{field: "x" * 201})


def test_forms_may_send_numbers_as_texts_and_nothing_as_empty():
    profile = advisor.Profile(years_experience="4", coordination_years=" ", role=" ", skills="calm")
    assert (profile.years_experience, profile.coordination_years) == (4.0, None)
    assert (profile.role, profile.skills) == (None, ["calm"])


@pytest.mark.parametrize("text", ["", "[]", "5", "{", '{"rolle": "nurse"}', "[" * 100_000])
def test_a_profile_that_is_no_json_object_is_refused(text):
    with pytest.raises(ProfileError):
        advisor.Profile.from_json(text)


# --- to take along ------------------------------------------------------------------------------


def test_json_loses_nothing():
    plan = plan_for(**NURSE, goal="CNO", interests=["hospice"], constraints=["remote"])
    assert Plan.from_json(plan.to_json()) == plan
    assert json.loads(plan.to_json()) == plan.to_dict()


@pytest.mark.parametrize("text", ["", "{}", "null", "[1]", '{"career": 5}', b"\xff"])
def test_json_that_is_no_plan_is_refused(text):
    with pytest.raises(PlanError, match="not a plan"):
        Plan.from_json(text)


def test_a_plan_of_another_version_is_refused():
    text = plan_for().to_json().replace('"version": 1', '"version": 2')
    with pytest.raises(PlanError, match="version 2"):
        Plan.from_json(text)


def test_markdown_has_a_footnote_for_every_citation():
    plan = plan_for(**NURSE)
    text = plan.to_markdown()
    body, notes = text.split("\n[^1]: ")
    assert set(re.findall(r"\[\^(\d+)\]", body)) == {str(one.number) for one in plan.citations}
    assert (f"[^1]: {notes}").count("\n[^") == len(plan.citations) - 1
    for one in plan.citations:
        assert one.quote.replace("|", r"\|") in notes


def test_what_the_person_said_is_text_and_no_markup():
    said = "<script>alert(1)</script> [x](http://e.vil) ![y](z) [1] |a|*b*"
    plan = plan_for(role=said, interests=[said], goal=said)
    text = plan.to_markdown()
    assert "<script" not in text.replace(r"\<", "")
    assert "](http" not in text
    assert "[^1] |a" not in text
    assert plan.to_pdf().startswith(b"%PDF")


def text_of(pdf: bytes) -> str:
    return " ".join(pdf_text(pdf).split())


def test_the_pdf_holds_every_note_and_is_always_the_same():
    plan = plan_for(**NURSE, goal="director")
    pdf = plan.to_pdf()
    assert pdf == plan.to_pdf()
    text = text_of(pdf)
    for one in plan.citations:
        assert " ".join(one.quote.split()) in text
        assert f"[{one.number}] " in text
    assert "A career plan: Clinical Care Coordinator" in text


def test_letters_that_the_fonts_lack_do_no_harm():
    text = text_of(plan_for(role="Łódź ñurse 看護師 \u202e𝔉", goal="директор").to_pdf())
    assert "Role: Łódz ñurse ??? F" in text


# --- another career -----------------------------------------------------------------------------


def test_another_guide_of_the_same_shape_is_read_the_same_way():
    assert career(TECHNICIAN).kinds == (
        *("role", "education", "experience", "job_experience", "licence"),
        *("certification", "apply"),
    )
    plan = plan_for(
        TECHNICIAN,
        role="rigger",
        years_experience=1,
        degree="none",
        interests=["leading a crew"],
        constraints=["weekends off"],
    )
    assert statuses(plan) == "pndllll"
    assert states(plan) == {
        "education": "missing",
        "licence": "missing",
        "job_experience": "unknown",
        "credentials": "missing",
    }
    assert [one.title for one in plan.gaps if one.kind == "credentials"] == [
        "High Voltage Operator (HVO)"
    ]
    assert "rope-access permit" in plan.gaps[1].alternatives[0].text
    assert "9 months (education) + 2 months (licence) + 0 to 6 months (experience)" in (
        plan.duration.text
    )
    assert "= 11 to 17 months, which is 0.92 to 1.42 years" in plan.duration.text
    assert plan.pay.now.pay == "$39,000 to $52,000 a year"
    assert "weekend shifts in summer" in plan.wishes[1].statement.text


def test_another_guides_way_up_and_its_licence_by_either_name():
    for licence in ("TC", "Tower Climber", "Tower Climber licence"):
        plan = plan_for(
            TECHNICIAN,
            role="senior wind technician",
            coordination_years=5,
            degree="technical certificate",
            licence=licence,
            credentials=["High Voltage Operator"],
            goal="site supervisor",
        )
        assert statuses(plan) == "ddddddd"
        assert plan.gaps == ()
    assert [(one.title, one.pay is not None, one.place) for one in plan.way] == [
        ("Groundwork: trainee technician", True, "passed"),
        ("Wind Turbine Technician", True, "passed"),
        ("On the tower: senior technician", True, "here"),
        ("Ahead: site supervisor", False, "ahead"),
    ]
    assert "work on: calm leadership" in plan.way[-1].statement.text


def test_what_one_guide_leaves_out_another_may_tell():
    def topics(guide: str) -> set[str]:
        return {one.topic for one in plan_for(guide).silent}

    assert "licence_how" in topics(COORDINATOR)
    assert "licence_how" not in topics(TECHNICIAN)


def test_a_guide_that_is_not_there_is_named(advisor):
    from advisor.plan.profile import Profile

    with pytest.raises(GuideUnknown, match="Clinical Care Coordinator"):
        advisor.plan(Profile(), guide="astronaut")
    assert advisor.plan(Profile(), guide="care coordinator").career == "Clinical Care Coordinator"


def test_a_duration_may_begin_at_none():
    text = "# How to Become a Baker\n\nThe role usually takes zero to two years of experience.\n"
    chunks = chunk_guide(parse_guide(text, "bakers.md"))
    told = read_needs(parse_facts(chunks, "Baker")).duration("experience")
    assert told.months == (0, 24)
