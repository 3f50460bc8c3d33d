"""The list of orders as a file, exactly the rows and the order on the screen."""

from typing import Any

from django.urls import path

from minghua.foundation.listing import coding
from minghua.interfaces.web import leaving
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import trade as trade_lists
from minghua.journeys import export_orders


@page("orders.export")
def export(request: Any) -> Any:
    """Hand out the list."""
    look = trade_lists.order_look(request)
    return leaving.hand_out(request, export_orders.LIST, {"list": coding.spec_to_json(look.spec)})


urls = [path("orders/export", export, name="orders_export")]
