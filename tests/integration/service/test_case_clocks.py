"""The clocks of real cases: paused, warned of, broken, counted anew, and told by the log to the last column."""

from datetime import timedelta

import pytest

from minghua.domain.service import operations as service
from minghua.domain.service.models import Clock, ClockAlert
from minghua.domain.service.types import Decision, Kind
from minghua.foundation.notices.models import Notice
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.kernel.errors import Forbidden, Invalid, Refusal
from tests.conftest import AT
from tests.desk import card, china, clock, do, opened


def test_a_pause_stops_the_resolution_and_has_an_owner_and_a_clock(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    with pytest.raises(Invalid):
        do(service.pause, case_id, "nap", by=agent)
    do(service.pause, case_id, "waiting_part", by=agent)
    assert (card(case_id).standing, clock(case_id, "resolution").paused) == ("waiting", True)
    assert (clock(case_id, "pause").owner_id, clock(case_id, "pause").due_at) == (
        agent.user_id,
        china("2026-07-01 00:00"),
    )
    do(service.resume, case_id, by=agent, at=AT + timedelta(days=1))
    assert clock(case_id, "resolution").due_at == china("2026-06-22 10:00")


def test_what_the_customer_says_ends_the_waiting_for_them(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    do(service.pause, case_id, "waiting_customer", by=agent)
    do(service.message, case_id, "照片发来了", by=agent)
    assert card(case_id).standing == "open"


def test_a_warning_and_a_breach_are_told_once_however_often_the_worker_looks(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    for minutes in (31, 32, 46, 55, 61, 61, 200):
        do(service.tick_clocks, by=SYSTEM, at=AT + timedelta(minutes=minutes))
    alerts = ClockAlert.objects.filter(clock=clock(case_id, "first_response")).order_by("percent")
    assert list(alerts.values_list("percent", flat=True)) == [50, 75, 90, 100]
    assert alerts[3].at == AT + timedelta(hours=1)
    told = Notice.objects.filter(user_id=agent.user_id or 0, kind="service.clock", title_zh__contains="首次答复")
    assert told.count() == 4
    assert card(case_id).breached == 2


def test_late_is_late_even_if_no_worker_looked(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    do(service.reply, case_id, "已开通", base=1, by=agent, at=AT + timedelta(hours=3))
    late = clock(case_id, "first_response")
    assert (late.state, late.breached_at, late.done_at) == (
        "breached",
        AT + timedelta(hours=1),
        AT + timedelta(hours=3),
    )
    assert card(case_id).breached == 0


def test_reopened_within_the_window_it_goes_on_and_keeps_its_breach(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    do(service.close, case_id, "resolved", answer="好了", by=agent, at=AT + timedelta(days=6))
    do(service.message, case_id, "又坏了", by=agent, at=AT + timedelta(days=8))
    assert (card(case_id).standing, card(case_id).reopened) == ("open", 1)
    states = list(
        Clock.objects.filter(case_id=case_id, kind="resolution").order_by("ref").values_list("state", flat=True)
    )
    assert states == ["breached", "open"]


def test_closed_longer_than_the_window_it_does_not_go_on(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent)
    do(service.close, case_id, "resolved", answer="好了", by=agent)
    with pytest.raises(Refusal) as refused:
        do(service.reopen, case_id, reason="又坏了", by=agent, at=AT + timedelta(days=31))
    assert refused.value.code == "closed_too_long"


def test_only_a_lead_lowers_the_severity(zhang: int, agent: Actor, lead: Actor) -> None:
    case_id = opened(zhang, agent, kind=Kind.COMPLAINT)
    do(service.set_severity, case_id, "urgent", reason="食物中毒", by=agent)
    assert clock(case_id, "first_response").due_at == AT + timedelta(hours=2)
    with pytest.raises(Forbidden):
        do(service.set_severity, case_id, "general", reason="弄错了", by=agent)
    do(service.set_severity, case_id, "general", reason="弄错了", by=lead)


def test_the_regulator_has_clocks_of_its_own_that_keep_the_case_open(zhang: int, agent: Actor) -> None:
    case_id = opened(zhang, agent, kind=Kind.COMPLAINT)
    do(service.decide, case_id, Decision(cause="measure", remedy="information", text="已复秤"), by=agent)
    do(service.take_reaction, case_id, "accepted", words="好的", by=agent)
    do(service.regulator, case_id, "referred", text="12315 转来，编号 1", by=agent)
    with pytest.raises(Refusal) as refused:
        do(service.close, case_id, "explained", answer="已说明", by=agent)
    assert refused.value.code == "still_promised"
    do(service.regulator, case_id, "regulator_ended", text="调解成功", by=agent)
    do(service.close, case_id, "explained", answer="已说明", by=agent)


def test_a_published_policy_holds_for_cases_to_come(zhang: int, agent: Actor, lead: Actor) -> None:
    before = opened(zhang, agent)
    text = {"week": [[["09:00", "18:00"]]] * 7, "targets": {"first_response": [{"minutes": 5}]}, "pauses": {}}
    assert do(service.publish_policy, text, by=lead) == 1
    after = opened(zhang, agent)
    assert clock(before, "first_response").due_at == AT + timedelta(hours=1)
    assert clock(after, "first_response").due_at == AT + timedelta(minutes=5)
    with pytest.raises(Invalid) as refused:
        do(service.publish_policy, {**text, "targets": {"first_response": [{"minutes": 0}]}}, by=lead)
    assert "targets.first_response" in refused.value.message("en")


def test_a_year_published_later_counts_open_clocks_anew(zhang: int, agent: Actor) -> None:
    late = china("2026-12-31 16:00")
    case_id = opened(zhang, agent, at=late)
    assert (clock(case_id, "resolution").due_at, clock(case_id, "resolution").provisional) == (
        china("2027-01-07 00:00"),
        True,
    )
    years = "2027: 0101-0104"
    do(parameters.set_value, "calendar.holidays", years, valid_from=late.date(), by=SYSTEM, at=late)
    assert do(service.renew_provisional, by=SYSTEM, at=late + timedelta(hours=1)) == 1
    assert (clock(case_id, "resolution").due_at, clock(case_id, "resolution").provisional) == (
        china("2027-01-08 00:00"),
        False,
    )
    assert do(service.renew_provisional, by=SYSTEM, at=late + timedelta(hours=2)) == 0


@pytest.mark.parametrize("text", ["2027", "2027: 0230"])
def test_a_year_that_cannot_be_read_is_refused(db: None, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        do(parameters.set_value, "calendar.holidays", text, valid_from=AT.date(), by=SYSTEM)
    assert refused.value.field == "value"


def test_svc_inv_8_counted_again_the_log_tells_the_very_rows_that_are_stored(
    zhang: int, agent: Actor, lead: Actor
) -> None:
    case_id = opened(zhang, agent, kind=Kind.COMPLAINT, subject="又错了，我要销户")
    do(service.pause, case_id, "third_party", by=agent, at=AT + timedelta(hours=1))
    do(service.resume, case_id, by=agent, at=AT + timedelta(hours=4))
    do(service.reply, case_id, "对不起，三点前给您答复", base=1, by=agent, at=AT + timedelta(hours=5))
    stored = list(Clock.objects.filter(case_id=case_id).order_by("pk").values())
    Clock.objects.filter(case_id=case_id).update(due_at=None, next_at=None)
    do(service.note, case_id, "再数一遍", by=agent, at=AT + timedelta(hours=5))
    assert list(Clock.objects.filter(case_id=case_id).order_by("pk").values()) == stored
