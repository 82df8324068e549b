"""What visitors flagged becomes drafts that the golden set can read."""

from dataclasses import replace

from advisor.config import Settings
from advisor.feedback import REASONS, Feedback, FeedbackStore
from advisor.schema import Answer, Citation
from evals.__main__ import main
from evals.from_feedback import REVIEW, drafts
from evals.samples import read_samples

CITED = Citation(1, "Guide", ("Guide", "Pay"), "Bakers earn $2.", "guide.md", (3, 3))
ANSWER = Answer("Bakers earn $2. [1]", True, "What do bakers earn?", (CITED,))


def flagged(reason="wrong", answer=ANSWER, question="And bakers?", comment=""):
    return Feedback(False, question, answer.to_dict(), reason, comment)


def test_every_reason_gives_a_draft_that_the_golden_set_can_read(tmp_path, monkeypatch, capsys):
    settings = Settings(index=tmp_path / "index")
    store = FeedbackStore(settings)
    store.add(Feedback(True, "Pay?", ANSWER.to_dict()))
    for reason in REASONS:
        store.add(flagged(reason, comment='It is "$3";\nreally.'))
    monkeypatch.setenv("ADVISOR_INDEX", str(settings.index))
    file = tmp_path / "new" / "drafts.jsonl"
    assert main(["from-feedback", "--out", str(file)]) == 0
    assert f"{len(REASONS)} drafts of {len(REASONS) + 1}" in capsys.readouterr().out
    samples = read_samples(file)
    assert [sample.kind for sample in samples] == [f"feedback_{reason}" for reason in REASONS]
    assert {sample.split for sample in samples} == {"dev"}
    by_kind = {sample.kind.removeprefix("feedback_"): sample for sample in samples}
    assert not by_kind["should_have_declined"].answerable
    assert by_kind["wrong"].turns[0].expected.facts == ((REVIEW,),)
    assert by_kind["wrong"].turns[0].expected.gold == ("Pay",)
    assert by_kind["wrong_citation"].turns[0].expected.gold == ()


def test_a_question_flagged_often_is_one_draft_that_tells_all_comments():
    asked = replace(ANSWER, question="what do bakers earn?")
    (row,) = drafts([flagged(comment="No."), flagged(answer=asked, comment="$3"), flagged()])
    assert row["question"] == "What do bakers earn?"
    assert "3 times" in row["note"]
    assert "asked as 'And bakers?'" in row["note"]
    assert "comment: No.; comment: $3; answer: Bakers earn $2. [1]" in row["note"]


def test_a_database_that_cannot_be_read_is_one_line(tmp_path, monkeypatch, capsys):
    (tmp_path / "feedback.sqlite3").write_text("this is no database" * 100)
    monkeypatch.setenv("ADVISOR_INDEX", str(tmp_path / "index"))
    assert main(["from-feedback", "--out", str(tmp_path / "out")]) == 2
    assert capsys.readouterr().err.startswith("evals: The feedback cannot be read")


def test_no_feedback_gives_no_drafts(tmp_path, monkeypatch):
    monkeypatch.setenv("ADVISOR_INDEX", str(tmp_path / "index"))
    file = tmp_path / "drafts.jsonl"
    assert main(["from-feedback", "--out", str(file)]) == 0
    assert read_samples(file) == []
