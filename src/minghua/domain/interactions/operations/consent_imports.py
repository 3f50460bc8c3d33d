"""Consents that come with a file: said again they are no news, and an undated grant never overturns a withdrawal."""

from collections.abc import Sequence
from datetime import datetime

from minghua.domain.interactions.models import ConsentRecord, ConsentState
from minghua.domain.interactions.operations import consent
from minghua.domain.interactions.types.consent import Act, NewConsent
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.timeline import operations as timeline


def bring_consents(news: Sequence[NewConsent], *, import_run_id: int, by: Actor, at: datetime) -> int:
    """Keep what a file says that is news, and return how many records that made; raises Invalid, NoPolicy, Forbidden."""
    if not news:
        return 0
    known = consent.states({(new.customer_id, new.purpose, new.channel) for new in news})
    fresh = [new for new in news if _is_news(new, known.get((new.customer_id, new.purpose, new.channel)))]
    return len(consent.record_consents(fresh, import_run_id=import_run_id, by=by, at=at))


def _is_news(new: NewConsent, state: ConsentState | None) -> bool:
    if state is None:
        return True
    return state.act != new.act and (new.act == Act.WITHDRAWN or new.given_at is not None)


def remove_consents(import_run_id: int, *, by: Actor, at: datetime) -> int:
    """Take away the records an undone import had brought, fold the rest anew, and return how many went."""
    require(by, "imports.undo")
    found = ConsentRecord.objects.filter(import_run_id=import_run_id)
    told = list(found.values_list("pk", "customer_id"))
    if not told:
        return 0
    ids = [pk for pk, _customer in told]
    found.delete()
    for start in range(0, len(ids), 900):
        timeline.withdraw_refs("consent", ids[start : start + 900])
    consent.refold({customer_id for _pk, customer_id in told})
    audit.record("consent.import_removed", consent.SUBJECT, "many", {"run": import_run_id, "n": len(ids)}, by=by, at=at)
    return len(ids)
