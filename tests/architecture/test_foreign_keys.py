"""Tables know only what lies below them."""

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Field, ForeignObject, ManyToManyField

from tests.architecture.house import place


def links() -> Iterator[tuple[str, Field]]:
    for model in apps.get_models():
        if model.__module__.startswith("minghua."):
            for field in model._meta.get_fields():
                if isinstance(field, ForeignObject | ManyToManyField) and not field.auto_created:
                    yield f"{model._meta.label}.{field.name}", field


def test_foreign_keys_point_down() -> None:
    upward = []
    for name, field in links():
        here, there = field.model.__module__, field.related_model.__module__
        if not there.startswith("minghua."):
            continue
        (floor, row), (target_floor, target_row) = place(here), place(there)
        same_room = here.split(".")[:3] == there.split(".")[:3]
        beside = (floor, row) == (target_floor, target_row) and floor != 1  # the foundation is one floor without rows
        if not same_room and ((target_floor, target_row) > (floor, row) or beside):
            upward.append(f"{name} → {field.related_model._meta.label}")
    assert upward == []


def test_nothing_can_be_reached_backwards() -> None:
    assert [name for name, field in links() if not str(field.remote_field.related_name).endswith("+")] == []
