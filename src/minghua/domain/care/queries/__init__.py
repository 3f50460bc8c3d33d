"""Reads of the rice ledger, always from the rows this person may see."""

from minghua.domain.care.queries.calendar import accuracy as accuracy
from minghua.domain.care.queries.calendar import calendar as calendar
from minghua.domain.care.queries.calendar import missed as missed
from minghua.domain.care.queries.demand import demand_plan as demand_plan
from minghua.domain.care.queries.jars import jar_cards_of as jar_cards_of
from minghua.domain.care.queries.jars import jar_page as jar_page
from minghua.domain.care.queries.jars import jars as jars
from minghua.domain.care.queries.jars import preview as preview
from minghua.domain.care.queries.route import areas as areas
from minghua.domain.care.queries.route import route as route
