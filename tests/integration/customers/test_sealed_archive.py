"""Sensitive archive fields lie sealed wherever they are kept, and are read and compared as if they did not (INV-N6)."""

import json
from datetime import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import operations as customers
from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import Customer
from minghua.domain.customers.types import NewCustomer
from minghua.foundation.audit import queries as audit_reads
from minghua.foundation.history import queries as history_reads
from minghua.foundation.history.models import FieldChange
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.foundation.vault import operations as vault
from minghua.foundation.vault.sealing import is_sealed
from tests.company import Company

pytestmark = pytest.mark.django_db
ID, OTHER_ID, ILL = "11010519491231002X", "110105199003074472", "青霉素过敏"


def made(**archive: str) -> NewCustomer:
    return NewCustomer(kind="person", name="甲", archive=archive)


def create(at: datetime, **archive: str) -> int:
    with unit_of_work(SYSTEM, at=at):
        return customers.create_customer(made(**archive), by=SYSTEM, at=at)


def tables() -> str:
    """Every value of every table, as the disk has it."""
    return "\n".join(repr(row) for model in apps.get_models() for row in model._base_manager.values_list())


def read(company: Company, customer_id: int) -> dict[str, str]:
    return dict(customer_reads.customer(company.actor("boss"), customer_id)["archive"])


def test_what_is_typed_lies_sealed_and_is_read_in_clear(company: Company, at: datetime) -> None:
    person = create(at, id_number=ID, health=ILL, hobbies="钓鱼")
    kept = Customer.objects.get(pk=person).archive
    assert (is_sealed(kept["id_number"]), is_sealed(kept["health"]), kept["hobbies"]) == (True, True, "钓鱼")
    assert read(company, person) == {"id_number": ID, "health": ILL, "hobbies": "钓鱼"}
    assert (ID in tables(), ILL in tables()) == (False, False)


def test_an_edit_seals_the_new_value_and_both_in_the_history(company: Company, at: datetime) -> None:
    person = create(at, health=ILL)
    with unit_of_work(SYSTEM, at=at):
        version = customers.edit_customer(
            person, {"archive.health": "已痊愈", "name": "乙"}, base_version=None, by=SYSTEM, at=at
        )
    assert read(company, person) == {"health": "已痊愈"}
    assert ("已痊愈" in tables(), ILL in tables()) == (False, False)
    change = FieldChange.objects.get(field="archive.health")
    assert (is_sealed(change.old), is_sealed(change.new)) == (True, True)
    shown = history_reads.changes_of("customers.Customer", person, field="archive.health").items[0]
    assert (shown.old, shown.new) == ("****", "****")
    told = audit_reads.events(company.actor("boss"), verb="customer.edited").items[0].data
    assert told["changes"] == {"name": ["甲", "乙"]}
    with unit_of_work(SYSTEM, at=at):  # the same value again is no change
        again = customers.edit_customer(person, {"archive.health": "已痊愈"}, base_version=None, by=SYSTEM, at=at)
    assert again == version


def test_another_field_is_edited_and_the_sealed_one_stays(company: Company, at: datetime) -> None:
    person = create(at, health=ILL)
    with unit_of_work(SYSTEM, at=at):
        customers.edit_customer(person, {"archive.hobbies": "下棋"}, base_version=None, by=SYSTEM, at=at)
        customers.edit_customer(person, {"archive.health": ""}, base_version=None, by=SYSTEM, at=at)
    assert read(company, person) == {"hobbies": "下棋"}


def test_an_import_seals_and_its_undo_gives_back(company: Company, at: datetime) -> None:
    person = create(at, health=ILL)
    with unit_of_work(SYSTEM, at=at):
        (outcome,) = customers.create_many([made(id_number=ID)], run_id=7, by=SYSTEM, at=at)
        customers.update_many({person: {"archive.health": "良好"}}, run_id=8, by=SYSTEM, at=at)
    assert read(company, outcome.customer_id or 0) == {"id_number": ID}
    assert read(company, person) == {"health": "良好"}
    assert [word for word in (ID, ILL, "良好") if word in tables()] == []
    with unit_of_work(SYSTEM, at=at):
        assert customers.withdraw_run(8, by=SYSTEM, at=at).restored == 1
    assert read(company, person) == {"health": ILL}


def test_a_double_is_found_by_a_sealed_number(company: Company, at: datetime) -> None:
    person = create(at, id_number=ID)
    with unit_of_work(SYSTEM, at=at), pytest.raises(customers.LooksAlike) as alike:
        customers.create_customer(made(id_number=ID), refuse_alike=True, by=SYSTEM, at=at)
    assert [each.id for each in alike.value.candidates] == [person]
    with unit_of_work(SYSTEM, at=at):
        customers.create_customer(
            NewCustomer(kind="person", name="丙", archive={"id_number": OTHER_ID}), refuse_alike=True, by=SYSTEM, at=at
        )


@pytest.mark.parametrize("count", [1, 3])
def test_a_batch_is_sealed_in_as_many_statements_whatever_its_size(count: int, company: Company, at: datetime) -> None:
    create(at, health=ILL)  # the shop's own key is there
    with unit_of_work(SYSTEM, at=at), CaptureQueriesContext(connection) as asked:
        customers.create_many([made(health=f"{ILL}{n}") for n in range(count)], by=SYSTEM, at=at)
    assert len([one for one in asked.captured_queries if "vault_key" in one["sql"]]) <= 5


def test_a_destroyed_key_leaves_an_empty_field(company: Company, at: datetime) -> None:
    person = create(at, health=ILL)
    vault.destroy([person], at=at)
    assert read(company, person) == {"health": ""}


def test_the_migration_seals_what_was_kept_in_clear(company: Company, at: datetime) -> None:
    person = create(at)
    Customer.objects.filter(pk=person).update(archive={"health": ILL, "hobbies": "钓鱼"})
    FieldChange.objects.create(
        subject_type="customers.Customer", subject_id=person, field="archive.health", old="", new=ILL, at=at,
        by_name="x", source="web",
    )  # fmt: skip
    assert ILL in tables()
    import_module("minghua.domain.customers.migrations.0010_seal_sensitive").seal(apps, None)
    assert ILL not in tables()
    assert read(company, person) == {"health": ILL, "hobbies": "钓鱼"}
    assert json.dumps(Customer.objects.get(pk=person).archive).count("mh1:") == 1


def test_a_merge_and_its_undo_carry_sealed_values_to_their_new_owner_and_back(company: Company, at: datetime) -> None:
    kept, gone = create(at, hobbies="钓鱼"), create(at, health=ILL, id_number=ID)
    with unit_of_work(SYSTEM, at=at):
        merged = customers.merge_customers(kept, gone, by=SYSTEM, at=at)
    assert read(company, kept) == {"hobbies": "钓鱼", "health": ILL, "id_number": ID}
    assert [word for word in (ID, ILL) if word in tables()] == []
    with unit_of_work(SYSTEM, at=at):
        customers.unmerge(merged.id, by=SYSTEM, at=at)
    assert (read(company, kept), read(company, gone)) == ({"hobbies": "钓鱼"}, {"health": ILL, "id_number": ID})
    assert [word for word in (ID, ILL) if word in tables()] == []
