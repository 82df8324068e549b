"""The guide, the plan, and every view as it looks: phone, dark, keyboard, screen reader."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import PAY, PHONE, SENIOR, answered, answers, ask, question_box, ready, saved, view
from playwright.sync_api import expect

from advisor.plan.schema import Plan

pytestmark = pytest.mark.browser

SEEN = {"light": {"width": 1280, "height": 800}, "dark": PHONE}
PASSAGE = "Coordinators also see that information is recorded properly"


def make_plan(page, **said):
    """Fill the form in, and wait for the plan."""
    view(page, "My plan")
    for label, text in said.items():
        page.get_by_label(label.replace("_", " "), exact=True).fill(text)
    page.get_by_role("button", name="Make my plan").click()
    expect(page.locator(".plan-part").first).to_be_visible()


# --- the guide ------------------------------------------------------------------------------------


def test_the_guide_and_its_companions_can_be_read(page):
    view(page, "Guide")
    expect(page.get_by_role("heading", name="How to become a Clinical Care")).to_be_visible()
    page.get_by_role("link", name="Salary", exact=True).click()
    expect(page.locator("#guide-body .cited")).to_have_text("Salary Ask")
    expect(page.locator("#guide-body .cited")).to_be_in_viewport()
    choice = page.get_by_label("Guide", exact=True)
    names = choice.locator("option").all_inner_texts()
    assert names[0] == "How to become a Clinical Care Coordinator"
    assert len(names) > 5
    choice.select_option(label=names[1])
    expect(page.locator("#guide-title")).to_have_text(names[1].removeprefix("– "))


def test_a_passage_and_a_section_can_be_asked_about(page):
    view(page, "Guide")
    sentence = page.get_by_text(PASSAGE)
    sentence.scroll_into_view_if_needed()
    sentence.select_text()
    page.get_by_role("button", name="Ask about this").click()
    expect(answered(page, 0).locator(".source")).not_to_have_count(0)
    expect(page.locator("[data-testid=user]")).to_contain_text(PASSAGE)
    view(page, "Guide")
    page.get_by_role("button", name="Ask about: Salary", exact=True).click()
    expect(answered(page, 1)).to_contain_text(PAY)


# --- the plan -------------------------------------------------------------------------------------


def test_a_plan_is_made_from_a_background_and_corrected(page):
    view(page, "My plan")
    page.get_by_label("What you do now", exact=True).fill("medical assistant")
    page.get_by_role("button", name="Highest degree: none").click()
    page.get_by_role("button", name="Years in the field: 3").click()
    page.get_by_role("button", name="Interests: leadership").click()
    page.get_by_role("button", name="Interests: end-of-life care").click()
    page.get_by_role("button", name="Make my plan").click()
    expect(page.locator(".facts li")).to_have_text(
        [
            "Role: medical assistant",
            "Experience: 3 years",
            "Degree: none",
            "Interests: leadership, end-of-life care",
        ]
    )
    expect(page.locator(".plan-pay [aria-current]")).to_contain_text("Mid-level")
    expect(page.locator(".plan-ladder")).to_contain_text("not given")
    expect(page.locator(".plan-steps tbody tr")).to_have_count(10)
    page.get_by_role("button", name="Correct this").click()
    expect(page.get_by_label("What you do now", exact=True)).to_be_focused()
    page.get_by_label("Years in the field", exact=True).fill("7")
    page.get_by_role("button", name="Make my plan").click()
    expect(page.locator(".plan-pay [aria-current]")).to_contain_text("Senior")


def test_an_impossible_background_gets_a_question_back(page):
    view(page, "My plan")
    page.get_by_label("Years in the field", exact=True).fill("2")
    page.get_by_label("Years in the role itself", exact=True).fill("5")
    page.get_by_role("button", name="Make my plan").click()
    expect(page.locator("#background-error")).to_contain_text("?")
    expect(page.locator(".plan-part")).to_have_count(0)


def test_every_bar_rung_and_marker_of_a_plan_opens_its_passage(page):
    make_plan(page, What_you_do_now="nurse", Years_in_the_field="4")
    bar = page.locator(".plan-pay").get_by_role("link", name="Senior")
    bar.click()
    expect(page.locator("#source-text .cited")).to_contain_text(PAY)
    page.get_by_role("button", name="Close").click()
    expect(bar).to_be_focused()
    for part in (".plan-ladder a", ".plan-steps a", "#plan-body .marker"):
        page.locator(part).first.click()
        expect(page.locator("#source-text [data-order].cited").first).to_be_in_viewport()


def test_ticks_and_notes_outlast_a_refresh_and_a_new_plan(page):
    make_plan(page, What_you_do_now="nurse", Years_in_the_field="4")
    item = page.locator(".check").filter(has_text="Step 8")
    item.get_by_role("checkbox").check()
    item.get_by_text("My note").click()
    item.get_by_role("textbox").fill("Ask Maria")
    expect(page.locator("#plan-progress")).to_contain_text("1 of")
    page.reload()
    ready(page)
    expect(item.get_by_role("checkbox")).to_be_checked()
    expect(item.get_by_role("textbox")).to_have_value("Ask Maria")
    page.get_by_label("Years in the field", exact=True).fill("6")
    page.get_by_role("button", name="Make my plan").click()
    expect(page.locator(".facts")).to_contain_text("6 years")
    expect(item.get_by_role("checkbox")).to_be_checked()


def test_a_plan_is_taken_along_and_loaded_again(page, tmp_path):
    make_plan(page, What_you_do_now="nurse", Highest_degree="BSN")
    page.locator(".check").filter(has_text="Step 9").get_by_role("checkbox").check()
    written = saved(page, page.get_by_role("button", name="Markdown")).decode()
    assert "[^1]:" in written
    assert "- [x] Step 9" in written
    assert saved(page, page.get_by_role("button", name="PDF")).startswith(b"%PDF")
    data = saved(page, page.get_by_role("button", name="JSON"))
    assert Plan.from_json(data).profile.degree == "BSN"
    shown = page.locator("#plan-body").inner_text()
    page.get_by_role("button", name="Forget me").click()
    page.get_by_role("dialog").get_by_role("button", name="Forget me").click()
    expect(page.locator(".plan-part")).to_have_count(0)
    assert page.evaluate("localStorage['career-advisor/plan']") is None
    file = tmp_path / "plan.json"
    file.write_bytes(data)
    page.get_by_label("Load a plan").set_input_files(file)
    expect(page.get_by_label("Highest degree", exact=True)).to_have_value("BSN")
    assert page.locator("#plan-body").inner_text() == shown
    file.write_text(json.dumps({"not": "a plan"}))
    page.get_by_label("Load a plan").set_input_files(file)
    expect(page.locator("#background-error")).to_contain_text("not a plan")


# --- how it looks and sounds ----------------------------------------------------------------------


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_can_be_read_by_everybody(page, scheme):
    """Axe, contrast included, finds nothing serious; and nothing is wider than the window."""
    page.set_viewport_size(SEEN[scheme])
    page.emulate_media(color_scheme=scheme)
    page.reload()
    ready(page)
    check(page, "first visit")
    ask(page, "What are the ten steps, and does the job come with a pension?")
    page.locator("button.marker").first.click()
    expect(page.locator("#source-text [data-order].cited").first).to_be_visible()
    check(page, "answer and source")
    page.keyboard.press("Escape")
    ask(page, "Does the job come with a pension?")
    if scheme == "dark":
        page.get_by_role("button", name="Conversations").click()
    page.get_by_label("More for").click()
    check(page, "conversations")
    if scheme == "dark":
        page.get_by_role("button", name="Conversations").click()
    view(page, "Guide")
    expect(page.locator("#guide-body h3").first).to_be_visible()
    check(page, "guide")
    make_plan(page, What_you_do_now="nurse", Years_in_the_field="4", Interests="leadership")
    page.locator("#plan-notes + details summary").click()
    check(page, "plan")
    page.get_by_role("button", name="Forget me").click()
    check(page, "dialog")


def check(page, name):
    found = Axe().run(page).response["violations"]
    grave = [
        (one["id"], [node["target"] for node in one["nodes"]][:5])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]
    assert grave == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


def test_on_a_phone_the_source_is_a_sheet_and_the_list_a_drawer(page):
    page.set_viewport_size(PHONE)
    ask(page, SENIOR).locator("button.marker").first.click()
    sheet = page.locator("#source").bounding_box()
    assert sheet["width"] == PHONE["width"]
    assert sheet["y"] > 100
    expect(page.locator("#source-text .cited")).to_be_in_viewport()
    page.mouse.click(200, 50)  # beside it
    expect(page.locator("#source")).to_be_hidden()
    expect(page.locator("#drawer")).to_be_hidden()
    page.get_by_role("button", name="Conversations").click()
    page.locator("#kept .title").click()
    expect(page.locator("#drawer")).to_be_hidden()
    expect(answers(page)).to_have_count(1)


def test_everything_can_be_done_from_the_keyboard(page):
    expect(question_box(page)).to_be_focused()
    page.keyboard.type(SENIOR)
    page.keyboard.press("Enter")
    answered(page, 0)
    reach(page, "button.marker", backwards=True)
    page.keyboard.press("Enter")
    reach(page, "#source-open")
    page.keyboard.press("Enter")
    expect(page.locator("#guide-body .cited")).to_be_in_viewport()
    reach(page, 'a[data-view="plan"]', backwards=True)
    page.keyboard.press("Enter")
    reach(page, "#field-role")
    page.keyboard.type("nurse")
    reach(page, '[aria-label="Highest degree: BSN"]')
    page.keyboard.press("Space")
    reach(page, "#background [type=submit]")
    page.keyboard.press("Enter")
    expect(page.locator("#plan-title")).to_be_focused()
    reach(page, ".check input")
    page.keyboard.press("Space")
    expect(page.locator("#plan-progress")).to_contain_text("1 of")


def reach(page, selector, backwards=False):
    """Press Tab until something has the focus."""
    for _ in range(120):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} is not reached from the keyboard")
