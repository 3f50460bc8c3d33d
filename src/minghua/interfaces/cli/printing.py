"""How answers look at the shell: aligned columns for people, JSON for programs."""

import json
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from minghua.kernel.clock import SHANGHAI

WIDEST = 40


def as_json(answer: Any) -> str:
    """Return an answer as indented JSON."""
    return json.dumps(_plain(answer), ensure_ascii=False, indent=2, cls=_Encoder)


def as_text(answer: Any) -> str:
    """Return rows as a table with cells cut to a width, one record as whole `field  value` lines, text as it is."""
    plain = _plain(answer)
    if isinstance(plain, Mapping):
        return _columns([[str(name), _cell(value, widest=None)] for name, value in plain.items()])
    if isinstance(plain, Sequence) and not isinstance(plain, str):
        return _table([row for row in plain if isinstance(row, Mapping)]) if plain else "—"
    return _cell(plain, widest=None)


def _plain(answer: Any) -> Any:
    if is_dataclass(answer) and not isinstance(answer, type):
        return asdict(answer)
    if isinstance(answer, tuple) and hasattr(answer, "_asdict"):
        return answer._asdict()
    if isinstance(answer, list | tuple):
        return [_plain(item) for item in answer]
    return answer


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, frozenset | set):
            return sorted(o)
        return super().default(o)


def _table(rows: list[Mapping[str, Any]]) -> str:
    names = list(rows[0]) if rows else []
    return _columns([names, *([_cell(row.get(name)) for name in names] for row in rows)])


def _columns(lines: list[list[str]]) -> str:
    widths = [max(_width(line[place]) for line in lines) for place in range(len(lines[0]))] if lines else []
    return "\n".join(
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )


def _cell(value: Any, *, widest: int | None = WIDEST) -> str:
    if value is None or value == "":
        return "—"
    if isinstance(value, datetime):
        return f"{value.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
    if isinstance(value, dict | list):
        value = json.dumps(value, ensure_ascii=False, cls=_Encoder)
    text = str(value).replace("\n", " ")
    return text if widest is None or _width(text) <= widest else text[:widest] + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
