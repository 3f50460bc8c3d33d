"""The filter builder: the part of a condition that fits the chosen field, and the look that holds one condition more."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from minghua.foundation.listing import coding, joining, operators
from minghua.foundation.listing.types import Fields, named
from minghua.interfaces.web import answers
from minghua.interfaces.web.lists import words
from minghua.interfaces.web.lists.look import Look

SPEAKS = "_value"  # the builder's own names begin with "_": a list's address never takes them for fields


def answer(request: Any, look: Look, fields: Fields) -> HttpResponse:
    """Answer the builder's part, or lead to the list with the condition that was built; raises a Refusal."""
    if SPEAKS in request.GET or "_add" in request.GET:
        return redirect(_added(request, look, fields).url)
    return render(request, "lists/condition.html", _parts(request, look, fields), using="jinja")


def _added(request: Any, look: Look, fields: Fields) -> Look:
    params = request.GET
    field, op = named(fields, params.get("_field", "")), params.get("_op", "") or "is"
    wanted = coding.typed_condition(field, op, [value for value in params.getlist(SPEAKS) if value])
    into = answers.optional_number(params.get("_into"), field="_into")
    return look.with_spec(joining.joined(look.spec, wanted, into=into))


def _parts(request: Any, look: Look, fields: Fields) -> dict[str, Any]:
    field = named(fields, request.GET.get("_field", "") or fields[0].code)
    offered = words.operator_options(field)
    asked = request.GET.get("_op", "")
    op = asked if asked in dict(offered) else offered[0][0]
    return {
        "look": look,
        "field": field,
        "field_options": words.field_options(fields),
        "operators": offered,
        "op": op,
        "arity": operators.ARITY[op],
        "days": op in operators.DAY_COUNTS,
        "options": words.options(field, request.actor),
        "places": words.places(look, request.actor),
        "into": request.GET.get("_into", ""),
        "kept": look.pairs(),
    }
