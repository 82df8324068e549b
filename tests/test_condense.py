"""A follow-up becomes a standalone question; what stands alone is left alone."""

from __future__ import annotations

import time

import pytest

from advisor.chat import Advisor
from advisor.condense import Condenser, checked_history
from advisor.errors import AdvisorError, QuestionError
from advisor.facts import Credential, Facts, Level
from advisor.offers import asked, items_in, items_named, offer_in, ordinal, picked
from advisor.phrases import has_verb, phrases, pluralised, with_article
from advisor.schema import Chunk
from advisor.subjects import Subjects

PAY = "What does a senior welder earn?"
CERTS = "Which certificates are there?"
LIST = (
    "There are three:\n\n- Certified Arc Welder (CAW) is for arcs. [1]\n"
    "- Certified Gas Welder (CGW) is for gas. [2]\n- Pipe School. [3]"
)


def level(name: str, mark: str, place: int) -> Level:
    chunk = Chunk(f"c{place}", "g", "g.md", ("Guide", "Pay"), "row", name, (1, 1), place, 0)
    return Level(name, 1.0, 2.0, False, None, frozenset({mark}), chunk)


@pytest.fixture(scope="module")
def subjects() -> Subjects:
    """Another career than the guide's, so that no rule leans on one guide's words."""
    facts = Facts(
        steps=(),
        levels=(
            level("Entry-level Welder", "entry", 0),
            level("Senior Welder", "senior", 1),
            level("Lead Welder / Shop Manager", "lead", 2),
            level("Director of Welding", "director", 3),
        ),
        stages=(),
        credentials=(
            Credential("Certified Arc Welder", "CAW", ()),
            Credential("Certified Gas Welder", "CGW", ()),
        ),
        listings=(),
        faqs=(),
        sentences=(),
        entries=(),
        titles=frozenset({"chief welding officer"}),
    )
    return Subjects.of(facts, "Pipe Welder", ["welder"])


@pytest.fixture(scope="module")
def condenser(subjects: Subjects) -> Condenser:
    return Condenser(subjects, lambda question: ("What do welders wear?",))


def told(*turns: str) -> list[tuple[str, str]]:
    """Turns of a conversation, the person's first."""
    return [("assistant" if place % 2 else "user", text) for place, text in enumerate(turns)]


# --- what stands alone --------------------------------------------------------------------------


@pytest.mark.parametrize("question", ["and then?", "it", "yes", "", "  ", "?????", PAY])
def test_a_first_turn_passes_untouched(condenser, question):
    assert condenser.condense(question) == question


@pytest.mark.parametrize(
    "question",
    [
        "What is the weather in Paris?",
        "Is it normal to work nights as a welder?",
        "How long does it take to become a welder?",
        "And what jobs come after senior welder?",
        "ok what do you need for the CAW?",
        "Is this job stressful?",
        "My son burnt his hand. Should he see a doctor about it?",
        "Compare the pay of a senior welder with that of a director.",
        "What's the second thing to do?",
        "What is the CGW, and what does it cost?",
        "can you prescribe me something?",
        "What if the boss says they are full and I have nowhere else to go, do you think that "
        "there is any chance at all for me to find another shop before the winter comes?",
        "????",
        "qwoeiru ;; zz",
    ],
)
@pytest.mark.parametrize("before", [PAY, CERTS, "How do I find a mentor?"])
def test_what_stands_alone_is_left_alone(condenser, question, before):
    assert condenser.condense(question, told(before, LIST)) == question
    assert condenser.condense(question, told(question, "No.", question, "No.")) == question


# --- the kinds of follow-up ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        # another object in the last question's frame
        (PAY, "and a director?", "What does a Director of Welding earn?"),
        (PAY, "what about entry level?", "What does an Entry-level Welder earn?"),
        (PAY, "and the next level?", "What does a Lead Welder earn?"),
        (PAY, "the one below?", "What does an Entry-level Welder earn?"),
        (PAY, "and after that", "What does a Lead Welder earn?"),
        (PAY, "vs a director?", "compared with a Director of Welding?"),
        ("How much is the CAW?", "and the CGW?", "How much is the Certified Gas Welder (CGW)?"),
        ("What is step 3?", "and the next one?", "What is the fourth step?"),
        ("What is the first step?", "and the second?", "What is the second step?"),
        ("How many steps are there?", "what's the first?", "What's the first step?"),
        ("Can welders work in mines?", "and in labs?", "Can welders work in labs?"),
        ("Do I need a degree?", "and a licence?", "Do I need a licence?"),
        ("Do welders travel?", "why?", "Why do welders travel?"),
        ("Do I need a degree?", "what kind?", "What kind of degree do I need?"),
        (PAY, "roughly?", "What does a senior welder earn, roughly?"),
        (PAY, "just give me a number", PAY),
        (PAY, "are you sure?", PAY),
        ("What do managers make?", "what about for social workers?", "What do social workers make"),
        # another aspect of the last question's object
        (PAY, "and duties?", "What does a Senior Welder do?"),
        ("Do I need a degree?", "how long?", "How long does a degree take?"),
        ("What does a director do?", "how long?", "How long does it take to become a Director"),
        ("What does a director do?", "weekends too?", "Does a Director of Welding work weekends?"),
        ("Do I need patience?", "why courage?", "Why does a Pipe Welder need courage?"),
        # pronouns
        (PAY, "what do they do all day", "What do Senior Welders do all day?"),
        (PAY, "is it stressful?", "Is being a Senior Welder stressful?"),
        (PAY, "how do I get there?", "How do I become a Senior Welder?"),
        ("Should I get a mentor?", "where do I meet one?", "Where do I meet a mentor?"),
        (PAY, "a director gets twice that?", "gets twice the pay of a Senior Welder?"),
        (CERTS, "do they expire?", "Do certificates expire?"),
        (CERTS, "which is best for pipes?", "Which certificate is best for pipes?"),
        ("Do I need a master's?", "what does it cost?", "What does a master's cost?"),
        ("Can welders work in mines?", "what would I earn there", "What would I earn in mines?"),
        ("Is it a hot job?", "am I too old for the whole thing?", "too old for becoming a Pipe"),
        ("CAW or CGW?", "which one is easier", "Which of the Certified Arc Welder (CAW) and the"),
        ("CAW or CGW?", "do I need both of them?", "both of the Certified Arc Welder (CAW) and"),
        ("Do I ask my boss?", "does she often say no?", "Does my boss often say no?"),
        # what reacts before it asks
        (PAY, "That's good to know, but is it stressful?", "Is being a Senior Welder stressful?"),
        (PAY, "makes sense. and a director?", "What does a Director of Welding earn?"),
        # corrections
        (PAY, "no, I meant director", "What does a Director of Welding earn?"),
        (PAY, "sorry, the lead", "What does a Lead Welder earn?"),
        (PAY, "sorry, I meant how long is the course?", "How long is the course?"),
        (PAY, "tell me more", "Tell me more about a Senior Welder."),
    ],
)
def test_a_follow_up_is_made_whole(condenser, before, question, expected):
    assert expected in condenser.condense(question, told(before, "Some answer. [1]"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("tell me more about the second one", "Tell me more about the Certified Gas Welder (CGW)."),
        ("what does the last one cost?", "What does Pipe School cost?"),
        ("is number 2 hard?", "Is the Certified Gas Welder (CGW) hard?"),
        ("the first", "Tell me about the Certified Arc Welder (CAW)."),
    ],
)
def test_an_ordinal_picks_from_the_list(condenser, question, expected):
    assert condenser.condense(question, told(CERTS, LIST)) == expected


def test_a_list_stays_in_view_while_it_is_gone_through(condenser):
    said = told(CERTS, LIST, "tell me about the first one", "It is for arcs.\n\n- One.\n- Two.")
    assert "CGW" in condenser.condense("and the second?", said)


def test_a_conversation_goes_back_to_a_topic(condenser):
    said = told(PAY, "$70,000 [1]", "Is it hot?", "Yes. [1]")
    assert condenser.condense("back to pay: and a director?", said) == (
        "What does a Director of Welding earn?"
    )
    assert condenser.condense("let's go back to the pay", said) == PAY


def test_what_a_person_said_of_themselves_is_kept_where_it_matters(condenser):
    said = told("I'm a smith with 3 years. Can I become a welder?", "Yes. [1]")
    assert condenser.condense("what would I earn?", said) == (
        "I'm a smith with 3 years. what would I earn?"
    )
    for question in ("what does a director earn?", "Are masks needed?"):
        assert condenser.condense(question, said) == question


# --- yes and no ---------------------------------------------------------------------------------


@pytest.mark.parametrize("yes", ["yes", "Yes please!", "sure", "ok", "please do", "yeah, go ahead"])
def test_yes_asks_what_was_offered(condenser, yes):
    reply = "It pays well [1]. Would you like to know what a lead welder earns?"
    assert condenser.condense(yes, told(PAY, reply)) == "What does a lead welder earn?"


def test_yes_without_an_offer_takes_the_first_suggestion(condenser, subjects):
    assert condenser.condense("yes", told(PAY, "It pays well. [1]")) == "What do welders wear?"
    assert Condenser(subjects).condense("yes", told(PAY, "It pays well. [1]")) == "yes"


@pytest.mark.parametrize("no", ["no", "no thanks", "thanks", "not now"])
def test_no_and_thanks_ask_nothing(condenser, no):
    reply = "It pays well [1]. Would you like to know what a lead welder earns?"
    assert condenser.condense(no, told(PAY, reply)) == no
    after = told(PAY, reply, no, "Fine.")
    assert condenser.condense("and a director?", after) == "What does a Director of Welding earn?"


@pytest.mark.parametrize(
    ("offered", "question"),
    [
        ("what a lead coordinator earns", "What does a lead coordinator earn?"),
        ("how long a bachelor's takes", "How long does a bachelor's take?"),
        ("which associations you could join", "Which associations could I join?"),
        ("which schools teach it", "Which schools teach it?"),
        ("the pay of a director", "What is the pay of a director?"),
    ],
)
def test_an_indirect_question_is_asked_directly(offered, question):
    assert asked(offered) == question
    assert offer_in(f"So it is. Would you like to know {offered}?") == question


def test_an_offer_may_point_at_the_sentence_before():
    reply = "It does give the pay of a director. Would you like to hear that?"
    assert offer_in(reply) == "What is the pay of a director?"
    assert offer_in("A question? No, an answer.") == ""


# --- lists and ordinals -------------------------------------------------------------------------


def test_bullets_are_shortened_to_what_names_them():
    reply = (
        "1. **Communication**: welders talk with everyone on the site and listen to them [1]\n"
        "2. Ascent: welder\n3. Certified Arc Welder (CAW) is recognized. [2]\n4. Step 3: Weld"
    )
    assert items_in(reply) == (
        "Communication",
        "Ascent: welder",
        "Certified Arc Welder (CAW)",
        "Step 3: Weld",
    )
    assert items_in("- only one") == ()


def test_a_sentence_can_list_as_well():
    assert items_named("Work in places such as mines, labs and yards. [1]") == (
        "mines",
        "labs",
        "yards",
    )
    assert items_named("It pays $70,000, or more, a year: nice.") == ()


@pytest.mark.parametrize(
    ("text", "number"), [("the third one", 3), ("last", 0), ("#2", 2), ("the third way", None)]
)
def test_ordinals(text, number):
    assert ordinal(text) == number


@pytest.mark.parametrize("text", ["the second step", "what's the first thing to do", "in 3 years"])
def test_an_ordinal_with_its_own_noun_picks_nothing(text):
    assert picked(text, ("a", "b", "c")) is None


# --- other texts --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("before", "question", "expected"),
    [
        ("What is Lyme disease?", "How does it make you feel?", "Lyme disease"),
        ("Tell me about the history of toilets.", "Where does the term come from?", "toilets"),
        ("What are toilets?", "How many types are there?", "toilets"),
        ("Frank Zappa", "When was he born?", "When was Frank Zappa born?"),
        ("What is blockchain?", "What are the risks?", "What are the risks of blockchain?"),
        ("What is blockchain?", "Who invented the transistor?", None),
    ],
)
def test_without_a_guide_the_topic_is_added_where_it_is_missing(before, question, expected):
    told_now = Condenser().condense(question, told(before, "Some text."))
    assert expected in told_now if expected else told_now == question


def test_phrases():
    found = phrases("Does a senior nurse need the blessing of the Pope in Rome?")
    assert [(one.text, one.person, one.named) for one in found] == [
        ("a senior nurse", True, False),
        ("the blessing of the Pope", False, True),
        ("Rome", False, True),
    ]
    assert has_verb("what do they do")
    assert not has_verb("and the next level?")
    assert [with_article(name) for name in ("RN", "unit")] == ["an RN", "a unit"]
    assert pluralised("Director of Welding") == "Directors of Welding"


# --- the promised shape, and its bounds ---------------------------------------------------------


@pytest.mark.parametrize(
    ("history", "message"),
    [
        ("hello", "got a str"),
        (None, "got nothing"),
        ([("user", "hello")], "message 0 is a tuple"),
        ([{"role": "user", "content": "a"}, {"role": "system", "content": "b"}], "role 'system'"),
        ([{"role": "user", "content": None}], "message 0 has nothing as content"),
        ([{"content": "a"}], "message 0 has the role None"),
    ],
)
def test_a_history_of_another_shape_is_refused(history, message):
    with pytest.raises(QuestionError, match=message):
        checked_history(history)
    assert issubclass(QuestionError, AdvisorError)


def test_a_history_may_hold_more_than_is_needed():
    assert checked_history([{"role": "user", "content": "a", "metadata": {}}]) == [("user", "a")]
    assert len(checked_history([{"role": "user", "content": "a" * 99_999}])[0][1]) == 4_000


@pytest.mark.parametrize(
    "text",
    ["no " * 1_300, "it that " * 500, "ok, " * 900, "a, b and " * 400, "- x\n" * 900, "((" * 1_900],
)
def test_long_histories_are_read_in_time(condenser, text):
    started = time.thread_time()  # what else the machine does is not counted
    condenser.condense("and the second one?", told(*[text] * 20))
    assert time.thread_time() - started < 5


def test_the_advisor_condenses(advisor: Advisor):
    said = [
        {"role": "user", "content": "What does a senior coordinator earn?"},
        {"role": "assistant", "content": "$70,000 to $90,000 a year [1]"},
    ]
    assert "Director of Care Coordination" in advisor.ask("and a director?", said).question
    with pytest.raises(QuestionError):
        advisor.ask("and a director?", "What?")  # type: ignore[arg-type]


def test_only_the_sentence_that_asks_is_borrowed_from(condenser: Condenser):
    said = told("I like that. What does a senior welder earn?", "It pays well. [1]")
    assert "I like that" not in condenser.condense("and an apprentice?", said)


def test_a_statement_before_the_question_is_left_as_it_was_said(condenser: Condenser):
    said = told("Do welders need a certificate?", "Some do. [1]")
    assert condenser.condense("I like that. Does it expire?", said).startswith("I like that.")


@pytest.mark.parametrize("doubt", ["so no?", "so not always?", "meaning never"])
def test_a_doubt_asks_the_last_question_again(condenser: Condenser, doubt: str):
    said = told("Do welders need a certificate?", "Some do. [1]")
    assert condenser.condense(doubt, said) == "Do welders need a certificate?"


def test_words_in_capitals_after_my_are_no_empty_phrase():
    assert all(one.bare for one in phrases("How Do I Renew My Certification In My Home?"))
