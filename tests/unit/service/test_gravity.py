"""How grave a text is: words of safety, law, anger and leaving; what is quoted or denied tells nothing (A19.2, SVC-PAR-2, -4, SVC-EMO-1)."""

import pytest

from minghua.domain.service.rules import gravity

URGENT, MAJOR, GENERAL = "urgent", "major", "general"


@pytest.mark.parametrize(
    ("case", "text", "severity", "safety", "complaint"),
    [
        ("A19.2", "吃了你们的粽子食物中毒，在医院", URGENT, True, True),
        ("SVC-PAR-2 teeth", "米里有石子，牙齿被磕了", URGENT, True, True),
        ("SVC-PAR-2 hospital", "孩子喝了之后腹泻住院", URGENT, True, True),
        ("SVC-PAR-2 smoke", "空调室外机冒烟", URGENT, True, True),
        ("press", "不处理我就找记者曝光", URGENT, False, True),
        ("authority", "我已经打了 12315", URGENT, False, True),
        ("SVC-EMO-1", "又错了！气死我了，我要销户", MAJOR, False, True),
        ("angry alone", "你们这态度太差", GENERAL, False, False),
        ("leaving alone", "我搬家了，想注销会员", GENERAL, False, False),
        ("SVC-PAR-4 denied", "不是食物中毒，就是味道不对", GENERAL, False, False),
        ("SVC-PAR-4 denied after", "没有受伤，只是想问能不能换", GENERAL, False, False),
        ("SVC-PAR-4 quoted", "报纸上写着「某店顾客食物中毒」，我想问你们查过没有", GENERAL, False, False),
        ("SVC-PAR-4 asked", "我家孩子拉肚子，是不是食物中毒", URGENT, True, True),
        ("SVC-PAR-4 nobody cares", "没人管我，中毒了也没人管", URGENT, True, True),
        ("plain", "新米什么时候到货", GENERAL, False, False),
    ],
)  # fmt: skip
def test_a_text_is_as_grave_as_it_is_meant(case: str, text: str, severity: str, safety: bool, complaint: bool) -> None:
    found = gravity.judge(text)
    assert (found.severity, found.safety, gravity.is_complaint(found)) == (severity, safety, complaint), case


@pytest.mark.parametrize(
    ("again", "key", "stated", "severity"),
    [
        (True, False, GENERAL, MAJOR),
        (False, True, GENERAL, MAJOR),
        (True, True, GENERAL, URGENT),
        (True, True, URGENT, URGENT),
        (False, False, MAJOR, MAJOR),
    ],
)
def test_r19_7_a_repeat_and_a_key_customer_raise_one_step_each(
    again: bool, key: bool, stated: str, severity: str
) -> None:
    assert gravity.judge("袋子破了", stated=stated, again=again, key_customer=key).severity == severity


def test_each_reason_names_its_phrase_and_its_place() -> None:
    text = "吃了腹泻，我要投诉"
    found = gravity.judge(text)
    assert [(each.phrase, text[each.start : each.end]) for each in found.found] == [("腹泻", "腹泻"), ("投诉", "投诉")]
    assert found.reasons[0].zh == "涉及人身安全：腹泻"


def test_a_longer_phrase_counts_once() -> None:
    assert [each.phrase for each in gravity.phrases("食物中毒")] == ["食物中毒"]
