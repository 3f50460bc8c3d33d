"""All fields of the archive in one query: kept while nothing changes, followed at once when something does."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from minghua.domain.customers import queries as customer_reads
from minghua.domain.customers.models import CustomField, ShapeStamp
from minghua.domain.customers.queries import register
from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.domain.customers.types.fields import CUSTOM_PREFIX
from minghua.kernel.ids import hex_id

pytestmark = pytest.mark.django_db


def made(at: datetime, code: str = "x_rice", **changes: object) -> None:
    """Another process makes a field: straight into the tables, this process is not told."""
    facts = {"zh": "爱吃的米", "en": "Rice", "type": "text", "kinds": ["person"], "block": "characteristics"}
    CustomField.objects.create(code=code, created_at=at, updated_at=at, **facts | changes)
    ShapeStamp.objects.update_or_create(pk=register.ONLY_STAMP, defaults={"stamp": hex_id()})


def test_without_changes_of_shape_the_archive_is_the_built_in_one() -> None:
    assert dict(customer_reads.archive_fields()) == ARCHIVE_FIELDS


def test_no_built_in_code_begins_as_self_made_ones_do() -> None:
    assert [code for code in ARCHIVE_FIELDS if code.startswith(CUSTOM_PREFIX)] == []


def test_a_request_follows_what_another_process_changed(at: datetime) -> None:
    assert "x_rice" not in customer_reads.archive_fields()
    made(at)
    assert "x_rice" not in customer_reads.archive_fields()  # the same request keeps one shape to its end
    register.look_again()
    assert customer_reads.archive_fields()["x_rice"].label.zh == "爱吃的米"
    assert [field.code for field in customer_reads.archive_fields_of("person")][-1] == "x_rice"
    assert "x_rice" not in [field.code for field in customer_reads.archive_fields_of("household")]


def test_an_archived_field_is_left_out(at: datetime) -> None:
    made(at, archived_at=at)
    assert "x_rice" not in customer_reads.archive_fields()


def test_a_request_asks_once_and_reads_the_fields_only_after_a_change(at: datetime) -> None:
    made(at)
    customer_reads.archive_fields()
    register.look_again()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        customer_reads.archive_fields()
        customer_reads.label_of("archive.x_rice")
    assert len(asked) == 1
