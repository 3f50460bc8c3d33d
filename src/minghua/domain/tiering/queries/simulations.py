"""What was simulated, and the programmes with their versions and drafts as they are shown."""

from datetime import date

from django.db.models import Count, Max

from minghua.domain.tiering.models import Membership, Programme, ProgrammeDraft, ProgrammeVersion, Simulation
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.types import ProgrammeRow, ProgrammeSpec, Simulated, SimulatedFall, Version
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.row_scope import visible
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound
from minghua.kernel.words import Text


def programmes(viewer: Actor) -> list[ProgrammeRow]:
    """Return every programme with its version in force last, its draft and its members; five queries."""
    require(viewer, "tiering.view")
    rows = list(visible(Programme.objects.all(), viewer).order_by("pk"))
    ids = [row.pk for row in rows]
    versions = {
        each.programme_id: each for each in ProgrammeVersion.objects.filter(programme_id__in=ids).order_by("number")
    }
    drafts = dict(ProgrammeDraft.objects.filter(programme_id__in=ids).values_list("programme_id", "fingerprint"))
    tried = set(Simulation.objects.filter(programme_id__in=ids).values_list("programme_id", "fingerprint", "base"))
    counted = visible(Membership.objects.filter(programme_id__in=ids), viewer).order_by()
    members = dict(counted.values_list("programme_id").annotate(n=Count("pk")))
    shown = []
    for row in rows:
        last, draft = versions.get(row.pk), drafts.get(row.pk, "")
        number = last.number if last else None
        simulated = (row.pk, draft, number or 0) in tried
        name = Text(row.name_zh, row.name_en)
        begun = last.from_on if last else None
        shown.append(
            ProgrammeRow(row.code, name, number, begun, draft, simulated, members.get(row.pk, 0), row.stopped_at)
        )
    return shown


def programme(viewer: Actor, code: str) -> ProgrammeRow:
    """Return one programme as the list shows it; raises NotFound."""
    found = next((row for row in programmes(viewer) if row.code == code), None)
    if found is None:
        raise NotFound(field="programme")
    return found


def rules_in_force(viewer: Actor, programme: str, *, on: date) -> ProgrammeSpec:
    """Return the rules of a published programme on a day; raises NotFound."""
    require(viewer, "tiering.view")
    return plans.plan(programme).spec_on(on)


def versions(viewer: Actor, programme: str) -> tuple[Version, ...]:
    """Return the published versions of a programme, the first one first; empty before the first."""
    require(viewer, "tiering.view")
    found = plans.plans_of(visible(Programme.objects.filter(code=programme), viewer))
    return found[0].versions if found else ()


def draft_text(viewer: Actor, programme: str) -> tuple[str, str]:
    """Return text and fingerprint of the draft as it was written (data as JSON when a form wrote it); raises NotFound."""
    require(viewer, "tiering.manage")
    row = ProgrammeDraft.objects.filter(programme__code=programme).first()
    if row is None:
        raise NotFound(field="programme")
    return row.text, row.fingerprint


def simulation(viewer: Actor, programme: str) -> Simulated | None:
    """Return the last simulation of exactly the present draft after the present version, None when there is none."""
    require(viewer, "tiering.manage")
    draft = ProgrammeDraft.objects.filter(programme__code=programme).first()
    if draft is None:
        return None
    published = ProgrammeVersion.objects.filter(programme_id=draft.programme_id)
    base = published.aggregate(last=Max("number"))["last"] or 0
    rows = Simulation.objects.filter(programme_id=draft.programme_id, fingerprint=draft.fingerprint, base=base)
    last = rows.order_by("-pk").first()
    return None if last is None else opened(last, programme)


def opened(row: Simulation, programme: str) -> Simulated:
    """Return what a kept simulation says."""
    said = row.result
    return Simulated(
        programme=programme,
        fingerprint=row.fingerprint,
        base=row.base,
        on=row.on,
        later_on=date.fromisoformat(said["later_on"]),
        levels=tuple(said["levels"]),
        members=said["members"],
        at_start={(a, b): n for a, b, n in said["at_start"]},
        later={(a, b): n for a, b, n in said["later"]},
        benefits={code: (a, b) for code, (a, b) in said["benefits"].items()},
        costs={code: (a, b) for code, (a, b) in said["costs"].items()},
        falls=tuple(SimulatedFall(*each) for each in said["falls"]),
    )
