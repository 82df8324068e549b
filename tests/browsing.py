"""What a visitor does on the page, for the browser tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

SENIOR = "How much does a senior coordinator earn?"
PAY = "$70,000 to $90,000 a year"
PHONE = {"width": 390, "height": 844}
SECONDS = 1000
"""Playwright counts in milliseconds."""


@contextmanager
def visiting(context: Any, url: str) -> Iterator[Any]:
    """The page for a new visitor; nothing may fail in it, and no request leave the host."""
    context.set_default_timeout(30 * SECONDS)
    page = context.new_page()
    requested: list[str] = []
    failed: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.goto(url)
    ready(page)
    yield page
    page.evaluate("localStorage.clear()")
    page.close()
    hosts = {urlsplit(address).hostname for address in requested if address.startswith("http")}
    assert hosts == {"127.0.0.1"}
    assert failed == []


def ready(page: Any) -> None:
    """Wait until the page's script has begun."""
    page.locator("#shell[data-ready]").wait_for(timeout=30 * SECONDS)


def question_box(page: Any) -> Any:
    """Where a question is written."""
    return page.get_by_role("textbox", name="Your question")


def answers(page: Any) -> Any:
    """The answers that are whole."""
    return page.locator("[data-testid=bot]").filter(has=page.locator(".engine"))


def ask(page: Any, question: str) -> Any:
    """Type the question, and give the answer once it is whole."""
    before = answers(page).count()
    question_box(page).fill(question)
    question_box(page).press("Enter")
    return answered(page, before)


def answered(page: Any, before: int) -> Any:
    """The answer that comes after so many others."""
    answers(page).nth(before).wait_for(timeout=30 * SECONDS)
    page.locator("#chat[aria-busy=false]").wait_for()
    return answers(page).nth(before)


def view(page: Any, name: str) -> None:
    """Go to one of the views."""
    page.get_by_role("navigation", name="Views").get_by_role("link", name=name).click()


def saved(page: Any, button: Any) -> bytes:
    """What a button gives to be saved."""
    with page.expect_download() as download:
        button.click()
    return bytes(download.value.path().read_bytes())
