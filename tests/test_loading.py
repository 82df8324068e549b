"""Gradio, imported for the page, writes no stubs of itself; garbage is looked for less often."""

import gc
import inspect
from pathlib import Path

import gradio as gr
import pytest
from gradio.component_meta import create_or_modify_pyi

from advisor.loading import collect_as_usual, collect_rarely, no_stubs


def test_gradio_takes_a_class_without_a_file_for_one_that_needs_no_stub():
    stub = Path(inspect.getfile(gr.Textbox)).with_suffix(".pyi")
    before = stub.read_text("utf-8") if stub.exists() else None
    with no_stubs():
        create_or_modify_pyi(gr.Textbox, "Textbox", ["a_new_event"])
    assert (stub.read_text("utf-8") if stub.exists() else None) == before


def test_all_else_has_its_file_and_so_has_gradio_afterwards():
    with no_stubs():
        assert inspect.getfile(Path).endswith(".py")
        with pytest.raises(OSError, match="stub"):
            inspect.getfile(gr.Textbox)
    assert inspect.getfile(gr.Textbox).endswith("textbox.py")


def test_garbage_is_looked_for_less_often_until_all_is_loaded():
    before = gc.get_threshold()
    try:
        gc.set_threshold(700)
        collect_rarely()
        assert gc.get_threshold()[0] > 10_000
        collect_as_usual()
        assert gc.get_threshold()[0] < 10_000
    finally:
        gc.set_threshold(*before)
