"""Products: the list, one product with where it goes, and the form that makes or changes one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path

from minghua.domain.catalog import operations as catalog
from minghua.domain.catalog import queries as catalog_reads
from minghua.domain.catalog.types import NewProduct, ProductCard
from minghua.domain.orders import queries as order_reads
from minghua.foundation.listing.types import Condition, Spec, all_of
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import display, product_form
from minghua.interfaces.web.guard import page
from minghua.interfaces.web.lists import builder
from minghua.interfaces.web.lists import trade as trade_lists
from minghua.kernel import money
from minghua.kernel.errors import Refusal
from minghua.kernel.periods import local_date

ROWS = 50
LATEST = 10


@page("products.view")
def products(request: Any) -> HttpResponse:
    """Show the list, or only its next rows when they are asked for."""
    look = trade_lists.product_look(request)
    on, actor = local_date(request.at), request.actor
    cursor = request.GET.get("cursor") or None
    found = catalog_reads.listing(actor, look.spec, on=on, text=look.text, cursor=cursor, limit=ROWS)
    context = {"look": look, "rows": found.items, "next_cursor": found.next_cursor}
    if cursor and request.headers.get("HX-Request"):
        return render(request, "products/rows.html", context, using="jinja")
    frame = {
        "tabs": [
            {
                "url": f"/products?view={one.code}",
                "text": display.say(one.name),
                "icon_name": one.icon,
                "current": one.code == look.view,
            }
            for one in trade_lists.PRODUCT_VIEWS
        ],
        "chips": trade_lists.chips(look, request),
        "total": catalog_reads.count(actor, look.spec, on=on, text=look.text),
        "shelves": [node for node in catalog_reads.categories(actor) if node.products],
        "sort": look.spec.sorts[0].code if look.spec.sorts else "name",
        "may": actor.may,
    }
    return render(request, "products/list.html", context | frame, using="jinja")


@page("products.view")
def condition(request: Any) -> HttpResponse:
    """Answer the part of the filter builder that fits the chosen field, or lead to the list that keeps the condition."""
    look = trade_lists.product_look(request)
    return builder.answer(request, look, trade_lists.builder_fields(look))


@page("products.view")
def product(request: Any, product_id: int) -> HttpResponse:
    """Show one product and its latest orders."""
    card = catalog_reads.product(request.actor, product_id)
    context = {"card": card, "may": request.actor.may, "orders": _latest_orders(request, product_id)}
    return render(request, "products/page.html", context, using="jinja")


def _latest_orders(request: Any, product_id: int) -> Any:
    if not request.actor.may("orders.view"):
        return ()
    spec = Spec(all_of(Condition("product", "is", (product_id,))))
    return order_reads.listing(request.actor, spec, on=local_date(request.at), limit=LATEST).items


@page("products.edit", methods=("GET", "HEAD", "POST"))
def edit(request: Any, product_id: int) -> HttpResponse:
    """Show the product's form, or store what was changed; a refusal keeps what was typed."""
    card = catalog_reads.product(request.actor, product_id)
    if request.method != "POST":
        return _form(request, product_form.values_of(card), {}, card)
    try:
        with unit_of_work(request.actor, at=request.at):
            facts = product_form.facts(request.POST)
            facts["category_id"] = _shelf(request)
            catalog.edit_product(product_id, facts, by=request.actor, at=request.at)
    except Refusal as refusal:
        return _refused(request, refusal, card)
    return redirect(f"/products/{product_id}")


@page("products.edit", methods=("GET", "HEAD", "POST"))
def new(request: Any) -> HttpResponse:
    """Show an empty form, or make the product; a refusal keeps what was typed."""
    if request.method != "POST":
        return _form(request, product_form.BLANK, {}, None)
    try:
        with unit_of_work(request.actor, at=request.at):
            facts = product_form.facts(request.POST)
            new_one = NewProduct(sku=request.POST.get("sku", ""), category=request.POST.get("category", ""), **facts)
            made = catalog.create_product(new_one, by=request.actor, at=request.at)
    except Refusal as refusal:
        return _refused(request, refusal, None)
    return redirect(f"/products/{made.id}")


def _shelf(request: Any) -> int | None:
    name = request.POST.get("category", "").strip()
    if not name:
        return None
    return catalog.shelf_ids([name], by=request.actor, at=request.at)[name]


def _refused(request: Any, refusal: Refusal, card: ProductCard | None) -> HttpResponse:
    if refusal.status not in (409, 422):
        raise refusal
    return _form(request, request.POST, {refusal.field or "": refusal.message(display.language())}, card)


def _form(request: Any, typed: Any, errors: dict[str, str], card: ProductCard | None) -> HttpResponse:
    context = {
        "card": card,
        "typed": {name: typed.get(name, "") for name in product_form.BLANK},
        "errors": errors,
        "sign": money.SIGNS.get(typed.get("currency", ""), ""),
        "natures": [(code, display.say(text)) for code, text in vocabularies.terms("catalog.nature")],
        "shelves": [node.name for node in catalog_reads.categories(request.actor)],
    }
    return render(request, "products/form.html", context, status=422 if errors else 200, using="jinja")


urls = [
    path("products", products, name="products"),
    path("products/condition", condition, name="products_condition"),
    path("products/new", new, name="product_new"),
    path("products/<int:product_id>", product, name="product"),
    path("products/<int:product_id>/edit", edit, name="product_edit"),
]
