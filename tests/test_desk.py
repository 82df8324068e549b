"""Whoever asks through the desk is limited, counted and, without their words, logged."""

from dataclasses import replace

import pytest

from advisor.errors import AdvisorError, TooMany
from advisor.ingest import ingest
from advisor.plan.profile import Profile
from advisor.service.desk import Desk
from advisor.service.figures import Figures
from advisor.service.visits import MOST, Visits

QUESTION = "When do bakers rise?"
SOMEBODY = "192.0.2.7"


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_a_visitor_may_ask_so_many_questions_and_later_more(clock):
    visits = Visits(3, clock)
    for _ in range(3):
        visits.count(SOMEBODY)
    with pytest.raises(TooMany, match=r"3 questions within a minute.*again in 20 seconds"):
        visits.count(SOMEBODY)
    clock.now += 20
    visits.count(SOMEBODY)
    with pytest.raises(TooMany):
        visits.count(SOMEBODY)
    clock.now += 3600
    for _ in range(3):
        visits.count(SOMEBODY)
    with pytest.raises(TooMany):
        visits.count(SOMEBODY)


def test_asking_in_vain_makes_nobody_wait_longer(clock):
    visits = Visits(60, clock)
    for _ in range(60):
        visits.count(SOMEBODY)
    for _ in range(100):
        with pytest.raises(TooMany, match=r"in 1 second\."):
            visits.count(SOMEBODY)
    clock.now += 1
    visits.count(SOMEBODY)


def test_one_visitor_does_not_hinder_another(clock):
    visits = Visits(1, clock)
    visits.count(SOMEBODY)
    visits.count("2001:db8::1")
    with pytest.raises(TooMany):
        visits.count(SOMEBODY)


@pytest.mark.parametrize("visitor", ["127.0.0.1", "127.8.8.8", "::1", ""])
def test_who_asks_from_this_machine_is_not_counted(clock, visitor):
    visits = Visits(1, clock)
    for _ in range(5):
        visits.count(visitor)


def test_no_more_visitors_are_remembered_than_fit(clock):
    visits = Visits(1, clock)
    for number in range(MOST + 100):
        visits.count(f"visitor {number}")
    assert len(visits._left) == MOST


def test_the_time_of_day_can_jump(monkeypatch):
    """A clock set back by a year locks nobody out, one set forward lets nobody through."""
    visits = Visits(1)
    visits.count(SOMEBODY)
    for jump in (-3e7, 3e7):
        monkeypatch.setattr("time.time", lambda jump=jump: 1.8e9 + jump)
        with pytest.raises(TooMany):
            visits.count(SOMEBODY)
        visits.count(f"another, {jump}")


@pytest.fixture
def figures():
    return Figures()


@pytest.fixture
def desk(here, figures):
    ingest(here, [])
    return Desk(replace(here, questions_per_minute=4), lambda: SOMEBODY, figures)


def test_questions_and_plans_are_counted_by_how_they_ended(desk, figures):
    desk.ask("What do tasters earn?")
    desk.ask("Hello there")
    assert list(desk.stream("What does a plumber earn?"))
    desk.plan(Profile(goal="Baker"))
    with pytest.raises(TooMany):
        desk.ask(QUESTION)
    assert figures.outcomes("plan") == {"planned": 1}
    outcomes = figures.outcomes("ask")
    assert outcomes["TooMany"] == 1
    assert outcomes["small_talk"] == 1
    assert sum(outcomes.values()) == 4
    assert figures.within("ask")[float("inf")] == 4
    text = figures.text().decode()
    assert 'advisor_questions_total{kind="plan",outcome="planned"} 1.0' in text
    assert "tasters" not in text


def test_an_error_is_an_outcome_and_stays_an_error(desk, figures):
    with pytest.raises(AdvisorError):
        desk.ask(7)  # type: ignore[arg-type]
    assert figures.outcomes("ask") == {"QuestionError": 1}


@pytest.mark.parametrize("log_text", [False, True])
def test_the_log_tells_what_was_asked_only_where_it_may(here, figures, caplog, log_text):
    ingest(here, [])
    caplog.set_level("INFO", "advisor.service.desk")
    Desk(replace(here, log_text=log_text), lambda: SOMEBODY, figures).ask("What do tasters earn?")
    (record,) = [one for one in caplog.records if one.name == "advisor.service.desk"]
    assert record.said["outcome"] in ("answered", "not_in_guide")  # the tiny model knows no words
    assert record.said["ms"] >= 0
    assert ("tasters" in str(record.__dict__)) == log_text
    assert SOMEBODY not in str(record.__dict__)
