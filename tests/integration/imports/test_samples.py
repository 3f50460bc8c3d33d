"""The first rows of a file are sealed: shown to whoever maps it, found by an erasure, gone with the file."""

import pytest

from minghua.foundation.imports import queries as imports
from minghua.foundation.imports.models import ImportRun
from minghua.foundation.imports.operations import forgetting
from minghua.foundation.vault.sealing import is_sealed
from tests import imports_driving
from tests.company import Company

pytestmark = pytest.mark.django_db
FILE = "姓名,手机\n司徒鸾翥,13866660977\n王伟,13866660978\n".encode()


def test_samples_are_sealed_and_shown(company: Company) -> None:
    boss = company.actor("boss")
    run_id = imports_driving.uploaded(FILE, boss, target="customers")
    assert is_sealed(ImportRun.objects.get(pk=run_id).samples)
    assert imports.first_values(boss, run_id, count=1) == {"姓名": ["司徒鸾翥"], "手机": ["13866660977"]}


def test_an_erasure_finds_the_runs_that_show_a_person(company: Company) -> None:
    run_id = imports_driving.uploaded(FILE, company.actor("boss"), target="customers")
    assert forgetting.unfinished(0, (), ("鸾翥", "nobody")) == [run_id]
    assert forgetting.unfinished(0, (), ("nobody",)) == forgetting.unfinished(0, (), ()) == []
