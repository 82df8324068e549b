"""What runs around the page, of a server that really runs: other programs, limits, figures."""

import asyncio
import base64
import json
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection

import pytest
from playwright.sync_api import expect
from serving import free_port, serving

from advisor.plan.schema import Plan

SENIOR = "How much does a senior coordinator earn?"
SENIOR_PAY = "$70,000 to $90,000"
PER_MINUTE = 3
"""So that none comes back while the next ones are asked: one does every twenty seconds."""
TOO_FAST = f"{PER_MINUTE} questions within a minute"
TITLE = "Advice & <more>"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def url(settings, folder):
    with serving(
        settings,
        folder / "log",
        ADVISOR_QUESTIONS_PER_MINUTE=str(PER_MINUTE),
        ADVISOR_DATABASE_URL=f"sqlite:///{folder}/feedback.sqlite3",
        ADVISOR_TITLE=TITLE,
    ) as url:
        yield url


@pytest.fixture(scope="module")
def client(url):
    from gradio_client import Client

    client = Client(url, verbose=False)
    yield client
    client.close()


@pytest.fixture(scope="module")
def locked(settings):
    with serving(settings, ADVISOR_LOGIN="bob:other, ann:s3cret") as url:
        yield url


def get(url, **headers):
    return send(urllib.request.Request(url, headers=headers))


def post(url, body, **headers):
    headers = {"Content-Type": "application/json"} | headers
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return send(urllib.request.Request(url, content, headers))


def send(request):
    """Status, text and headers of the response."""
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, response.read().decode(), response.headers
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode(), error.headers


class TestPlainHttp:
    def test_a_question_gets_the_cited_answer(self, url):
        status, text, _ = post(f"{url}/ask", {"question": SENIOR})
        answer = json.loads(text)
        assert status == 200
        assert SENIOR_PAY in answer["text"]
        assert any(SENIOR_PAY in cited["quote"] for cited in answer["citations"])

    def test_a_follow_up_is_read_with_its_history(self, url):
        history = [
            {"role": "user", "content": SENIOR},
            {"role": "assistant", "content": "$70,000 to $90,000 a year [1]"},
        ]
        asked = {"question": "And an entry-level one?", "history": history}
        assert "$35,000 to $50,000" in json.loads(post(f"{url}/ask", asked)[1])["text"]

    def test_a_plan(self, url):
        status, text, _ = post(f"{url}/plan", {"profile": {"role": "nurse", "degree": "BSN"}})
        assert status == 200
        plan = Plan.from_json(text)
        assert plan.profile.degree == "BSN"
        assert plan.steps
        assert plan.citations

    @pytest.mark.parametrize(
        ("path", "body", "complaint"),
        [
            ("ask", {}, "question"),
            ("ask", {"question": 7}, "question"),
            ("ask", {"question": SENIOR, "history": [{"role": "king", "content": ""}]}, "role"),
            ("ask", {"question": SENIOR, "guide": "Astronaut"}, "Astronaut"),
            ("plan", {"profile": {"rank": 1}}, "rank"),
            ("plan", {"profile": {"years_experience": 2, "coordination_years": 9}}, "Which is"),
            ("plan", b"{", "JSON"),
        ],
    )
    def test_what_cannot_be_is_refused_with_a_reason(self, url, path, body, complaint):
        status, text, _ = post(f"{url}/{path}", body)
        assert status == 422
        assert complaint in text
        assert "Traceback" not in text


class TestGradioClient:
    def test_a_question_gets_the_cited_answer(self, client):
        answer = client.predict(SENIOR, api_name="/ask")
        assert SENIOR_PAY in answer["text"]
        assert any(SENIOR_PAY in cited["quote"] for cited in answer["citations"])

    def test_a_plan(self, client):
        plan = client.predict({"role": "nurse", "goal": "director"}, api_name="/plan")
        assert Plan.from_json(json.dumps(plan)).profile.goal == "director"

    def test_what_cannot_be_is_asked_back(self, client):
        from gradio_client.exceptions import AppError

        profile = {"years_experience": 2, "coordination_years": 9}
        with pytest.raises(AppError, match="Which is right"):
            client.predict(profile, api_name="/plan")


class TestTools:
    def call(self, url, use):
        from mcp import Client

        async def talk():
            async with Client(f"{url}/mcp") as client:
                return await use(client)

        # A thread of its own: the browser's library keeps a loop running in this one.
        with ThreadPoolExecutor(1) as elsewhere:
            return elsewhere.submit(asyncio.run, talk()).result()

    def test_they_are_described(self, url):
        tools = {one.name: one for one in self.call(url, lambda it: it.list_tools()).tools}
        assert set(tools) == {"ask", "plan"}
        assert tools["ask"].input_schema["required"] == ["question"]
        assert "required" not in tools["plan"].input_schema
        for tool in tools.values():
            assert "cit" in tool.description
            assert tool.annotations.read_only_hint
            for argument in tool.input_schema["properties"].values():
                assert argument["description"]

    def test_a_question_gets_the_cited_answer(self, url):
        result = self.call(url, lambda it: it.call_tool("ask", {"question": SENIOR}))
        answer = result.structured_content
        assert SENIOR_PAY in answer["text"]
        assert any(SENIOR_PAY in cited["quote"] for cited in answer["citations"])
        assert json.loads(result.content[0].text) == answer

    def test_a_follow_up_is_read_with_its_history(self, url):
        asked = {
            "question": "And an entry-level one?",
            "history": [
                {"role": "user", "content": SENIOR},
                {"role": "assistant", "content": "$70,000 to $90,000 a year [1]"},
            ],
        }
        result = self.call(url, lambda it: it.call_tool("ask", asked))
        assert "$35,000 to $50,000" in result.structured_content["text"]

    def test_a_plan(self, url):
        result = self.call(url, lambda it: it.call_tool("plan", {"degree": "BSN"}))
        plan = result.structured_content
        assert plan["markdown"].startswith("# A career plan")
        assert plan["steps"]

    def test_what_cannot_be_is_asked_back(self, url):
        asked = {"years_experience": 2, "coordination_years": 9}
        result = self.call(url, lambda it: it.call_tool("plan", asked))
        assert result.is_error
        assert "Which is right" in result.content[0].text


class TestLimits:
    """A proxy on this machine tells for whom it asks; the server counts by that."""

    def test_a_visitor_who_asks_too_fast_is_told_when_to_ask_again(self, url):
        visitor = {"X-Forwarded-For": "192.0.2.1"}
        asked = [post(f"{url}/ask", {"question": SENIOR}, **visitor) for _ in range(PER_MINUTE + 1)]
        assert [status for status, _, _ in asked] == [200] * PER_MINUTE + [429]
        assert TOO_FAST in asked[-1][1]
        assert post(f"{url}/ask", {"question": SENIOR})[0] == 200

    def test_every_way_in_counts_for_the_same_visitor(self, url):
        from gradio_client import Client
        from gradio_client.exceptions import AppError

        visitor = {"X-Forwarded-For": "192.0.2.2"}
        for _ in range(PER_MINUTE - 1):
            post(f"{url}/ask", {"question": SENIOR}, **visitor)
        client = Client(url, verbose=False, headers=visitor)
        assert client.predict(SENIOR, api_name="/ask")["answered"]
        with pytest.raises(AppError, match=TOO_FAST):
            client.predict(SENIOR, api_name="/ask")
        client.close()
        call = {"jsonrpc": "2.0", "id": 1, "method": "tools/call"}
        call["params"] = {"name": "ask", "arguments": {"question": SENIOR}}
        accept = {"Accept": "application/json, text/event-stream"}
        assert TOO_FAST in post(f"{url}/mcp", call, **visitor, **accept)[1]

    @pytest.mark.browser
    def test_the_page_tells_it_too(self, url, browser):
        visitor = {"X-Forwarded-For": "192.0.2.3"}
        for _ in range(PER_MINUTE):
            post(f"{url}/ask", {"question": SENIOR}, **visitor)
        with browser.new_context(extra_http_headers=visitor) as context:
            page = context.new_page()
            page.goto(url)
            box = page.get_by_role("textbox", name="Your question")
            box.fill(SENIOR, timeout=30_000)
            box.press("Enter")
            word = page.get_by_text(TOO_FAST).first
            expect(word).to_be_visible(timeout=30_000)

    def test_a_request_that_is_too_large_is_not_read(self, url):
        connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
        connection.putrequest("POST", "/ask")
        connection.putheader("Content-Length", "5000000")
        connection.endheaders()
        with connection.getresponse() as response:
            assert response.status == 413
            assert "4,000,000 bytes" in response.read().decode()
        connection.close()

    def test_nor_is_one_that_does_not_tell_how_large_it_is(self, url):
        # One byte too many and then no more: an answer to a client that is still
        # sending may be lost with the connection.
        connection = HTTPConnection(url.removeprefix("http://"), timeout=60)
        connection.putrequest("POST", "/ask")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders()
        for size in [100_000] * 40 + [1]:
            connection.send(b"%x\r\n%s\r\n" % (size, b" " * size))
        with connection.getresponse() as response:
            assert response.status == 413
        connection.close()

    def test_a_question_of_a_megabyte_and_a_history_of_ten_thousand_are_read(self, url):
        assert post(f"{url}/ask", {"question": f"{SENIOR} {'x' * 1_000_000}"})[0] == 200
        history = [{"role": "user", "content": "Hello"}, {"role": "assistant", "content": "Hi"}]
        asked = {"question": SENIOR, "history": history * 5_000}
        assert SENIOR_PAY in post(f"{url}/ask", asked)[1]


class TestFigures:
    def test_prometheus_reads_what_was_asked(self, url):
        before = self.read(url)
        post(f"{url}/ask", {"question": SENIOR})
        post(f"{url}/ask", {"question": "Does the job come with a pension?"})
        after = self.read(url)
        for outcome in ("answered", "not_in_guide"):
            name = f'advisor_questions_total{{kind="ask",outcome="{outcome}"}}'
            assert after[name] == before.get(name, 0) + 1
        assert after["process_resident_memory_bytes"] > 1e6

    def read(self, url):
        _, text, headers = get(f"{url}/metrics")
        assert headers["Content-Type"].startswith("text/plain")
        lines = [line.rsplit(" ", 1) for line in text.splitlines() if line[0] != "#"]
        return {name: float(value) for name, value in lines}

    def test_the_page_of_figures_shows_them(self, url):
        post(f"{url}/ask", {"question": SENIOR})
        _, page, _ = get(f"{url}/figures")
        assert "Advice &amp; &lt;more&gt;: figures" in page
        for caption in ("Questions", "within ", "Feedback"):
            assert caption in page

    def test_the_log_is_json_and_tells_nothing_personal(self, url, folder):
        post(f"{url}/ask", {"question": "How do I bake a wedding cake?"})
        lines = [json.loads(line) for line in (folder / "log").read_text().splitlines()]
        assert {"at", "level", "event", "outcome", "ms"} <= lines[-1].keys()
        assert lines[-1]["event"] == "ask"
        assert "wedding" not in str(lines)
        assert all(line["level"] != "debug" for line in lines)


def test_a_setting_that_cannot_be_is_one_line(run_python, settings):
    done = run_python(
        "app.py", "--port", free_port(), ADVISOR_INDEX=settings.index, ADVISOR_COLOUR="sky blue"
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "ADVISOR_COLOUR is 'sky blue'; one of slate, " in done.stderr


class TestLogin:
    def basic(self, name, password):
        encoded = base64.b64encode(f"{name}:{password}".encode()).decode()
        return {"Authorization": f"Basic {encoded}"}

    @pytest.mark.parametrize("path", ["figures", "metrics", "gradio_api/info", "config"])
    def test_nothing_is_shown_without_the_password(self, locked, path):
        status, text, _ = get(f"{locked}/{path}")
        assert status == 401
        assert "s3cret" not in text

    @pytest.mark.parametrize("path", ["ask", "plan", "mcp", "gradio_api/call/ask"])
    def test_nothing_is_answered_without_it(self, locked, path):
        assert post(f"{locked}/{path}", {"question": SENIOR})[0] == 401

    def test_with_it_everything_is(self, locked):
        ann = self.basic("ann", "s3cret")
        assert get(f"{locked}/figures", **ann)[0] == 200
        assert SENIOR_PAY in post(f"{locked}/ask", {"question": SENIOR}, **ann)[1]

    def test_the_page_lets_in_who_knows_it(self, locked):
        from gradio_client import Client

        client = Client(locked, verbose=False, auth=("ann", "s3cret"))
        assert client.predict(SENIOR, api_name="/ask")["answered"]
        client.close()
        with pytest.raises(ValueError, match="Could not login"):
            Client(locked, verbose=False, auth=("ann", "other"))

    def test_health_needs_none(self, locked):
        assert get(f"{locked}/healthz")[0] == get(f"{locked}/readyz")[0] == 200

    @pytest.mark.parametrize("path", ["login", "figures"])
    def test_guessing_is_slow(self, locked, path):
        visitor = {"X-Forwarded-For": f"192.0.2.9{len(path)}"}
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        for number in range(11):
            if path == "login":
                status = post(
                    f"{locked}/login", b"username=ann&password=%d" % number, **form, **visitor
                )
            else:
                status = get(f"{locked}/{path}", **self.basic("ann", number), **visitor)
        assert status[0] == 429
