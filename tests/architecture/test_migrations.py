"""What a migration may do to a house with a million customers (decision 0026)."""

import ast
import re
from pathlib import Path

from tests.architecture.house import SOURCE, short

MIGRATIONS = sorted(path for path in SOURCE.rglob("migrations/0*.py"))
TAKES_AWAY = re.compile(r"migrations\.(RemoveField|DeleteModel|RenameField|RenameModel)\(")
RUNS_PYTHON = re.compile(r"RunPython\(([\w.]+)")
BATCHED = re.compile(
    r"iterator\(|bulk_|\[:\w*(BATCH|batch|SOME|_AT_ONCE)|batch_size|LIMIT|schema_editor\.execute|PER_BATCH"
)
# Taking away is allowed where the table was never in the field with data.
NEVER_IN_THE_FIELD: dict[str, str] = {}


def test_migrations_only_add() -> None:
    taking = [short(path) for path in MIGRATIONS if TAKES_AWAY.search(path.read_text())]
    assert [path for path in taking if path not in NEVER_IN_THE_FIELD] == []


def functions_run(path: Path) -> list[str]:
    """The source of each function of this file that a RunPython runs."""
    text = path.read_text()
    names = set(RUNS_PYTHON.findall(text)) - {"migrations.RunPython.noop"}
    nodes = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef) and node.name in names]
    return [ast.get_source_segment(text, node) or "" for node in nodes]


def test_data_migrations_work_in_batches() -> None:
    found = [
        short(path)
        for path in MIGRATIONS
        for source in functions_run(path)
        if ".objects" in source and ("for " in source or ".save(" in source) and not BATCHED.search(path.read_text())
    ]
    assert found == []


def test_the_form_is_noticed() -> None:
    """Both searches have teeth."""
    assert TAKES_AWAY.search('migrations.RemoveField(model_name="x", name="y")')
    assert not BATCHED.search("for row in Customer.objects.all():\n    row.save()")
