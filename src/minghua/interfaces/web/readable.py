"""What a browser sends must be what a database can hold: no NUL in an address, parameter or field, no endless number in an address."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest

from minghua.kernel.errors import NotFound, Refusal
from minghua.kernel.words import Text

NUL = "\0"
LARGEST = 2**63 - 1


class Unreadable(Refusal):
    """A field holds a character that no text has."""

    code = "unreadable"
    status = 400
    text = Text("内容含有无法保存的字符。", "The content holds a character that cannot be kept.")
    remedy = Text("请删去后重试。", "Remove it and try again.")


def check(request: HttpRequest, parts: dict[str, Any]) -> None:
    """Raise NotFound for an address that can lead nowhere, Unreadable for a NUL in a parameter or field."""
    if any(_leads_nowhere(part) for part in parts.values()):
        raise NotFound()
    for name, values in _given(request):
        if NUL in name or any(NUL in value for value in values):
            raise Unreadable(field=name.replace(NUL, "")[:60])


def _leads_nowhere(part: Any) -> bool:
    return part > LARGEST if isinstance(part, int) else isinstance(part, str) and NUL in part


def _given(request: HttpRequest) -> Iterator[tuple[str, list[str]]]:
    yield from request.GET.lists()
    if request.method == "POST":
        yield from request.POST.lists()
