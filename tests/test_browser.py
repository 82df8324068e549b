import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from serving import serving

from advisor.config import Settings

pytestmark = pytest.mark.browser

SENIOR = "How much does a senior coordinator earn?"
PAY = "$70,000 to $90,000 a year"
PHONE = {"width": 390, "height": 844}
SECONDS = 1000
"""Playwright counts in milliseconds."""


@pytest.fixture(scope="module")
def url(chromium: str, settings: Settings) -> Iterator[str]:
    with serving(settings) as url:
        yield url


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, url: str) -> Iterator[Page]:
    """The page in a browser that has never seen it; no request may leave the host."""
    context = browser.new_context()
    context.set_default_timeout(30 * SECONDS)
    page = context.new_page()
    requested: list[str] = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(url)
    expect(question_box(page)).to_be_visible(timeout=30 * SECONDS)
    yield page
    context.close()
    hosts = {urlsplit(address).hostname for address in requested if address.startswith("http")}
    assert hosts == {"127.0.0.1"}


def question_box(page: Page):
    return page.get_by_role("textbox", name="Your question")


def answers(page: Page):
    return page.locator("[data-testid=bot]").filter(has=page.locator(".engine"))


def ask(page: Page, question: str):
    """Type the question, and give the answer once it is whole."""
    before = answers(page).count()
    question_box(page).fill(question)
    question_box(page).press("Enter")
    return answered(page, before)


def answered(page: Page, before: int):
    expect(answers(page)).to_have_count(before + 1, timeout=30 * SECONDS)
    return answers(page).last


def test_a_question_is_answered_with_the_passage_it_rests_on(page):
    answer = ask(page, SENIOR)
    expect(answer).to_contain_text(PAY)
    passage = answer.locator("blockquote").filter(has_text=PAY).first
    expect(passage).to_be_hidden()
    number = passage.locator("xpath=..").locator(".number").inner_text()
    answer.get_by_role("button", name=f"[{number}]", exact=True).first.click()
    expect(passage).to_be_visible()
    expect(passage).to_contain_text("Senior Clinical Care Coordinator")
    expect(answer.locator(".source[open]")).to_contain_text("Salary")


def test_a_citation_opens_from_the_keyboard(page):
    answer = ask(page, SENIOR)
    answer.get_by_role("button", name="[1]", exact=True).first.focus()
    page.keyboard.press("Enter")
    expect(answer.locator(".source[open]")).to_have_count(1)
    expect(answer.locator(".source summary").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(answer.locator(".source[open]")).to_have_count(0)


def test_a_marker_finds_its_passage_among_many(page):
    answer = ask(page, "What are the steps to become a Clinical Care Coordinator?")
    passage = answer.locator(".source-10 blockquote")
    expect(passage).to_be_hidden()
    answer.get_by_role("button", name="[10]", exact=True).click()
    expect(passage).to_be_visible()
    expect(passage).to_be_in_viewport()
    expect(passage).to_contain_text("Step 10")


def test_a_new_question_comes_into_view_with_the_beginning_of_its_answer(page):
    page.set_viewport_size(PHONE)
    for question in (SENIOR, "How long does it take?", "What are the steps to become one?"):
        answer = ask(page, question)
        expect(page.locator("[data-testid=user]").last).to_be_in_viewport(ratio=1)
        expect(answer.locator("p, li").first).to_be_in_viewport()
        page.locator(".bubble-wrap").hover()
        page.mouse.wheel(0, -5000)
        expect(page.locator("[data-testid=user]").first).to_be_in_viewport(ratio=1)


def test_a_suggestion_asks_itself(page):
    ask(page, SENIOR)
    chip = page.locator(".option").first
    question = chip.inner_text()
    chip.click()
    answer = answered(page, 1)
    expect(page.locator("[data-testid=user]").last).to_have_text(question)
    expect(answer.locator(".declined")).to_have_count(0)
    expect(answer.locator(".source")).not_to_have_count(0)


def test_each_example_on_the_empty_page_is_answered(page):
    examples = page.locator(".example").all_inner_texts()
    assert len(examples) == 5
    for example in examples:
        page.locator(".example").filter(has_text=example).click()
        expect(answered(page, 0).locator(".source")).not_to_have_count(0)
        page.get_by_role("button", name="New conversation").click()
        expect(page.locator(".example")).to_have_count(len(examples))


def test_what_the_guide_leaves_out_is_declined_in_a_note(page):
    answer = ask(page, "Does the job come with a pension?")
    expect(answer.locator(".declined")).to_be_visible()
    expect(answer.locator(".source")).to_have_count(0)


def test_html_in_a_question_is_text(page):
    question = '<img src=x onerror="window.ran=1"> <b>steps</b> **bold** <script>ran=1</script>'
    ask(page, question)
    expect(page.locator("[data-testid=user]")).to_have_text(question)
    assert page.evaluate("window.ran") is None


def test_the_conversation_outlasts_a_reload_until_it_is_cleared(page):
    ask(page, SENIOR)
    page.reload()
    expect(answers(page)).to_contain_text(PAY)
    page.get_by_role("button", name="New conversation").click()
    expect(answers(page)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    expect(answers(page)).to_have_count(0)


def test_a_question_is_bounded(page, settings):
    question_box(page).fill("a" * (settings.max_question_chars + 50))
    assert len(question_box(page).input_value()) == settings.max_question_chars


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_fits_a_phone_and_is_readable_in_light_and_dark(page, scheme):
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme=scheme)
    page.reload()
    answer = ask(page, SENIOR)
    answer.locator(".source summary").first.click()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for part in (answer.locator("p").first, answer.locator("blockquote").first):
        assert contrast(part) > 4.5


def contrast(part) -> float:
    """The contrast of a text with what it stands on, by the WCAG's formula."""
    text, ground = part.evaluate(
        """element => {
            let under = element;
            const clear = colour => /, 0\\)$|transparent/.test(colour);
            while (under && clear(getComputedStyle(under).backgroundColor)) {
                under = under.parentElement;
            }
            return [getComputedStyle(element).color, getComputedStyle(under).backgroundColor];
        }"""
    )
    lighter, darker = sorted((luminance(text), luminance(ground)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(value) / 255 for value in re.findall(r"\d+", colour)[:3]]
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
