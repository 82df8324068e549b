"""The embedding model: the bundled one, checked; any other by its path; loaded when needed."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from advisor.embedder import Embedder, check_weights
from advisor.errors import ModelError

QUESTIONS = (
    "What does a coordinator earn?",
    "why?",
    "",
    "日本語 🙂",
    "how do i go from lpn to care coordinator while working nights and raising two kids",
    "word " * 2000,
)
SHA256_OF_ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@pytest.mark.parametrize("encode", ["encode", "encode_questions"])
def test_vectors_have_length_one(embedder, encode):
    vectors = getattr(embedder, encode)(QUESTIONS)
    assert vectors.shape == (len(QUESTIONS), 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_what_means_the_same_lies_closer(embedder):
    pay, salary, weather = embedder.encode(
        ["How much does a coordinator earn?", "What is the salary?", "Will it rain tomorrow?"]
    )
    assert pay @ salary > pay @ weather + 0.3


@pytest.mark.parametrize("encode", ["encode", "encode_questions"])
def test_a_text_has_one_vector_whatever_stands_beside_it(embedder, encode):
    vectors = getattr(embedder, encode)
    alone = vectors(["How long does it take?"])[0]
    among = vectors(["A much longer question about something else.", "How long does it take?"])
    many = vectors(["How long does it take?", *(f"question {n}" * (n % 9) for n in range(70))])
    assert np.allclose(alone, among[1], atol=1e-5)
    assert np.allclose(alone, many[0], atol=1e-5)


@pytest.mark.parametrize("encode", ["encode", "encode_questions"])
def test_each_vector_stands_where_its_text_does(embedder, encode):
    vectors = getattr(embedder, encode)
    texts = [f"question {n}" + " and more" * (7 * n % 20) for n in range(100)]
    together = vectors(texts)
    alone = [vectors([text])[0] for text in texts[::9]]
    assert np.allclose(together[::9], alone, atol=1e-5)


@pytest.mark.parametrize("encode", ["encode", "encode_questions"])
def test_no_texts_give_no_vectors(embedder, encode):
    assert len(getattr(embedder, encode)([])) == 0


def test_the_quick_form_says_what_the_full_one_says(embedder):
    whole = yaml.safe_load(Path("advisor/data/intents/pay.yaml").read_text("utf-8"))
    texts = [phrasing for intent in whole for phrasing in intent["phrasings"]][:200]
    cosines = (embedder.encode(texts) * embedder.encode_questions(texts)).sum(axis=1)
    assert cosines.mean() > 0.999
    assert cosines.min() > 0.99


@pytest.mark.parametrize("encode", ["encode", "encode_questions"])
def test_another_model_is_taken_from_its_path(tiny_model, encode):
    assert getattr(Embedder(str(tiny_model)), encode)(["hello"]).shape == (1, 16)


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
    check_weights(tmp_path / "weights", SHA256_OF_ABC, "some-package")


def test_other_weights_are_refused(tmp_path):
    (tmp_path / "weights").write_bytes(b"abd")
    with pytest.raises(ModelError, match=r"sha256 .*expected ba7816bf8f01.*Reinstall some-package"):
        check_weights(tmp_path / "weights", SHA256_OF_ABC, "some-package")
    with pytest.raises(ModelError, match="missing"):
        check_weights(tmp_path / "nowhere", SHA256_OF_ABC, "some-package")
