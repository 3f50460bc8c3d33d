"""What an attacker tried once more: hostile files, other people's runs and views, and the keys of who left (T1, T7, T10, T15)."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from minghua.foundation.files.operations import clean_name
from minghua.foundation.imports.formulas import quoted, unquoted
from minghua.foundation.imports.limits import LIMITS
from minghua.foundation.imports.models import ImportRun
from minghua.foundation.imports.readers import table
from minghua.foundation.imports.refusals import FileRefused
from minghua.foundation.listing import operations as listing
from minghua.foundation.listing.models import SavedView
from minghua.foundation.listing.types import Spec
from minghua.foundation.people import membership
from minghua.foundation.people.types import SYSTEM
from minghua.foundation.storage.unit_of_work import unit_of_work
from tests.company import Company
from tests.conftest import AT
from tests.functional.guard.leaving import token
from tests.functional.web.settings.door import signed_in

pytestmark = pytest.mark.django_db
HOSTILE = [
    "=1+1",
    "+1-2",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\x00=1",
    "＝1",
    "＋1",
    "－1",
    "＠1",
    "\ufeff=1",
    "\u200b=1",
    "'=1",
    "''=1",
    "\u202e=1",
    "|calc",
    "%0A=1",
]


@pytest.mark.parametrize("cell", HOSTILE)
def test_t7_no_cell_that_leaves_begins_like_a_formula_and_each_comes_back(cell: str) -> None:
    assert quoted(cell).lstrip("\ufeff\u200b\u202e \t\r\n\x00")[:1] not in set("=+-@＝＋－＠")
    assert unquoted(quoted(cell)) == cell


def bomb(size: int) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"<a>" + b"0" * size)
    return target.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a zip bomb", bomb(LIMITS.unpacked_bytes + 1) if LIMITS.unpacked_bytes < 1 << 30 else bomb(1 << 28)),
        ("half a zip", bomb(100)[:60]),
        ("nothing", b""),
        ("an image", b"\x89PNG\r\n\x1a\n" + b"\x00" * 64),
        (
            "XML with an entity",
            b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        ),
        ("ten thousand columns", ",".join(f"c{n}" for n in range(10_000)).encode() + b"\n1"),
    ],
    ids=lambda part: part if isinstance(part, str) else "",  # a zip holds the second it was made in: no name of a test
)
def test_t10_a_hostile_file_is_refused_in_words(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    path.write_bytes(content)
    with pytest.raises(FileRefused):
        table.look(path)


def test_t10_a_huge_cell_is_cut_and_named_and_twin_headers_are_told_apart(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_text("名称,名称,城市\n" + "王" * (LIMITS.cell_characters + 10) + ",b,c\n")
    seen = table.look(path)
    assert seen.headers == ("名称", "名称 (2)", "城市")
    row = next(table.read(seen))
    assert (len(row.cells[0]), [problem.code for problem in row.problems]) == (
        LIMITS.cell_characters,
        ["oversize_cell"],
    )


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "a\x00b.csv", "gnp.\u202evsc.exe", "/", ""])
def test_t10_a_name_never_leads_out_of_its_folder(name: str) -> None:
    kept = clean_name(name)
    assert not set(kept) & set("/\\\x00\u202e")
    assert kept not in {"", ".", ".."}


@pytest.mark.parametrize("made_up", ["※ 明华导出 E90X-NAWR-EDA7-ES2Q · 王伟", "※ 明华导出 nothing"])
def test_a_made_up_mark_with_data_beside_it_is_still_a_row(made_up: str, tmp_path: Path) -> None:
    """Nobody hides a row from an import, or from its counts, by writing a mark before it."""
    path = tmp_path / "file.csv"
    path.write_text(f"名称,城市\n{made_up},长沙\n")
    assert len([row for row in table.read(table.look(path)) if row.cells]) == 1


# other people's things


def test_t1_a_run_of_somebody_else_is_not_found_on_any_page(company: Company) -> None:
    lead = signed_in("lead")
    file = SimpleUploadedFile("a.csv", "名称,手机\n王伟,12\n".encode(), content_type="text/csv")
    lead.post("/imports/new", {"file": file, "target": "customers"})
    run = ImportRun.objects.get()
    with unit_of_work(SYSTEM, at=AT):
        membership.edit_user(
            company.user_ids["east1"], name="赵敏", email="", team_id=company.east_shop, role_codes=("team_lead",),
            by=SYSTEM, at=AT,
        )  # fmt: skip
    other = signed_in("east1")
    parts = ("", "/mapping", "/live", "/problems", "/problems.csv", "/failed.csv")
    assert [other.get(f"/imports/{run.pk}{part}").status_code for part in parts] == [404] * len(parts)
    assert [lead.get(f"/imports/{run.pk}").status_code, ImportRun.objects.count()] == [200, 1]


def test_t1_a_private_view_of_somebody_else_cannot_be_changed_or_removed(company: Company) -> None:
    west1 = company.actor("west1")
    with unit_of_work(west1, at=AT):
        view = listing.create_view("customers", name="我的", spec=Spec(), by=west1, at=AT)
    view_id = getattr(view, "id", view)
    east1 = signed_in("east1")
    for method in ("post", "delete"):
        getattr(east1, method)(f"/views/{view_id}", {"name": "被改"})
        getattr(east1, method)(f"/views/{view_id}/removal")
    assert SavedView.objects.get(pk=view_id).name == "我的"
    assert "我的</" not in east1.get(f"/customers?view={view_id}").content.decode().split("<main")[1].split("table")[0]


# the keys of who left


def test_t15_after_deactivation_no_key_opens_any_door(company: Company, capsys: Any) -> None:
    """Next request: session, token, shell, login; and nobody lets themselves in again."""
    from minghua.interfaces.cli import main as cli

    client, text = signed_in("lead"), token(company, "lead", "customers.view")
    with unit_of_work(SYSTEM, at=AT):
        membership.set_active(company.user_ids["lead"], active=False, by=SYSTEM, at=AT)
    assert client.get("/customers")["Location"].startswith("/account/login/")
    assert client.get("/api/v1/customers").status_code == 401
    assert Client().get("/api/v1/customers", headers={"Authorization": f"Bearer {text}"}).status_code == 401
    assert cli.run(["--as", "lead", "customer", "list"]) == 2
    again = Client()
    again.post("/account/login/", {"login": "lead", "password": "ming-hua-knows-each-jar"})
    assert again.get("/today")["Location"].startswith("/account/login/")


def test_t15_a_reactivated_person_does_not_get_old_keys_back(company: Company) -> None:
    client, text = signed_in("lead"), token(company, "lead", "customers.view")
    for active in (False, True):
        with unit_of_work(SYSTEM, at=AT):
            membership.set_active(company.user_ids["lead"], active=active, by=SYSTEM, at=AT)
    assert client.get("/customers").status_code == 302
    assert Client().get("/api/v1/customers", headers={"Authorization": f"Bearer {text}"}).status_code == 401
