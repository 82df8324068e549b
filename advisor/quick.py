"""A sentence embedding model as an ONNX file: what a question is embedded with, without torch."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np

_BATCH = 32
_LONGEST = 256
"""Word pieces that the model reads; sentence-transformers cuts all-MiniLM-L6-v2 off there, too."""


class QuickModel:
    """Embeds texts by the mean of their word pieces' vectors; may be shared among threads."""

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
        self._tokenizer.enable_padding()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Embed texts: float32, shape (texts, dimensions), each row of length 1."""
        import numpy as np

        found = []
        for read, states in self._batches(texts):
            counted = np.array([one.attention_mask for one in read], np.float32)
            # The sum points where the mean does, and the length goes anyway.
            sums = np.einsum("bsd,bs->bd", states, counted)
            found.append(sums / np.linalg.norm(sums, axis=1, keepdims=True))
        return np.concatenate(found) if found else np.zeros((0, 0), np.float32)

    def read(self, texts: Sequence[str]) -> list[tuple[list[str], np.ndarray]]:
        """Each text's word pieces, and their vectors in its context, each row of length 1."""
        import numpy as np

        found = []
        for read, states in self._batches(texts):
            for one, rows in zip(read, states, strict=True):
                own = slice(1, sum(one.attention_mask) - 1)  # without the model's own marks
                length = np.linalg.norm(rows[own], axis=1, keepdims=True)
                found.append((one.tokens[own], rows[own] / length))
        return found

    def _batches(self, texts: Sequence[str]) -> Iterator[tuple[list[Any], np.ndarray]]:
        """Some texts at a time in word pieces, and the pieces' vectors, padded."""
        import numpy as np

        for start in range(0, len(texts), _BATCH):
            read = self._tokenizer.encode_batch(list(texts[start : start + _BATCH]))
            pieces = np.array([one.ids for one in read], np.int64)
            given = {
                "input_ids": pieces,
                "attention_mask": np.array([one.attention_mask for one in read], np.int64),
                "token_type_ids": np.zeros_like(pieces),
            }
            (states,) = self._session.run(["last_hidden_state"], given)
            yield read, states
