"""Numbered blank cards of a template, A4 or A5, to be filled by hand and keyed in later (R07.2)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.layouts import Section
from minghua.foundation.people.types import Actor
from minghua.interfaces.web import customer_values, display
from minghua.interfaces.web.documents.typesetting import typeset

_BOXED = {"choice", "choices", "bool"}
_MOST_BOXES = 8


def blank_cards(viewer: Actor, kind: str, *, market_kind: str, numbers: list[str], paper: str, on: date) -> bytes:
    """Return one card a number, in the layout and with the checklist of the template of that kind."""
    template = customer_reads.template_of(kind, market_kind)
    laid = customer_reads.archive_layout(viewer, kind, market_kind)
    name = display.say(template.name) if template else customer_values.shown("kind", kind)
    return typeset(
        "blank_card",
        {
            "title": _("客户资料卡"),
            "template": name,
            "lang": "en" if display.language() == "en" else "zh",
            "paper": paper,
            "number_label": _("编号"),
            "numbers": numbers,
            "sections": [_section(section) for section in laid.sections if section.fields],
            "checklist_label": _("核对"),
            "checklist": [display.say(text) for text in template.checklist] if template else [],
            "signatures": [_("填卡人"), _("审核人"), _("日期")],
            "footer": _("内部资料，请妥善保管；填好后按编号录入。") + " " + display.day(on),
        },
    )


def _section(section: Section) -> dict[str, Any]:
    fields = [_field(field) for field in section.fields if field.column != "last_order_on"]
    return {"name": display.say(section.title), "columns": section.columns, "fields": fields}


def _field(field: ArchiveField) -> dict[str, Any]:
    choices = customer_values.options(field.path) if field.type in _BOXED else []
    boxes = [name for code, name in choices if code][: _MOST_BOXES + 1]
    return {
        "label": display.say(field.label),
        "required": field.required,
        "boxes": boxes if len(boxes) <= _MOST_BOXES else [],
        "tall": field.type == "long_text",
    }
