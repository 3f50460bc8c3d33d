"""Settings: the register of personal data, the law's questions answered column by column; as a page and as a file."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import path

from minghua.foundation.imports import exporting
from minghua.foundation.personal import register
from minghua.interfaces.web import display
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.pages.settings_home import show
from minghua.interfaces.web.personal_words import HEADERS, held_by, line, self_made
from minghua.kernel.periods import local_date


@page("privacy.view")
def personal(request: Any) -> HttpResponse:
    """Show what is kept of people, table by table."""
    entries = (*register.entries(), *self_made())
    tables: dict[str, list[Any]] = {}
    for entry in entries:
        tables.setdefault(entry.model, []).append(entry)
    context = {
        "tables": [(held_by(model), rows) for model, rows in tables.items()],
        "line": line,
        "headers": HEADERS,
        "count": len(entries),
        "sensitive": sum(entry.sensitivity == "sensitive" for entry in entries),
        "sealed": sum(entry.sealed for entry in entries),
    }
    return show(request, "personal", "personal", context)


@page("privacy.view")
def personal_csv(request: Any) -> Any:
    """Hand the register out as a CSV file."""
    response = StreamingHttpResponse(
        exporting.encoded(_rows(display.language()), "csv"), content_type=exporting.MEDIA["csv"]
    )
    name = f"personal-data-{local_date(request.at).isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _rows(language: str) -> Iterator[Sequence[str]]:
    yield [header.say(language) for header in HEADERS]
    for entry in (*register.entries(), *self_made()):
        yield [text.say(language) for text in line(entry)]


urls = [
    path("settings/personal", personal, name="settings_personal"),
    path("settings/personal.csv", personal_csv, name="settings_personal_csv"),
]
