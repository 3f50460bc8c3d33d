"""Programmes as the room works with them: versions read into rules, drafts, presets; the one place that parses."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from minghua.domain.tiering.models import Programme, ProgrammeVersion
from minghua.domain.tiering.rules import programme as rules
from minghua.domain.tiering.rules import reading
from minghua.domain.tiering.types import ProgrammeSpec, Version
from minghua.foundation.measures import register
from minghua.kernel.errors import NotFound

PRESETS: Final = Path(__file__).parent.parent / "presets"


class Plan(NamedTuple):
    """A programme with the versions that were published, ascending by their first day."""

    id: int
    code: str
    versions: tuple[Version, ...]

    def spec_on(self, day: date) -> ProgrammeSpec:
        """Return the rules of a day; the first version also speaks of the days before it."""
        return self.version_on(day).spec

    def version_on(self, day: date) -> Version:
        """Return the version in force on a day."""
        return next((each for each in reversed(self.versions) if each.from_on <= day), self.versions[0])


def running(*codes: str) -> list[Plan]:
    """Return the programmes that are published and not stopped (only those of the codes, when there are any)."""
    rows = Programme.objects.filter(stopped_at=None).order_by("pk")
    return plans_of(rows.filter(code__in=codes) if codes else rows)


def plans_of(rows: Iterable[Programme]) -> list[Plan]:
    """Return these programmes with their versions; those without one are left out."""
    names = {row.pk: row.code for row in rows}
    if not names:
        return []
    found: dict[int, list[Version]] = {}
    for version in ProgrammeVersion.objects.filter(programme_id__in=names).order_by("from_on", "number"):
        spec = specified(json.dumps(version.data, sort_keys=True))
        found.setdefault(version.programme_id, []).append(Version(version.number, version.from_on, spec))
    return [Plan(pk, names[pk], tuple(versions)) for pk, versions in sorted(found.items())]


def plan(code: str) -> Plan:
    """Return one published programme, stopped or not; raises NotFound."""
    found = plans_of(Programme.objects.filter(code=code))
    if not found:
        raise NotFound(field="programme")
    return found[0]


@lru_cache(maxsize=256)
def specified(data: str) -> ProgrammeSpec:
    """Return the rules that stored data tells; it was sound when it was stored."""
    plain = json.loads(data)
    return rules.from_data(plain, measures={str(plain.get("measure", {}).get("name", ""))})


def read(text: str) -> tuple[ProgrammeSpec, Any]:
    """Return rules and plain data of a text; raises ProgrammeInvalid with the lines."""
    return rules.from_text(text, measures=register.ranking()), reading.read(text).data


def read_data(data: Any) -> ProgrammeSpec:
    """Return the rules that a form's data or a draft tells; raises ProgrammeInvalid with the paths."""
    return rules.from_data(data, measures=register.ranking())


def fingerprint(data: Any) -> str:
    """Return what names exactly these rules: the same data, the same words, whatever its order."""
    plain = json.dumps(data, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(plain.encode()).hexdigest()


@cache
def preset_texts() -> dict[str, str]:
    """Return code → text of the programmes that the product ships with."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(PRESETS.glob("*.yaml"))}
