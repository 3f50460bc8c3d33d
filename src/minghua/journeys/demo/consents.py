"""What the demo company's customers said about consent: most took the form, some withdrew, a few refuse profiling."""

from datetime import datetime
from typing import Final

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.types import Act, NewConsent
from minghua.foundation.people.types import Actor
from minghua.journeys.demo.opening import Keys

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
