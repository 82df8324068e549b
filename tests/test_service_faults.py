"""What visitors see when the machine that serves fails: answers go on where they can."""

import http.client
import json
import shutil
import socket
import subprocess
import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from conftest import files_of_at_most
from serving import serving

from advisor.errors import FeedbackError
from advisor.feedback import Feedback, FeedbackStore
from advisor.ingest import ingest
from advisor.service.desk import Desk
from advisor.service.figures import Figures

QUESTION = "What do tasters earn?"
SENIOR = "How much does a senior coordinator earn?"
HANDLES = 100
RECOVERS_WITHIN = 60


def said(comment="") -> Feedback:
    return Feedback(True, QUESTION, {"text": "x" * 50_000}, comment=comment)


def desk_of(settings) -> Desk:
    return Desk(settings, lambda: "192.0.2.1", Figures())


def test_on_a_read_only_disk_answers_go_on_and_feedback_is_refused_with_a_word(here, small_disk):
    shutil.copytree(here.index, small_disk / "index")
    settings = replace(here, index=small_disk / "index")
    ingest(settings, [])
    before = FeedbackStore(settings)
    before.add(said())
    before.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    store = FeedbackStore(settings)
    assert "$2" in desk_of(settings).ask(QUESTION).text
    with pytest.raises(FeedbackError, match=r"not kept.*answers are not touched"):
        store.add(said())
    assert len(store.all()) == 1


def test_on_a_full_disk_likewise(here):
    ingest(here, [])
    desk, store = desk_of(here), FeedbackStore(here)
    store.add(said())
    with files_of_at_most((here.index.parent / "feedback.sqlite3").stat().st_size):
        assert "$2" in desk.ask(QUESTION).text
        with pytest.raises(FeedbackError, match=r"not kept.*answers are not touched"):
            store.add(said())
    store.add(said(comment="there is room again"))
    assert [one.comment for one in store.all()] == ["", "there is room again"]


def ask(connection: http.client.HTTPConnection) -> str:
    headers = {"Content-Type": "application/json"}
    connection.request("POST", "/ask", json.dumps({"question": SENIOR}), headers)
    with connection.getresponse() as response:
        assert response.status == 200
        return json.load(response)["text"]


def ask_until_answered(connect: Callable[[], http.client.HTTPConnection]) -> str:
    """Who comes while the server is short of handles is hung up on, and comes again."""
    deadline = time.monotonic() + RECOVERS_WITHIN
    while True:
        connection = connect()
        try:
            return ask(connection)
        except ConnectionError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


def test_without_file_handles_who_is_in_is_answered_and_later_everybody(settings, tmp_path):
    few = ["sh", "-c", f'ulimit -n {HANDLES}; exec "$@"', "sh"]
    log = tmp_path / "log"
    with serving(settings, log, few) as url:
        address = url.removeprefix("http://")
        inside = http.client.HTTPConnection(address, timeout=60)
        assert "$70,000" in ask(inside)
        host, port = address.split(":")
        crowd = [socket.create_connection((host, int(port))) for _ in range(2 * HANDLES)]
        assert "$70,000" in ask(inside)
        for one in crowd:
            one.close()
        inside.close()
        said = ask_until_answered(lambda: http.client.HTTPConnection(address, timeout=60))
        assert "$70,000" in said
    assert "Traceback" not in log.read_text()
