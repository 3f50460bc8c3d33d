"""The next version as it is being written: what a text or a form would say, and everything that is wrong with it."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from minghua.domain.tiering.models import ProgrammeDraft, ProgrammeVersion, SimulationRun
from minghua.domain.tiering.queries import plans
from minghua.domain.tiering.rules import earning, reading, writing
from minghua.domain.tiering.types import Problem, ProgrammeInvalid, ProgrammeSpec
from minghua.foundation.jobs import queries as job_reads
from minghua.foundation.jobs.types import JobState
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.kernel.errors import NotFound

SIMULATE: Final = "tiering.simulate"


class Written(NamedTuple):
    """What a programme says as data and as text; whether it is a draft already."""

    data: Any
    text: str
    is_draft: bool


class Asked(NamedTuple):
    """A simulation that was asked for: `seen` of `members` were tried (0 members: nobody knows how many will be)."""

    job_id: int
    state: JobState
    asked_at: datetime
    started_at: datetime | None
    seen: int = 0
    members: int = 0
    cancelled: bool = False

    @property
    def waiting(self) -> bool:
        """Is it still to be done?"""
        return self.state in (JobState.QUEUED, JobState.LEASED) and not self.cancelled

    @property
    def failed(self) -> bool:
        """Did it come to nothing?"""
        return self.state is JobState.DEAD and not self.cancelled


class Tried(NamedTuple):
    """A programme that was read: its rules, or what is wrong; `data` is what the text told as far as it could be read."""

    spec: ProgrammeSpec | None
    problems: tuple[Problem, ...] = ()
    data: Any = None


def try_programme(viewer: Actor, *, text: str = "", data: Any = None) -> Tried:
    """Return what a text (YAML, JSON) or a form's data would say; every defect has its line or path. Nothing is kept."""
    require(viewer, "tiering.manage")
    try:
        if data is None:
            spec, plain = plans.read(text)
            return Tried(spec, (), plain)
        return Tried(plans.read_data(data), (), data)
    except ProgrammeInvalid as refusal:
        return Tried(None, refusal.problems, _told(text) if data is None else data)


def _told(text: str) -> Any:
    try:
        return reading.read(text).data
    except ProgrammeInvalid:
        return None


def drafted(viewer: Actor, programme: str) -> ProgrammeSpec | None:
    """Return the rules of a programme's draft, None without one."""
    require(viewer, "tiering.manage")
    row = ProgrammeDraft.objects.filter(programme__code=programme).first()
    return None if row is None else plans.specified(json.dumps(row.data, sort_keys=True))


def written(viewer: Actor, programme: str) -> Written:
    """Return what one begins with when the rules are changed: the draft, else the last version; raises NotFound."""
    require(viewer, "tiering.manage")
    draft = ProgrammeDraft.objects.filter(programme__code=programme).first()
    if draft is not None:
        return _written(draft.data, draft.text, is_draft=True)
    last = ProgrammeVersion.objects.filter(programme__code=programme).order_by("-number").first()
    if last is None:
        raise NotFound(field="programme")
    return _written(last.data, last.text, is_draft=False)


def _written(data: Any, text: str, *, is_draft: bool) -> Written:
    return Written(data, text or writing.text_of(data), is_draft)


def programme_text(data: Any, *, over: str = "") -> str:
    """Return the YAML text of a programme's data, always in the same order, with the remarks of the text it replaces."""
    return writing.text_of(data, over=over)


def lost_remarks(text: str) -> int:
    """Return how many remarks of a text `programme_text` would not keep over it."""
    return writing.lost_remarks(text)


def earning_terms() -> Mapping[str, Mapping[str, int]]:
    """Return each way to earn with its numbers and what stands for those that are not written."""
    return earning.TERMS


def asked_key(programme: str, fingerprint: str) -> str:
    """Return how the keys of the jobs begin that try exactly this draft."""
    return f"{SIMULATE}:{programme}:{fingerprint[:16]}:"


def asked_simulation(viewer: Actor, programme: str) -> Asked | None:
    """Return the simulation of the present draft that was asked for last: waiting, done, or failed; None without one."""
    require(viewer, "tiering.manage")
    draft = ProgrammeDraft.objects.filter(programme__code=programme).first()
    if draft is None:
        return None
    found = job_reads.last_keyed(asked_key(programme, draft.fingerprint))
    if found is None:
        return None
    run = SimulationRun.objects.filter(job_id=found.id).first()
    told = (run.seen, run.members, run.cancelled_at is not None) if run else ()
    return Asked(found.id, found.state, found.created_at, found.started_at, *told)


def presets(viewer: Actor) -> list[ProgrammeSpec]:
    """Return the programmes that ship with the product, ready to be installed."""
    require(viewer, "tiering.manage")
    return [plans.read(text)[0] for text in plans.preset_texts().values()]
