"""What the timeline says of cases, units and promises."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext

from minghua.foundation.timeline.models import TimelineEntry
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.interfaces.web import display
from minghua.interfaces.web.story_words import Told

Data = dict[str, Any]


def _unit(data: Data, entry: TimelineEntry) -> Told:
    said = {
        "recorded": gettext("登记设备"),
        "moved": gettext("设备移到别处"),
        "retired": gettext("设备停用"),
    }
    return Told(said.get(str(data.get("event")), gettext("设备")), "package", "", f"/units/{entry.ref_id}", ())


def _promise(data: Data, entry: TimelineEntry) -> Told:
    said = {
        "given": gettext("承诺"),
        "kept": gettext("按时兑现承诺"),
        "late": gettext("迟到兑现承诺"),
        "waived": gettext("客户免除承诺"),
        "broken": gettext("承诺已过期"),
    }
    event = str(data.get("event"))
    kind = str(vocabularies.label("service.promise", str(data.get("kind") or "")).say(display.language()))
    href = f"/promises?customer={entry.customer_id}"
    tone = "danger" if event == "broken" else ""
    return Told(f"{said.get(event, said['given'])} · {kind}", "alarm-clock", tone, href, (_due(data.get("due")),))


def _case(data: Data, entry: TimelineEntry) -> Told:
    said = {"opened": gettext("登记工单"), "closed": gettext("工单办结"), "reopened": gettext("工单重开")}
    event = str(data.get("event"))
    kind = vocabularies.label("service.kind", str(data.get("kind") or "")).say(display.language())
    outcome = str(data.get("outcome") or "")
    ended = vocabularies.label("service.outcome", outcome).say(display.language()) if outcome else ""
    tone = "danger" if event == "reopened" else ""
    title = f"{said.get(event, gettext('工单'))} · {kind}"
    return Told(title, "inbox", tone, f"/desk/{entry.ref_id}", (str(data.get("subject") or ""), ended))


def _due(value: Any) -> str:
    return display.moment(datetime.fromisoformat(str(value).replace("Z", "+00:00"))) if value else ""


TELLERS: Final[dict[str, Callable[[Data, TimelineEntry], Told]]] = {"unit": _unit, "promise": _promise, "case": _case}
