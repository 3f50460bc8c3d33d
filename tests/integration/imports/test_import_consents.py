"""A file brings consents with the run as their evidence; it never overturns a withdrawal without a later day."""

import pytest

from minghua.domain.customers.models import Customer
from minghua.domain.interactions import operations as interactions
from minghua.domain.interactions import queries as interaction_reads
from minghua.domain.interactions.models import ConsentRecord, ConsentState
from minghua.foundation.people.types import SYSTEM, Actor
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests import oracle
from tests.company import Company
from tests.conftest import AT
from tests.imports_driving import imported, undone

LIST = """编号,姓名,手机,短信同意,邮件同意,同意日期
P1,王芳,13800138000,是,否,2026-05-01
P2,李雷,13800138001,,是,
P3,韩梅,13800138002,,,
"""


@pytest.fixture
def boss(company: Company) -> Actor:
    return company.actor("boss")


def bring(text: str, by: Actor, **options: object):
    return imported(text.encode(), by, target="customers", **options)


def answer(name: str, channel: str) -> str:
    pk = Customer.objects.get(name=name).pk
    return interaction_reads.may_contact(pk, "marketing", channel, at=AT).code


def test_a_file_brings_consents_and_the_run_is_their_evidence(boss: Actor) -> None:
    card = bring(LIST, boss)
    records = ConsentRecord.objects.order_by("pk").values_list("channel", "act", "how", "import_run_id")
    assert list(records) == [
        ("sms", "granted", "import", card.id),
        ("email", "withdrawn", "import", card.id),
        ("email", "granted", "import", card.id),
    ]
    assert (answer("王芳", "sms"), answer("王芳", "email"), answer("李雷", "email"), answer("韩梅", "sms")) == (
        "granted", "withdrawn", "granted", "no_consent",
    )  # fmt: skip
    assert oracle.broken() == {}


def test_the_same_file_again_is_no_news(boss: Actor) -> None:
    bring(LIST, boss)
    bring(LIST, boss)
    assert ConsentRecord.objects.count() == 3


def test_a_file_does_not_overturn_a_withdrawal(boss: Actor) -> None:
    bring(LIST, boss)
    li = Customer.objects.get(name="李雷").pk
    with unit_of_work(SYSTEM, at=AT):
        interactions.withdraw_consent(li, purpose="marketing", by=SYSTEM, at=AT)
        interactions.withdraw_consent(li, purpose="marketing", channel="email", by=SYSTEM, at=AT)
    bring(LIST, boss)
    bring(LIST.replace("P2,李雷,13800138001,,是,", "P2,李雷,13800138001,,是,2026-01-01"), boss)
    assert answer("李雷", "email") == "withdrawn"


def test_an_undone_file_takes_its_consents_along(boss: Actor) -> None:
    bring(LIST, boss)
    second = bring(LIST.replace("P3,韩梅,13800138002,,,", "P3,韩梅,13800138002,是,,\nP4,赵六,13800138003,是,,"), boss)
    undone(second.id, boss)
    assert (answer("韩梅", "sms"), ConsentRecord.objects.count(), ConsentState.objects.count()) == ("no_consent", 3, 3)
    assert not Customer.objects.filter(name="赵六").exists()
    assert oracle.broken() == {}
