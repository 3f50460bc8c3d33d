"""The desk's list at this door: its ready-made views, all by what is due."""

from typing import Any

from minghua.domain.service import queries as service_reads
from minghua.foundation.listing.types import Condition, Field, Sort, Spec, all_of
from minghua.interfaces.web.lists.look import Look, Preset, look_of
from minghua.kernel.words import Text

CODE, PATH = "cases", "/desk"
_DUE = (Sort("due"),)
_GOING = Condition("standing", "in", ("open", "waiting"))
_OUT_OF_BUILDER = frozenset({"customer_id"})

VIEWS = (
    Preset("todo", Text("待办", "To do"), "inbox", Spec(all_of(_GOING), _DUE)),
    Preset("mine", Text("我的", "Mine"), "user-check", Spec(all_of(_GOING, Condition("assignee", "is", ("me",))), _DUE)),
    Preset(
        "offered", Text("等我接手", "Handed to me"), "handshake",
        Spec(all_of(_GOING, Condition("offered_to", "is", ("me",))), _DUE),
    ),
    Preset(
        "overdue", Text("已超时", "Overdue"), "alarm-clock",
        Spec(all_of(_GOING, Condition("overdue", "is", (True,))), _DUE),
    ),
    Preset(
        "nobody", Text("没人处理", "In nobody's hands"), "circle-dot",
        Spec(all_of(_GOING, Condition("assignee", "empty")), _DUE),
    ),
    Preset(
        "complaints", Text("投诉", "Complaints"), "megaphone",
        Spec(all_of(_GOING, Condition("kind", "is", ("complaint",))), _DUE),
    ),
    Preset(
        "repeated", Text("重复发生", "Repeated"), "repeat",
        Spec(all_of(_GOING, Condition("level", "gte", (2,))), (Sort("level", descending=True), Sort("due"))),
    ),
    Preset(
        "closed", Text("已办结", "Closed"), "check-check",
        Spec(all_of(Condition("standing", "is", ("closed",))), (Sort("closed", descending=True),)),
    ),
)  # fmt: skip


def look(request: Any) -> Look:
    """Return what the address asks of the desk; raises a Refusal."""
    return look_of(
        request.GET, request.actor, list_code=CODE, path=PATH, fields=service_reads.CASE_FIELDS, presets=VIEWS
    )


def builder_fields(found: Look) -> tuple[Field, ...]:
    """Return the fields a person picks in the filter builder; ids come with links only."""
    return tuple(field for field in found.fields if field.code not in _OUT_OF_BUILDER)
