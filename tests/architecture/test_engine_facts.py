"""What leaves the books for analyses is of nobody by name, and the engine is not paid for before it is asked."""

import subprocess
import sys

from django.apps import apps

from minghua.foundation.engine import register
from minghua.foundation.personal import register as personal


def test_facts_hold_columns_that_are_there_and_nothing_personal() -> None:
    known = {model._meta.db_table: model for model in apps.get_models()}
    said = {(entry.model, entry.column) for entry in personal.entries()}
    for fact in register.facts():
        model = known[fact.table]
        columns = {field.column: field for field in model._meta.concrete_fields}
        assert set(fact.columns) <= set(columns), fact.code
        taken = {(model._meta.label, columns[name].name) for name in fact.columns}
        assert taken & said == set(), fact.code


def test_nothing_of_the_engine_is_imported_before_it_is_asked() -> None:
    program = (
        "import django, sys; django.setup(); import minghua.config.urls, minghua.interfaces.cli.main as main; main.tree(); "
        "print(sorted({'ibis', 'duckdb', 'sqlglot', 'pandas', 'pyarrow'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
