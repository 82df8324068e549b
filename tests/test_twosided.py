"""Where the guide pulls two ways both sides are told; a yes or no is told by the first sentence."""

import pytest


@pytest.mark.parametrize(
    ("question", "one", "other"),
    [
        ("Is an ADN enough?", "an associate degree in nursing (ADN) or", "typically takes a bach"),
        ("Which degree is required?", "an associate degree in nursing (ADN) or", "typically takes"),
        ("Do I have to be a nurse?", "license is typically needed", "degrees in healthcare admin"),
        (
            "Is an RN licence required?",
            "license is typically needed",
            "degrees in healthcare admin",
        ),
        ("Can I start with no experience?", "is a crucial step", "0-2 years"),
        ("Where do coordinators work?", "rehabilitation centers", "long-term care facilities"),
    ],
)
def test_both_sides_are_told(advisor, question, one, other):
    answer = advisor.ask(question)
    assert one in answer.text
    assert other in answer.text
    assert all(f"[{citation.number}]" in answer.text for citation in answer.citations)


def test_no_list_is_cut_in_two(advisor):
    text = advisor.ask("Can I start with no experience?").text
    items = text[text.index("Roles that give relevant healthcare experience") :]
    assert "0-2 years" in text
    assert "0-2 years" not in items


@pytest.mark.parametrize(
    "question", ["How much does a senior coordinator earn?", "What is step 2?"]
)
def test_no_side_is_added_to_what_is_not_asked(advisor, question):
    text = advisor.ask(question).text
    assert "typically takes a bachelor's" not in text


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Do I need an RN license?", "A Registered Nurse (RN) license is typically needed"),
        ("Does volunteering count as experience?", "Healthcare experience can take the form of"),
        ("Telehealth, apps, all that: does it matter?", "Telehealth and other digital tools"),
    ],
)
def test_what_decides_stands_first(advisor, question, first):
    answer = advisor.ask(question, guide="clinical-care-coordinator.md")
    text = answer.text.removeprefix("The career guide says:").strip()
    assert text.startswith(first)


def test_other_answers_keep_the_guides_order(advisor):
    text = advisor.ask("What certifications are there?").text
    assert text.index("Certified Case Manager") < text.index("Clinical Nurse Leader")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("My interview is on Monday!! What should I do over the weekend to get ready?", "Prepare"),
        ("Management isn't my thing. What else could a seasoned coordinator go into?", "Consultan"),
    ],
)
def test_a_short_question_is_understood_from_the_sentence_before_it(advisor, question, told):
    answer = advisor.ask(question)
    assert answer.answered
    assert told in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("If coordinators never talk to families, who does?", "in daily contact with patients"),
        ("Since certification lasts for life, which one do I take?", "Ongoing education is needed"),
        ("As you need to hold a doctorate, which one do you suggest?", "bachelor's"),
    ],
)
def test_what_a_question_takes_for_granted_is_looked_up_too(advisor, question, told):
    answer = advisor.ask(question, guide="clinical-care-coordinator.md")
    assert answer.answered
    assert told in answer.text


def test_what_the_guide_does_not_know_is_no_refusal_where_it_is_taken_for_granted(advisor):
    answer = advisor.ask("Since hospitals only hire people with a PhD, where do I apply?")
    assert answer.answered
    assert answer.missing is None
