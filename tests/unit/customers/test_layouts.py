"""A layout meets the fields there are (R07.1): nothing named twice, nothing lost, what is gone is passed over."""

from typing import Any

import pytest

from minghua.domain.customers.rules import layouts
from minghua.domain.customers.types.archive import ARCHIVE_FIELDS, BLOCKS, fields_for
from minghua.domain.customers.types.fields import CUSTOM_PREFIX, KINDS
from minghua.domain.customers.types.layouts import PRESETS
from minghua.kernel.errors import Invalid

PERSON = fields_for("person")


def section(code: str = "front", **more: Any) -> dict[str, Any]:
    return {"code": code, "zh": "要紧的", "en": "First", "columns": 2, "fields": []} | more


def test_the_default_is_the_four_blocks_in_card_order() -> None:
    laid = layouts.arranged({}, PERSON)
    assert [part.code for part in laid.sections] == list(BLOCKS)
    assert [f.code for part in laid.sections for f in part.fields] == [
        f.code for block in BLOCKS for f in PERSON if f.block == block
    ]


def test_what_a_layout_names_comes_first_and_the_rest_is_never_lost() -> None:
    spec = layouts.judged(
        {"sections": [section(fields=["taboos", "name"]), section("base", zh="基础")], "hidden": ["title"]},
        ARCHIVE_FIELDS,
    )
    laid = layouts.arranged(spec, PERSON)
    assert [f.code for f in laid.sections[0].fields] == ["taboos", "name"]
    shown = [f.code for part in laid.sections for f in part.fields]
    assert sorted([*shown, "title"]) == sorted(f.code for f in PERSON)
    assert len(shown) == len(set(shown))


def test_a_field_that_is_gone_is_passed_over() -> None:
    spec = {"sections": [section(fields=["x_gone", "name"])], "hidden": ["x_gone"], "header": ["x_gone", "taboos"]}
    laid = layouts.arranged(spec, PERSON)
    assert laid.sections[0].fields[0].code == "name"
    assert [f.code for f in laid.places["header"]] == ["taboos"]


@pytest.mark.parametrize(
    "spec",
    [
        {"sections": []},
        {"sections": [section(zh=" ")]},
        {"sections": [section(columns=3)]},
        {"sections": [section("Not A Code")]},
        {"sections": [section(), section()]},
        {"sections": [section(fields=["name"]), section("base", fields=["name"])]},
        {"sections": [section(f"part_{n}") for n in range(21)]},
    ],
)
def test_what_is_no_layout_is_refused(spec: Any) -> None:
    with pytest.raises(Invalid):
        layouts.judged(spec, ARCHIVE_FIELDS)


def test_an_empty_layout_is_the_default() -> None:
    assert layouts.judged({}, ARCHIVE_FIELDS) == {}


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.code)
def test_a_preset_names_only_fields_there_are(preset: Any) -> None:
    own = {new.code for new in preset.own}
    known = {f.code for f in fields_for(preset.kind)} | own
    assert preset.kind in KINDS
    assert all(code.startswith(CUSTOM_PREFIX) for code in own)
    assert {*preset.required, *preset.front, *preset.quick} <= known
    assert len(preset.required) >= 5
