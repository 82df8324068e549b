"""The embedding model: the bundled one, checked; any other by its path; loaded when needed."""

from pathlib import Path

import numpy as np
import pytest

from advisor.embedder import Embedder, check_weights
from advisor.errors import ModelError

SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_vectors_have_length_one(embedder):
    vectors = embedder.encode(["What does a coordinator earn?", "", "日本語 🙂", "word " * 2000])
    assert vectors.shape == (4, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_what_means_the_same_lies_closer(embedder):
    pay, salary, weather = embedder.encode(
        ["How much does a coordinator earn?", "What is the salary?", "Will it rain tomorrow?"]
    )
    assert pay @ salary > pay @ weather + 0.3


def test_a_text_has_one_vector_whatever_stands_beside_it(embedder):
    alone = embedder.encode(["How long does it take?"])[0]
    among = embedder.encode(
        ["A much longer question about something else.", "How long does it take?"]
    )
    assert np.allclose(alone, among[1], atol=1e-5)


def test_no_texts_give_no_vectors(embedder):
    assert len(embedder.encode([])) == 0


def test_another_model_is_taken_from_its_path(tiny_model):
    assert Embedder(str(tiny_model)).encode(["hello"]).shape == (1, 16)


@pytest.mark.parametrize("name", ["folder", "no/such-model"])
def test_what_is_no_model_is_refused_in_one_line(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    Path("folder").mkdir()
    with pytest.raises(ModelError, match="ADVISOR_EMBEDDING_MODEL") as caught:
        Embedder(name).encode(["hello"])
    assert name in str(caught.value)
    assert "\n" not in str(caught.value)


def test_weights_of_the_expected_sum_pass(tmp_path):
    (tmp_path / "weights").write_bytes(b"abc")
    check_weights(tmp_path / "weights", SHA256_OF_ABC)


def test_other_weights_are_refused(tmp_path):
    (tmp_path / "weights").write_bytes(b"abd")
    with pytest.raises(ModelError, match=r"sha256 .*expected ba7816bf8f01.*[Rr]einstall"):
        check_weights(tmp_path / "weights", SHA256_OF_ABC)
    with pytest.raises(ModelError, match="missing"):
        check_weights(tmp_path / "nowhere", SHA256_OF_ABC)
