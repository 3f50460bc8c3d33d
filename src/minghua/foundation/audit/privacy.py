"""What an act tells of a person: sealed under the customer's key before it is chained, so that erasure breaks no chain."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple

from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.vault import operations as vault
from minghua.foundation.vault import queries as vault_reads
from minghua.foundation.vault import sealing
from minghua.foundation.vault.types import Erased, Sealed

PLACE: Final = "audit_auditevent.data.private"
ABOUT, SEALED, GONE = "about", "sealed", "erased"


class Told(NamedTuple):
    """The private part of one act before it is sealed."""

    customer_id: int
    values: dict[str, Any]


def seal(pending: Sequence[dict[str, Any]]) -> None:
    """Take the private part out of each act and put its seal into the data; for an erased customer there is none."""
    parts = [(fields, fields.pop("private", None)) for fields in pending]
    told = [(fields, private) for fields, private in parts if private is not None]
    if not told:
        return
    keys = vault.keys_for((private.customer_id for _, private in told), at=told[0][0]["at"])
    for fields, (customer_id, values) in told:
        fields["data"] |= {ABOUT: customer_id}
        if key := keys.get(customer_id):
            text = json.dumps(values, ensure_ascii=False)
            fields["data"] |= {SEALED: sealing.seal_with(key, customer_id=customer_id, place=PLACE, text=text)}


def opened(events: Iterable[AuditEvent]) -> list[AuditEvent]:
    """Return the events with their private parts in clear, in memory only; after an erasure `erased` says so."""
    rows = list(events)
    sealed = [row for row in rows if isinstance(row.data, dict) and sealing.is_sealed(row.data.get(SEALED))]
    asked = [Sealed(row.data[ABOUT], PLACE, row.data[SEALED]) for row in sealed]
    for row, answer in zip(sealed, vault_reads.unseal_many(asked), strict=True):
        plain = {name: value for name, value in row.data.items() if name not in {ABOUT, SEALED}}
        row.data = plain | ({GONE: True} if isinstance(answer, Erased) else json.loads(answer))
    return rows
