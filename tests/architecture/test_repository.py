"""What is in the repository: no addresses of registries, no secrets, no large files, whole migrations, living links."""

import re
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command

from tests.architecture.house import ROOT, short, tracked

TEXT = (
    ".py",
    ".md",
    ".toml",
    ".lock",
    ".json",
    ".html",
    ".css",
    ".js",
    ".mjs",
    ".ts",
    ".po",
    ".txt",
    ".yml",
    ".sh",
    "",
)
HOSTS = re.compile(r"(pypi|pythonhosted|npmjs|yarnpkg|debian|githubusercontent|crates)\.(org|com|io)", re.IGNORECASE)
SECRETS = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|AKIA[0-9A-Z]{16}|ghp_[A-Za-z0-9]{30}")
LARGEST = 600_000
THIS_FILE = "tests/architecture/test_repository.py"


def lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{short(path)}:{number}"
        for path in tracked(*TEXT)
        if short(path) != THIS_FILE
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def test_no_registry_is_named() -> None:
    assert lines_with(HOSTS) == []


def test_no_secret_is_kept() -> None:
    assert lines_with(SECRETS) == []


def test_no_file_is_large() -> None:
    assert [short(path) for path in tracked() if path.stat().st_size > LARGEST] == []


def test_lock_names_hashes_and_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    blocks = re.findall(r"^[a-z0-9._-]+(?:\[[^]]*\])?==[^\n]*(?:\n[ ]+--hash=[^\n]*)*", text, re.MULTILINE)
    assert [block.split("==")[0] for block in blocks if "--hash=" not in block] == []


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    said = StringIO()
    call_command("makemigrations", check_changes=True, dry_run=True, stdout=said)
    assert said.getvalue().strip() == "No changes detected"


@pytest.mark.parametrize("tool", [("tools.docs_links",), ("tools.texts", "check")])
def test_tool_finds_nothing(tool: tuple[str, ...]) -> None:
    done = subprocess.run([sys.executable, "-m", *tool], cwd=ROOT, capture_output=True, text=True)
    assert (done.returncode, done.stderr.strip()) == (0, ""), done.stdout
