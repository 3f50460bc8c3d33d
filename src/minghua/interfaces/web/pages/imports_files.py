"""Files around imports: problems, rows that were kept out, and whole exports that an import takes back."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import StreamingHttpResponse
from django.urls import path

from minghua.foundation.imports import exporting, targets
from minghua.foundation.imports import queries as import_reads
from minghua.foundation.imports.types import Severity
from minghua.interfaces.web import leaving
from minghua.interfaces.web.guard import page
from minghua.journeys import export_customers, export_orders
from minghua.kernel.words import Text

PROBLEM_HEADS = {
    "zh": ("行号", "字段", "级别", "原值", "原因", "处理办法", "字段代码", "问题代码"),
    "en": ("Row", "Field", "Severity", "Value", "Reason", "Remedy", "Field code", "Problem code"),
}
SEVERITIES = {Severity.ERROR: Text("错误", "Error"), Severity.WARNING: Text("提示", "Warning")}


def _file(rows: Iterable[Sequence[str]], *, name: str, form: str) -> Any:
    response = StreamingHttpResponse(exporting.encoded(rows, form), content_type=exporting.MEDIA[form])
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{form}"'
    return response


@page("imports.run")
def problems(request: Any, run_id: int) -> Any:
    """Hand out every problem of a run as CSV: in words for people, codes in the last columns for machines."""
    labels = {
        field.code: field.label for field in targets.target(import_reads.run(request.actor, run_id).target).fields()
    }
    stage = "run" if request.GET.get("stage") == "run" else "check"
    found = import_reads.all_problems(request.actor, run_id, stage=stage)
    first = next(found, None)
    language = request.actor.language
    heads = PROBLEM_HEADS["en" if language.startswith("en") else "zh"]

    def rows() -> Iterable[Sequence[str]]:
        yield heads
        for one in (first, *found) if first else ():
            named = labels[one.field].say(language) if one.field in labels else one.field
            severity = SEVERITIES[Severity(one.severity)].say(language)
            yield (str(one.row), named, severity, one.excerpt, one.reason, one.remedy, one.field, one.code)

    return _file(rows(), name=f"import-{run_id}-problems", form="csv")


@page("imports.run")
def failed(request: Any, run_id: int) -> Any:
    """Hand out the rows that were kept out, with reasons, ready to be mended and imported again."""
    import_reads.run(request.actor, run_id)
    return _file(import_reads.failed_rows(request.actor, run_id), name=f"import-{run_id}-failed", form="csv")


@page("orders.export")
def orders(request: Any, form: str) -> Any:
    """Hand out every order line one may see."""
    return leaving.hand_out(request, export_orders.ALL, {}, form=form)


@page("customers.export")
def customers(request: Any, form: str) -> Any:
    """Hand out every customer one may see with the archive."""
    return leaving.hand_out(request, export_customers.ARCHIVES, {}, form=form)


urls = [
    path("imports/<int:run_id>/problems.csv", problems, name="import_problems_file"),
    path("imports/<int:run_id>/failed.csv", failed, name="import_failed_file"),
    path("imports/orders.csv", orders, {"form": "csv"}, name="export_orders_csv"),
    path("imports/orders.xlsx", orders, {"form": "xlsx"}, name="export_orders_xlsx"),
    path("imports/customers.csv", customers, {"form": "csv"}, name="export_customers_csv"),
    path("imports/customers.xlsx", customers, {"form": "xlsx"}, name="export_customers_xlsx"),
]
