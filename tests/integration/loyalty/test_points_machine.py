"""Anything in any order: points stand as the plain telling says, and INV-P* hold after every step (trust R5)."""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.integration.loyalty.points_machine import PointsMachine, World

EXAMPLES, STEPS = (int(each) for each in os.environ.get("MINGHUA_POINTS_MACHINE", "40x18").split("x"))


@pytest.mark.django_db
def test_points_stand_as_the_plain_telling_says_whatever_is_done() -> None:
    PointsMachine.world = World()
    run_state_machine_as_test(
        PointsMachine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=(Phase.explicit, Phase.generate),
            suppress_health_check=list(HealthCheck),
        ),
    )
