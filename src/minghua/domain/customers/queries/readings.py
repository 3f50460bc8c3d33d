"""A customer's values as rules read them: by path, without those one may not read."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from minghua.domain.customers.models import Customer
from minghua.domain.customers.queries import register
from minghua.domain.customers.rules.cleaning.sheet import JUDGED
from minghua.domain.customers.types.columns import EDITABLE
from minghua.foundation.people.types import Actor
from minghua.foundation.vault.sealing import is_sealed

_READ = tuple(code for code in EDITABLE if code not in JUDGED)


def values_of(customer: Customer, by: Actor) -> dict[str, Any]:
    """Return the values that cleaning reads, without those masked for this person."""
    values = {code: getattr(customer, code) for code in _READ if code not in by.masked}
    kept = register.archive_fields()
    return values | {
        f"archive.{code}": value
        for code, value in customer.archive.items()
        if code in kept and code not in by.masked and not is_sealed(value)
    }


def is_sensitive(path: str) -> bool:
    """Return whether a field is kept sealed: what it holds is not copied into lists of changes."""
    field = register.archive_fields().get(path.removeprefix("archive."))
    return field is not None and field.sensitive


def plain(value: Any) -> Any:
    """Return a value as JSON keeps it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
