"""Looking behind a mask: with a reason, for some minutes, a limited number of times, never without a trace (A2, T19)."""

from datetime import datetime, timedelta
from typing import Final

from minghua.domain.customers.models import Customer, Reveal
from minghua.domain.customers.queries import cards, looks, rows
from minghua.domain.customers.rules import revealing
from minghua.domain.customers.types.reveals import Revealed
from minghua.foundation.audit import operations as audit
from minghua.foundation.notices import operations as notices
from minghua.foundation.parameters import queries as parameters
from minghua.foundation.people import queries as people
from minghua.foundation.people.models import User
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import queries as vocabularies
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.periods import local_date
from minghua.kernel.words import Text

_WRONG: Final = {
    "unknown_reason": Text("请选择查看原因。", "Choose why you need it."),
    "needs_text": Text("请说明具体原因。", "Say what you need it for."),
}


class TooManyReveals(Refusal):
    """The person has looked behind masks as often as a day allows."""

    code = "too_many_reveals"
    status = 429
    text = Text(
        "您今天已查看 {cap} 次脱敏原文，达到上限。", "You have looked behind masks {cap} times today, the limit."
    )
    remedy = Text(
        "请明天再试，或请主管代为联系客户。", "Try again tomorrow, or ask your manager to contact the customer."
    )


class NotMasked(Refusal):
    """There is nothing to reveal: the field is plain for this person, or hidden by the pool until a claim."""

    code = "not_masked"
    status = 409
    text = Text(
        "这个字段没有对您脱敏，或领取客户后才能查看。",
        "The field is not masked for you, or shown only after the claim.",
    )
    remedy = Text("请刷新页面；公海客户请先领取。", "Reload the page; claim a customer of the pool first.")


def reveal(customer_id: int, *, field: str, reason: str, text: str = "", by: Actor, at: datetime) -> Revealed:
    """Return one masked value for this person and some minutes; raises NotFound, Invalid, NotMasked, TooManyReveals.

    Looking again while the value is still shown is the same look.
    """
    require(by, "customers.reveal")
    customer = rows.one(by, customer_id)
    _check(customer, field, reason, text, by=by)
    value = cards.plain(customer, field)
    still = looks.open_until(by, customer_id, field, at=at)
    if still is not None:
        return Revealed(value, still)
    on = local_date(at)
    look = _judged(by, at=at)
    until = at + timedelta(minutes=parameters.value("reveal.minutes", on=on))
    made = Reveal.objects.create(
        customer_id=customer_id,
        field=field,
        reason=reason,
        text=text.strip()[:200],
        by_id=by.user_id or 0,
        at=at,
        until=until,
    )
    told = {"field": field, "reason": reason, "reveal": made.pk}
    audit.record(
        "customer.revealed",
        rows.SUBJECT,
        customer_id,
        told,
        private={"text": made.text},
        about=customer_id,
        by=by,
        at=at,
    )
    if look.unusual:
        _tell_auditors(by, at=at)
    return Revealed(value, until)


def _check(customer: Customer, field: str, reason: str, text: str, *, by: Actor) -> None:
    code = field.removeprefix("archive.")
    if not cards.is_known(customer, field):
        raise NotFound(field="field")
    if by.user_id is None or code not in by.masked or code in cards.hidden_fields(by, customer):
        raise NotMasked(field="field")
    wrong = revealing.problem(reason, text, reasons=vocabularies.codes("customers.reveal_reason"))
    if wrong:
        raise Invalid(
            _WRONG[wrong].zh, _WRONG[wrong].en, field="reason" if wrong == "unknown_reason" else "text", code=wrong
        )


def _judged(by: Actor, *, at: datetime) -> revealing.Look:
    """Count while holding the person's own row: two tabs at once cannot pass the cap."""
    User.objects.select_for_update(no_key=True).filter(pk__in=[by.user_id]).values_list("pk", flat=True).first()
    on = local_date(at)
    cap = parameters.value("reveal.daily_cap", on=on)
    look = revealing.judge(
        looked_today=looks.looked_today(by, at=at),
        cap=cap,
        unusual_from=parameters.value("reveal.unusual", on=on),
    )
    if not look.allowed:
        raise TooManyReveals(field="field", cap=cap)
    return look


def _tell_auditors(by: Actor, *, at: datetime) -> None:
    auditors = [actor.user_id for actor in people.holders("audit.view", channel=by.channel) if actor.user_id]
    number = looks.looked_today(by, at=at)
    notices.send(
        auditors,
        kind="security.alert",
        title=Text(
            f"{by.name}今天已查看 {number} 次脱敏原文", f"{by.name} has looked behind masks {number} times today"
        ),
        body=Text("请在「设置 · 查看原文」核对原因。", "Check the reasons under Settings · Reveals."),
        link="/settings/reveals",
        key=f"reveals-{by.user_id}-{local_date(at).isoformat()}",
        by=by,
        at=at,
    )
