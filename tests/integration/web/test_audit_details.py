"""The details of an audit record are read in words: terms, units, instants, people; nothing is said of nothing."""

from typing import Any

import pytest

from minghua.interfaces.web.audit_details import Line, told
from minghua.interfaces.web.audit_values import Names

NAMES = Names(people={7: "赵敏"}, teams={3: "门店"}, roles={"sales": "销售"})


def said(label: str, text: str) -> Line:
    return Line(label, "", text, changed=False)


pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("subject", "data", "lines"),
    [
        ("catalog.Product", {"fields": ["name", "unit"]}, [said("字段", "名称、单位")]),
        (
            "customers.CleaningRun",
            {"rules": ["fold", "phone"], "ask": {}},
            [said("规则", "空格与全角、电话号码")],
        ),
        ("care.Delivery", {"quantity_milli": 200000, "unit": "碗"}, [said("数量", "200 碗")]),
        ("care.Jar", {"factor": 1500}, [said("倍数", "1.5 ×")]),
        ("people.Role", {"added": ["orders.view", "products.view"]}, [said("增加", "查看订单、查看产品")]),
        ("people.Role", {"sight": {"scope": "teams", "teams": [3]}}, [said("数据范围", "范围 指定部门，部门 门店")]),
        ("people.User", {"roles": ["sales"]}, [said("角色", "销售")]),
        ("customers.Customer", {"owner": [None, 7]}, [Line("负责人", "—", "赵敏", changed=True)]),
        ("imports.ImportRun", {"mapping": {"姓名": "name", "备注": ""}}, [said("对应字段", "姓名 → 名称")]),
        (
            "interactions.NextStep",
            {"event": "planned", "due_at": "2026-08-30T23:17:24Z"},
            [said("应办时间", "2026-08-31 07:17")],
        ),
        ("interactions.ConsentRecord", {"sealed": "mh1:x", "about": 2}, []),
        ("tiering.Grading", {"before": "B", "after": "C"}, [said("此前", "B"), said("此后", "C")]),
    ],
)
def test_details_are_read_in_words(subject: str, data: dict[str, Any], lines: list[Line]) -> None:
    assert told(data, subject, NAMES) == lines
