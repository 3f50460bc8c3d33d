"""No code stands where a person reads: every act on the record and every group of parameters has its words."""

import re
from pathlib import Path

from minghua.foundation.parameters import register
from minghua.interfaces.web.audit_words import ACTS, AREAS
from minghua.interfaces.web.pages.settings_parameters import AREAS as PARAMETER_AREAS

SOURCE = Path(__file__).parents[3] / "src" / "minghua"
VERB = re.compile(r'audit\.record\(\s*"([a-z_]+)\.([a-z_]+)"')


def test_every_recorded_act_is_said_in_words() -> None:
    verbs = {found.groups() for path in SOURCE.rglob("*.py") for found in VERB.finditer(path.read_text())}
    assert sorted(f"{area}.{act}" for area, act in verbs if area not in AREAS or act not in ACTS) == []


def test_every_group_of_parameters_has_a_name() -> None:
    groups = {definition.code.split(".")[0] for definition in register.definitions()}
    assert sorted(groups - set(PARAMETER_AREAS)) == []
