"""Membership programmes: the list, those that ship, drafts examined, tried and published; stopping one."""

from typing import Annotated, Any

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import queries as customer_reads
from minghua.domain.tiering import operations as tiering
from minghua.domain.tiering import queries as tiering_reads
from minghua.interfaces.rest import programme_shapes as shapes
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import NO_NUL, Body, Day, ListOut
from minghua.kernel.periods import local_date

router = Door(tags=["programmes"])
ProgrammeCode = Annotated[str, Field(max_length=40, pattern=r"^[a-z][a-z0-9_]*$")]
ProgrammeText = Annotated[str, Field(min_length=1, max_length=200_000, pattern=NO_NUL)]
CostMinor = Annotated[int, Field(ge=0, le=10**12, description="minor units of the currency (分) per member")]


class ProgrammeTextIn(Body):
    """A whole programme as YAML or JSON."""

    text: ProgrammeText


class SimulationIn(Body):
    """From which day the draft would hold (tomorrow unless said), and what benefits cost per member."""

    from_on: Day | None = None
    costs: Annotated[dict[ProgrammeCode, CostMinor], Field(max_length=200)] = {}


class ProgrammePublicationIn(Body):
    """The day from which it holds, and the fingerprint of the draft that was tried."""

    from_on: Day
    fingerprint: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


@router.read("/programmes", permission="tiering.view", answers=ListOut[shapes.ProgrammeOut])
def list_programmes(request: HttpRequest) -> Any:
    """Every programme with its last version, its draft and its members in reach."""
    return {"items": tiering_reads.programmes(of(request).actor)}


@router.write("POST", "/programmes", permission="tiering.manage", answers=shapes.ProgrammeMadeOut, status=201)
def draft_programme(request: HttpRequest, body: ProgrammeTextIn) -> Any:
    """Keep the draft of a new programme; 422 lists every defect with its line, and a code that is taken."""
    caller = of(request)
    return {"code": tiering.save_draft(text=body.text, of="", by=caller.actor, at=caller.at)}


@router.write("POST", "/programme-examination", permission="tiering.manage", answers=shapes.ProgrammeExaminedOut)
def examine_programme(request: HttpRequest, body: ProgrammeTextIn) -> Any:
    """Everything that is wrong with a text, or the rules it tells; nothing is kept."""
    tried = tiering_reads.try_programme(of(request).actor, text=body.text)
    return {"problems": tried.problems, "rules": tried.spec}


@router.read("/programme-presets", permission="tiering.manage", answers=ListOut[shapes.ProgrammePresetOut])
def list_programme_presets(request: HttpRequest) -> Any:
    """The programmes that ship with the product, with their texts."""
    texts = tiering_reads.preset_texts()
    return {"items": [shapes.preset(spec, texts) for spec in tiering_reads.presets(of(request).actor)]}


@router.write(
    "POST",
    "/programme-presets/{preset}/installation",
    permission="tiering.manage",
    answers=shapes.ProgrammeMadeOut,
    status=201,
)
def install_programme_preset(request: HttpRequest, preset: ProgrammeCode) -> Any:
    """Make a draft of a programme that ships; no member is touched."""
    caller = of(request)
    return {"code": tiering.install_preset(preset, by=caller.actor, at=caller.at)}


@router.read("/programmes/{programme}", permission="tiering.view", answers=shapes.ProgrammeSheetOut)
def get_programme(request: HttpRequest, programme: ProgrammeCode) -> Any:
    """One programme with the rules of today and every version, the latest first."""
    caller = of(request)
    row = tiering_reads.programme(caller.actor, programme)
    versions = tiering_reads.versions(caller.actor, programme)
    today = local_date(caller.at)
    rules = tiering_reads.rules_in_force(caller.actor, programme, on=today) if versions else None
    return {"programme": row, "rules": rules, "versions": [shapes.version(each) for each in versions[::-1]]}


@router.read("/programmes/{programme}/draft", permission="tiering.manage", answers=shapes.ProgrammeDraftOut)
def get_programme_draft(request: HttpRequest, programme: ProgrammeCode) -> Any:
    """The text of the draft with its fingerprint; without a draft the text of the last version."""
    caller = of(request)
    found = tiering_reads.written(caller.actor, programme)
    row = tiering_reads.programme(caller.actor, programme)
    return {"text": found.text, "is_draft": found.is_draft, "fingerprint": row.draft}


@router.write("PUT", "/programmes/{programme}/draft", permission="tiering.manage", answers=shapes.ProgrammeMadeOut)
def save_programme_draft(request: HttpRequest, programme: ProgrammeCode, body: ProgrammeTextIn) -> Any:
    """Keep what the next version is to say; 422 lists every defect with its line."""
    caller = of(request)
    return {"code": tiering.save_draft(text=body.text, of=programme, by=caller.actor, at=caller.at)}


@router.write(
    "POST",
    "/programmes/{programme}/simulation",
    permission="tiering.manage",
    answers=shapes.SimulationAskedOut,
    status=202,
)
def ask_simulation(request: HttpRequest, programme: ProgrammeCode, body: SimulationIn) -> Any:
    """Ask for the draft to be tried on every member, in the background; while one is under way it is that one."""
    caller = of(request)
    tiering.ask_simulation(programme, from_on=body.from_on, costs=body.costs, by=caller.actor, at=caller.at)
    return tiering_reads.asked_simulation(caller.actor, programme)


@router.write(
    "DELETE",
    "/programmes/{programme}/simulation",
    permission="tiering.manage",
    answers=shapes.SimulationAskedOut,
)
def cancel_simulation(request: HttpRequest, programme: ProgrammeCode) -> Any:
    """Call off the simulation under way; 409 when there is none. An outcome that is there already stays."""
    caller = of(request)
    tiering.cancel_simulation(programme, by=caller.actor, at=caller.at)
    return tiering_reads.asked_simulation(caller.actor, programme)


@router.read("/programmes/{programme}/simulation", permission="tiering.manage", answers=shapes.SimulationOut)
def get_simulation(request: HttpRequest, programme: ProgrammeCode) -> Any:
    """What exactly the present draft would change: who moves, what benefits cost, which key customers fall."""
    actor = of(request).actor
    tiering_reads.programme(actor, programme)
    found = tiering_reads.simulation(actor, programme)
    named = customer_reads.names(actor, [fall.customer_id for fall in found.falls]) if found else {}
    return shapes.simulation(tiering_reads.asked_simulation(actor, programme), found, named)


@router.write(
    "POST",
    "/programmes/{programme}/publication",
    permission="tiering.manage",
    answers=shapes.ProgrammePublishedOut,
    status=201,
)
def publish_programme(request: HttpRequest, programme: ProgrammeCode, body: ProgrammePublicationIn) -> Any:
    """Put exactly the draft that was tried into force from a day on; 409 without a simulation of that draft."""
    caller = of(request)
    number = tiering.publish(
        programme, from_on=body.from_on, fingerprint=body.fingerprint, by=caller.actor, at=caller.at
    )
    return {"version": number}


@router.write("PUT", "/programmes/{programme}/closure", permission="tiering.manage", status=204)
def stop_programme(request: HttpRequest, programme: ProgrammeCode) -> Any:
    """Stop a programme: nobody is judged by it any more, its history stays."""
    caller = of(request)
    tiering.stop(programme, by=caller.actor, at=caller.at)
