"""Sensitive archive values on their way to the disk: sealed under the customer's key, in the archive and in its history."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any, TypeVar

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import secrets
from minghua.foundation.vault import operations as vault
from minghua.foundation.vault.sealing import is_sealed
from minghua.foundation.vault.types import Clear

T = TypeVar("T")
Changes = Mapping[str, tuple[Any, Any]]


@contextmanager
def at_rest(customers: Sequence[Customer], *, at: datetime) -> Iterator[None]:
    """Hold the archives of stored customers sealed while they are written, and in clear again afterwards."""
    clear = [(customer, customer.archive) for customer in _with_secrets(customers)]
    sealed = _sealed([customer for customer, _ in clear], at=at)
    for (customer, _), archive in zip(clear, sealed, strict=True):
        customer.archive = archive
    try:
        yield
    finally:
        for customer, archive in clear:
            customer.archive = archive


def store(customers: Sequence[Customer], insert: Callable[[], T], *, at: datetime) -> T:
    """Insert new customers without their sensitive values, then write these sealed: a key needs an id first."""
    secret = [(customer, customer.archive) for customer in _with_secrets(customers)]
    codes = secrets.sensitive_codes()
    for customer, archive in secret:
        customer.archive = {code: value for code, value in archive.items() if code not in codes}
    done = insert()
    for customer, archive in secret:
        customer.archive = archive
    stored = [customer for customer, _ in secret if customer.pk is not None]
    if stored and done is not False:
        with at_rest(stored, at=at):
            Customer.objects.bulk_update(stored, ["archive"], batch_size=200)
    return done


def sealed_changes(many: Mapping[int, Changes], *, at: datetime) -> dict[int, Changes]:
    """Return customer id → changes as the history keeps them: sensitive values sealed, the others as they are."""
    found = [
        (pk, path, side, value)
        for pk, changes in many.items()
        for path, pair in changes.items()
        if secrets.is_secret(path)
        for side, value in enumerate(pair)
        if value not in ("", None) and not is_sealed(value)
    ]
    kept = {pk: {path: list(pair) for path, pair in changes.items()} for pk, changes in many.items()}
    tokens = vault.seal_many([_clear(pk, path.removeprefix("archive."), value) for pk, path, _, value in found], at=at)
    for (pk, path, side, _), token in zip(found, tokens, strict=True):
        kept[pk][path][side] = token
    return {pk: {path: (old, new) for path, (old, new) in changes.items()} for pk, changes in kept.items()}


def _with_secrets(customers: Sequence[Customer]) -> list[Customer]:
    codes = secrets.sensitive_codes()
    return [customer for customer in customers if customer.archive and not codes.isdisjoint(customer.archive)]


def _sealed(customers: Sequence[Customer], *, at: datetime) -> list[dict[str, Any]]:
    """The archives with their sensitive values sealed; what is sealed already stays."""
    codes = secrets.sensitive_codes()
    found = [
        (place, code, value)
        for place, customer in enumerate(customers)
        for code, value in customer.archive.items()
        if code in codes and not is_sealed(value)
    ]
    tokens = vault.seal_many([_clear(customers[place].pk, code, value) for place, code, value in found], at=at)
    archives = [dict(customer.archive) for customer in customers]
    for (place, code, _), token in zip(found, tokens, strict=True):
        archives[place][code] = token
    return archives


def _clear(customer_id: int, code: str, value: Any) -> Clear:
    return Clear(customer_id, secrets.place_of(code), json.dumps(value, ensure_ascii=False))
