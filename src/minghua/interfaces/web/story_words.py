"""What the timeline shows: an entry in words, and the entries of one day."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Told:
    """One entry in words."""

    title: str
    icon: str
    tone: str = ""
    href: str | None = None
    lines: tuple[str, ...] = ()
    by: str = ""
    at: datetime | None = None
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Day:
    """The entries of one local day; `name` is empty when the day began on the page before."""

    name: str
    entries: tuple[Told, ...]
