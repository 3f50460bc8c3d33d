"""Every worked case of levels, packs, contribution, pyramid and grades has the tests that `docs/rules/worked_levels.md` names."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "rules" / "worked_levels.md"
CASES = (
    *(f"A11.{n}" for n in (1, 2)),
    *(f"A13.{n}" for n in (1, 2)),
    *(f"A14.{n}" for n in range(1, 8)),
    "A15.1",
    *(f"JD-{n:02}" for n in (1, 2, 3, 5, 6, 8, 9, 11, 13, 14)),
    *(f"BD-{n:02}" for n in (1, 2, 3, 4, 7, 8, 9, 10)),
    *(f"XP-{n:02}" for n in (1, 2, 4, 6, 7)),
    *(f"TR-{n:02}" for n in (1, 2, 4, 5, 6, 8, 9)),
    *(f"BK-{n:02}" for n in (1, 2, 3, 6, 7)),
)
BY_OPERATIONS = ("tests/integration/", "tests/functional/")
_ROW = re.compile(r"^\| ([A-Z0-9.\-]+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def rows() -> dict[str, str]:
    """Case → the tests that its row names."""
    return {case: named for case, _given, named in _ROW.findall(PAGE.read_text(encoding="utf-8")) if case in CASES}


def proofs() -> dict[str, set[str]]:
    """Case → the tests that carry its id in their name, a parameter's id or their first line."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in ("unit/tiering", "unit/value", "unit/loyalty", "integration", "functional"):
        for path in sorted((ROOT / "tests" / folder).rglob("test_*.py")):
            for case, name in _carried(path):
                found[case].add(f"`{path.relative_to(ROOT)}::{name}`")
    return found


def _carried(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            told = {node.name.upper()} | {_plain(each) for each in _texts(node)}
            for case in CASES:
                if any(re.search(rf"(?<![A-Z0-9]){re.escape(_plain(case))}(?![0-9])", each) for each in told):
                    yield case, node.name


def _texts(node: ast.FunctionDef) -> Iterator[str]:
    yield ast.get_docstring(node) or ""
    for decorator in node.decorator_list:
        yield from (
            each.value for each in ast.walk(decorator) if isinstance(each, ast.Constant) and isinstance(each.value, str)
        )


def _plain(text: str) -> str:
    return re.sub(r"[.\-]", "_", text.upper())


def page(found: dict[str, set[str]], given: dict[str, str]) -> str:
    """The rows as they should stand."""
    return "\n".join(f"| {case} | {given.get(case, '')} | {' '.join(sorted(found[case]))} |" for case in CASES)


@pytest.fixture(scope="module")
def proven() -> dict[str, set[str]]:
    return proofs()


@pytest.mark.parametrize("case", CASES)
def test_a_worked_case_names_the_tests_that_carry_it(case: str, proven: dict[str, set[str]]) -> None:
    assert set(rows()[case].split()) == proven[case]


@pytest.mark.parametrize("case", CASES)
def test_a_worked_case_goes_through_public_operations(case: str, proven: dict[str, set[str]]) -> None:
    assert [each for each in proven[case] if each.strip("`").startswith(BY_OPERATIONS)], proven[case]
