"""Quality of data: one customer's with its reasons, and the figures of sets."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from pydantic import Field

from minghua.domain.customers import operations as customers
from minghua.domain.customers.queries import quality as reads
from minghua.domain.customers.types.quality import Dimension, QualitySheet, SetQuality
from minghua.interfaces.rest.caller import of
from minghua.interfaces.rest.doors import Door
from minghua.interfaces.rest.shapes import Day, Id, ListOut, Out
from minghua.kernel.periods import local_date

router = Door(tags=["quality"])
FieldPath = Annotated[str, Field(max_length=60, pattern=r"^[a-z][a-z0-9_.]*$")]


class FaultOut(Out):
    """One reason, in both languages, and the field where it is mended."""

    field: str
    zh: str
    en: str


class SideOut(Out):
    """One side: held of asked; nothing asked is null."""

    dimension: Dimension
    held: int
    asked: int
    share_e4: int | None
    faults: list[FaultOut]


class QualityOut(Out):
    """One customer's quality as of a day, scores in hundredths of a point."""

    as_of: Day
    total_e2: int | None
    sides: list[SideOut]
    archive_e2: int
    due_on: Day | None
    cycle_days: int


class SetOut(Out):
    """The means of one set on a day; sides in ten-thousandths, scores in hundredths of a point."""

    scope: str
    scope_id: int | None
    name: str
    as_of: Day
    customers: int
    total_e2: int | None
    archive_e2: int | None
    sides_e4: dict[Dimension, int | None]


@router.read("/customers/{customer_id}/quality", permission="customers.view", answers=QualityOut)
def get_quality(request: HttpRequest, customer_id: Id) -> Any:
    """One customer's five sides with every reason, as they are now (R06.9, R07.5)."""
    caller = of(request)
    return _shown(reads.quality_sheet(caller.actor, customer_id, on=local_date(caller.at)))


@router.write("PUT", "/customers/{customer_id}/fields/{field}/verification", permission="customers.edit")
def verify_field(request: HttpRequest, customer_id: Id, field: FieldPath) -> None:
    """Confirm that one field is true today."""
    caller = of(request)
    customers.verify_field(customer_id, field, by=caller.actor, at=caller.at)


@router.read("/quality", permission="customers.view", answers=ListOut[SetOut])
def list_qualities(request: HttpRequest, scope: Literal["", "all", "team", "owner", "view"] = "") -> Any:
    """The latest figures of the sets in reach, the worst first."""
    return {"items": reads.set_qualities(of(request).actor, scope=scope)}


@router.read("/quality/course", permission="customers.view", answers=ListOut[SetOut])
def get_quality_course(
    request: HttpRequest,
    scope: Literal["all", "team", "owner", "view"] = "all",
    scope_id: Annotated[int, Field(ge=0, le=2**63 - 1)] = 0,
    days: Annotated[int, Field(ge=1, le=731)] = 180,
) -> Any:
    """The figures of one set day by day, oldest first."""
    caller = of(request)
    found: list[SetQuality] = reads.course(
        caller.actor, scope=scope, scope_id=scope_id, until=local_date(caller.at), days=days
    )
    return {"items": found}


def _shown(sheet: QualitySheet) -> dict[str, Any]:
    return {
        "as_of": sheet.as_of,
        "total_e2": sheet.quality.total_e2,
        "archive_e2": sheet.archive_e2,
        "due_on": sheet.due_on,
        "cycle_days": sheet.cycle_days,
        "sides": [
            {
                "dimension": side.dimension,
                "held": side.held,
                "asked": side.asked,
                "share_e4": side.e4,
                "faults": [{"field": one.path, "zh": one.reason.zh, "en": one.reason.en} for one in side.faults],
            }
            for side in sheet.quality.sides
        ],
    }
