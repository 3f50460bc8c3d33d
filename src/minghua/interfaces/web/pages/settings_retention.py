"""Settings: the retention table, what tonight would take, and the legal holds that forbid it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import path

from minghua.foundation.imports import exporting
from minghua.foundation.personal import purging
from minghua.foundation.personal import queries as personal_reads
from minghua.foundation.personal.purging import COUNTED, Line
from minghua.foundation.personal.retention import FATES
from minghua.interfaces.web import display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import show
from minghua.interfaces.web.personal_words import held_by
from minghua.kernel.periods import local_date
from minghua.kernel.personal import BASES
from minghua.kernel.words import Text

HEADERS = (
    Text("数据", "Data"),
    Text("保存期限（天）", "Kept for (days)"),
    Text("依据", "Basis"),
    Text("到期后", "When it is over"),
    Text("今晚将处理（行）", "Tonight (rows)"),
    Text("说明", "Remarks"),
)


@page("privacy.view")
def retention(request: Any) -> HttpResponse:
    """Show the table and the holds; with a cursor only the holds that follow."""
    cursor = request.GET.get("cursor", "")
    holds = personal_reads.holds(request.actor, cursor=cursor)
    context = {"holds": holds, "numbers": personal_reads.numbers_of(hold.customer_id for hold in holds.items)}
    if cursor:
        return render(request, "settings/_hold_rows.html", context, using="jinja")
    lines = purging.table(request.actor, at=request.at)
    return show(
        request,
        "retention",
        "retention",
        context
        | {
            "lines": lines,
            "counted": COUNTED,
            "fates": FATES,
            "bases": BASES,
            "sees_terms": request.actor.may("parameters.view"),
            "held_by": held_by,
            "due": sum(line.total for line in lines),
            "open": personal_reads.held_count(request.actor),
        },
    )


@page("privacy.view")
def retention_csv(request: Any) -> Any:
    """Hand the table out as a CSV file."""
    lines = purging.table(request.actor, at=request.at)
    response = StreamingHttpResponse(
        exporting.encoded(_rows(lines, display.language()), "csv"), content_type=exporting.MEDIA["csv"]
    )
    name = f"retention-{local_date(request.at).isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(lines: Sequence[Line], language: str) -> Iterator[Sequence[str]]:
    yield [header.say(language) for header in HEADERS]
    for line in lines:
        yield [
            line.kind.name.say(language),
            line.kind.fixed.say(language) if line.days is None else str(line.days),
            BASES[line.kind.basis].say(language),
            FATES[line.kind.fate].say(language),
            "" if line.days is None else str(line.total),
            line.kind.note.say(language),
        ]


urls = [
    path("settings/retention", retention, name="settings_retention"),
    path("settings/retention.csv", retention_csv, name="settings_retention_csv"),
]
