"""Which roles a question is about, and what they are usually called."""

import pytest

from advisor.roles import roles


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("Why do we need medical social workers?", ["medical social workers"]),
        ("What does a renal transplant coordinator do?", ["renal transplant coordinator"]),
        ("How do I become a hospice nurse?", ["hospice nurse"]),
        ("health unit coordinator salary", ["health unit coordinator"]),
        ("Where do pay and hours differ for a flight nurse?", ["flight nurse"]),
        ("I am a dialysis technician. What would I still need?", []),
        ("As a school nurse, can I get in?", []),
        ("I work as a medical assistant, is that enough?", []),
        ("Is the job stressful?", []),
    ],
)
def test_the_role_that_is_asked_about(question, about):
    assert list(roles(question)) == about
