"""Tables of service: cases, their log and clocks; who has which unit, its problems and what was promised."""

from minghua.domain.service.models.cases import Case, CaseEntry
from minghua.domain.service.models.clocks import Clock, ClockAlert, ServicePolicy
from minghua.domain.service.models.holdings import Card, CardStock, Holding, OutOfUse, VisitCharge
from minghua.domain.service.models.problems import Occurrence, Problem, Repair, Rest
from minghua.domain.service.models.promises import Promise

__all__ = [
    "Card",
    "CardStock",
    "Case",
    "CaseEntry",
    "Clock",
    "ClockAlert",
    "Holding",
    "Occurrence",
    "OutOfUse",
    "Problem",
    "Promise",
    "Repair",
    "Rest",
    "ServicePolicy",
    "VisitCharge",
]
