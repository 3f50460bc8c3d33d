"""Cleaning, rule by rule (R06.7): the table of docs/rules/cleaning.md, and that a second run finds nothing."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from minghua.domain.customers.rules import cleaning, regions
from minghua.domain.customers.types.archive import ARCHIVE_FIELDS
from minghua.domain.customers.types.cleaning import Fence, Rule
from minghua.domain.customers.types.regions import DISTRICTS, PREFECTURES, PROVINCES

ON = date(2026, 6, 15)
EVERY = list(Rule)
GENDERS = {"男": "male", "male": "male", "女": "female", "female": "female"}


def sheet(kind="person", fences=None, **values):
    """A customer; `a_code` stands for `archive.code`."""
    paths = {(f"archive.{k[2:]}" if k.startswith("a_") else k): v for k, v in values.items()}
    return cleaning.Sheet(kind, paths, ON, lambda vocabulary: GENDERS, ARCHIVE_FIELDS, fences or {})


def mends(found):
    return {one.path: one.new for one in found if one.mend}


def matters(found):
    return {(one.path, str(one.rule)) for one in found if not one.mend}


@pytest.mark.parametrize(
    "spelling",
    ["１３８ ００１３ ８０００", "+86-13800138000", "13800138000"],
    ids=["A06.1-wide", "A06.1-plus", "A06.1-plain"],
)
def test_one_number_has_one_spelling(spelling):
    assert mends(cleaning.examine(sheet(mobile=spelling), EVERY)) == {"mobile": "+8613800138000"}


TABLE = [
    ("fold", {"name": "  王　 秀英 "}, {"name": "王 秀英"}, set()),
    ("fold-wide", {"address": "Ａ座１２层"}, {"address": "A座12层"}, set()),
    ("fold-invisible", {"name": "王\u200b秀英"}, {"name": "王秀英"}, set()),
    ("phone-landline", {"mobile": "010-65529988"}, {"mobile": "", "phone": "+861065529988"}, set()),
    ("phone-two", {"mobile": "010-65529988", "phone": "+862158881234"}, {}, {("mobile", "phone")}),
    ("phone-impossible", {"mobile": "12345"}, {}, {("mobile", "phone")}),
    ("email", {"email": " Wang@Example.CN "}, {"email": "wang@example.cn"}, set()),
    ("email-bad", {"email": "wang@"}, {}, {("email", "email")}),
    ("id-card", {"a_id_number": "11010519491231002x"}, {"archive.id_number": "11010519491231002X"}, set()),
    ("id-card-bad", {"a_id_number": "110105194912310021"}, {}, {("archive.id_number", "id_card")}),
    ("dates", {"a_relation_since": "2020年3月5日"}, {"archive.relation_since": "2020-03-05"}, set()),
    ("dates-no-day", {"a_relation_since": "去年"}, {}, {("archive.relation_since", "dates")}),
    ("dates-future", {"birthday": date(2030, 1, 1)}, {}, {("birthday", "dates")}),
    ("dates-too-old", {"birthday": date(1900, 1, 1)}, {}, {("birthday", "dates")}),
    ("enums", {"gender": "男"}, {"gender": "male"}, set()),
    ("enums-unknown", {"gender": "汉子"}, {}, {("gender", "enums")}),
    ("outliers", {"a_family_size": 44}, {}, {("archive.family_size", "outliers")}),
    ("region-contradiction", {"province": "湖南", "city": "广州"}, {}, {("city", "region")}),
]


@pytest.mark.parametrize(("values", "mended", "for_people"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE])
def test_what_each_rule_does(values, mended, for_people):
    found = cleaning.examine(sheet(**values), EVERY)
    assert (mends(found), matters(found)) == (mended, for_people)


def test_a_firms_credit_code_is_checked():
    good = cleaning.examine(sheet("organization", a_uscc="91350100m000100y43"), EVERY)
    assert mends(good) == {"archive.uscc": "91350100M000100Y43"}
    bad = cleaning.examine(sheet("organization", a_uscc="91350100M000100Y44"), EVERY)
    assert matters(bad) == {("archive.uscc", "uscc")}


def test_only_chosen_rules_speak():
    assert mends(cleaning.examine(sheet(name=" 王 ", email="A@B.cn"), [Rule.EMAIL])) == {"email": "a@b.cn"}


def test_a_region_is_named_in_full_and_coded():
    found = cleaning.examine(sheet(city="长沙", address="长沙市岳麓区麓山路1号"), EVERY)
    assert mends(found) == {
        "province": "湖南省",
        "city": "长沙市",
        "district": "岳麓区",
        "archive.region_code": "430100",
    }


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("湖南省长沙市岳麓区麓山路", ("湖南省", "长沙市", "岳麓区", "430100")),
        ("上海浦东新区世纪大道", ("上海市", "上海市", "浦东新区", "310115")),
        ("北京市朝阳区建国路", ("北京市", "北京市", "朝阳区", "110105")),
        ("长沙岳麓区", ("湖南省", "长沙市", "岳麓区", "430100")),
        ("湘西吉首市人民路", ("湖南省", "湘西土家族苗族自治州", "吉首市", "433100")),
        ("南京路100号", None),
        ("湖南路2号", None),
        ("朝阳区建国路", None),
        ("人民路8号", None),
    ],
)
def test_an_address_tells_its_place_only_without_doubt(address, place):
    found = regions.placed("", "", "", address)
    assert (found and (found.province, found.city, found.district, found.code)) == place


def test_a_name_that_two_places_share_decides_nothing_alone():
    assert regions.city_code("吉林") is None
    assert (regions.city_code("吉林", province="22"), regions.city_code("吉林市")) == ("220200", "220200")


def test_the_table_of_regions_is_whole():
    assert (len(PROVINCES), len(DISTRICTS)) == (34, 74)
    assert len(PREFECTURES) == 338
    assert all(code[:2] == province for code, (_, province) in PREFECTURES.items())
    assert len({name for name, _ in PREFECTURES.values()}) == len(PREFECTURES)


def test_numbers_far_out_of_their_set_are_shown():
    fences = cleaning.fences_of({"archive.family_size": [3, 4, 4, 5] * 10, "archive.assets": [1.0, 2.0]})
    assert fences == {"archive.family_size": Fence(0.75, 7.25)}
    assert matters(cleaning.examine(sheet(fences=fences, a_family_size=9), EVERY)) == {
        ("archive.family_size", "outliers")
    }
    assert cleaning.examine(sheet(fences=fences, a_family_size=6), EVERY) == []


def test_missing_fields_are_named():
    assert {"gender", "birthday", "mobile"} <= set(cleaning.missing(sheet(name="王秀英")))
    assert "name" not in cleaning.missing(sheet(name="王秀英"))


TEXT = st.text(alphabet=" 　１Ａa王湖南省长沙市区路-+8613.@年\u200b\n\t", max_size=14)


@given(name=TEXT, mobile=TEXT, phone=TEXT, email=TEXT, city=TEXT, address=TEXT, since=TEXT)
def test_a_second_run_finds_nothing_to_change(name, mobile, phone, email, city, address, since):
    values = {"name": name, "mobile": mobile, "phone": phone, "email": email, "city": city, "address": address}
    first = sheet(**values, a_relation_since=since)
    after = dict(first.values) | mends(cleaning.examine(first, EVERY))
    again = cleaning.examine(cleaning.Sheet("person", after, ON, first.terms, first.fields), EVERY)
    assert mends(again) == {}
