"""Locked parts with a known weakness are named, with how long it is known; one past its time fails (ASVS 15.2.1)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tools import advisories

LOCK = "rice-jar==1.4.2 \\\n    --hash=sha256:00\nscoop[red]==2.0 ; python_version < '3.12' \\\n    --hash=sha256:11\n"
DAY = "2026-11-20"


def advisory(name: str = "Rice_Jar", *events: dict[str, str], severity: str = "", **more: Any) -> dict[str, Any]:
    spread = {"type": "ECOSYSTEM", "events": list(events)}
    affected = {"package": {"name": name, "ecosystem": "PyPI"}, "ranges": [spread]}
    told = {"id": "PYSEC-1", "published": "2026-11-10T08:00:00Z", "affected": [affected]}
    return told | ({"database_specific": {"severity": severity}} if severity else {}) | more


SINCE_1 = ({"introduced": "0"}, {"fixed": "1.4.3"})


def outcome(tmp_path: Path, capsys: pytest.CaptureFixture[str], said: Any, *, on: str = DAY) -> tuple[int, str]:
    (tmp_path / "copy").mkdir()
    (tmp_path / "lock").write_text(LOCK)
    if said is not None:
        (tmp_path / "copy" / "one.json").write_text(json.dumps(said))
    code = advisories.main([str(tmp_path / "copy"), "--lock", str(tmp_path / "lock"), "--on", on])
    return code, capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "on", "code", "told"),
    [
        (advisory("Rice_Jar", *SINCE_1), DAY, 1, "mended in 1.4.3, known 10 days, past its 7 days"),
        (advisory("Rice_Jar", *SINCE_1), "2026-11-17", 0, "mended in 1.4.3, known 7 days, 0 days left"),
        (advisory("rice.jar", *SINCE_1, severity="HIGH"), "2026-11-18", 1, "past its 7 days"),
        (advisory("rice-jar", *SINCE_1, severity="MODERATE"), DAY, 0, "20 days left"),
        (advisory("rice-jar", *SINCE_1, severity="LOW"), "2026-12-11", 1, "known 31 days, past its 30 days"),
        (advisory("rice-jar", {"introduced": "1.0"}, {"last_affected": "1.4.2"}), DAY, 1, "mended in nowhere yet"),
        (advisory("scoop", {"introduced": "1"}), DAY, 1, "scoop 2.0: PYSEC-1"),
    ],
)
def test_a_part_past_its_time_is_named_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], said: Any, on: str, code: int, told: str
) -> None:
    found, text = outcome(tmp_path, capsys, said, on=on)
    assert (found, told in text) == (code, True), text


@pytest.mark.parametrize(
    "said",
    [
        advisory("rice-jar", {"introduced": "0"}, {"fixed": "1.4.2"}),
        advisory("rice-jar", {"introduced": "1.5"}, {"fixed": "1.6"}),
        advisory("rice-jar", {"introduced": "0"}, {"last_affected": "1.4.1"}),
        advisory("rice-jar-lid", *SINCE_1),
        advisory("rice-jar", *SINCE_1, withdrawn="2026-11-12T00:00:00Z"),
    ],
    ids=["mended", "later", "earlier", "another", "withdrawn"],
)
def test_what_does_not_touch_a_part_is_not_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], said: Any) -> None:
    assert "known" not in outcome(tmp_path, capsys, said)[1]


def test_a_copy_without_advisories_is_no_proof(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert outcome(tmp_path, capsys, None)[0] == 2


def test_the_house_lists_every_part_it_locks() -> None:
    parts = dict(advisories.locked(advisories.LOCK.read_text()))
    assert {"django", "cryptography", "django-allauth"} <= parts.keys()
