"""Reads delimited text: the delimiter and quoting are sniffed, each record is numbered, faults stay with their row."""

import csv
import io
import re
from collections import Counter
from collections.abc import Generator, Iterator
from typing import IO

from minghua.foundation.imports.limits import LIMITS, Limits
from minghua.foundation.imports.types import EXCERPT, Problem, Reading, Row

DELIMITERS = ",;\t|\uff0c"
_SAMPLE_LINES = 40


def sniff(sample: str, *, encoding: str) -> Reading:
    """Return delimiter, quote and escape that split the sample most evenly into most columns."""
    quote = "'" if _is_quoted_by(sample, "'") and not _is_quoted_by(sample, '"') else '"'
    escape = "\\" if f"\\{quote}" in sample and quote * 2 not in sample.replace(f"\\{quote}", "") else ""
    scores = {mark: _evenness(sample, mark, quote) for mark in DELIMITERS}
    best = max(scores, key=lambda mark: scores[mark])
    return Reading(
        form="csv", encoding=encoding, delimiter=best if scores[best] > 0 else ",", quote=quote, escape=escape
    )


def _is_quoted_by(sample: str, quote: str) -> bool:
    """Return whether cells begin with that mark and end with it again."""
    marks = re.escape(DELIMITERS)
    opened = len(re.findall(rf"(?:^|[{marks}]){quote}", sample, re.MULTILINE))
    closed = len(re.findall(rf"(?:^|[{marks}]){quote}[^{quote}\n]*{quote}(?=[{marks}\r]|$)", sample, re.MULTILINE))
    return opened > 0 and opened == closed if quote == "'" else opened > 0


def _evenness(sample: str, mark: str, quote: str) -> float:
    """Return share of rows with the commonest width, times that width; 0 when the mark does not split."""
    lines = sample.splitlines()[:_SAMPLE_LINES]
    try:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=mark, quotechar=quote) if row)
    except csv.Error:
        return 0.0
    if not widths:
        return 0.0
    width, times = widths.most_common(1)[0]
    return 0.0 if width < 2 else times / widths.total() * (1 + width / 100)


class _Lines:
    """Gives text lines to the parser, never more than the cap at once; what was cut is remembered."""

    def __init__(self, text: IO[str], longest: int) -> None:
        self._text, self._longest, self.cut = text, longest, False

    def __iter__(self) -> Iterator[str]:
        while line := self._text.readline(self._longest):
            if len(line) == self._longest and not line.endswith(("\n", "\r")):
                self.cut = True
                self._skip_rest()
                line += "\n"
            yield line

    def _skip_rest(self) -> None:
        while rest := self._text.readline(self._longest):
            if rest.endswith(("\n", "\r")):
                return


def rows(stream: IO[bytes], reading: Reading, *, limits: Limits = LIMITS) -> Generator[Row]:
    """Yield every record of the stream, blank ones skipped but counted; faults are problems of their row."""
    text = io.TextIOWrapper(stream, encoding=reading.encoding, newline="")
    try:
        yield from _records(text, reading, limits)
    finally:
        text.detach()


def _records(text: IO[str], reading: Reading, limits: Limits) -> Iterator[Row]:
    lines = _Lines(text, limits.line_characters)
    parser = csv.reader(
        lines,
        delimiter=reading.delimiter,
        quotechar=reading.quote,
        escapechar=reading.escape or None,
        doublequote=not reading.escape,
    )
    number = 0
    while True:
        number += 1
        try:
            cells = next(parser)
        except StopIteration:
            return
        except csv.Error:
            yield Row(number, (), (Problem(number, "", "oversize_cell", params={"limit": csv.field_size_limit()}),))
            continue
        if lines.cut:
            lines.cut = False
            excerpt = ",".join(cells)[:EXCERPT]
            yield Row(
                number, (), (Problem(number, "", "oversize_row", excerpt, params={"limit": limits.line_characters}),)
            )
        elif any(cells):
            yield Row(number, tuple(cells))
