"""Files that belong to a customer."""

from datetime import datetime

from minghua.domain.customers.models import Attachment
from minghua.domain.customers.operations import holding
from minghua.domain.customers.queries import rows
from minghua.foundation.audit import operations as audit
from minghua.foundation.files import queries as files
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel.errors import Invalid, NotFound


def attach(customer_id: int, *, file_id: str, kind: str = "other", by: Actor, at: datetime) -> int:
    """Hang a file that the actor has just stored on a customer and return the attachment's id; raises NotFound."""
    require(by, "customers.edit")
    holding.changeable(by, customer_id)
    if kind not in vocabularies.codes("customers.attachment_kind"):
        raise Invalid("请选择附件类型。", "Choose a kind of attachment.", field="kind")
    stored = files.stored_file(file_id)
    if stored.stored_by_id != by.user_id:
        raise NotFound(field="file_id")
    made, _ = Attachment.objects.get_or_create(
        customer_id=customer_id,
        file_id=file_id,
        defaults={"name": stored.name, "kind": kind, "by_id": by.user_id, "at": at},
    )
    data = {"event": "attached", "name": stored.name, "kind": kind, "size": stored.size}
    timeline.post(customer_id, "attachment", at=at, data=data, ref=("attachment", made.pk), by=by)
    _audit("customer.attached", customer_id, file_id, stored.name, by=by, at=at)
    return made.pk


def detach(attachment_id: int, *, by: Actor, at: datetime) -> None:
    """Take a file off its customer; raises NotFound."""
    require(by, "customers.edit")
    named = Attachment.objects.filter(pk=attachment_id)
    holding.hold_of(named)
    found = named.first()
    if found is None or not rows.seen(by).filter(pk=found.customer_id).exists():
        raise NotFound(field="attachment_id")
    holding.changeable(by, found.customer_id)
    Attachment.objects.filter(pk=attachment_id).delete()
    data = {"event": "detached", "name": found.name}
    timeline.post(found.customer_id, "attachment", at=at, data=data, by=by)
    _audit("customer.detached", found.customer_id, found.file_id, found.name, by=by, at=at)


def _audit(verb: str, customer_id: int, file_id: str, name: str, *, by: Actor, at: datetime) -> None:
    private = {"name": name}
    audit.record(verb, rows.SUBJECT, customer_id, {"file": file_id}, private=private, about=customer_id, by=by, at=at)
