"""What each member of a household eats a day, as a form shows it and sends it back (R08.1)."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext

from minghua.domain.customers import queries as customers
from minghua.foundation.people.types import Actor
from minghua.interfaces.web import servings
from minghua.kernel.errors import Invalid

MOST = 30
Rows = list[tuple[str, str]]
Portions = tuple[tuple[str, int], ...]


def sent(form: Any) -> Portions:
    """Return (name, thousandths a day) of every member with a figure; a name alone says nothing. Raises Invalid."""
    if len(form.getlist("portion")) > MOST:
        raise Invalid("一户最多分 30 个人填。", "At most 30 people in one household.", field="portions")
    return tuple(
        (name or gettext("第 %(n)s 人") % {"n": at}, servings.milli_in(portion, field="portions"))
        for at, (name, portion) in enumerate(typed(form), start=1)
        if portion
    )


def typed(form: Any) -> Rows:
    """Return the rows as they were typed."""
    names, figures = form.getlist("portion_name"), form.getlist("portion")
    return [(name.strip()[:60], figure.strip()) for name, figure in zip(names, figures, strict=False)]


def rows_of(known: Iterable[tuple[str, Fraction]], names: Sequence[str]) -> Rows:
    """Return the rows to begin with: the portions known, then the members nobody asked yet."""
    rows = [(name, servings.amount(portion, 2)) for name, portion in known]
    return rows + [(name, "") for name in names if name not in {known_name for known_name, _ in rows}]


def names_of(viewer: Actor, customer_id: int, *, on: date) -> list[str]:
    """Return the names of a household's present members, as far as this person may see them."""
    if not customer_id or not viewer.may("customers.view"):
        return []
    return [member.name for member in customers.household(viewer, customer_id, on=on)]
