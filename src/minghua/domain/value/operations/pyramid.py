"""A pyramid is computed over everyone in one statement, and kept with its figures (R13.2, R00.6)."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import connection

from minghua.domain.value import measures
from minghua.domain.value.models import PyramidRun
from minghua.domain.value.queries import figures
from minghua.domain.value.queries.rates import rates_of, rates_versions
from minghua.domain.value.rules import layers
from minghua.domain.value.types import Definition
from minghua.foundation.audit import operations as audit
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
    wrong = layers.faults(definition, bases=measures.BASES)
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


def _fill(run: PyramidRun, definition: Definition, period: Period) -> None:
    statement = measures.places(run.pk, definition, period, rates_of(period))
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
    run.figures = figures.of_run(run.pk, definition)
    run.customers = run.figures["customers"]
    run.save(update_fields=["figures", "customers"])


def plain(definition: Definition) -> dict[str, Any]:
    """Return the definition as it is stored."""
    return asdict(definition) | {"method": str(definition.method), "layers": [asdict(one) for one in definition.layers]}
