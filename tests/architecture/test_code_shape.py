"""Files stay small, named after what they hold, and say in their first line what they keep."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.house import ROOT, SOURCE, modules, short, tracked

NAMELESS = {"utils", "helpers", "common", "base", "managers", "handlers", "misc"}
WRITES_TIME = {"interfaces", "config"}
CLOCK_ITSELF = {"clock.py"}


def test_no_module_is_longer_than_300_lines() -> None:
    files = [path for path in tracked(".py", ".html", ".mjs", ".ts", ".js") if "migrations" not in path.parts]
    long = [short(path) for path in files if len(path.read_text().splitlines()) > 300]
    assert long == []


def test_no_module_is_named_after_nothing() -> None:
    assert [short(path) for path in modules() if path.stem in NAMELESS or NAMELESS & set(path.parts)] == []


def test_every_module_says_what_it_keeps() -> None:
    silent = [
        short(path)
        for path in modules()
        if path.read_text().strip() and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []


def undocumented(path: Path) -> list[str]:
    """Public functions and classes at the top of a module without a sentence about themselves."""
    tree = ast.parse(path.read_text())
    kinds = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    return [
        f"{short(path)}:{node.lineno} {node.name}"
        for node in tree.body
        if isinstance(node, kinds) and not node.name.startswith("_") and not ast.get_docstring(node)
    ]


def test_every_public_name_says_what_it_is() -> None:
    assert [line for path in modules() for line in undocumented(path)] == []


def test_only_doors_look_at_the_clock() -> None:
    looks = re.compile(r"clock\.now\(\)|timezone\.now\(\)|datetime\.now\(")
    readers = [
        short(path)
        for path in modules()
        if path.relative_to(SOURCE).parts[0] not in WRITES_TIME
        and path.name not in CLOCK_ITSELF
        and looks.search(path.read_text())
    ]
    assert readers == []


def test_nothing_is_saved_by_a_model_or_a_signal() -> None:
    forbidden = re.compile(r"^    def save\(self|post_save|pre_save|@receiver", re.MULTILINE)
    assert [short(path) for path in modules() if forbidden.search(path.read_text())] == []


@pytest.mark.parametrize("marker", ["# noqa", "# type: ignore"])
def test_suppressions_name_their_rule(marker: str) -> None:
    named = {"# noqa": re.compile(r"# noqa: [A-Z]+\d+"), "# type: ignore": re.compile(r"# type: ignore\[[a-z-]+")}
    bare = [
        f"{short(path)}:{number}"
        for path in [*modules(), *modules(ROOT / "tools")]
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if marker in line and not named[marker].search(line)
    ]
    assert bare == []
