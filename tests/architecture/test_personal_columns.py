"""A column that nobody judged may hold somebody's telephone number: every column is declared, as personal or as not."""

from django.apps import apps

from minghua.foundation.personal import register
from minghua.kernel.personal import FILES, GENERIC, MANY, MENTIONED, STAFF, Erase

HOW = """Say what the column holds, beside its room: `PERSONAL` in domain/<room>/types, or foundation/personal/declared.py:
    register("app.Model", "<lookup to the customer: pk, customer_id, jar__customer_id …>",
             "column | purpose basis sensitivity retention erase",      # words: kernel/personal.py
             impersonal="columns that hold nothing of a person")"""


def test_every_column_is_declared() -> None:
    assert register.undeclared() == [], HOW


def test_nothing_is_declared_that_does_not_exist() -> None:
    assert register.unknown() == []


def test_every_subject_leads_to_a_customer() -> None:
    for entry in register.entries():
        if entry.subject in {STAFF, MANY, GENERIC, FILES, MENTIONED}:
            continue
        model = apps.get_model(entry.model)
        for path in entry.subject.split():
            assert str(model._default_manager.values_list(path).query), path  # a path that leads nowhere raises


def test_what_is_tied_to_one_customer_is_never_merely_kept_when_it_identifies() -> None:
    kept = [
        f"{entry.model}.{entry.column}"
        for entry in register.entries()
        if entry.sensitivity != "ordinary" and entry.erase is Erase.KEEP and entry.subject != STAFF
    ]
    assert kept == []


def test_sensitive_archive_fields_are_sealed() -> None:
    sensitive = {entry.key for entry in register.entries() if entry.key and entry.sensitivity == "sensitive"}
    assert {"id_number", "health", "belief"} <= sensitive
    assert {entry.key for entry in register.entries() if entry.sealed} == sensitive


def test_a_new_column_without_an_entry_is_named() -> None:
    known = register._personal.pop(("customers.Customer", "mobile", ""))
    try:
        assert register.undeclared() == ["customers.Customer.mobile"]
    finally:
        register._personal["customers.Customer", "mobile", ""] = known
