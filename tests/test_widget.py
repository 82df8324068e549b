"""The advisor within another site: allowed to those that the settings name, and to no other."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from serving import free_port, serving

from advisor.config import Settings

pytestmark = pytest.mark.browser
SECONDS = 1000
LABEL = "Ask about the career"


@contextmanager
def site(port: int, advisor: str) -> Iterator[str]:
    """Another site, of another name than the advisor's, with the script tag in its page."""
    text = (
        f'<!doctype html><html lang="en"><title>Site</title><h1>Our site</h1>'
        f'<script src="{advisor}/widget.js" data-label="{LABEL}" defer></script></html>'
    ).encode()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_args) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    serve = threading.Thread(target=server.serve_forever)
    serve.start()
    try:
        yield f"http://localhost:{port}"
    finally:
        server.shutdown()
        serve.join()
        server.server_close()


@pytest.fixture(scope="module")
def named() -> int:
    """The port of a site that the settings name."""
    return free_port()


@pytest.fixture(scope="module")
def url(settings: Settings, named: int) -> Iterator[str]:
    with serving(settings, ADVISOR_FRAME_ORIGINS=f"http://localhost:{named}") as url:
        yield url


@pytest.fixture
def page(browser: Any) -> Iterator[Page]:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(30 * SECONDS)
        yield page


def test_a_site_that_is_named_shows_it_at_the_press_of_a_button(page, url, named):
    with site(named, url) as there:
        page.goto(there)
        button = page.get_by_role("button", name=LABEL)
        assert page.locator("iframe").count() == 0
        button.click()
        expect(button).to_have_attribute("aria-expanded", "true")
        frame = page.frame_locator("iframe")
        box = frame.get_by_role("textbox", name="Your question")
        box.fill("How much does a senior coordinator earn?")
        box.press("Enter")
        expect(frame.get_by_text("$70,000 to $90,000").first).to_be_visible()
        box.press("Tab")
        button.focus()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        expect(button).to_be_focused()


def test_another_site_is_shown_nothing(page, url):
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    with site(free_port(), url) as there:
        page.goto(there)
        page.get_by_role("button", name=LABEL).click()
        page.wait_for_timeout(2 * SECONDS)
        assert page.frame_locator("iframe").get_by_role("textbox").count() == 0
    assert "frame-ancestors" in " ".join(refused)


def test_the_example_page_shows_itself(page, url):
    page.goto(f"{url}/widget-example")
    page.get_by_role("button", name="Ask the career advisor").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("textbox", name="Your question")).to_be_visible()
