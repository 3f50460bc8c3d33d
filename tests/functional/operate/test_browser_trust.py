"""What ASVS asks of cookies, headers, passwords and sessions, shown on the running application."""

import os
import re
import subprocess
import sys

import pytest
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client

from minghua.foundation.people.models import User
from tests.architecture.house import ROOT, SOURCE
from tests.company import PASSWORD, Company

pytestmark = [pytest.mark.django_db, pytest.mark.once]
IN_SERVICE = {"MINGHUA_TLS": "1", "MINGHUA_HOSTS": "crm.example.com", "PYTHONPATH": f"{SOURCE.parent}:{ROOT}"}
ASK = """
from django.conf import settings as s
import django; django.setup()
print(s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.CSRF_COOKIE_NAME, s.CSRF_COOKIE_SECURE,
      s.CSRF_COOKIE_HTTPONLY, s.LANGUAGE_COOKIE_NAME, s.LANGUAGE_COOKIE_SECURE, s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT)
"""


def in_service(*words: str, tmp_path) -> str:
    """Run Python as the product runs behind TLS and return what it printed."""
    env = os.environ | IN_SERVICE | {"MINGHUA_VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "minghua.config.settings"}
    done = subprocess.run([sys.executable, *words], env=env, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.slow
def test_behind_tls_cookies_are_prefixed_and_secure_and_hsts_lasts_a_year(tmp_path):
    assert in_service("-c", ASK, tmp_path=tmp_path).split() == [
        "__Host-minghua_session", "True", "True", "__Host-minghua_csrf", "True",
        "True", "__Secure-minghua_language", "True", "31536000", "True",
    ]  # fmt: skip


@pytest.mark.slow
def test_check_deploy_has_nothing_to_say(tmp_path):
    """R17."""
    said = in_service("-m", "django", "check", "--deploy", "--fail-level", "WARNING", tmp_path=tmp_path)
    assert "no issues" in said


@pytest.fixture
def boss(company: Company) -> Client:
    client = Client()
    assert client.login(username="boss", password=PASSWORD)
    return client


@pytest.mark.parametrize("path", ["/today", "/account/login/", "/api/v1/me", "/no-such-page"])
def test_every_answer_carries_the_browsers_orders(boss: Client, path: str):
    headers = boss.get(path).headers
    policy = headers["Content-Security-Policy"]
    for order in (
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert order in policy
    assert "unsafe" not in policy
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in headers
    assert "charset" in headers["Content-Type"] or headers["Content-Type"].endswith("json")


def test_no_foreign_origin_is_ever_allowed(boss: Client):
    answer = boss.options(
        "/api/v1/me", headers={"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
    )
    assert "Access-Control-Allow-Origin" not in answer.headers
    assert boss.generic("TRACE", "/today").status_code == 405


def test_signing_in_gives_a_new_session_and_signing_out_ends_it(company: Company):
    client = Client()
    client.get("/account/login/")
    session = client.session
    session["before"] = 1
    session.save()
    fixed = session.session_key
    client.cookies["minghua_session"] = fixed
    client.post("/account/login/", {"login": "boss", "password": PASSWORD})
    fresh = client.cookies["minghua_session"].value
    assert fresh != fixed
    assert re.fullmatch(r"[a-z0-9]{32}", fresh), "32 of 36 signs: 165 bits"
    assert not Session.objects.filter(pk=fixed).exists()
    answer = client.post("/account/logout/")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not Session.objects.filter(pk=fresh).exists()
    thief = Client()
    thief.cookies["minghua_session"] = fresh
    assert thief.get("/today").status_code == 302


def test_reading_is_never_writing(company: Company, boss: Client):
    """No address that changes anything answers GET."""
    for path in ("/account/logout/", "/settings/tokens/1/revocation", "/settings/system/verification"):
        assert boss.get(path).status_code in {200, 405}
    assert boss.get("/today").status_code == 200


@pytest.mark.parametrize("password", ["password123", "1234567890", "qwertyuiop", "short-9", "iloveyou12"])
def test_short_and_common_passwords_are_refused(password):
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    "password",
    ["alllowercasewordsonly", "一二三四五六七八九十甲乙", "🍚 rice and 米 " * 8, "correct horse battery staple"],
)
def test_any_composition_of_ten_and_more_is_taken_and_kept_as_it_was_typed(company: Company, password):
    validate_password(password)
    user = User.objects.get(username="boss")
    user.set_password(password)
    user.save()
    assert not user.check_password(password.strip() if password != password.strip() else password.swapcase() + "x")
    assert user.check_password(password)


def test_changing_a_password_asks_for_the_old_one(boss: Client):
    new = {"password1": "a-new-password-77", "password2": "a-new-password-77"}
    assert boss.post("/account/password/change/", {"oldpassword": "wrong", **new}).status_code == 200
    assert User.objects.get(username="boss").check_password(PASSWORD)


@pytest.mark.parametrize("path", ["/account/login/", "/account/password/change/"])
def test_password_fields_hide_what_is_typed_and_let_it_be_pasted(boss: Client, path: str):
    page = (Client() if "login" in path else boss).get(path).content.decode()
    fields = re.findall(r"<input[^>]*name=\"[a-z]*password[0-9]?\"[^>]*>", page)
    assert fields
    assert [field for field in fields if 'type="password"' not in field or 'autocomplete="off"' in field] == []
    assert "onpaste" not in page
