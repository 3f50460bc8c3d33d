"""Parameters: each day has its numbers, and the past keeps them."""

from datetime import date

import pytest

from minghua.foundation.parameters import operations as parameters
from minghua.foundation.parameters import queries as parameter_reads
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from minghua.kernel.errors import Forbidden, Invalid, NotFound
from tests.conftest import AT

CODE = "standing.churn_days"


def set_value(value, *, valid_from, by=SYSTEM):
    with unit_of_work(by, at=AT):
        return parameters.set_value(CODE, value, valid_from=valid_from, reason="试行", by=by, at=AT)


@pytest.mark.django_db
def test_the_default_is_version_zero():
    assert parameter_reads.in_force(CODE, on=date(2026, 6, 1)).version == 0


@pytest.mark.django_db
def test_a_version_holds_from_its_day_and_the_past_keeps_its_number():
    default = parameter_reads.value(CODE, on=date(2026, 6, 1))
    set_value(90, valid_from=date(2026, 6, 10))
    days = [date(2026, 6, 9), date(2026, 6, 10), date(2026, 7, 1)]
    assert [parameter_reads.value(CODE, on=day) for day in days] == [default, 90, 90]


@pytest.mark.django_db
def test_the_later_version_of_one_day_wins():
    set_value(90, valid_from=date(2026, 6, 10))
    assert set_value(120, valid_from=date(2026, 6, 10)) == 2
    assert parameter_reads.value(CODE, on=date(2026, 6, 10)) == 120


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["many", "1.5", "", "NaN", "Infinity"])
def test_a_number_that_is_none_is_refused(value):
    with pytest.raises(Invalid):
        set_value(value, valid_from=date(2026, 6, 10))


@pytest.mark.django_db
def test_an_unknown_code_is_not_found():
    with pytest.raises(NotFound), unit_of_work(SYSTEM, at=AT):
        parameters.set_value("no.such", 1, valid_from=date(2026, 6, 10), by=SYSTEM, at=AT)


def test_sales_may_not_change_parameters(company):
    with pytest.raises(Forbidden):
        set_value(1, valid_from=date(2026, 6, 10), by=company.actor("east1"))
