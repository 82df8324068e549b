"""Backgrounds read out of what people say."""

import pytest

from advisor.plan.background import background_of


def read(*texts: str, **more: str) -> dict:
    messages = [{"role": "user", "content": text} for text in texts]
    return {k: v for k, v in background_of(messages).to_dict().items() if v not in (None, [])}


@pytest.mark.parametrize(
    ("said", "understood"),
    [
        (
            "I'm a medical assistant with 4 years in a clinic, no degree, good with people",
            {
                "role": "medical assistant",
                "years_experience": 4,
                "degree": "none",
                "skills": ["good with people"],
            },
        ),
        (
            "RN for 12 years. BSN. I'd love to become a director one day.",
            {
                "role": "RN",
                "licence": "RN",
                "degree": "BSN",
                "years_experience": 12,
                "goal": "director",
            },
        ),
        (
            "10 years in healthcare, 4 of them in care coordination, CCM certified",
            {"years_experience": 10, "coordination_years": 4, "credentials": ["CCM"]},
        ),
        (
            "I was an LPN for 3 years, then a medical assistant for 2 years",
            {"role": "medical assistant", "licence": "LPN", "years_experience": 5},
        ),
        ("I'm working on my BSN", {"degree": "BSN in progress"}),
        (
            "no nights, and I only want to work in clinics",
            {"constraints": ["no nights", "clinics"]},
        ),
        ("I'm passionate about hospice", {"interests": ["hospice"]}),
        ("give me advice: RN, 4 years", {"role": "RN", "licence": "RN", "years_experience": 4}),
        ("is my BSN enough", {"degree": "BSN"}),
        ("CCM exam passed", {"credentials": ["CCM"]}),
        ("I'm an LPN, and they say it's RN only", {"role": "LPN", "licence": "LPN"}),
        ("I have a health administration degree", {"degree": "degree in health administration"}),
        ("I work with an RN license in Ohio", {"licence": "RN"}),
        ("I'm the only RN on my floor", {"role": "only RN", "licence": "RN"}),
        ("I'm a social worker sharing an office", {"role": "social worker"}),
        ("can't do evenings", {"constraints": ["no evenings"]}),
        ("I don't want to be a manager of people anyway", {}),
        ("I don't like it here, I want to become a director", {"goal": "director"}),
    ],
)
def test_what_is_stated_is_understood(said, understood):
    assert read(said) == understood


@pytest.mark.parametrize(
    "said",
    [
        "Do I need a bachelor's?",
        "How much does a director earn after 10 years?",
        "Is an RN licence required, or is CCM enough?",
        "I'm thinking about the CCM",
        "I want to get my BSN",
        "Let's say someone has 5 years of experience",
        "I'm 45 years old",
        "I was a paralegal for 20 years.",
        "My sister is a nurse with 10 years of experience",
        "I'm a fast learner and a people lover",
        "can lpns do this or is it rn only",
        "tell me a joke about nurses",
        "compare RN and LPN",
        "rn vs lpn",
        "RN salary",
        "The RN on my floor signs it",
        "I work under an RN",
        "HR says the position is RN only",
        "My RN license lapsed in 2018",
        "would finishing my BSN first be smarter",
        "To those who left finance for an accelerated BSN: what was it like?",
        "how much does the CCM cost",
        "CCM cost",
        "how do i become one of these",
        "how do I get into this field",
        "",
    ],
)
def test_questions_wishes_and_other_people_say_nothing_of_what_is(said):
    assert read(said) == {}


def test_what_is_said_later_counts():
    assert read("I'm a nurse, 3 years", "Sorry, 5 years", "I have an ADN") == {
        "role": "nurse",
        "years_experience": 5,
        "degree": "ADN",
    }


def test_only_the_person_is_listened_to():
    talk = [
        {"role": "assistant", "content": "I'm a nurse with 10 years of experience."},
        {"role": "user", "content": "I have 2 years of experience."},
        {"role": "user"},
        {"content": "I have a BSN"},
    ]
    profile = background_of(talk)
    assert (profile.role, profile.years_experience, profile.degree) == (None, 2, None)


def test_long_talk_is_bounded():
    profile = background_of(
        [{"role": "user", "content": f"I am a {'x' * 10_000}. " + "interested in a and b. " * 2000}]
        * 300
    )
    assert len(profile.interests) <= 20
