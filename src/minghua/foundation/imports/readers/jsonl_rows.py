"""Reads JSON Lines: one flat object per line; numbers stay as written, nesting is a problem of its row."""

import io
import json
from collections.abc import Generator
from contextlib import closing
from itertools import islice
from typing import IO, Any

from minghua.foundation.imports.limits import LIMITS, Limits
from minghua.foundation.imports.types import EXCERPT, Problem, Reading, Row

_HEADER_LINES = 1_000


class _Repeated(ValueError):
    """An object that says the same name twice."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _Repeated
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_int=str, parse_float=str)


def headers(stream: IO[bytes], reading: Reading, *, limits: Limits = LIMITS) -> tuple[str, ...]:
    """Return every name used in the first thousand objects, in order of appearance."""
    names: dict[str, None] = {}
    with closing(_lines(stream, reading, limits)) as lines:
        for _, line in islice(lines, _HEADER_LINES):
            found, _ = _parse(line)
            names.update(dict.fromkeys(found or ()))
    return tuple(names)


def rows(stream: IO[bytes], reading: Reading, names: tuple[str, ...], *, limits: Limits = LIMITS) -> Generator[Row]:
    """Yield one row per line, cells in the order of `names`."""
    with closing(_lines(stream, reading, limits)) as lines:
        for number, line in lines:
            if line is None:
                yield Row(number, (), (Problem(number, "", "oversize_row", params={"limit": limits.line_characters}),))
                continue
            found, code = _parse(line)
            if found is None:
                yield Row(number, (), (Problem(number, "", code, line.strip()[:EXCERPT]),))
            else:
                yield _row(number, found, names)


def _row(number: int, found: dict[str, Any], names: tuple[str, ...]) -> Row:
    problems = [Problem(number, name, "unknown_column", name[:EXCERPT]) for name in found if name not in names]
    problems += [
        Problem(number, name, "nested_value", name[:EXCERPT])
        for name, value in found.items()
        if isinstance(value, dict | list)
    ]
    return Row(number, tuple(_text(found.get(name)) for name in names), tuple(problems))


def _lines(stream: IO[bytes], reading: Reading, limits: Limits) -> Generator[tuple[int, str | None]]:
    """Yield numbered lines that are not blank; None stands for a line beyond the cap. Row 1 is the first line."""
    text = io.TextIOWrapper(stream, encoding=reading.encoding)
    try:
        yield from _numbered(text, limits.line_characters)
    finally:
        text.detach()


def _numbered(text: IO[str], longest: int) -> Generator[tuple[int, str | None]]:
    number = 0
    while line := text.readline(longest):
        number += 1
        if len(line) == longest and not line.endswith("\n"):
            while (rest := text.readline(longest)) and not rest.endswith("\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line


def _parse(line: str | None) -> tuple[dict[str, Any] | None, str]:
    try:
        found = _DECODER.decode((line or "").strip())
    except _Repeated:
        return None, "repeated_name"
    except (ValueError, RecursionError):
        return None, "not_json"
    return (found, "") if isinstance(found, dict) else (None, "not_json")


def _text(value: Any) -> str:
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
