"""A complaint told from its log; what keeps it from ending; who may give how much (R19.5, R19.8, SVC-EMO-4, SVC-PAR-2)."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from minghua.domain.service.types.clocks import Event
from minghua.domain.service.types.complaints import SUM_DAYS, TRIES, Authority, Complaint, Leave


def told(events: Iterable[Event]) -> Complaint:
    """Return how a complaint stands after these entries."""
    stands = Complaint()
    for event in events:
        stands = _after(stands, event)
    return stands


def missing(stands: Complaint) -> list[str]:
    """Return what keeps a complaint from being closed, in the order it is done."""
    rejected = stands.reaction == "rejected" and not stands.recourse_told
    checks = (
        ("called", stands.safety and not stands.called),
        ("decided", not stands.decided),
        ("reaction", not stands.reaction),
        ("recourse", rejected),
    )
    return [code for code, lacks in checks if lacks]


def may_say_no_answer(stands: Complaint) -> bool:
    """Return whether the customer was tried often enough (SVC-EMO-4)."""
    return stands.tries >= TRIES


def may_pay(
    amount: int,
    *,
    earlier: Sequence[tuple[datetime, int]],
    permissions: Iterable[str],
    ranks: Sequence[Authority],
    at: datetime,
) -> Leave:
    """Return whether somebody with these permissions may give so much: what was given on the case in seven days is added up (A19.3)."""
    since = at - timedelta(days=SUM_DAYS)
    whole = amount + sum(paid for when, paid in earlier if when > since)
    held = set(permissions)
    limit = max((each.limit_minor for each in ranks if each.permission in held), default=0)
    needs = next((each.permission for each in ranks if whole <= each.limit_minor), "")
    return Leave(whole <= limit, whole, limit, needs)


def _after(stands: Complaint, event: Event) -> Complaint:
    data = event.data
    if event.act == "assessed":
        return replace(
            stands, safety=stands.safety or bool(data.get("safety")), angry=stands.angry or bool(data.get("angry")),
            leaving=stands.leaving or bool(data.get("leaving")), called=stands.called and not data.get("safety"),
        )  # fmt: skip
    if event.act == "judged":
        return replace(stands, decided=True, cause=data["cause"], remedy=data["remedy"], valid=bool(data["valid"]))
    if event.act == "reaction":
        told_of = stands.recourse_told or bool(data.get("recourse"))
        return replace(stands, reaction=data["reaction"], recourse_told=told_of)
    if event.act == "tried":
        return replace(stands, tries=stands.tries + 1)
    if event.act == "compensated":
        return replace(stands, paid_minor=stands.paid_minor + int(data["amount_minor"]))
    if event.act == "reply" and not data.get("auto") and data.get("channel") == "phone":
        return replace(stands, called=True)
    if event.act == "reopened":
        return replace(stands, reaction="", tries=0)
    return stands
