"""The demand plan 备货计划: what each product will need day by day, and what to order from the wholesalers."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext

from minghua.domain.care import queries as care_reads
from minghua.domain.care.queries.demand import Grain
from minghua.domain.care.types import DemandLine
from minghua.interfaces.web import servings
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.table_files import table_file
from minghua.kernel import money
from minghua.kernel.periods import Period, local_date

SPANS = (7, 14, 28, 56)
CHARTED = 6


@page("route.view")
def demand(request: Any) -> HttpResponse:
    """Show the plan with its chart, table and purchase suggestion."""
    plan = _plan(request)
    lines: list[DemandLine] = plan["lines"]
    with_jars = [line for line in lines if line.refills][:CHARTED]
    context = plan | {
        "spans": SPANS,
        "labels": [f"{day.on:%m-%d}" for day in lines[0].days] if lines else [],
        "series": [
            {"name": line.product_name, "data": [_units(line, day.servings) for day in line.days]} for line in with_jars
        ],
        "cost": sum(line.cost_minor or 0 for line in lines),
    }
    return render(request, "demand/page.html", context, using="jinja")


@page("route.view")
def purchase(request: Any) -> HttpResponse:
    """Give the purchase suggestion as a table file for spreadsheets and wholesalers."""
    plan = _plan(request)
    amounts = (gettext("补货次数"), gettext("需要（份）"), gettext("建议进货"), gettext("单位"))
    head = [gettext("货号"), gettext("产品"), *amounts, gettext("预计成本"), gettext("币种")]
    return table_file(f"purchase-{plan['period'].start}", head, [_purchase_cells(line) for line in plan["lines"]])


def _purchase_cells(line: Any) -> tuple[object, ...]:
    cost = None if line.cost_minor is None else money.show(line.cost_minor, line.currency, sign=False).replace(",", "")
    units = servings.amount(line.servings, 1).replace(",", "")
    return line.sku, line.product_name, line.refills, units, line.units, line.unit, cost, line.currency


def _plan(request: Any) -> dict[str, Any]:
    today = local_date(request.at)
    span = request.GET.get("days", "")
    days = int(span) if span in {str(one) for one in SPANS} else SPANS[1]
    grain: Grain = "week" if request.GET.get("by") == "week" or days > SPANS[2] else "day"
    period = Period(today, today + timedelta(days=days))
    lines = care_reads.demand_plan(request.actor, period=period, grain=grain)
    return {"lines": lines, "period": period, "span": days, "grain": grain}


def _units(line: DemandLine, amount: Any) -> float:
    """Return servings as sales units for the chart, two places."""
    whole = line.servings
    units = line.exact_units
    return round(float(amount * units / whole), 2) if whole and units is not None else round(float(amount), 2)


urls = [path("demand", demand, name="demand"), path("demand/purchase.csv", purchase, name="demand-purchase")]
