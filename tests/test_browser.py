"""The conversation, in a real browser against a real server."""

import json

import pytest
from browsing import (
    PAY,
    PHONE,
    SENIOR,
    answered,
    answers,
    ask,
    question_box,
    ready,
    saved,
    view,
    visiting,
)
from playwright.sync_api import expect

from advisor.feedback import FeedbackStore

pytestmark = pytest.mark.browser

STEPS = "What are the steps to become a Clinical Care Coordinator?"


def begin(page):
    page.get_by_role("button", name="New conversation").first.click()
    expect(answers(page)).to_have_count(0)


def squeezed(text):
    """The words of a passage, without what tells cells apart."""
    return [word for word in text.replace("|", " ").split() if word]


# --- asking ---------------------------------------------------------------------------------------


def test_a_first_visit_shows_what_can_be_asked(page):
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    expect(page.locator("#examples .chip")).to_have_count(5)
    expect(page.locator("#brand-guide")).to_have_text("How to become a Clinical Care Coordinator")


def test_each_example_and_each_suggestion_is_answered(page):
    for example in page.locator("#examples .chip").all_inner_texts():
        page.locator("#examples .chip").filter(has_text=example).click()
        answer = answered(page, 0)
        expect(answer.locator(".source")).not_to_have_count(0)
        begin(page)
    ask(page, SENIOR)
    for place in range(3):
        before = answers(page).count()
        chip = page.locator("#log .chip").nth(place)
        question = chip.inner_text()
        chip.click()
        answer = answered(page, before)
        expect(page.locator("[data-testid=user]").last).to_have_text(question)
        expect(answer.locator(".declined")).to_have_count(0)
        expect(answer.locator(".source")).not_to_have_count(0)


def test_an_answer_names_its_engine_and_its_guide(page):
    made = ask(page, SENIOR).locator(".engine")
    expect(made).to_contain_text("Engine: extractive")
    expect(made).to_contain_text("Guide: How to become a Clinical Care Coordinator")


def test_what_is_declined_or_answered_in_part_is_said_calmly(page):
    declined = ask(page, "Does the job come with a pension?")
    expect(declined.locator(".declined .verdict")).to_have_text("Not in the guide")
    expect(declined.locator(".source")).to_have_count(0)
    nearest = ask(page, "How many times can you fail the ACM in one year?")
    expect(nearest.locator(".declined .verdict")).to_have_text("No sure answer")
    expect(nearest.locator(".source")).not_to_have_count(0)
    partly = ask(page, "What are the ten steps, and does the job come with a pension?")
    expect(partly.locator(".partly .verdict")).to_have_text("Answered in part")
    expect(partly.locator(".source")).not_to_have_count(0)


def test_html_in_a_question_is_text(page):
    question = '<img src=x onerror="window.ran=1"> <b>steps</b> **bold** <script>ran=1</script>'
    ask(page, question)
    expect(page.locator("[data-testid=user]")).to_have_text(question)
    expect(page.locator("#kept .title")).to_have_text(question[:80])
    assert page.evaluate("window.ran") is None


def test_a_question_is_bounded(page, settings):
    question_box(page).press_sequentially("a")
    limit = settings.max_question_chars
    page.keyboard.insert_text("a" * (limit + 50))
    assert len(question_box(page).input_value()) == limit


def test_the_last_question_can_be_edited_and_asked_again(page):
    ask(page, "Is it stressful?")
    ask(page, SENIOR)
    page.get_by_role("button", name="Edit question").click()
    expect(question_box(page)).to_have_value(SENIOR)
    question_box(page).fill("How much does a mid-level coordinator earn?")
    question_box(page).press("Enter")
    expect(answers(page).last).to_contain_text("$50,000 to $70,000")
    expect(answers(page)).to_have_count(2)
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#chat[aria-busy=false]")).to_be_visible()
    expect(answers(page)).to_have_count(2)
    expect(page.locator("[data-testid=user]").last).to_contain_text("mid-level")


def test_an_answer_is_copied_with_its_sources(page, page_url):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=page_url)
    ask(page, SENIOR).get_by_role("button", name="Copy").click()
    expect(page.locator(".toast")).to_contain_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert PAY in copied
    assert "corpus/clinical-care-coordinator.md, line" in copied


def test_a_question_that_is_not_heard_can_be_stopped(page):
    page.route("**/queue/join*", lambda route: None)  # never answered
    question_box(page).fill(SENIOR)
    question_box(page).press("Enter")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    expect(question_box(page)).to_have_value(SENIOR)
    page.unroute("**/queue/join*")
    question_box(page).press("Enter")
    expect(answered(page, 0)).to_contain_text(PAY)


def test_a_question_that_is_refused_stays_in_the_box(page):
    refusal = {"status": 503, "json": {"detail": "The queue is full."}}
    page.route("**/queue/join*", lambda route: route.fulfill(**refusal))
    question_box(page).fill(SENIOR)
    question_box(page).press("Enter")
    expect(page.get_by_text("currently busy")).to_be_visible()
    expect(question_box(page)).to_have_value(SENIOR)
    expect(page.get_by_role("button", name="Send")).to_be_visible()
    page.unroute("**/queue/join*")
    question_box(page).press("Enter")
    expect(answered(page, 0)).to_contain_text(PAY)


def test_a_new_question_comes_into_view_with_the_beginning_of_its_answer(page):
    page.set_viewport_size(PHONE)
    for question in (SENIOR, "How long does it take?", STEPS):
        answer = ask(page, question)
        expect(page.locator("[data-testid=user]").last).to_be_in_viewport(ratio=1)
        expect(answer.locator("p, li").first).to_be_in_viewport()
        page.locator(".bubble-wrap").hover()
        page.mouse.wheel(0, -5000)
        expect(page.locator("[data-testid=user]").first).to_be_in_viewport(ratio=1)


def test_what_is_told_of_oneself_is_shown(page):
    expect(page.locator("#about-you")).to_be_hidden()
    ask(page, "I'm a medical assistant with 4 years in a clinic. What are the steps?")
    expect(page.locator("#about-you")).to_contain_text("Role: medical assistant")
    page.locator("#about-you").get_by_role("button").click()
    expect(page.get_by_label("What you do now")).to_have_value("medical assistant")
    expect(page.locator(".facts")).to_contain_text("Experience: 4 years")


# --- citations ------------------------------------------------------------------------------------


def test_each_citation_opens_its_passage_in_its_section(page):
    answer = ask(page, STEPS)
    cited = json.loads(page.evaluate("localStorage['career-advisor/conversations']"))
    citations = cited[0]["turns"][0]["answer"]["citations"]
    assert len(citations) >= 10
    for one in citations:
        name = f"[{one['number']}]"
        answer.get_by_role("button", name=name, exact=True).first.click()
        expect(page.locator("#source-title")).to_have_text(
            f"Source {one['number']} of {len(citations)}"
        )
        marked = page.locator("#source-text [data-order].cited")
        expect(marked).to_be_in_viewport()
        expect(page.locator("#source-path")).to_contain_text(one["section"][-1])
        expect(page.locator("#source-where")).to_contain_text(one["source"])
        assert squeezed(marked.first.text_content())[0] in squeezed(one["quote"])


def test_a_cited_row_is_shown_whole_and_leads_to_the_guide(page):
    ask(page, SENIOR).locator("button.marker").first.click()
    marked = page.locator("#source-text .cited")
    expect(marked).to_contain_text("Senior Clinical Care Coordinator")
    expect(marked).to_contain_text(PAY)
    expect(page.locator("#source-text")).to_contain_text("Entry-level Clinical Care Coordinator")
    page.get_by_role("link", name="Open in the guide").click()
    there = page.locator("#guide-body .cited")
    expect(there).to_be_in_viewport()
    expect(there).to_contain_text(PAY)
    page.go_back()
    expect(answers(page).first).to_be_visible()


def test_a_marker_shows_its_quote_and_works_from_the_keyboard(page):
    marker = ask(page, STEPS).locator("button.marker").nth(1)
    marker.hover()
    expect(page.get_by_role("tooltip")).to_contain_text("Step 2")
    page.mouse.move(0, 0)
    expect(page.get_by_role("tooltip")).to_be_hidden()
    marker.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#source-title")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the source after
    expect(page.locator("#source-title")).to_contain_text("Source 3 of")
    page.keyboard.press("Escape")
    expect(page.locator("#source")).to_be_hidden()
    expect(marker).to_be_focused()


# --- conversations --------------------------------------------------------------------------------


def test_conversations_are_listed_found_renamed_saved_and_deleted(page):
    ask(page, SENIOR)
    begin(page)
    ask(page, "How long does it take?")
    titles = page.locator("#kept .title")
    expect(titles).to_have_text(["How long does it take?", SENIOR])
    page.get_by_label("Search conversations").fill("$70,000")
    expect(titles).to_have_text([SENIOR])
    page.get_by_label(f"More for {SENIOR}").click()
    page.get_by_role("button", name="Rename").click()
    page.get_by_label("New title").fill("Pay")
    page.keyboard.press("Enter")
    expect(titles).to_have_text(["Pay"])
    page.get_by_label("More for Pay").click()
    written = saved(page, page.get_by_role("button", name="Save as Markdown")).decode()
    assert written.startswith("# Pay\n")
    assert PAY in written
    kept = json.loads(saved(page, page.get_by_role("button", name="Save as JSON")))
    assert kept["turns"][0]["question"] == SENIOR
    titles.first.click()
    expect(answers(page).first).to_contain_text(PAY)
    page.get_by_label("More for Pay").click()
    page.get_by_role("button", name="Delete").click()
    expect(titles).to_have_count(0)
    expect(answers(page)).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    page.get_by_label("Search conversations").fill("")
    expect(titles).to_have_text(["How long does it take?", "Pay"])


def test_everything_can_be_forgotten(page):
    ask(page, SENIOR)
    view(page, "My plan")
    page.get_by_label("What you do now").fill("nurse")
    page.get_by_role("button", name="Make my plan").click()
    expect(page.locator(".plan-part").first).to_be_visible()
    view(page, "Chat")
    page.get_by_role("button", name="Forget everything").click()
    page.get_by_role("dialog").get_by_role("button", name="Forget everything").click()
    expect(page.locator("#kept li")).to_have_count(0)
    expect(answers(page)).to_have_count(0)
    page.reload()
    ready(page)
    expect(page.get_by_role("heading", name="What would you like to know?")).to_be_visible()
    view(page, "My plan")
    expect(page.get_by_label("What you do now")).to_have_value("")
    expect(page.locator(".plan-part")).to_have_count(0)


def test_two_people_do_not_see_each_other(page, browser, page_url):
    ask(page, SENIOR)
    with visiting(browser.new_context(), page_url) as other:
        expect(other.locator("#kept li")).to_have_count(0)
        expect(ask(other, "How long does it take?")).not_to_contain_text(PAY)
        expect(other.locator("#kept .title")).to_have_text(["How long does it take?"])
    expect(page.locator("#kept .title")).to_have_text([SENIOR])
    expect(ask(page, "And a mid-level one?")).to_contain_text("$50,000 to $70,000")


def test_a_conversation_outlasts_a_refresh_and_a_restart_of_the_server(page, page_server):
    ask(page, SENIOR)
    page.reload()
    expect(answers(page)).to_contain_text(PAY)
    page_server.stop()
    page_server.start()
    page.reload()
    expect(answers(page)).to_contain_text(PAY)
    expect(ask(page, "And a mid-level one?")).to_contain_text("$50,000 to $70,000")


def test_what_is_amiss_with_an_answer_can_be_told(page, settings):
    answer = ask(page, SENIOR)
    answer.get_by_role("button", name="Not helpful").click()
    page.get_by_role("dialog").get_by_label("It is incomplete").check()
    page.get_by_label("Comment, if you like").fill("By state?")
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.locator(".toast")).to_have_text("Thank you.")
    answer.get_by_role("button", name="Helpful", exact=True).click()
    expect(page.locator(".toast")).to_have_text("Thank you.")
    kept = [one for one in FeedbackStore(settings).all() if one.question == SENIOR]
    assert [(one.verdict, one.comment) for one in kept] == [
        ("incomplete", "By state?"),
        ("helpful", ""),
    ]
    assert kept[0].answer["citations"]
