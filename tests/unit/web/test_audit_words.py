"""No code stands where a person reads: every act on the record and every group of parameters has its words."""

import ast
import re
from pathlib import Path

from django.utils import translation

from minghua.foundation.parameters import register
from minghua.foundation.personal import register as personal
from minghua.interfaces.web import audit_values
from minghua.interfaces.web.audit_acts import ACTS
from minghua.interfaces.web.audit_words import AREAS, SUBJECTS
from minghua.interfaces.web.pages.settings_parameters import AREAS as PARAMETER_AREAS
from minghua.interfaces.web.pages.settings_roles import areas
from minghua.interfaces.web.personal_words import called, held_by

SOURCE = Path(__file__).parents[3] / "src" / "minghua"
CONSTANT = re.compile(r'^[A-Z_]+(?:: Final)? = "([a-z_]+\.[A-Z]\w+)"', re.MULTILINE)
SECOND = re.compile(r'audit\.record\(\s*(?:f?"[^"]*"|\w+),\s*"([\w.]+)"')
VERB = re.compile(r'audit\.record\(\s*"([a-z_]+)\.([a-z_]+)"')


def test_every_recorded_act_is_said_in_words() -> None:
    verbs = {found.groups() for path in SOURCE.rglob("*.py") for found in VERB.finditer(path.read_text())}
    assert sorted(f"{area}.{act}" for area, act in verbs if area not in AREAS or act not in ACTS) == []


def test_every_subject_on_the_record_has_a_name() -> None:
    texts = [text for path in SOURCE.rglob("*.py") if "audit.record(" in (text := path.read_text())]
    kinds = {kind for text in texts for form in (CONSTANT, SECOND) for kind in form.findall(text)}
    assert sorted(kinds - set(SUBJECTS)) == []


def test_every_group_of_parameters_has_a_name() -> None:
    groups = {definition.code.split(".")[0] for definition in register.definitions()}
    assert sorted(groups - set(PARAMETER_AREAS)) == []


def test_every_detail_on_the_record_has_a_name() -> None:
    keys = {key for path in SOURCE.rglob("*.py") if "audit" in (text := path.read_text()) for key in _details(text)}
    with translation.override("zh-hans"):
        assert sorted(key for key in keys if audit_values.label(key) == key) == []


def _details(text: str) -> set[str]:
    """The names of what is recorded where the call says them itself."""
    calls = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call) and _records(node.func))
    told = (argument for call in calls for argument in call.args if isinstance(argument, ast.Dict))
    return {key.value for each in told for key in each.keys if isinstance(key, ast.Constant)}


def _records(name: ast.expr) -> bool:
    return isinstance(name, ast.Attribute) and ast.unparse(name) == "audit.record"


def test_every_permission_stands_in_a_named_area_of_the_role_page() -> None:
    assert "其他" not in [name.zh for name, _permissions in areas()]


def test_every_entry_of_the_register_of_personal_data_has_a_name() -> None:
    entries = personal.entries()
    assert sorted({entry.model for entry in entries if held_by(entry.model).zh == entry.model}) == []
    assert sorted({f"{entry.model}.{entry.column}" for entry in entries if not called(entry).zh}) == []
