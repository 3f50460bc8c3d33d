"""How long a simulation tells who would fall: its counts stay as evidence, the customers it names go.

A simulation is no record of what happened to anybody, so a legal hold does not keep the names in it.
"""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Coalesce

from minghua.domain.tiering.models import Simulation, SimulationRun
from minghua.foundation.personal.retention import Fate, Kind, Part
from minghua.kernel.words import Text


def _due(before: datetime) -> "QuerySet[Any]":
    return Simulation.objects.filter(made_at__lt=before).exclude(result__falls=[])


def _forget_falls(rows: "QuerySet[Any]", at: datetime) -> int:
    kept = list(rows)
    for row in kept:
        row.result["falls"] = []
    return Simulation.objects.bulk_update(kept, ["result"])


def _left(before: datetime) -> "QuerySet[Any]":
    """Runs that nobody went on with: a run that ends keeps nothing."""
    return SimulationRun.objects.filter(asked_at__lt=before).exclude(kept={})


def _end(rows: "QuerySet[Any]", at: datetime) -> int:
    return rows.update(kept={}, ended_at=Coalesce("ended_at", at))


KINDS = (
    Kind(
        "simulations",
        Text("等级试算里点名的客户", "Customers named by simulations of levels"),
        "contract",
        Fate.BLANK,
        "retention.simulation_days",
        (Part("tiering.Simulation", _due, _forget_falls, 200), Part("tiering.SimulationRun", _left, _end)),
        note=Text(
            "人数与变动矩阵作为发布依据保留；中途停下的试算一并了结。",
            "Counts and matrices stay as evidence of publishing; a run that was left is ended.",
        ),
    ),
)
