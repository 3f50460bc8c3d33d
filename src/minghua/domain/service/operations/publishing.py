"""Publishing the service policy: a new version, read whole before it stands; what was published is never changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from minghua.domain.service.models import ServicePolicy
from minghua.domain.service.rules import terms
from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import Invalid
from minghua.kernel.holidays import SHIPPED


def publish_policy(text: Mapping[str, Any], *, note: str = "", by: Actor, at: datetime) -> int:
    """Publish a policy for cases to come and return its version; raises Invalid naming the place that cannot be read."""
    require(by, "service.manage")
    try:
        terms.read(text, arrangement=SHIPPED)
    except (KeyError, TypeError, ValueError) as wrong:
        raise Invalid(f"服务政策读不懂：{wrong}", f"The policy cannot be read: {wrong}", field="text") from None
    last = ServicePolicy.objects.order_by("-version").values_list("version", flat=True).first() or 0
    made = ServicePolicy.objects.create(version=last + 1, text=dict(text), note=note[:200], at=at, by_id=by.user_id)
    audit.record("service.policy_published", "service.ServicePolicy", made.pk, {"version": made.version}, by=by, at=at)
    return made.version
