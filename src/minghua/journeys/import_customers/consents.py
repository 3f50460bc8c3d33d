"""Consents that a file of customers brings: one column per channel, and the day they were given."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from minghua.domain.interactions.types import Act, NewConsent
from minghua.domain.interactions.types.consent import MARKETING, MARKETING_LABELS
from minghua.foundation.imports.types import FieldKind, ImportField
from minghua.kernel.periods import midnight
from minghua.kernel.words import Text

PREFIX: Final = "consent."
GIVEN_ON: Final = "consent.on"
_GROUP: Final = Text("同意", "Consent")
_COLUMNS: Final = {channel: PREFIX + channel for channel in MARKETING_LABELS}
_ANSWERS: Final = {"granted": Text("是", "Yes"), "withdrawn": Text("否", "No")}
_SYNONYMS: Final = {
    "sms": ("短信同意", "可发短信", "sms_opt_in", "SMSConsent"),
    "call": ("电话同意", "可致电", "call_opt_in"),
    "wechat": ("微信同意", "wechat_opt_in"),
    "email": ("邮件同意", "email_opt_in", "EmailConsent", "Newsletter"),
}


def fields() -> tuple[ImportField, ...]:
    """Return the columns."""
    by_channel = (
        ImportField(
            code=PREFIX + code,
            label=label,
            kind=FieldKind.CHOICE,
            synonyms=_SYNONYMS[code],
            choices=_ANSWERS,
            group=_GROUP,
        )
        for code, label in MARKETING_LABELS.items()
    )
    day = ImportField(
        code=GIVEN_ON,
        label=Text("同意日期", "Consent given on"),
        kind=FieldKind.DATE,
        synonyms=("授权日期", "ConsentDate"),
        group=_GROUP,
    )
    return (*by_channel, day)


def said(values: Mapping[str, Any], customer_id: int) -> list[NewConsent]:
    """Return what a row says; an empty cell says nothing."""
    given = {channel: act for channel, code in _COLUMNS.items() if (act := values.get(code))}
    if not given:
        return []
    given_at = _instant(values.get(GIVEN_ON))
    return [
        NewConsent(
            customer_id=customer_id,
            purpose=MARKETING,
            channel=channel,
            act=Act(act),
            how="import",
            given_at=given_at,
        )
        for channel, act in given.items()
    ]


def _instant(given_on: Any) -> datetime | None:
    if not given_on:
        return None
    day = given_on if isinstance(given_on, date) else date.fromisoformat(str(given_on)[:10])
    return midnight(day).replace(hour=12)
