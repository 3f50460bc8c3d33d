"""Instances filled by column are what the model itself would make."""

import pytest

from minghua.domain.customers.models import Customer
from minghua.foundation.storage import rows


def test_a_filled_instance_is_what_the_model_makes() -> None:
    named = {"name": "王伟", "kind": "person", "parent_id": 7, "archive": {"job": "教师"}}
    filled, made = rows.filled(Customer, named), Customer(**named)
    fields = [field.attname for field in Customer._meta.concrete_fields]
    assert [getattr(filled, name) for name in fields] == [getattr(made, name) for name in fields]
    assert filled._state.adding


def test_defaults_that_can_change_are_not_shared() -> None:
    one, other = rows.filled(Customer, {}), rows.filled(Customer, {})
    one.archive["job"] = "医生"
    assert other.archive == {}


def test_an_unknown_attribute_is_refused() -> None:
    with pytest.raises(TypeError):
        rows.filled(Customer, {"nickname": "阿伟"})
