"""What stands below consent: requests, packages, automated judgements with their reasons, the log of processing."""

from typing import Any

from minghua.domain.customers.types import CustomerCard
from minghua.domain.interactions import queries as interaction_reads
from minghua.interfaces.web import audit_words, customer_values, display
from minghua.journeys.processing_log import processing_log
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text


def contents(request: Any, card: CustomerCard) -> dict[str, Any]:
    """Return the panels this person may see."""
    viewer, on = request.actor, local_date(request.at)
    sees_rights, sees_audit = viewer.may("rights.view"), viewer.may("audit.view")
    found = interaction_reads.desk(viewer, which="all", customer_id=card.id, on=on, limit=20) if sees_rights else None
    return {
        "requests": None if found is None else found.items,
        "packages": interaction_reads.packages_of(viewer, card.id) if sees_rights else None,
        "judgements": judgements(card),
        "log": processing_log(viewer, card.id) if sees_audit else None,
        "words": audit_words,
    }


INPUTS = {
    "orders": Text("完成的订单", "completed orders"),
    "last_order_on": Text("最近购买", "last bought on"),
    "recency_days": Text("距今天数", "days since"),
    "churn_window_days": Text("流失窗口天数", "days until lost"),
    "dormant_days": Text("沉寂天数", "days until dormant"),
}


def _said(name: str, value: Any) -> tuple[str, str]:
    """Return what a judgement rests on: what it is called, and the value as people read it."""
    label = display.say(INPUTS[name]) if name in INPUTS else customer_values.label(name)
    return label, customer_values.shown(name, value) or display.NOTHING


def judgements(card: CustomerCard) -> list[dict[str, Any]]:
    """Return every automated classification with its rule, inputs, day and reason (R00.7)."""
    return [
        {
            "label": customer_values.label(path),
            "shown": customer_values.shown(path, card.values.get(path)),
            "reason": display.say(Text(**why["reason"])),
            "inputs": [_said(name, value) for name, value in why["inputs"].items()],
            "rule": f"{why['rule']} v{why['version']}",
            "as_of": why["as_of"],
        }
        for path, why in card.axes_why.items()
        if path.removeprefix("archive.") not in card.masked
    ]
