"""Everyone's place in a pyramid as one statement: `rules.layers.place` in SQL that both engines speak (R13.2)."""

from typing import Final

from minghua.domain.value.measures.contributions import COLUMNS, Statement, body
from minghua.domain.value.types import Definition, Method, Rates
from minghua.domain.value.types.layers import WHOLE
from minghua.kernel.periods import Period

BASES: Final[dict[str, str]] = {
    "net_contribution": "net_minor",
    "net_sales": "sales_minor - returns_minor",
    "gross_margin": "sales_minor - returns_minor - goods_minor",
    "order_count": "orders",
}
"""The measures that a contribution's columns tell: code → expression; every other one is read first and laid down in `READ`."""
READ: Final = "value_measured_now"
_GAIN: Final = "CASE WHEN metric > 0 THEN metric ELSE 0 END"


def places(run_id: int, definition: Definition, period: Period, rates: Rates) -> Statement:
    """Return the statement that stores everyone's place of a run."""
    known, own = body(period, definition.currency, rates), BASES.get(definition.basis)
    metric = own or f"COALESCE((SELECT amount FROM {READ} WHERE {READ}.customer_id = known.customer_id), 0)"  # noqa: S608
    columns = f"orders, {', '.join(COLUMNS)}, net_minor"
    sql = f"""
        INSERT INTO value_pyramidplace (run_id, customer_id, rank, layer, metric_minor, {columns})
        WITH {known.sql},
        measured AS (SELECT known.*, {metric} AS metric FROM known),
        ordered AS (SELECT measured.*, ROW_NUMBER() OVER best AS place, COUNT(*) OVER () AS number,
            {_standing(definition)} FROM measured WINDOW best AS (ORDER BY metric DESC, customer_id))
        SELECT {int(run_id)}, customer_id, place, {_layer(definition)}, metric, {columns} FROM ordered"""  # noqa: S608
    return Statement(sql, known.values)


def _standing(definition: Definition) -> str:
    """Return what the cut looks at: the rank that counts, and what stands before; equals together when ties go up."""
    counted = "RANK() OVER (ORDER BY metric DESC)" if definition.ties_up else "ROW_NUMBER() OVER best"
    if definition.method is not Method.AMOUNT:
        return f"{counted} AS counted"
    before = (
        f"SUM({_GAIN}) OVER (ORDER BY metric DESC) - {_GAIN} * COUNT(*) OVER (PARTITION BY metric)"
        if definition.ties_up
        else f"SUM({_GAIN}) OVER (best ROWS UNBOUNDED PRECEDING) - {_GAIN}"
    )
    return f"{counted} AS counted, {before} AS before, SUM({_GAIN}) OVER () AS positive"


def _layer(definition: Definition) -> str:
    """Return the layer as `rules.layers` finds it: losses last, then the first cut that fits."""
    last, beneath = len(definition.layers) - 1, "<=" if definition.method is Method.AMOUNT else "<"
    cases = " ".join(f"WHEN {fits} THEN {index}" for index, fits in enumerate(_fitting(definition)))
    return f"CASE WHEN metric {beneath} 0 THEN {last} {cases} ELSE {last} END"


def _fitting(definition: Definition) -> list[str]:
    if definition.method is Method.VALUE:
        return [f"metric >= {int(layer.cut)}" for layer in definition.layers[:-1]]
    reached, fits = 0, []
    for layer in definition.layers:
        reached += int(layer.cut)
        by_share = f"counted <= ({reached} * number + {WHOLE - 1}) / {WHOLE}"
        fits.append(by_share if definition.method is Method.SHARE else f"before * {WHOLE} < {reached} * positive")
    return fits
