"""Taking away the contacts an undone import had brought."""

from datetime import datetime

from minghua.domain.interactions.models import Contact
from minghua.domain.interactions.operations.contacts import SUBJECT
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline


def remove_import(import_run_id: int, *, by: Actor, at: datetime) -> int:
    """Take away the run's contacts with their timeline entries and return how many went."""
    require(by, "imports.undo")
    ids = list(Contact.objects.filter(import_run_id=import_run_id).values_list("pk", flat=True))
    for start in range(0, len(ids), 900):
        timeline.withdraw_refs("contact", ids[start : start + 900])
    Contact.objects.filter(import_run_id=import_run_id).delete()
    if ids:
        audit.record("contact.import_removed", SUBJECT, "many", {"run": import_run_id, "n": len(ids)}, by=by, at=at)
    return len(ids)
