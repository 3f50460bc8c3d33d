"""The demo company is the same for the same seed and day, and holds the stories that later features look for."""

from collections import Counter
from datetime import date, timedelta

import pytest

from minghua.journeys.demo import firms, seasons
from minghua.journeys.demo.company import company
from minghua.journeys.demo.facts import Company

ON = date(2026, 6, 15)


@pytest.fixture(scope="module")
def demo() -> Company:
    return company(seed=8, on=ON)


def revenue(demo: Company) -> Counter[str]:
    found: Counter[str] = Counter()
    for sale in demo.sales:
        if sale.customer:
            found[sale.customer] += sum(line.quantity_milli * line.unit_price_e4 for line in sale.lines)
    return found


def test_same_seed_and_day_make_the_same_company(demo: Company) -> None:
    assert company(seed=8, on=ON) == demo


def test_sizes_are_those_of_a_real_shop(demo: Company) -> None:
    kinds = Counter(party.kind for party in demo.parties)
    assert (kinds["household"], kinds["organization"]) == (500, 205)
    assert 1_250 <= kinds["person"] <= 1_350
    assert 15_000 <= len(demo.sales) <= 20_000


def test_keys_and_numbers_are_unique(demo: Company) -> None:
    for names in (
        [party.key for party in demo.parties],
        [sale.number for sale in demo.sales],
        [back.number for back in demo.returns],
        [party.name for party in demo.parties if party.kind == "organization"],
    ):
        assert len(names) == len(set(names))


def test_nothing_lies_in_the_future(demo: Company) -> None:
    """All of it was over when the day began: the company may be brought in a minute after midnight."""
    days = [sale.placed_at.astimezone(seasons.SHANGHAI).date() for sale in demo.sales]
    days += [back.returned_at.astimezone(seasons.SHANGHAI).date() for back in demo.returns]
    days += [talk.at.astimezone(seasons.SHANGHAI).date() for talk in demo.talks]
    days += [party.created_at.astimezone(seasons.SHANGHAI).date() for party in demo.parties]
    assert max(days) < ON


def test_no_customer_buys_before_it_is_known(demo: Company) -> None:
    known = {party.key: party.created_at.astimezone(seasons.SHANGHAI).date() for party in demo.parties}
    early = [
        sale.number
        for sale in demo.sales
        if sale.customer and sale.placed_at.astimezone(seasons.SHANGHAI).date() < known[sale.customer]
    ]
    assert early == []


def test_a_fifth_of_the_buyers_bring_four_fifths_of_the_money(demo: Company) -> None:
    amounts = sorted(revenue(demo).values(), reverse=True)
    share = sum(amounts[: len(amounts) // 5]) / sum(amounts)
    assert 0.75 <= share <= 0.88


def test_people_stock_up_before_spring_festival_and_the_shop_is_shut_in_it(demo: Company) -> None:
    days = Counter(sale.placed_at.astimezone(seasons.SHANGHAI).date() for sale in demo.sales)
    new_year = date(2026, 2, 17)
    before = sum(days[new_year - timedelta(days=n)] for n in range(1, 15)) / 14
    holiday = sum(days[new_year + timedelta(days=n)] for n in range(7)) / 7
    usual = len(demo.sales) / 730
    assert before > 1.5 * usual
    assert holiday < 0.5 * usual


def test_returns_never_exceed_what_was_sold(demo: Company) -> None:
    sold: Counter[tuple[str, str]] = Counter()
    for sale in demo.sales:
        for line in sale.lines:
            sold[sale.customer, line.sku] += line.quantity_milli
    for back in demo.returns:
        for line in back.lines:
            sold[back.customer, line.sku] -= line.quantity_milli
    assert min(sold.values()) >= 0


def test_telephone_numbers_belong_to_nobody(demo: Company) -> None:
    given = [party.mobile for party in demo.parties if party.mobile]
    assert {number[:9] for number in given} == {"+86199000"}


def test_organisations_carry_valid_credit_codes(demo: Company) -> None:
    for party in demo.parties:
        if party.kind == "organization":
            code = party.archive["uscc"]
            total = sum(
                firms.USCC_SIGNS.index(sign) * weight for sign, weight in zip(code, firms.USCC_WEIGHTS, strict=False)
            )
            assert (total + firms.USCC_SIGNS.index(code[17])) % 31 == 0


def test_rice_and_oil_go_together(demo: Company) -> None:
    baskets = [{line.sku[0] for line in sale.lines} for sale in demo.sales]
    with_rice = [basket for basket in baskets if "R" in basket]
    without = [basket for basket in baskets if "R" not in basket]
    beside_rice = sum("O" in basket for basket in with_rice) / len(with_rice)
    otherwise = sum("O" in basket for basket in without) / len(without)
    assert beside_rice > 1.3 * otherwise


def test_the_lapsed_were_faithful_and_are_silent(demo: Company) -> None:
    days: dict[str, list[date]] = {}
    for sale in demo.sales:
        days.setdefault(sale.customer, []).append(sale.placed_at.astimezone(seasons.SHANGHAI).date())
    lapsed = demo.stories["lapsed_loyal"]
    assert len(lapsed) == 40
    assert all(len(days[key]) >= 10 and (ON - max(days[key])).days >= 120 for key in lapsed)


def test_the_negative_customers_bring_much_back(demo: Company) -> None:
    sales, back = Counter(s.customer for s in demo.sales), Counter(r.customer for r in demo.returns)
    assert all(back[key] / sales[key] > 0.25 for key in demo.stories["many_returns"])


def test_the_late_payer_is_the_largest_account(demo: Company) -> None:
    (key,) = demo.stories["late_payer"]
    assert revenue(demo).most_common(1)[0][0] == key
    assert sum("催" in talk.subject for talk in demo.talks if talk.customer == key) >= 8


def test_the_complaint_is_repeated(demo: Company) -> None:
    for key in demo.stories["repeated_complaint"]:
        subjects = Counter(talk.subject for talk in demo.talks if talk.customer == key and "投诉" in talk.subject)
        assert subjects.most_common(1)[0][1] >= 3


def test_a_small_company_serves_the_tests() -> None:
    small = company(seed=3, on=ON, scale=0.03)
    assert 40 <= len(small.parties) <= 80
    assert small.jars != ()
