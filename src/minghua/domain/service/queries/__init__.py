"""Reads of service."""

from minghua.domain.service.queries.cases import case as case
from minghua.domain.service.queries.cases import cases as cases
from minghua.domain.service.queries.cases import entries as entries
from minghua.domain.service.queries.covers import cover_of as cover_of
from minghua.domain.service.queries.problems import GRAVEST_FIRST as GRAVEST_FIRST
from minghua.domain.service.queries.problems import PROBLEM_FIELDS as PROBLEM_FIELDS
from minghua.domain.service.queries.problems import problem as problem
from minghua.domain.service.queries.problems import problem_count as problem_count
from minghua.domain.service.queries.problems import problems as problems
from minghua.domain.service.queries.promises import OLDEST_FIRST as OLDEST_FIRST
from minghua.domain.service.queries.promises import PROMISE_FIELDS as PROMISE_FIELDS
from minghua.domain.service.queries.promises import PromiseFilter as PromiseFilter
from minghua.domain.service.queries.promises import kept_by_owner as kept_by_owner
from minghua.domain.service.queries.promises import kept_by_team as kept_by_team
from minghua.domain.service.queries.promises import promise_count as promise_count
from minghua.domain.service.queries.promises import promises as promises
from minghua.domain.service.queries.units import LATEST_FIRST as LATEST_FIRST
from minghua.domain.service.queries.units import UNIT_FIELDS as UNIT_FIELDS
from minghua.domain.service.queries.units import unit as unit
from minghua.domain.service.queries.units import unit_count as unit_count
from minghua.domain.service.queries.units import units as units
from minghua.domain.service.queries.units import units_of as units_of
