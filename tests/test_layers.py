"""Imports run one way, and each heavy library has one door, as docs/architecture.md has it."""

import ast
import re
import sys
import tomllib
from functools import cache
from graphlib import TopologicalSorter
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from architecture import drawn, files, parts, stops, table

PACKAGE = Path("advisor")
FILES = {
    ".".join(file.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): file
    for file in PACKAGE.rglob("*.py")
    if file != PACKAGE / "__init__.py"
}
MODULES = sorted(FILES)
NAME_OF = {file.relative_to(PACKAGE).as_posix(): module for module, file in FILES.items()}
ORDER = [NAME_OF[path] for path in files() if path in NAME_OF]
"""The modules as the architecture lists them."""
DOORS = table("Doors")
OUTSIDE, ENTRANCES = table("Imports").values()
"""What nothing in the package may build upon."""
WITH_A_MODEL = {"langchain"}
"""What comes with a chat model's provider alone."""
UNSEEN = {"torch"}
"""Declared although nothing imports it, so that its build can be chosen."""


@cache
def imports(file: Path, kinds: bool = True) -> frozenset[str]:
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
    return frozenset(found)


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


def test_every_module_is_listed_once_and_every_path_listed_is_there():
    assert sorted(ORDER) == MODULES
    assert sum(map(len, parts().values())) == len(files())
    for path in files():
        assert (PACKAGE / path).exists(), path


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_from_those_listed_above_it(module):
    assert module in ORDER, "the architecture's list leaves it out"
    above = ORDER[: ORDER.index(module)]
    assert ours(module) <= set(above), f"{module} stands above what it imports"


def test_the_drawing_is_that_of_the_code():
    """An arrow for each import between two parts, save what other arrows lead to."""
    part = {NAME_OF[path]: name for name, listed in parts().items() for path in listed
            if path in NAME_OF}  # fmt: skip
    above = {name: set() for name in parts()}
    for module in MODULES:
        above[part[module]] |= {part[one] for one in ours(module)} - {part[module]}
    reached: dict[str, set[str]] = {}
    for name in TopologicalSorter(above).static_order():
        reached[name] = above[name].union(*(reached[one] for one in above[name]))
    arrows = {
        (name, one)
        for name, nearest in above.items()
        for one in nearest
        if not any(one in reached[other] for other in nearest)
    }
    assert drawn() == arrows


def defined(path: str) -> bool:
    """Whether `module.function` or `module.Class.method` is in the package."""
    module = max((one for one in MODULES if path.startswith(f"{one}.")), key=len, default="")
    if not module:
        return False
    found: list[ast.stmt] = ast.parse(FILES[module].read_text(encoding="utf-8")).body
    for name in path.removeprefix(f"{module}.").split("."):
        kinds = (ast.ClassDef, ast.FunctionDef)
        inner = [one for one in found if isinstance(one, kinds) and one.name == name]
        if not inner:
            return False
        found = inner[0].body
    return True


def test_the_routes_lead_over_functions_that_are_there():
    assert len(stops()) > 40
    assert [one for one in stops() if not defined(one)] == []
    assert not defined("draft.cited")
    assert not defined("draft.Sheet.remove")


@pytest.mark.parametrize("kinds", [False, True])
def test_no_module_is_imported_in_a_circle(kinds):
    order = TopologicalSorter({module: ours(module, kinds) for module in MODULES})
    assert set(order.static_order()) == set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_each_heavy_library_has_one_door(module):
    roots = {name.split(".")[0] for name in imports(FILES[module])}
    for library, doors in DOORS.items():
        assert library not in roots or module in doors, f"{module} imports {library}"


def test_each_door_is_one():
    """A door that nothing goes through any more is no rule."""
    for library, doors in DOORS.items():
        for module in doors:
            roots = {name.split(".")[0] for name in imports(FILES[module])}
            assert library in roots | UNSEEN, f"{module} does not import {library}"


@pytest.mark.parametrize("module", MODULES)
def test_the_package_knows_nothing_of_what_uses_it(module):
    assert not {name.split(".")[0] for name in imports(FILES[module])} & OUTSIDE


@pytest.mark.parametrize("module", sorted(set(MODULES) - ENTRANCES))
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
