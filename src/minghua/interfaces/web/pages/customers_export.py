"""Customers as a file: the list as it stands on the screen, or the chosen ones with their whole archive."""

from dataclasses import replace
from typing import Any

from django.urls import path

from minghua.foundation.listing import coding
from minghua.interfaces.web import answers, leaving
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import customers as customer_list
from minghua.interfaces.web.pages import customers_sweep
from minghua.journeys import export_customer_list, export_customers
from minghua.kernel.errors import Invalid

MOST_CHOSEN = 1_000


@page("customers.export", methods=("GET", "POST"))
def export(request: Any) -> Any:
    """Hand out the list (GET), or the chosen customers in the form an import takes back (POST)."""
    return _chosen(request) if request.method == "POST" else _list(request)


def _list(request: Any) -> Any:
    look = customer_list.look(request)
    shown = tuple(field.code for field in customer_list.columns(look))
    part = {"list": coding.spec_to_json(replace(look.spec, columns=shown))}
    return leaving.hand_out(request, export_customer_list.LIST, part)


def _chosen(request: Any) -> Any:
    if customers_sweep.asked(request):
        everybody = coding.spec_to_json(customers_sweep.spec_of(request))
        return leaving.hand_out(request, export_customers.ARCHIVES, {"list": everybody})
    ids = frozenset(answers.number(text, field="ids") for text in request.POST.getlist("ids"))
    if not 1 <= len(ids) <= MOST_CHOSEN:
        raise Invalid("请选择 1 到 1000 位客户。", "Select 1 to 1,000 customers.", field="ids")
    return leaving.hand_out(request, export_customers.ARCHIVES, {"ids": sorted(ids)})


urls = [path("customers/export", export, name="customers_export")]
