"""Past the bound of the queue there is a polite word, and no collapse."""

import json
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import expect
from serving import serving

from advisor.config import Settings

SENIOR = "How much does a senior coordinator earn?"
AT_ONCE = 60
SECONDS = 1000


@pytest.fixture(scope="module")
def url(settings: Settings) -> Iterator[str]:
    with serving(settings, ADVISOR_QUEUE="2") as url:
        yield url


def join(url: str) -> tuple[int, str]:
    body = json.dumps({"data": [SENIOR, []]}).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{url}/gradio_api/call/ask", body, headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.status, json.load(response)["event_id"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_who_is_let_in_is_answered_and_the_others_are_told_to_come_again(url):
    with ThreadPoolExecutor(AT_ONCE) as crowd:
        found = list(crowd.map(lambda _: join(url), range(AT_ONCE)))
    counted = Counter(status for status, _ in found)
    assert set(counted) == {200, 503}
    assert all("Queue is full" in text for status, text in found if status == 503)
    for status, event in found:
        if status == 200:
            with urllib.request.urlopen(f"{url}/gradio_api/call/ask/{event}") as events:
                assert "$70,000 to $90,000" in events.read().decode()
    assert join(url)[0] == 200


@pytest.mark.browser
def test_a_question_that_finds_the_queue_full_is_kept_in_the_box(url, browser):
    full = json.dumps({"detail": "Queue is full. Max size is 2 and size is 2."})
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(30 * SECONDS)
        page.goto(url)
        box = page.get_by_role("textbox", name="Your question")
        expect(box).to_be_visible()
        page.get_by_role("button", name=SENIOR).or_(
            page.locator("#examples .chip")
        ).first.wait_for()
        page.route("**/queue/join*", lambda route: route.fulfill(status=503, body=full))
        box.fill(SENIOR)
        box.press("Enter")
        expect(page.get_by_text("The advisor is busy").first).to_be_visible()
        expect(box).to_have_value(SENIOR)
        page.unroute("**/queue/join*")
        box.press("Enter")
        expect(page.get_by_text("$70,000 to $90,000").first).to_be_visible()
