"""Publishing warranty terms: a version is never changed, a new one holds for what is sold from its day on."""

from datetime import datetime

from minghua.domain.catalog.models import WarrantyTerms
from minghua.domain.catalog.queries import warranty as reads
from minghua.domain.catalog.rules import warranty as rules
from minghua.domain.catalog.types.warranty import Terms
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid
from minghua.kernel.periods import local_date


def publish_terms(new: Terms, *, by: Actor, at: datetime) -> int:
    """Publish the next version of a rule and return its number; raises Invalid. Of two at once the database keeps one."""
    require(by, "service.manage")
    before = reads.latest(new.code)
    if wrong := rules.problem(new, before, today=local_date(at)):
        text = rules.PROBLEMS[wrong]
        raise Invalid(text.zh, text.en, field=wrong)
    number = (before.version if before else 0) + 1
    row = WarrantyTerms.objects.create(
        code=new.code, version=number, name_zh=new.name.zh.strip(), name_en=new.name.en.strip(), source=new.source,
        scope=new.scope, anchor=new.anchor, months=new.months, payer=new.payer, sold_from=new.sold_from,
        sold_until=new.sold_until, skus=sorted(new.skus), shelves=sorted(new.shelves), needs=new.needs,
        at_least_units=new.at_least_units, gives_card=new.gives_card, published_at=at, published_by_id=by.user_id,
    )  # fmt: skip
    audit.record(
        "terms.published", "catalog.WarrantyTerms", row.pk, {"code": new.code, "version": number}, by=by, at=at
    )
    return number
