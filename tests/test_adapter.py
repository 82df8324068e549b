"""How alike two questions are, by the embedding model's adapter."""

import numpy as np
import pytest

from advisor.adapter import Adapter, shipped_adapter
from advisor.embedder import DEFAULT_MODEL
from evals.train_adapter import fit


@pytest.fixture(scope="module")
def likeness(embedder):
    adapter = shipped_adapter(DEFAULT_MODEL)

    def cosine(one: str, other: str) -> float:
        first, second = adapter.adapt(embedder.encode_questions([one, other]))
        assert np.linalg.norm([first, second], axis=1) == pytest.approx([1, 1], abs=1e-5)
        return float(first @ second)

    return cosine


@pytest.mark.parametrize(
    ("asked", "same", "other"),
    [
        (
            "Will they turn me away over an old DUI?",
            "Does a criminal record rule me out?",
            "Will they turn me away without a degree?",
        ),
        (
            "what do they pay one to start with",
            "How much does an entry-level coordinator earn?",
            "What should I start with?",
        ),
        (
            "Is it too late for me at 52?",
            "Can I start this career when I am older?",
            "Is it too late to renew my certification?",
        ),
    ],
)
def test_questions_with_one_answer_are_closer_than_those_that_share_words(
    likeness, asked, same, other
):
    assert likeness(asked, same) > likeness(asked, other)


def test_another_embedding_model_has_none():
    assert shipped_adapter("another-model") is None


def test_it_learns_which_questions_belong_together():
    """Kinds that differ in a direction which the embeddings hardly show."""
    rng = np.random.default_rng(0)
    kinds = np.arange(600) % 20
    marks = rng.normal(size=(20, 384)) * 0.4
    vectors = (rng.normal(size=(600, 384)) + marks[kinds]).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    seen, unseen = slice(0, 500), slice(500, 600)
    weights = fit([(vectors[seen], kinds[seen])], steps=20)
    adapter = Adapter(**weights)

    def found(known: np.ndarray, asked: np.ndarray) -> float:
        return float(np.mean(kinds[seen][(asked @ known.T).argmax(1)] == kinds[unseen]))

    before = found(vectors[seen], vectors[unseen])
    assert found(adapter.adapt(vectors[seen]), adapter.adapt(vectors[unseen])) > before
