"""The public interface keeps what it promises to programs outside."""

import inspect
import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

import advisor as package
from advisor import Advisor, AdvisorError, Answer, Citation, Passage, Settings
from advisor import errors as errors_module
from advisor.errors import QuestionError

ANSWER = "text answered missing reason citations question suggestions engine notices".split()
CITATION = "number guide section quote source lines".split()
PASSAGE = "text guide section source lines score".split()
SETTINGS = "corpus index embedding_model host port".split()

PAY = "How much does a senior coordinator earn?"
QUESTIONS = (
    PAY,
    "Which certification suits end-of-life care?",
    "How long does it take?",
    "What is step 6?",
    "Can it be done without a degree?",
    "What are the steps to become a Clinical Care Coordinator?",
    "What does a certification exam cost?",
    "How do I bake a pizza?",
    "Hello!",
    "",
)


def test_all_is_sorted_and_complete():
    assert package.__all__ == sorted(package.__all__)
    assert {"Advisor", "AdvisorError", "Answer", "Citation", "Passage", "Settings"} <= set(
        package.__all__
    )
    public = {
        name
        for name, value in vars(package).items()
        if not name.startswith("_") and inspect.isclass(value) and value.__module__ != "typing"
    }
    assert public <= set(package.__all__)
    for name in package.__all__:
        assert getattr(package, name).__name__ == name


def test_a_name_that_is_not_there_is_an_attribute_error():
    with pytest.raises(AttributeError, match="Adviser"):
        _ = package.Adviser


@pytest.mark.parametrize(
    ("kind", "promised"), [(Answer, ANSWER), (Citation, CITATION), (Settings, SETTINGS)]
)
def test_the_promised_fields_are_there(kind, promised):
    assert set(promised) <= {field.name for field in fields(kind)}


def test_the_promised_calls_are_there(advisor):
    assert isinstance(advisor, Advisor)
    for call in (Advisor.ask, Advisor.stream):
        assert [*inspect.signature(call).parameters][1:] == ["question", "history", "guide"]
    assert [*inspect.signature(Advisor.retrieve).parameters][1:] == ["question", "k", "guide"]
    assert not inspect.signature(advisor.open).parameters["settings"].default


def test_every_error_is_an_advisor_error_with_a_word_of_advice():
    for name, error in vars(errors_module).items():
        if inspect.isclass(error):
            assert issubclass(error, AdvisorError), name
            assert error.__doc__, name


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_holds_together(advisor, question):
    answer = advisor.ask(question, history=[])
    assert answer.text.strip()
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    assert {int(number) for number in re.findall(r"\[(\d+)\]", answer.text)} == set(numbers)
    assert bool(answer.citations) >= answer.answered
    assert answer.engine == "extractive"
    if answer.answered:
        assert answer.reason is None
    for citation in answer.citations:
        first, last = citation.lines
        lines = Path(citation.source).read_text(encoding="utf-8").split("\n")[first - 1 : last]
        assert citation.quote in "\n".join(lines)
    json.dumps(answer.to_dict())


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_stream_is_the_answer_in_pieces(advisor, question):
    *pieces, last = advisor.stream(question, history=[])
    assert isinstance(last, Answer)
    assert all(isinstance(piece, str) for piece in pieces)
    assert "".join(pieces) == last.text
    assert last == advisor.ask(question, history=[])


def test_retrieve_gives_the_best_passages_first(advisor):
    passages = advisor.retrieve(PAY, k=7)
    assert len(passages) == 7
    assert all(isinstance(passage, Passage) for passage in passages)
    scores = [passage.score for passage in passages]
    assert scores == sorted(scores, reverse=True)
    assert "Salary" in {passage.section[-1] for passage in passages[:3]}
    for name in PASSAGE:
        assert getattr(passages[0], name)
    assert set(passages[0].to_dict()) == {*PASSAGE, "place"}


@pytest.mark.parametrize("question", ["", "?", "the", "\ufffd", "🙂", "日本語", "a" * 50_000, "\0"])
def test_retrieve_takes_any_text(advisor, question):
    assert len(advisor.retrieve(question, k=5)) == 5


@pytest.mark.parametrize(
    "history",
    [
        [{"role": "user"}],
        [{"content": "hello"}],
        [{"role": "robot", "content": "hello"}],
        [{"role": "user", "content": 5}],
        ["hello"],
        [None],
        "hello",
        5,
    ],
)
def test_a_history_of_another_shape_is_refused(advisor, history):
    with pytest.raises(QuestionError):
        advisor.ask(PAY, history=history)


@pytest.mark.parametrize("question", [None, 5, b"pay", ["pay"]])
def test_a_question_that_is_no_text_is_refused(advisor, question):
    with pytest.raises(QuestionError):
        advisor.ask(question)


def test_a_history_may_hold_more_than_role_and_content(advisor):
    history = [
        {"role": "user", "content": PAY, "metadata": {"title": None}, "options": []},
        {"role": "assistant", "content": "$70,000 to $90,000 a year [1]"},
    ]
    assert advisor.ask("How long does it take?", history=history).answered


def test_asking_leaves_the_history_as_it_was(advisor):
    history = [{"role": "user", "content": PAY}, {"role": "assistant", "content": "..."}]
    before = json.dumps(history)
    advisor.ask("And a mid-level one?", history=history)
    assert json.dumps(history) == before


ALONE = """
import json, socket, sys
tried = []
def refuse(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        tried.append(address)
        raise OSError("no way out")
    return connect(self, address)
def look_up(host, *rest, **more):
    tried.append(host)
    raise OSError("no names")
connect = socket.socket.connect
socket.socket.connect = socket.socket.connect_ex = refuse
socket.getaddrinfo = look_up
from advisor import Advisor
answer = Advisor.open().ask("How much does a senior coordinator earn?")
assert answer.answered, answer
print(json.dumps({"tried": tried, "loaded": list(sys.modules)}))
"""


@pytest.fixture(scope="module")
def alone(run_python, settings) -> dict:
    """What opening and asking does in a process of its own, what is done at import included."""
    done = run_python("-c", ALONE, ADVISOR_INDEX=settings.index)
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def test_opening_and_asking_reach_no_other_machine(alone):
    assert alone["tried"] == []


def test_nobody_waits_for_torch(alone):
    """Nor keeps it in memory: to answer needs none of it."""
    assert {"torch", "transformers", "sklearn"} & set(alone["loaded"]) == set()


@pytest.mark.parametrize(
    "question",
    ["Which steps are there?", "what steps do I need to take", "What are the ten steps?"],
)
def test_all_steps_are_told_however_they_are_asked_for(advisor, question):
    text = advisor.ask(question).text
    assert [line for line in range(1, 11) if f"Step {line}: " in text] == [*range(1, 11)]


def test_steps_that_are_described_are_not_all_of_them(advisor):
    assert "Step 1: " not in advisor.ask("What steps come after certification?").text
