"""Whatever a chat model's server does, the reader gets an answer, in time, and no secret."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import pytest
from chatting import fails, says, scripted, send, start_stream, with_model
from pydantic import SecretStr

from advisor.chat import Advisor
from advisor.draft import Draft
from advisor.errors import SetupError
from advisor.schema import Answer
from advisor.writer import calls, provider, writer
from advisor.writer.grounding import Grounds
from advisor.writer.provider import open_model
from advisor.writer.rewrite import rewrite
from advisor.writer.writer import Writer

QUESTION = "How much does a senior coordinator earn?"
TRUE = "A senior coordinator earns $70,000 to $90,000 a year with 5+ years of experience [1]."
KEY = "sk-secret-key"


@pytest.fixture(autouse=True)
def a_key(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setattr(calls, "PAUSE", 0.01)


@pytest.fixture(scope="module")
def quoted(advisor) -> Answer:
    """What is answered without a model."""
    return advisor.ask(QUESTION)


Ask = Callable[..., Answer]


@pytest.fixture
def stream(advisor) -> Callable[..., Iterator[str | Answer]]:
    """Streams an answer by the session's index and a model that is served there."""

    def stream(url: str, **changes) -> Iterator[str | Answer]:
        writer = Writer(with_model(advisor.settings, url, **changes))
        return writer.stream(lambda _: advisor.engine.draft(QUESTION), QUESTION, [])

    return stream


@pytest.fixture
def ask(stream) -> Ask:
    def ask(url: str, **changes) -> Answer:
        *_, answer = stream(url, **changes)
        return answer

    return ask


def trickle(handler) -> None:
    start_stream(handler)
    while True:
        handler.wfile.write(b": still here\n\n")
        time.sleep(0.05)


def ramble(handler) -> None:
    start_stream(handler)
    while True:
        send(handler, "word without an end ")


def not_text(handler) -> None:
    start_stream(handler)
    handler.wfile.write(
        b'data: {"id": "1", "choices": [{"delta": {"content": "\xff\xfe\xfa"}}]}\n\n'
    )


def not_json(handler) -> None:
    start_stream(handler)
    handler.wfile.write(b"data: {nothing of the kind\n\n")


@pytest.mark.parametrize(
    ("reply", "calls_made", "told"),
    [
        (fails(401), 1, "did not accept the key (401)"),
        (fails(404), 1, "is not known there (404)"),
        (fails(429), 3, "is asked too often (429)"),
        (fails(500), 3, "has a fault of its own (500)"),
        (fails(503, b"<html>no JSON</html>"), 3, "has a fault of its own (503)"),
        (says([]), 1, "said nothing"),
        (says(["", "  ", "\n"]), 1, ""),
        (not_text, 1, "cannot be read"),
        (not_json, 1, "cannot be read"),
        (ramble, 1, ""),
    ],
    ids=lambda one: getattr(one, "__name__", str(one)),
)
def test_a_fault_leaves_the_quoted_answer(ask, quoted, caplog, reply, calls_made, told):
    caplog.set_level(logging.DEBUG, "advisor")
    with scripted(reply) as (url, asked):
        answer = ask(url, model_timeout=20)
    assert answer.text == quoted.text
    assert answer.engine == "extractive"
    assert answer.citations == quoted.citations
    assert len(asked) == calls_made
    (notice,) = answer.notices
    assert told in notice
    assert "quoted" in notice
    assert KEY not in caplog.text + notice


def test_a_server_that_is_not_there(ask, quoted):
    with socket.socket() as held:  # bound, and nobody listens
        held.bind(("127.0.0.1", 0))
        answer = ask(f"http://127.0.0.1:{held.getsockname()[1]}/v1")
    assert answer.text == quoted.text
    assert "could not be reached" in answer.notices[0]


TALK = [
    {"role": "user", "content": QUESTION},
    {"role": "assistant", "content": "$70,000 to $90,000 a year [1]"},
]
WHOLE = "How much does an entry-level coordinator earn?"


@pytest.mark.parametrize(("sure", "taken"), [(0.99, True), (0.91, False), (0.5, False)])
def test_a_models_question_is_taken_where_its_answer_is_clearly_surer(advisor, sure, taken):
    def drafting(question: str) -> Draft:
        made = advisor.engine.draft(question or QUESTION)
        return replace(made, answer=replace(made.answer, confidence=sure if question else 0.9))

    with scripted(says([WHOLE])) as (url, _):
        writing = Writer(with_model(advisor.settings, url))
        *_, answer = writing.stream(drafting, "And an entry-level one?", TALK)
    assert answer.question == (WHOLE if taken else QUESTION)


def test_of_a_rewrite_no_more_is_read_than_a_question_can_have():
    read = []

    class Rambling:
        def stream(self, _messages) -> Iterator[SimpleNamespace]:
            for place in range(500):
                time.sleep(0.001)  # as slow as a quick model
                read.append(place)
                yield SimpleNamespace(text=f"{WHOLE}\n" if not place else "And more. ")

    assert rewrite(calls.Calls(Rambling(), 20), "And an entry-level one?", TALK) == WHOLE
    assert len(read) < 500


@pytest.mark.parametrize("reply", [trickle, lambda handler: time.sleep(30)], ids=["drip", "mute"])
def test_the_whole_turn_is_bounded(ask, quoted, reply):
    with scripted(reply) as (url, _):
        started = time.monotonic()
        answer = ask(url, model_timeout=1)
        assert time.monotonic() - started < 15  # of 30 that the server would take
    assert answer.text == quoted.text
    assert "took too long" in answer.notices[0]


def test_what_holds_stays_where_the_stream_breaks_off(ask):
    with scripted(says([TRUE, " It also pays a bonus of"], ends=False)) as (url, asked):
        answer = ask(url)
    assert answer.text == TRUE.replace(" [1].", ". [1]")
    assert answer.engine == "openai:smollm2"
    assert len(asked) == 1, "what was begun is not asked for again"
    assert "bonus" not in answer.text


def test_what_else_may_be_meant_is_told_behind_the_models_words(advisor):
    before, question = "How long does a bachelor's in nursing take?", "Is it enough on its own?"
    told = advisor.ask(before).text
    history = [{"role": "user", "content": before}, {"role": "assistant", "content": told}]
    plain = advisor.ask(question, history)
    _, marker, otherwise = plain.text.partition("If you meant something else by that:")
    assert marker
    replies = [says(["I cannot tell."]), says(["A bachelor's in nursing usually takes 4 years."])]
    with scripted(lambda handler: replies.pop(0)(handler)) as (url, _):
        drafting = partial(advisor.engine.draft, question, history, None)
        *_, written = Writer(with_model(advisor.settings, url)).stream(drafting, question, history)
    assert written.engine == "openai:smollm2"
    assert [one.quote for one in written.citations] == [one.quote for one in plain.citations]
    assert written.text.endswith(marker + otherwise)


def test_a_passing_fault_is_tried_again(ask):
    replies = [fails(503), says([TRUE])]
    with scripted(lambda handler: replies.pop(0)(handler)) as (url, asked):
        answer = ask(url)
    assert len(asked) == 2
    assert answer.engine == "openai:smollm2"
    assert answer.notices == ()


def test_a_sentence_is_shown_before_the_reply_has_ended(stream):
    """The server waits, after its first sentence, until that has reached the reader."""
    seen = threading.Event()

    def reply(handler) -> None:
        start_stream(handler)
        send(handler, TRUE + " And")
        assert seen.wait(20)
        send(handler, " nothing more.", finish="stop")
        handler.wfile.write(b"data: [DONE]\n\n")

    with scripted(reply) as (url, _):
        pieces = stream(url)
        assert next(pieces) == TRUE.replace(" [1].", ". [1]")
        seen.set()
        *rest, answer = pieces
    assert "".join(one for one in rest) == ""
    assert answer.notices == ("One sentence was withheld: the guide does not support it.",)


def test_the_model_is_asked_before_the_passages_are_read(ask, monkeypatch):
    called = threading.Event()

    def reply(handler) -> None:
        called.set()
        says([TRUE])(handler)

    def grounds(*given) -> Grounds:
        assert called.wait(20)
        return Grounds(*given)

    monkeypatch.setattr(writer, "Grounds", grounds)
    with scripted(reply) as (url, _):
        assert ask(url).notices == ()


def test_what_it_took_is_shown_where_asked_for_and_logged_always(ask, caplog):
    caplog.set_level(logging.INFO, "advisor")
    with scripted(says([TRUE])) as (url, _):
        (notice,) = ask(url, show_cost=True).notices
    assert "tokens read" in notice
    assert " s for the turn" in notice
    assert "first word after" in caplog.text


@pytest.mark.parametrize("name", ["gpt-4o", "nobody:model", "openai:", ":x"])
def test_a_name_that_is_none(settings, name):
    with pytest.raises(SetupError, match=r"expected provider:model.*openai"):
        Advisor.open(replace(settings, model=name))


def test_a_package_that_is_missing_is_named_with_its_command(settings):
    with pytest.raises(SetupError, match=r"pip install --editable '\.\[groq\]'"):
        open_model(replace(settings, model="groq:llama"))


def test_a_key_that_is_missing_is_named(settings, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(SetupError, match="is OPENAI_API_KEY set"):
        open_model(replace(settings, model="openai:gpt-4o"))
    assert open_model(with_model(settings, "http://127.0.0.1:1/v1"))


class Refuses:
    """Raises as a library does whose own exception tells nothing but by its cause."""

    def __init__(self, status: int) -> None:
        self.status, self.asked = status, 0

    def stream(self, _messages) -> Iterator[None]:
        self.asked += 1
        cause = ValueError("no")
        cause.code = self.status
        raise RuntimeError("sk-secret-key is not good") from cause
        yield


@pytest.mark.parametrize(("status", "asked"), [(401, 1), (429, 3)])
def test_a_status_is_read_from_an_exceptions_cause(status, asked):
    model = Refuses(status)
    with pytest.raises(calls.CallFailed, match=str(status)) as told:
        list(calls.Calls(model, 20).reply([]))
    assert model.asked == asked
    assert KEY not in str(told.value)


@pytest.mark.parametrize("key", [None, "", SecretStr("")])
def test_a_client_that_is_made_without_a_key_is_not_taken(settings, monkeypatch, key):
    made = SimpleNamespace(anthropic_api_key=key)
    monkeypatch.setattr(provider, "_open", lambda *_: made)
    with pytest.raises(SetupError, match="is ANTHROPIC_API_KEY set"):
        open_model(replace(settings, model="anthropic:claude"))
    made.anthropic_api_key = SecretStr(KEY)
    assert open_model(replace(settings, model="anthropic:claude")) is made
