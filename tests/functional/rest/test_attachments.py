"""A file hangs on a customer through the API, once per key however the form is cut, and is handed out as a download."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

pytestmark = pytest.mark.django_db


def upload(program: Any, customer_id: int, content: bytes, key: str, name: str = "合同.pdf") -> Any:
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    headers = {"Authorization": f"Bearer {program.text}", "Idempotency-Key": key}
    return program.client.post(f"/api/v1/customers/{customer_id}/attachments", {"file": file}, headers=headers)


def test_the_same_form_sent_again_hangs_one_file(program: Any) -> None:
    caller = program("sales")
    customer_id = caller.post("/customers", {"kind": "person", "name": "王伟"}).json()["id"]
    first, second = upload(caller, customer_id, b"%PDF", "k1"), upload(caller, customer_id, b"%PDF", "k1")
    assert first.status_code == 201, first.content.decode()
    assert (second.content, second["Idempotent-Replay"]) == (first.content, "true")
    assert len(caller.get(f"/customers/{customer_id}/attachments").json()["items"]) == 1


def test_another_file_under_the_same_key_is_refused(program: Any) -> None:
    caller = program("sales")
    customer_id = caller.post("/customers", {"kind": "person", "name": "王伟"}).json()["id"]
    upload(caller, customer_id, b"%PDF", "k1")
    assert upload(caller, customer_id, b"other", "k1").json()["code"] == "idempotency_key_reused"


def test_a_file_is_handed_out_as_a_download(program: Any) -> None:
    caller = program("sales")
    customer_id = caller.post("/customers", {"kind": "person", "name": "王伟"}).json()["id"]
    upload(caller, customer_id, b"%PDF", "k1")
    file_id = caller.get(f"/customers/{customer_id}/attachments").json()["items"][0]["file_id"]
    answer = caller.get(f"/files/{file_id}")
    assert (b"".join(answer.streaming_content), answer["Content-Type"]) == (b"%PDF", "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment;")


LIES, NOT_TAKEN = "file_not_as_named", "file_kind_not_taken"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("合同.pdf", b"%PDF-1.7", ""),
        ("合同.PDF", b"MZ\x90\x00", LIES),
        ("合同.pdf", b"", LIES),
        ("证件.jpg", b"<script>alert(1)</script>", LIES),
        ("证件.jpg", b"\xff\xd8\xff\xe0", ""),
        ("报价.xlsx", b"%PDF-1.7", LIES),
        ("笔记.txt", b"MZ\x90\x00", LIES),
        ("笔记.txt", "米两袋".encode("gb18030"), ""),
        ("门头.webp", b"RIFF\x10\x00\x00\x00WEBPVP8 ", ""),
        ("门头.webp", b"RIFF\x10\x00\x00\x00WAVEfmt ", LIES),
        ("通话.m4a", b"\x00\x00\x00\x20ftypM4A ", ""),
        ("发票.ofd", b"PK\x03\x04", ""),
        ("页面.html", b"<script>alert(1)</script>", NOT_TAKEN),
        ("图.svg", b"<svg onload='alert(1)'/>", NOT_TAKEN),
        ("装.exe", b"MZ\x90\x00", NOT_TAKEN),
        ("合同.pdf.lnk", b"L\x00\x00\x00", NOT_TAKEN),
        ("pdf", b"%PDF-1.7", NOT_TAKEN),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    program: Any, tmp_path: Any, settings: Any, name: str, content: bytes, code: str
) -> None:
    settings.FILES_ROOT = tmp_path
    caller = program("sales")
    customer_id = caller.post("/customers", {"kind": "person", "name": "王伟"}).json()["id"]
    answer = upload(caller, customer_id, content, "k1", name)
    assert (answer.status_code, answer.json().get("code", "")) == (422 if code else 201, code)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == (0 if code else 1)
