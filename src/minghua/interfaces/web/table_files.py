"""A table as a file for spreadsheets: one way for every page, so that no cell of any of them is ever run (T7)."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from minghua.foundation.imports import exporting


def table_file(name: str, head: Sequence[object], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with head and rows as `name`.csv in UTF-8 with a mark; what is None stays empty, the rest as `str` says."""
    cells = ([_cell(cell) for cell in row] for row in (head, *rows))
    answer = HttpResponse(b"".join(exporting.csv_bytes(cells)), content_type=exporting.MEDIA["csv"])
    answer["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def _cell(cell: object) -> str:
    return "" if cell is None else str(cell)
