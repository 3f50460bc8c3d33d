"""What must always hold of imports: a verdict on every row, and nothing made of a bad one (trust INV-O2)."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.apps import apps
from django.db.models import Count

from minghua.foundation.imports.models import ImportRun
from minghua.foundation.imports.types import State
from minghua.foundation.invariants.types import Finding, Invariant
from minghua.kernel.words import Text

VERDICTS = ("order", "return", "customer", "unchanged", "skipped", "failed")
NOUNS = ("customers", "orders", "returns")
ENDS = ("created", "updated", "unchanged", "skipped", "failed")
MADE = {"customers": "customers.Customer", "orders": "orders.Order", "returns": "orders.Return"}


def _unjudged(at: datetime) -> Iterator[Finding]:
    done = ImportRun.objects.filter(state=State.DONE).values_list("pk", "rows_total", "units_total", "counts")
    for pk, rows_total, units_total, counts in done.iterator(chunk_size=500):
        lines = sum(counts.get(f"lines.{verdict}", 0) for verdict in VERDICTS)
        units = sum(counts.get(f"{noun}.{end}", 0) for noun in NOUNS for end in ENDS)
        if lines != rows_total or units < units_total:  # one unit may hold an order and a return
            yield {"run": pk, "rows": rows_total, "judged": lines, "units": units_total, "settled": units}


def _made_too_much(at: datetime) -> Iterator[Finding]:
    for noun, label in MADE.items():
        made = _made(label)
        counted: Mapping[int, Mapping[str, int]] = dict(ImportRun.objects.values_list("pk", "counts"))
        for run_id, number in sorted(made.items()):
            counts = counted.get(run_id, {})
            allowed = counts.get(f"{noun}.created", 0) + counts.get(f"{noun}.updated", 0)
            if run_id in counted and number > allowed:
                yield {"run": run_id, "kind": noun, "made": number, "counted": allowed}


def _made(label: str) -> dict[int, int]:
    found = apps.get_model(label)._default_manager.filter(import_run_id__isnull=False)
    return dict(found.order_by().values_list("import_run_id").annotate(number=Count("pk")))


_RUN = (
    "INSERT INTO imports_importrun (id, target, name, file_id, file_size, sha256, state, created_at, reading, headers, "
    "sheets, samples, mapping, options, phase, checkpoint, attempt, rows_read, rows_total, units_total, forecast, "
    "counts, failure) VALUES (987654321, 'customers', 'x.csv', '', 0, '', '{state}', '2026-06-15 00:00:00', '{{}}', "
    "'[]', '[]', '[]', '{{}}', '{{}}', '', 0, 0, 0, {rows}, 0, '{{}}', '{{}}', '')"
)

INVARIANTS = (
    Invariant(
        "INV-O2",
        Text(
            "完成的导入对每一行都有结论，合计相符",
            "A finished import has a verdict on every row, and the totals add up",
        ),
        _unjudged,
        (_RUN.format(state="done", rows=7),),
    ),
    Invariant(
        "INV-O2b",
        Text("没有记录出自被拒绝的行", "No record came from a row that was refused"),
        _made_too_much,
        (
            _RUN.format(state="done", rows=0),
            "UPDATE customers_customer SET import_run_id = 987654321 WHERE id = (SELECT MIN(id) FROM customers_customer)",
        ),
    ),
)
