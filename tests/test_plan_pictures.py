"""Pictures of a plan: well-formed tables that say in words what they draw, and open passages."""

import re
from xml.etree import ElementTree

import pytest
from planning import TECHNICIAN, plan_for

from advisor.plan.items import Pay
from advisor.plan.pictures import ladder_picture, pay_picture, timeline_picture

COORDINATOR = {"role": "senior care coordinator", "coordination_years": 6, "goal": "CNO"}


@pytest.fixture
def plan():
    return plan_for(**COORDINATOR)


def rows(html: str) -> list[tuple[str, ...]]:
    """The texts of a table's rows, without its head."""
    table = ElementTree.fromstring(html)
    assert table.tag == "table"
    width = len(table.findall("thead/tr/th"))
    found = [tuple("".join(cell.itertext()).strip() for cell in row) for row in table.find("tbody")]
    assert {len(row) for row in found} == {width}
    assert table.find("caption").text
    return found


def test_pay_is_drawn_to_scale_and_said_in_words(plan):
    html = pay_picture(plan.pay)
    assert rows(html)[2] == (
        "Senior Clinical Care Coordinator",
        "$70,000 to $90,000 a year",
        "by the name of your role",
    )
    bars = re.findall(r'<rect x="([\d.]+)" width="([\d.]+)"', html)
    spans = [(float(x), float(x) + float(width)) for x, width in bars]
    scale = spans[0][0] / plan.pay.levels[0].low
    for (start, end), band in zip(spans, plan.pay.levels, strict=True):
        assert start == pytest.approx(band.low * scale, abs=0.05)
        assert end == pytest.approx(band.high * scale, abs=0.05)
    assert html.count("<path") == sum(band.open_ended for band in plan.pay.levels) == 2
    assert html.count('aria-current="true"') == 1


def test_the_ladder_has_the_top_first_and_says_where_pay_is_not_given(plan):
    told = rows(ladder_picture(plan.way))
    assert told[0] == ("Pinnacle: Chief Nursing Officer or Hospital CEO", "not given", "your goal")
    assert told[4][1:] == ("$70,000 to $90,000 a year", "you are here")
    assert [row[1] for row in told].count("not given") == 2


def test_the_timeline_has_a_word_for_every_mark():
    told = rows(timeline_picture(plan_for(role="nurse", years_experience=3, degree="BSN").steps))
    assert [status for _, status in told[:5]] == [
        *("partly done", "done", "done", "partly done", "next")
    ]
    assert len(told) == 10


def test_every_row_opens_its_passage(plan):
    quotes = {str(one.number): one.quote for one in plan.citations}
    for html in (pay_picture(plan.pay), ladder_picture(plan.way), timeline_picture(plan.steps)):
        numbers = re.findall(r'href="#note-(\d+)" data-citation="(\d+)"', html)
        assert len(numbers) == html.count('<th scope="row">')
        assert all(one == other and one in quotes for one, other in numbers)


def test_drawings_are_no_news_to_a_screen_reader_and_bring_no_style_of_their_own(plan):
    html = pay_picture(plan.pay) + timeline_picture(plan.steps)
    assert html.count("<svg") == html.count('aria-hidden="true"')
    assert "style=" not in html
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', html)) == {"currentColor", "none"}


def test_what_is_not_there_is_not_drawn():
    plan = plan_for(TECHNICIAN)
    assert rows(ladder_picture(plan.way))[0] == ("Ahead: site supervisor", "not given", "")
    assert pay_picture(Pay(None, "", plan.goal, None, "", ())) == ""
    assert ladder_picture(()) == timeline_picture(()) == ""
