"""Each room has its plate, its parts and nothing else."""

import pytest

from tests.architecture.house import ROOMS, SOURCE

OPEN = sorted(path.name for path in (SOURCE / "domain").iterdir() if (path / "apps.py").exists())
KNOWN = {name for row in ROOMS for name in row}


def test_open_rooms_are_known_to_the_map() -> None:
    assert set(OPEN) <= KNOWN


@pytest.mark.parametrize("room", OPEN)
def test_plate_is_on_the_door(room: str) -> None:
    plate = SOURCE / "domain" / room / "README.md"
    lines = plate.read_text().splitlines()
    assert len(lines) <= 40
    assert lines[0].startswith(f"# {room} ")
    assert any("\u4e00" <= sign <= "\u9fff" for sign in lines[0]), "the plate is in both tongues"


@pytest.mark.parametrize("room", OPEN)
def test_plate_names_only_doors_that_exist(room: str) -> None:
    import re
    from importlib import import_module

    text = (SOURCE / "domain" / room / "README.md").read_text()
    missing = []
    for door in ("operations", "queries"):
        named = re.search(rf"`{door}`: ([^.]*)\.", text)
        module = import_module(f"minghua.domain.{room}.{door}")
        if named:
            missing += [name for name in re.findall(r"`(\w+)`", named[1]) if not hasattr(module, name)]
    assert missing == []


@pytest.mark.parametrize("room", OPEN)
def test_label_is_the_name_of_the_room(room: str) -> None:
    from django.apps import apps

    assert apps.get_app_config(room).name == f"minghua.domain.{room}"
