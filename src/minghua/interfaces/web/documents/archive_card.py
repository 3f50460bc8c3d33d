"""The customer data card 客户资料卡 as PDF: filled from an archive, or empty to be filled by hand (R07.1, R07.2)."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from minghua.domain.customers.queries.archives import ArchiveCard, Block
from minghua.interfaces.web import customer_values, display
from minghua.interfaces.web.documents.typesetting import typeset


def archive_card(found: ArchiveCard, *, blank: bool, on: date, printed_by: str) -> bytes:
    """Return the A4 card of a customer; `blank` leaves every value open for the pen."""
    return typeset("archive_card", _data(found, blank=blank, on=on, printed_by=printed_by))


def _data(found: ArchiveCard, *, blank: bool, on: date, printed_by: str) -> dict[str, Any]:
    card = found.card
    kind = customer_values.shown("kind", card.kind)
    printed = _("%(day)s 由 %(name)s 打印") % {"day": display.day(on, "long"), "name": printed_by}
    return {
        "title": _("客户资料卡"),
        "lang": "en" if display.language() == "en" else "zh",
        "number_label": _("编号"),
        "number": "________" if blank else card.number,
        "kind": kind,
        "blank": blank,
        "footer": f"{_('内部资料，请妥善保管')} · {printed}",
        "summary": [] if blank else _summary(found),
        "blocks": [_block(block, blank=blank) for block in found.blocks],
        "signatures": [_("填卡人"), _("审核人"), _("日期")] if blank else [_("负责人"), _("核实人"), _("日期")],
    }


def _summary(found: ArchiveCard) -> list[tuple[str, str]]:
    card = found.card
    return [
        (_("名称"), card.name),
        (_("状态"), customer_values.shown("status", card["status"])),
        (_("负责人"), card.owner_name or card.pool_name or display.NOTHING),
        (_("累计净额"), display.money(card["net_minor"], card["currency"])),
        (_("档案得分"), display.number(found.score.score_e2 / 100, 2)),
    ]


def _block(block: Block, *, blank: bool) -> dict[str, Any]:
    rows: list[tuple[str, str, bool]] = []
    for entry in block.entries:
        value = "" if blank else customer_values.shown(entry.field.path, entry.value)
        rows.append((display.say(entry.field.label), value, entry.field.required))
    if len(rows) % 2:
        rows.append(("", "", False))
    filled = "" if blank else _("已填 %(n)s / %(all)s") % {"n": block.checklist.filled, "all": block.checklist.total}
    return {"name": display.say(block.label), "rows": rows, "filled": filled}
