"""The grounding check's score judges claims as people did."""

import os
from pathlib import Path

import pytest
from sklearn.metrics import roc_auc_score

from advisor.writer.alignment import load_weights
from evals.train_grounding import (
    BEGIN,
    OWN,
    Claims,
    cross_validated,
    keeps_the_rules,
    lines,
    predict,
    read_claims,
)

BEGIN_AUC = 0.93


def own() -> list[tuple[str, str, bool]]:
    return [(row["passage"], row["claim"], bool(row["supported"])) for row in lines(OWN)]


@pytest.fixture(scope="module")
def claims() -> Claims:
    return read_claims(own())


def test_the_weights_fit_our_own_claims(claims):
    assert roc_auc_score(claims.supported, predict(load_weights(), claims.rows)) > 0.93


def test_no_unsupported_claim_of_ours_passes_rules_and_score(claims):
    rows = own()
    chances = predict(load_weights(), claims.rows)
    shown = [
        claim
        for (text, claim, supported), chance in zip(rows, chances, strict=True)
        if chance > load_weights()["threshold"] and not supported and keeps_the_rules(claim, text)
    ]
    assert shown == []


def test_begin_is_judged_as_well_as_is_promised():
    file = Path(os.environ.get("EVALS_DATA", "nowhere")) / BEGIN
    if not file.is_file():
        pytest.skip("EVALS_DATA has no BEGIN")
    rows = [
        (row["knowledge"], row["response"], row["begin_label"].startswith("Fully"))
        for row in lines(file)
    ]
    claims: Claims = read_claims(rows)
    assert min(cross_validated(claims, folds=2, times=3)) >= BEGIN_AUC
