"""A pyramid is computed over everyone in one statement, and kept with its figures (R13.2, R00.6)."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import connection

from minghua.domain.value import measures
from minghua.domain.value.models import PyramidRun
from minghua.domain.value.queries import figures
from minghua.domain.value.queries.rates import rates_of, rates_versions
from minghua.domain.value.rules import layers
from minghua.domain.value.types import Definition, Method
from minghua.foundation.audit import operations as audit
from minghua.foundation.measures import register
from minghua.foundation.measures.types import Unit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Forbidden, Refusal
from minghua.kernel.periods import Period, rolling_months
from minghua.kernel.words import Text

SUBJECT = "value.PyramidRun"


class BadPyramid(Refusal):
    """The definition makes no pyramid; `field` says where."""

    code = "bad_pyramid"
    text = Text("{zh}", "{en}")
    remedy = Text("{remedy_zh}", "{remedy_en}")


class NeedsEverybody(Forbidden):
    """A pyramid ranks everybody: who sees a part of the customers cannot compute it."""

    code = "needs_everybody"
    text = Text(
        "金字塔要对全部客户排序，您只能看到一部分客户。", "A pyramid ranks every customer; you see a part of them."
    )
    remedy = Text("请让能看到全部客户的经理来计算。", "Ask a manager who sees all customers.")


def run_pyramid(definition: Definition, *, on: date, by: Actor, at: datetime) -> int:
    """Compute the pyramid of the months up to a day, keep it and return its id; raises BadPyramid, NeedsEverybody."""
    require(by, "pyramid.run")
    if not by.scope.everything:
        raise NeedsEverybody()
    wrong = layers.faults(definition, bases=_bases(definition))
    if wrong:
        field, text, remedy = wrong[0]
        raise BadPyramid(field=field, zh=text.zh, en=text.en, remedy_zh=remedy.zh, remedy_en=remedy.en)
    period = rolling_months(on, definition.months)
    told = plain(definition)
    run = PyramidRun.objects.create(
        definition=told, start_on=period.start, end_on=period.end, as_of=on, currency=definition.currency,
        previous=PyramidRun.objects.filter(definition=told).order_by("-pk").first(),
        parameter_versions=rates_versions(on), by_name=by.name, made_at=at,
    )  # fmt: skip
    _fill(run, definition, period)
    audit.record("pyramid.run", SUBJECT, run.pk, {"basis": definition.basis, "n": run.customers}, by=by, at=at)
    return run.pk


def _bases(definition: Definition) -> list[str]:
    """The smallest values of layers are amounts of money: of other measures there are none."""
    ranking = register.ranking()
    by_value = definition.method is Method.VALUE
    return [code for code, each in ranking.items() if not by_value or each.unit is Unit.MONEY]


def _fill(run: PyramidRun, definition: Definition, period: Period) -> None:
    statement = measures.places(run.pk, definition, period, rates_of(period))
    with connection.cursor() as cursor, _laid_down(cursor, definition, period):
        cursor.execute(statement.sql, statement.values)
    run.figures = figures.of_run(run.pk, definition)
    run.customers = run.figures["customers"]
    run.save(update_fields=["figures", "customers"])


@contextmanager
def _laid_down(cursor: Any, definition: Definition, period: Period) -> Iterator[None]:
    """Lay down what another room measures, for as long as the statement runs."""
    if definition.basis in measures.BASES:
        yield
        return
    cursor.execute(f"CREATE TEMPORARY TABLE {measures.READ} (customer_id bigint PRIMARY KEY, amount bigint NOT NULL)")
    told = register.measure(definition.basis).read(None, period)
    cursor.executemany(f"INSERT INTO {measures.READ} VALUES (%s, %s)", list(told))  # noqa: S608 - our own name
    yield
    cursor.execute(f"DROP TABLE {measures.READ}")


def plain(definition: Definition) -> dict[str, Any]:
    """Return the definition as it is stored."""
    return asdict(definition) | {"method": str(definition.method), "layers": [asdict(one) for one in definition.layers]}
