"""What the demo company's customers said about consent and asked about their data: most took the form, some withdrew, a few refuse profiling."""

from datetime import datetime, timedelta
from typing import Final

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import Act, Deed, NewConsent, NewDeed, NewRequest
from minghua.foundation.people.types import Actor
from minghua.journeys.demo.opening import Keys
from minghua.kernel.periods import local_date

_FORM: Final = "新客登记卡上勾选：愿意接收优惠信息"


def write_consents(keys: Keys, *, by: Actor, at: datetime) -> None:
    """Keep the consents of the demo customers, in one batch."""
    said = [new for place, pk in enumerate(sorted(keys.customers.values())) for new in _said(place, pk)]
    interactions.record_consents(said, by=by, at=at)


def _said(place: int, customer_id: int) -> list[NewConsent]:
    """Two of three consent to messages, one of five of them takes the calls back; one of eleven refuses profiling."""
    said: list[NewConsent] = []
    if place % 3:
        channels = ("sms", "wechat") if place % 2 else ("sms", "call")
        said += [
            NewConsent(customer_id=customer_id, purpose="marketing", channel=channel, how="form", note=_FORM)
            for channel in channels
        ]
    if place % 15 == 1:
        said.append(
            NewConsent(
                customer_id=customer_id, purpose="marketing", channel="sms", act=Act.WITHDRAWN, how="message", note="TD",
            )
        )  # fmt: skip
    if place % 11 == 5:
        said.append(
            NewConsent(
                customer_id=customer_id, purpose="profiling", act=Act.WITHDRAWN, how="call_note", note="不要推荐"
            )
        )
    return said


_ASKED: Final = (
    ("copy", 3, "想要一份我的购买记录"),
    ("correct", 12, "地址搬到新家了，请改正"),
    ("object", 26, "不要按我的购买推荐产品"),
)


def write_requests(keys: Keys, *, by: Actor, at: datetime) -> None:
    """Receive a few requests, some days ago; the oldest is overdue."""
    people = sorted(keys.customers.values())
    for place, (ask, days, said) in enumerate(_ASKED):
        new = NewRequest(
            customer_id=people[place * 7 % len(people)],
            ask=ask,
            channel="phone",
            text=said,
            received_on=local_date(at) - timedelta(days=days),
        )
        request_id = interactions.receive_request(new, by=by, at=at)
        if place:
            interactions.do_deed(request_id, NewDeed(deed=Deed.IDENTIFY, how="callback"), by=by, at=at)
