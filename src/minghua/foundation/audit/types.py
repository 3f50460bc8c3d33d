"""The words of the audit record: what somebody looks for in it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sought:
    """Which events: by person, by the beginning of the verb, by record, by request, within a time."""

    actor_id: int | None = None
    verb: str = ""
    subject_type: str = ""
    subject_id: str = ""
    request_id: str = ""
    since: datetime | None = None
    until: datetime | None = None
