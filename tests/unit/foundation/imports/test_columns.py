"""Which fields a header may mean: the same word first, then one within the other, then what is spelled alike."""

import pytest

from minghua.foundation.imports.columns import suggested
from minghua.foundation.imports.types import ImportField
from minghua.kernel.words import Text

FIELDS = (
    ImportField(code="name", label=Text("姓名", "Name"), synonyms=("客户名称",)),
    ImportField(code="mobile", label=Text("手机", "Mobile"), synonyms=("手机号码",)),
    ImportField(code="phone", label=Text("电话", "Telephone")),
    ImportField(code="city", label=Text("城市", "City")),
)


@pytest.mark.parametrize(
    ("header", "codes"),
    [
        ("手机", ["mobile"]),
        ("客户手机号码", ["mobile"]),
        ("联系电话", ["phone"]),
        ("客户 姓名", ["name"]),
        ("Telefone", ["phone"]),
        ("所在城市", ["city"]),
        ("备注", []),
        ("", []),
    ],
)
def test_the_likeliest_fields_come_first(header, codes):
    assert [field.code for field in suggested(header, FIELDS)] == codes
