import base64
import json
import re
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import fields
from html import unescape

import pytest
from serving import free_port, serving

from advisor.chat import Advisor
from advisor.config import Settings
from advisor.engine import Engine
from advisor.ingest import ingest
from advisor.page.calls import calls
from advisor.page.markup import answer_markup, plain
from advisor.page.reading import cited_orders, guide_markup
from advisor.plan.schema import Plan
from advisor.schema import Answer, Chunk, Citation
from advisor.server import Readiness

SENIOR = "How much does a senior coordinator earn?"
SENIOR_PAY = "$70,000 to $90,000"


@pytest.fixture(scope="module")
def url(settings: Settings) -> Iterator[str]:
    with serving(settings) as url:
        yield url


@pytest.fixture(scope="module")
def client(url):
    from gradio_client import Client

    client = Client(url, verbose=False)
    yield client
    client.close()


def get(url):
    with urllib.request.urlopen(url, timeout=60) as response:
        return response.headers, response.read().decode()


def post(url, body):
    request = urllib.request.Request(
        url, json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        return json.load(response)


class TestEndpoints:
    def test_ask_gives_every_field_of_the_answer(self, client):
        answer = client.predict(SENIOR, [], api_name="/ask")
        assert {field.name for field in fields(Answer)} <= answer.keys()
        assert answer["answered"]
        assert SENIOR_PAY in answer["text"]
        assert any(SENIOR_PAY in cited["quote"] for cited in answer["citations"])

    def test_ask_takes_the_history_into_account(self, client):
        history = [
            {"role": "user", "content": SENIOR},
            {"role": "assistant", "content": "$70,000 to $90,000 a year [1]"},
        ]
        answer = client.predict("And an entry-level one?", history, api_name="/ask")
        assert "$35,000 to $50,000" in answer["text"]

    def test_ask_can_be_called_without_a_history(self, client):
        assert client.predict(SENIOR, api_name="/ask")["answered"]

    def test_ask_answers_plain_http(self, url):
        event = post(f"{url}/gradio_api/call/ask", {"data": [SENIOR, []]})["event_id"]
        _, events = get(f"{url}/gradio_api/call/ask/{event}")
        answer = json.loads(re.search(r"^data: (.*)$", events, re.MULTILINE)[1])[0]
        assert SENIOR_PAY in answer["text"]

    def test_only_ask_and_plan_are_offered(self, url):
        _, info = get(f"{url}/gradio_api/info")
        assert set(json.loads(info)["named_endpoints"]) == {"/ask", "/plan"}

    def test_says_that_it_lives_and_that_it_can_answer(self, url):
        assert json.loads(get(f"{url}/healthz")[1]) == {"status": "ok"}
        assert json.loads(get(f"{url}/readyz")[1]) == {"ready": True, "why_not": ""}


class TestPrivacy:
    def test_the_page_names_no_other_host(self, url):
        _, page = get(url)
        hosts = set(re.findall(r"https?://([\w.-]+)", page))
        assert hosts == {"127.0.0.1"}

    def test_the_browser_is_told_to_reach_no_other_host(self, url):
        headers, _ = get(url)
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'self'")
        assert "http" not in policy

    @pytest.mark.parametrize("path", ["docs", "redoc"])
    def test_no_documentation_page_that_loads_scripts_from_elsewhere(self, url, path):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            get(f"{url}/{path}")


class TestStart:
    def test_help_tells_of_the_port(self, run_python):
        done = run_python("app.py", "--help")
        assert done.returncode == 0
        assert "--port" in done.stdout

    def test_a_taken_port_is_said_in_one_line(self, run_python, settings):
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = run_python("app.py", "--port", port, ADVISOR_INDEX=settings.index)
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert str(port) in done.stderr
        assert "--port" in done.stderr

    def test_a_missing_index_is_said_in_one_line(self, run_python, tmp_path):
        done = run_python("app.py", "--port", free_port(), ADVISOR_INDEX=tmp_path / "none")
        assert done.returncode == 2
        assert len(done.stderr.splitlines()) == 1
        assert "ingest.py" in done.stderr

    @pytest.mark.parametrize("port", ["0", "65536", "seven"])
    def test_a_port_that_is_none_is_refused(self, run_python, port):
        done = run_python("app.py", "--port", port)
        assert done.returncode == 2
        assert f"got '{port}'" in done.stderr

    def test_what_cannot_be_made_ready_beforehand_keeps_nobody_from_asking(
        self, settings, monkeypatch, caplog
    ):
        def fail(*_: object) -> Answer:
            raise OSError("too many open files")

        monkeypatch.setattr(Engine, "ask", fail)
        ready = Readiness(Advisor.open(settings))
        ready.wait()
        assert ready.why_not() == ""
        assert "too many open files" in caplog.text


class TestMarkup:
    @pytest.mark.parametrize(
        "text", ["<b>bold</b>", "**stars**", "# head", "[x](y)", "![x](y)", "`a`", "1. one", "a|b"]
    )
    def test_a_question_holds_nothing_that_markdown_or_html_acts_on(self, text):
        shown = plain(text)
        assert not re.search(r"[<>*_`\[\]|!.]|^#", shown)
        assert re.sub(r"&#(\d+);", lambda match: chr(int(match[1])), shown) == text

    def test_an_answer_brings_no_html_and_no_picture_of_its_own(self):
        shown = answer_markup(answer("<script>x</script> ![a](http://b/c.png)"))
        assert "<script" not in shown
        assert "![" not in shown

    def test_a_marker_without_a_citation_cannot_be_pressed(self):
        shown = answer_markup(answer("One [1], two [2].", quote="A passage."))
        assert 'name="cite-0-1">[1]</button>' in shown
        assert '<span class="marker">[2]</span>' in shown

    def test_only_the_last_answer_can_be_asked_anew(self):
        old, last = (answer_markup(answer("One."), 3, is_last) for is_last in (False, True))
        assert 'name="copy-3"' in old
        assert 'name="copy-3"' in last
        assert "retry" not in old
        assert 'name="retry-3"' in last

    def test_an_answer_in_part_says_so(self):
        assert 'class="partly"' in answer_markup(answer("Yes.", quote="a", missing="pensions"))
        assert 'class="partly"' not in answer_markup(answer("Yes.", quote="a"))

    def test_many_sources_are_folded_away(self):
        few, many = (
            answer("One.") | {"citations": [cited | {"number": n} for n in range(1, count + 1)]}
            for count in (4, 5)
            for cited in answer("One.", quote="a")["citations"]
        )
        assert '<details class="sources" open><summary>4 sources<' in answer_markup(few)
        assert '<details class="sources"><summary>5 sources<' in answer_markup(many)

    def test_a_declined_answer_is_set_apart_and_small_talk_is_not(self):
        assert 'class="declined"' in answer_markup(answer("No.", reason="not_in_guide"))
        assert 'class="declined"' not in answer_markup(answer("Hello."))

    def test_notices_and_engine_are_in_view(self):
        shown = answer_markup(answer("Hello.", notices=("A fallback was taken",)))
        assert '<p class="notice">A fallback was taken</p>' in shown
        assert "Engine: extractive" in shown


class TestReading:
    def test_a_guide_is_shown_whole_and_in_order(self, advisor):
        """Every passage once, letter for letter, save the marks of a table."""
        for card in advisor.index.guides():
            chunks = [one for one in advisor.index.chunks(card.source) if one.kind != "question"]
            shown = re.findall(r'data-order="(\d+)"', guide_markup(chunks))
            assert [int(order) for order in shown] == [one.order for one in chunks]
            words = unescape(re.sub("<[^>]*>", " ", guide_markup(chunks)))
            for one in chunks:
                for cell in [cell for _, cell in one.cells] or [one.text]:
                    assert cell in words

    def test_what_is_cited_is_marked_and_nothing_else(self, advisor):
        for question in (SENIOR, "What are the steps?", "What does CCM renewal cost?"):
            for cited in advisor.ask(question).citations:
                chunks = advisor.index.chunks(cited.source)
                orders = cited_orders(chunks, cited.quote, cited.lines)
                marked = [one for one in chunks if one.order in orders]
                assert marked
                assert {one.section for one in marked} == {cited.section}
                assert all(one.text in cited.quote for one in marked)

    def test_text_is_no_markup(self):
        chunk = Chunk("1", "G", "g.md", ("G",), "sentence", "<script>x</script>", (1, 1), 0, 0)
        assert "<script" not in guide_markup([chunk])


class TestCalls:
    """What the page's script asks the server for."""

    @pytest.fixture
    def replies(self, advisor):
        return {one.__name__: one for one in calls(advisor, None)}

    def test_guides_come_with_questions_and_replies_of_their_own(self, replies, advisor):
        found = replies["guides"]({})
        main = found["guides"][0]["source"]
        assert [one["companion"] for one in found["guides"]].count(False) == 1
        assert found["replies"][main]["goal"][2] == "Senior"
        assert {"RN", "none"} <= set(found["replies"][main]["licence"])
        assert len(found["examples"][main]) == 5
        assert all(advisor.ask(question).answered for question in found["examples"][main])

    def test_every_career_can_be_chosen(self, here):
        ingest(here, [])
        found = calls(Advisor.open(here), None)[0]({})
        assert [one["career"] for one in found["guides"]] == ["Baker", "Taster"]
        assert set(found["replies"]) == {one["source"] for one in found["guides"]}

    def test_a_passage_that_is_gone_is_said_to_be(self, replies):
        asked = {"source": "corpus/clinical-care-coordinator.md", "quote": "x", "lines": [1, 2]}
        assert replies["passage"](asked)["html"] == ""
        assert replies["passage"](asked | {"source": "/etc/passwd"})["html"] == ""
        assert "error" in replies["guide"]({"source": "/etc/passwd"})

    def test_a_background_that_cannot_be_names_its_fields(self, replies):
        said = {"years_experience": "2", "coordination_years": "5"}
        reply = replies["plan"]({"profile": said})
        assert reply["error"].count("?") == 1
        assert "coordination_years" in reply["fields"]

    def test_a_plan_comes_back_as_it_went(self, replies):
        made = replies["plan"]({"profile": {"role": "nurse", "degree": "BSN"}})
        assert replies["load_plan"]({"plan": made["plan"]}) == made
        file = replies["document"]({"plan": made["plan"], "kind": "json"})
        assert Plan.from_json(base64.b64decode(file["data"])).to_json() == made["plan"]

    @pytest.mark.parametrize("asked", [{}, {"plan": "{}"}, {"plan": "x" * 3_000_000}, {"kind": 1}])
    def test_nonsense_is_answered_with_an_error(self, replies, asked):
        for name in ("plan", "load_plan", "document", "passage", "guide", "judge"):
            assert replies[name](asked)["error"]

    def test_words_of_a_person_are_no_markup_in_their_plan(self, replies):
        made = replies["plan"]({"profile": {"role": "<img src=x>", "interests": ["<b>x</b>"]}})
        assert "<img" not in made["html"]
        assert "<b>" not in made["html"]


def answer(text, quote=None, **extra):
    cited = (Citation(1, "Guide", ("Guide", "Part"), quote, "guide.md", (3, 3)),) if quote else ()
    return Answer(text, bool(quote), "Question?", cited, **extra).to_dict()
