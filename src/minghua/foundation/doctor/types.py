"""The words of the doctor: one check, how it stands, what to do."""

from dataclasses import dataclass
from enum import StrEnum

from minghua.kernel.words import NO_TEXT, Text


class Level(StrEnum):
    """How one check stands; a fail wants to be mended before people work here."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: its code, how it stands, what was found, and the remedy unless it is well."""

    code: str
    level: Level
    name: Text
    found: str
    remedy: Text = NO_TEXT


def judged(code: str, name: Text, *, well: bool, found: object, remedy: Text, otherwise: Level = Level.FAIL) -> Check:
    """Return the check: well, or else at the level `otherwise` with its remedy."""
    return Check(code, Level.OK, name, str(found)) if well else Check(code, otherwise, name, str(found), remedy)
