"""What programs receive about membership programmes: rules, versions, drafts, and what a draft would change."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator

from minghua.domain.tiering.queries import Asked
from minghua.domain.tiering.types import ProgrammeSpec, Simulated, Version
from minghua.foundation.jobs.types import JobState
from minghua.interfaces.rest.shapes import Day, Instant, Out, WordsOut


class ProgrammeOut(Out):
    """One programme: its last version, its draft by fingerprint ("" without one), whether that was tried as it stands."""

    code: str
    name: WordsOut
    version: int | None
    from_on: Day | None
    draft: str
    simulated: bool
    members: int
    stopped_at: Instant | None


class ProgrammeMeasureOut(Out):
    """What the score is: its kind and what that kind needs; `weights` are (months, percent) from the youngest."""

    kind: str
    length: int
    unit: str
    weights: list[tuple[int, int]]
    name: str
    gaps: str


class ProgrammeValidityOut(Out):
    """How long a level holds: none, so many days or months, or to the end of the n-th calendar period."""

    kind: str
    length: int
    unit: str


class ProgrammeLevelOut(Out):
    """One level; `threshold` null is where everybody starts, null elsewhere follows the programme."""

    code: str
    name: WordsOut
    threshold: int | None
    gates: list[str]
    deduct: int
    validity: ProgrammeValidityOut | None
    patience: int | None
    benefits: list[str]


class ProgrammeEarningOut(Out):
    """One way to earn score, with its numbers."""

    code: str
    kind: str
    terms: Annotated[dict[str, Any], BeforeValidator(dict)]
    not_levels: list[str]


class ProgrammeBenefitOut(Out):
    """A benefit that levels may name, and those that come along."""

    code: str
    name: WordsOut
    includes: list[str]


class ProgrammeRulesOut(Out):
    """The rules of a programme whole; levels ascend."""

    code: str
    name: WordsOut
    note: WordsOut
    illustrative: bool
    measure: ProgrammeMeasureOut
    levels: list[ProgrammeLevelOut]
    validity: ProgrammeValidityOut
    upgrade: str
    at_expiry: str
    refund: str
    gate_effect: str
    evaluate_day: int
    patience: int
    grace_days: int
    pending_days: int
    floor: str
    members: str
    zone: str
    leap: str
    first_day_counts: bool
    correction_days: int
    earning: list[ProgrammeEarningOut]
    benefits: list[ProgrammeBenefitOut]


class ProgrammeVersionOut(Out):
    """One published version: in force from the beginning of that local day, never changed."""

    number: int
    from_on: Day
    rules: ProgrammeRulesOut


class ProgrammeSheetOut(Out):
    """A programme with the rules of today (null before the first version) and every version, the latest first."""

    programme: ProgrammeOut
    rules: ProgrammeRulesOut | None
    versions: list[ProgrammeVersionOut]


class ProgrammePresetOut(Out):
    """A programme that ships with the product: its rules, and the text to begin with."""

    rules: ProgrammeRulesOut
    text: str


class ProgrammeMadeOut(Out):
    """The code of the programme whose draft was kept."""

    code: str


class ProgrammeDraftOut(Out):
    """What one begins with when the rules are changed: the draft, else the text of the last version."""

    text: str
    is_draft: bool
    fingerprint: str


class ProgrammeProblemOut(Out):
    """One defect of a text: its line (0 without one), its place, what, and what to do."""

    line: int
    path: str
    code: str
    text: WordsOut
    remedy: WordsOut


class ProgrammeExaminedOut(Out):
    """Everything that is wrong with a text; when nothing is, the rules it tells."""

    problems: list[ProgrammeProblemOut]
    rules: ProgrammeRulesOut | None


class ProgrammePublishedOut(Out):
    """The number of the version that was published."""

    version: int


class SimulationAskedOut(Out):
    """A simulation that was asked for: queued, leased (under way), done or dead (failed); `seen` of `members` were tried."""

    job_id: int
    state: JobState
    asked_at: Instant
    started_at: Instant | None
    seen: int
    members: int
    cancelled: bool


class LevelMoveOut(Out):
    """How many go from one level to another; "" is no member."""

    before: str
    after: str
    members: int


class BenefitCostOut(Out):
    """Who holds a benefit under the present rules and under the new; the cost where one was told."""

    benefit: str
    members_before: int
    members_after: int
    cost_before_minor: int | None
    cost_after_minor: int | None


class LevelFallOut(Out):
    """A member who would fall within the year, the highest first."""

    customer_id: int
    customer_name: str
    before: str
    after: str
    score: int


class SimulationResultOut(Out):
    """What exactly this draft would change: at its beginning, and a year later when nothing else happens."""

    fingerprint: str
    base_version: int
    from_on: Day
    later_on: Day
    levels: list[str]
    members: int
    at_start: list[LevelMoveOut]
    a_year_later: list[LevelMoveOut]
    benefits: list[BenefitCostOut]
    falls: list[LevelFallOut]


class SimulationOut(Out):
    """The simulation of the present draft: what was asked for last, and its outcome when there is one."""

    asked: SimulationAskedOut | None
    result: SimulationResultOut | None


def preset(spec: ProgrammeSpec, texts: Mapping[str, str]) -> dict[str, Any]:
    """Return a programme that ships, with its text."""
    return {"rules": spec, "text": texts[spec.code]}


def version(found: Version) -> dict[str, Any]:
    """Return a published version."""
    return {"number": found.number, "from_on": found.from_on, "rules": found.spec}


def simulation(asked: Asked | None, found: Simulated | None, named: Mapping[int, str]) -> dict[str, Any]:
    """Return a simulation; whoever is out of the caller's reach is counted and not named."""
    return {"asked": asked, "result": None if found is None else _result(found, named)}


def moves(counts: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    """Return a transition matrix as rows, those without anybody left out."""
    return [{"before": a, "after": b, "members": n} for (a, b), n in sorted(counts.items())]


def _result(found: Simulated, named: Mapping[int, str]) -> dict[str, Any]:
    return {
        "fingerprint": found.fingerprint,
        "base_version": found.base,
        "from_on": found.on,
        "later_on": found.later_on,
        "levels": found.levels,
        "members": found.members,
        "at_start": moves(found.at_start),
        "a_year_later": moves(found.later),
        "benefits": list(_benefits(found)),
        "falls": [
            fall._asdict() | {"customer_name": named[fall.customer_id]}
            for fall in found.falls
            if fall.customer_id in named
        ],
    }


def _benefits(found: Simulated) -> Iterable[dict[str, Any]]:
    for code, (before, after) in sorted(found.benefits.items()):
        was, now = found.costs.get(code, (None, None))
        yield {
            "benefit": code,
            "members_before": before,
            "members_after": after,
            "cost_before_minor": was,
            "cost_after_minor": now,
        }
