"""What is past its retention goes in the night, except what a legal hold keeps (N7)."""

from datetime import date, datetime, timedelta

import pytest

from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions.models import Contact
from minghua.domain.interactions.types import Direction, NewContact
from minghua.foundation.audit.models import AuditEvent
from minghua.foundation.parameters import operations as parameters
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.personal import holding, purging
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.timeline.models import TimelineEntry
from minghua.interfaces.worker.privacy import purge
from tests.company import BEGAN, Company
from tests.trade import Trade, open_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def trade(company: Company, at: datetime) -> Trade:
    """Two customers with an old contact each, one of them with a fresh one too."""
    trade = open_shop(company)
    with unit_of_work(SYSTEM, at=at):
        for customer, when in ((trade.wang, BEGAN), (trade.liu, BEGAN), (trade.wang, at - timedelta(days=3))):
            told = NewContact(
                customer_id=customer, channel="phone", direction=Direction.IN, happened_at=when, subject="问价"
            )
            interactions.log_contact(told, by=company.actor("boss"), at=at)
    return trade


def keep_for(days: int, *, at: datetime) -> None:
    with unit_of_work(SYSTEM, at=at):
        parameters.set_value("retention.story_days", days, valid_from=date(2026, 1, 1), reason="", by=SYSTEM, at=at)


def told(customer: int) -> list[str]:
    return list(Contact.objects.filter(customer_id=customer).order_by("pk").values_list("subject", flat=True))


def test_without_a_period_nothing_goes(trade: Trade, at: datetime) -> None:
    assert purging.due(at=at) == {}


def test_what_is_due_is_told_and_goes_once(trade: Trade, at: datetime) -> None:
    keep_for(365, at=at)
    due = purging.due(at=at)
    assert due["interactions.Contact"] == 2
    assert told(trade.wang) == ["问价", "问价"]
    purge({}, at=at, beat=lambda: None)
    assert (told(trade.wang), told(trade.liu)) == (["", "问价"], [""])
    assert TimelineEntry.objects.filter(at__lt=at - timedelta(days=365)).count() == 0
    assert purging.due(at=at) == {}
    purged = AuditEvent.objects.get(verb="privacy.purged", subject_id="interactions.Contact")
    assert purged.data == {"kind": "contacts", "rows": 2}


def test_a_legal_hold_keeps_what_is_due(trade: Trade, at: datetime) -> None:
    keep_for(365, at=at)
    with unit_of_work(SYSTEM, at=at):
        holding.hold(trade.liu, why="诉讼", by=SYSTEM, at=at)
    purge({}, at=at, beat=lambda: None)
    assert (told(trade.wang), told(trade.liu)) == (["", "问价"], ["问价"])
