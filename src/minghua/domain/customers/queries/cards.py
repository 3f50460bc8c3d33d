"""One customer, as this viewer may see it."""

from collections.abc import Iterable, Iterator
from typing import Any

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import hiding, merging, register, rows, secrets
from minghua.domain.customers.rules.masking import hidden, masked
from minghua.domain.customers.types.columns import COLUMNS
from minghua.domain.customers.types.parties import CustomerCard, CustomerRow
from minghua.foundation.people.types import Actor
from minghua.foundation.vault.sealing import is_sealed
from minghua.kernel.errors import NotFound
from minghua.kernel.masking import STARS

_EXTRA = ("currency", "axes_as_of", "import_run_id")


def customer(viewer: Actor, customer_id: int) -> CustomerCard:
    """Return the card of one customer; raises NotFound."""
    found = rows.seen(viewer).select_related("owner", "team", "pool").filter(pk=customer_id).first()
    if found is None:
        raise NotFound(field="customer_id")
    secrets.open_archives([found])
    return _card(viewer, found)


def names(viewer: Actor, customer_ids: Iterable[int]) -> dict[int, str]:
    """Return id → name of those of these customers that the viewer may see."""
    wanted = set(customer_ids)
    if not wanted:
        return {}
    found = rows.seen(viewer).filter(pk__in=wanted)
    return dict(found.values_list("pk", hiding.told_name(viewer, "")))


def summaries(viewer: Actor, customer_ids: Iterable[int]) -> dict[int, CustomerRow]:
    """Return id → short row (number, name, status, owner, city, mobile) of those the viewer may see."""
    found = rows.seen(viewer).select_related("owner", "pool").filter(pk__in=set(customer_ids))
    return {row.pk: summary(viewer, row) for row in found}


def by_number(viewer: Actor, number: str) -> int:
    """Return the id of the visible customer of that number, also the former one of a merged record; raises NotFound."""
    found = rows.seen(viewer).filter(number=number).values_list("pk", flat=True).first()
    if found is not None:
        return found
    for _, survivor in merging.renamed(viewer, numbers=[number]):
        return survivor.pk
    raise NotFound(field="number")


def summary(viewer: Actor, row: Customer) -> CustomerRow:
    """Return the short row of a loaded customer."""
    return CustomerRow(
        id=row.pk,
        number=row.number,
        kind=row.kind,
        name=shown(viewer, row, "name"),
        status=row.status,
        owner_name=row.owner.name if row.owner else "",
        city=shown(viewer, row, "city"),
        mobile=shown(viewer, row, "mobile"),
        pool_name=row.pool.name if row.pool else "",
    )


def hidden_fields(viewer: Actor, row: Customer) -> frozenset[str]:
    """Return the fields of a pooled customer that stay hidden until it is claimed."""
    if row.pool is None or viewer.may("pool.manage"):
        return frozenset()
    return frozenset(row.pool.hidden_fields)


def is_known(row: Customer, path: str) -> bool:
    """Return whether the customer has this field: a column of the card, or a kept field of the archive."""
    if path.startswith("archive."):
        return path.removeprefix("archive.") in register.archive_fields()
    return path in COLUMNS


def plain(row: Customer, path: str) -> str:
    """Return a value behind its mask, opened if it is kept sealed, for whoever may read it; "" for nothing."""
    kept = row.archive.get(path.removeprefix("archive.")) if path.startswith("archive.") else getattr(row, path)
    value = secrets.open_value(row.pk, path, kept)
    return "" if value is None else str(value)


def shown(viewer: Actor, row: Customer, path: str) -> Any:
    """Return a value as this viewer may read it: plain, masked by role, or hidden by the pool."""
    code = path.removeprefix("archive.")
    value = row.archive.get(code, "") if path.startswith("archive.") else getattr(row, path)
    if is_sealed(value):
        return STARS
    if code in hidden_fields(viewer, row):
        return hidden(value)
    return masked(value, path=path) if code in viewer.masked else value


def shown_all(viewer: Actor, row: Customer, paths: Iterable[str]) -> dict[str, Any]:
    """Return many values of one customer as this viewer may read them; most viewers and customers hide nothing."""
    hides = viewer.masked or row.pool_id is not None
    values = {path: shown(viewer, row, path) if hides else getattr(row, path) for path in paths}
    return {path: STARS if is_sealed(value) else value for path, value in values.items()}


def _parent(viewer: Actor, row: Customer) -> tuple[int | None, str]:
    """A parent out of the viewer's reach has no id and no name."""
    found = names(viewer, [row.parent_id] if row.parent_id else [])
    return next(iter(found.items()), (None, ""))


def _kept(row: Customer) -> Iterator[str]:
    known = register.archive_fields()
    return (code for code in row.archive if code in known)


def _card(viewer: Actor, row: Customer) -> CustomerCard:
    values: dict[str, Any] = {code: shown(viewer, row, code) for code in COLUMNS}
    values |= {code: getattr(row, code) for code in _EXTRA}
    values["archive"] = {code: shown(viewer, row, f"archive.{code}") for code in _kept(row)}
    parent_id, parent_name = _parent(viewer, row)
    values["parent_id"] = parent_id
    return CustomerCard(
        id=row.pk,
        number=row.number,
        kind=row.kind,
        name=values["name"],
        values=values,
        axes_why=row.axes_why,
        owner_id=row.owner_id,
        owner_name=row.owner.name if row.owner else "",
        team_id=row.team_id,
        team_name=row.team.name if row.team else "",
        pool_id=row.pool_id,
        pool_name=row.pool.name if row.pool else "",
        parent_id=parent_id,
        parent_name=parent_name,
        version=row.version,
        masked=viewer.masked | hidden_fields(viewer, row),
        hidden=hidden_fields(viewer, row),
        may_edit=rows.may_change(viewer, row.pk),
        closed_at=row.closed_at,
    )
