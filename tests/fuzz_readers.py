"""Fuzz the readers of guides, guided by coverage; not part of `make test`.

    pip install atheris
    python tests/fuzz_readers.py .html -max_total_time=600

The suffix names the form; what follows is libFuzzer's. It begins with our guide in that form. What
it finds is written to a file `crash-...`, and belongs into tests/test_bad_files.py.
"""

import sys
import tempfile
from pathlib import Path

import atheris

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

with atheris.instrument_imports(include=["advisor", "mammoth", "pdfplumber"]):
    from advisor.chunking import chunk_guide
    from advisor.guide import read_guides

GUIDE = ROOT / "corpus/clinical-care-coordinator.md"


def main() -> None:
    suffix, *options = sys.argv[1:]
    folder = Path(tempfile.mkdtemp())
    file = folder / f"guide{suffix}"

    def read(raw: bytes) -> None:
        """A guide with chunks or a message that names the file; anything else is a find."""
        file.write_bytes(raw)
        guides, errors = read_guides([file])
        assert len(guides) + len(errors) == 1, "neither read nor named"
        assert all(file.name in error and "\n" not in error for error in errors), errors
        assert all(chunk_guide(guide) for guide in guides), "a guide without a chunk"

    seeds = folder / "seeds"
    seeds.mkdir()
    (seeds / "ours").write_bytes(_seed(suffix))
    atheris.Setup([sys.argv[0], *options, "-timeout=30", "-max_len=60000", str(seeds)], read)
    atheris.Fuzz()


def _seed(suffix: str) -> bytes:
    """Our guide in the form that is fuzzed."""
    if suffix == ".md":
        return GUIDE.read_bytes()
    from evals.forms import write_form

    file = Path(tempfile.mkdtemp()) / f"seed{suffix}"
    write_form(GUIDE, file)
    return file.read_bytes()


if __name__ == "__main__":
    main()
