"""What the timeline says of units and promises."""

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


def _due(value: Any) -> str:
    return display.moment(datetime.fromisoformat(str(value).replace("Z", "+00:00"))) if value else ""


TELLERS: Final[dict[str, Callable[[Data, TimelineEntry], Told]]] = {"unit": _unit, "promise": _promise}
