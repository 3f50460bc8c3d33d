"""Appending to the log of a case: the one place where entries are written."""

from datetime import datetime
from typing import Any

from minghua.domain.customers.operations import holding
from minghua.domain.service.models import Case, CaseEntry
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.kernel.errors import NotFound


def held(case_id: int, *, by: Actor) -> Case:
    """Return a case within reach, locked until the transaction ends; raises NotFound."""
    holding.hold_of(visible(Case.objects.filter(pk=case_id), by))
    found = visible(Case.objects.select_for_update(of=("self",)), by).filter(pk=case_id).first()
    if found is None:
        raise NotFound(field="case_id")
    return found


def append(
    case: Case,
    act: str,
    *,
    text: str = "",
    public: bool = False,
    data: dict[str, Any] | None = None,
    details: dict[str, str] | None = None,
    key: str = "",
    by: Actor,
    at: datetime,
) -> int:
    """Append one entry to a held case and return its number; the caller saves the case."""
    case.version += 1
    case.updated_at = at
    if public:
        case.spoken = case.version
    CaseEntry.objects.create(
        case=case,
        seq=case.version,
        act=act,
        public=public,
        text=text.strip(),
        data=data or {},
        details=details or {},
        at=at,
        by_id=by.user_id,
        key=key or None,
    )
    return case.version
