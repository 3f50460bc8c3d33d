"""The figures of a stored pyramid: what each layer brings, 80/20, Gini, whale and both curves, computed by the database."""

from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from minghua.domain.value.models import PyramidPlace
from minghua.domain.value.rules import shares
from minghua.domain.value.types import Definition

E6 = 1_000_000
_POINTS = 50
_SPLIT = 1 << 20  # rank × value is added in two halves: the sum of a million would pass 64 bits
_NET_SALES = "sales_minor - returns_minor"
_COST = "goods_minor + discount_minor + points_minor + logistics_minor + service_minor + selling_minor + bad_debt_minor"
SUMS = {
    "customers": Count("pk"),
    "sales": Sum("sales_minor"),
    "returns": Sum("returns_minor"),
    "net": Sum("net_minor"),
    "service": Sum("service_minor"),
}


def of_run(run_id: int, definition: Definition) -> dict[str, Any]:
    """Return the figures to keep with a run; ratios in millionths, None where they do not apply (R00.2)."""
    layers = layer_sums(PyramidPlace.objects.filter(run_id=run_id), len(definition.layers))
    customers = sum(row["customers"] for row in layers)
    all_net, all_sales = (sum(row[name] for row in layers) for name in ("net_minor", "sales_minor"))
    top = PyramidPlace.objects.filter(run_id=run_id, rank__lte=shares.top_count(customers)).aggregate(
        net=Sum("net_minor"), sales=Sum("sales_minor"), back=Sum("returns_minor")
    )
    gainers = PyramidPlace.objects.filter(run_id=run_id, net_minor__gt=0).aggregate(n=Count("pk"), net=Sum("net_minor"))
    top_net, top_sales = int(top["net"] or 0), int(top["sales"] or 0) - int(top["back"] or 0)
    return {
        "customers": customers,
        "layers": layers,
        "net_minor": all_net,
        "sales_minor": all_sales,
        "top_net_e6": _e6(shares.share(top_net, all_net)),
        "top_sales_e6": _e6(shares.share(top_sales, all_sales)),
        "whale_peak_e6": _e6(shares.share(int(gainers["net"] or 0), all_net)),
        "whale_at": gainers["n"] if all_net > 0 else None,
        "gini_e6": _gini(run_id, customers, all_sales),
        "sales_curve": _curve(run_id, _NET_SALES, customers, all_sales),
        "whale_curve": _curve(run_id, "net_minor", customers, all_net),
    }


def layer_sums(places: Any, layers: int) -> list[dict[str, int]]:
    """Return what each layer of these places brings, top first, empty ones too."""
    found = {row["layer"]: row for row in places.order_by().values("layer").annotate(**SUMS)}
    return [_sums(found.get(index, {})) for index in range(layers)]


def _sums(row: dict[str, Any]) -> dict[str, int]:
    sales, net = int(row.get("sales") or 0) - int(row.get("returns") or 0), int(row.get("net") or 0)
    return {
        "customers": int(row.get("customers") or 0),
        "sales_minor": sales,
        "net_minor": net,
        "cost_minor": sales - net,
        "service_minor": int(row.get("service") or 0),
    }


def _e6(value: Any) -> int | None:
    return None if value is None else round(value * E6)


def _gini(run_id: int, customers: int, total: int) -> int | None:
    """Return the Gini coefficient of net sales in millionths."""
    sql = f"""SELECT SUM(place * (v / {_SPLIT})), SUM(place * (v %% {_SPLIT})) FROM (
        SELECT {_NET_SALES} AS v, ROW_NUMBER() OVER (ORDER BY {_NET_SALES} DESC) AS place
        FROM value_pyramidplace WHERE run_id = %s) ranked"""  # noqa: S608 - our own names
    high, low = _rows(sql, [run_id])[0]
    return _e6(shares.gini_of(customers, total, int(high or 0) * _SPLIT + int(low or 0)))


def _curve(run_id: int, value: str, customers: int, total: int) -> list[list[int]]:
    """Return points (share of customers, cumulated share of the value, best first) in millionths; none without a whole."""
    if total <= 0 or not customers:
        return []
    ranks = sorted({-(-customers * step // _POINTS) for step in range(1, _POINTS + 1)})
    sql = f"""SELECT place, running FROM (SELECT ROW_NUMBER() OVER best AS place,
        SUM({value}) OVER (best ROWS UNBOUNDED PRECEDING) AS running
        FROM value_pyramidplace WHERE run_id = %s WINDOW best AS (ORDER BY {value} DESC, customer_id)) curve
        WHERE place IN ({", ".join(map(str, ranks))}) ORDER BY place"""  # noqa: S608 - our own names
    found = [
        [round(place * E6 / customers), round(int(running) * E6 / total)] for place, running in _rows(sql, [run_id])
    ]
    return [[0, 0], *found]


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
