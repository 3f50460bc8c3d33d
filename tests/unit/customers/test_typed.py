"""R06.2: a refusal repeats what was typed, but nothing of a sensitive field: refusals are kept where nothing sealed may stand."""

from datetime import date

import pytest

from minghua.domain.customers.rules import values
from minghua.domain.customers.types.fields import ArchiveField, FieldType
from minghua.kernel.errors import Invalid
from minghua.kernel.words import Text

TYPED = "花粉症 13866660977"


def refusal(kind: FieldType, *, sensitive: bool) -> str:
    label = Text("体检", "Check-up")
    field = ArchiveField(
        "own", label, "a", "basic", frozenset({"person"}), type=kind, vocabulary="v", sensitive=sensitive
    )
    with pytest.raises(Invalid) as caught:
        values.clean(
            "archive.own", TYPED, kind="person", on=date(2026, 6, 1), terms=lambda _: {}, fields={"own": field}
        )
    return caught.value.message("zh-hans") + caught.value.message("en")


@pytest.mark.parametrize("kind", ["date", "datetime", "choice", "choices", "integer", "decimal", "link", "person"])
def test_a_refusal_repeats_nothing_of_a_sensitive_field(kind: FieldType) -> None:
    assert (TYPED in refusal(kind, sensitive=False), TYPED in refusal(kind, sensitive=True)) == (True, False)
