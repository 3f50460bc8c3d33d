"""Looks across the rows of a file before they are grouped: repeated keys, parents in the file, circles."""

from collections.abc import Iterator

from minghua.foundation.imports.spool import Spool
from minghua.foundation.imports.types import EXCERPT, Options, Problem
from minghua.journeys.import_customers import tree
from minghua.journeys.import_customers.keys import EXTERNAL, NUMBER


def arrange(spool: Spool, options: Options) -> Iterator[Problem]:
    """Yield what is wrong across rows, set those rows apart, and put parents before children."""
    yield from _repeated(spool)
    yield from _ranked(spool)


def _repeated(spool: Spool) -> Iterator[Problem]:
    later = []
    for key, first, row in spool.repeated():
        shown = key.split("|", 2)[-1] if key[:1] in {NUMBER, EXTERNAL} else key.split("|")[2]
        later.append(row)
        yield Problem(row, "", "duplicate_key", shown[:EXCERPT], params={"other": first})
    spool.set_apart(later)


def _ranked(spool: Spool) -> Iterator[Problem]:
    named: dict[str, int] = {}
    wanted: dict[int, str] = {}
    for _, line in spool.lines():
        if not line.bad:
            for name in ("number", "external_id"):
                if line.values.get(name):
                    named.setdefault(line.values[name], line.number)
            if line.values.get("parent"):
                wanted[line.number] = line.values["parent"]
    parent_of = {row: named[parent] for row, parent in wanted.items() if parent in named}
    depths, lost = tree.depths(parent_of)
    spool.mark((row, depth, False) for row, depth in depths.items())
    spool.set_apart(sorted(lost))
    on_circle = tree.circles(lost, parent_of)
    for row in sorted(lost):
        code = "parent_cycle" if row in on_circle else "parent_missing"
        yield Problem(row, "parent", code, wanted[row][:EXCERPT])
