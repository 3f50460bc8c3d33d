"""Templates live under a strict content-security policy: nothing inline, nothing that needs eval."""

import re

import pytest

from tests.architecture.house import SOURCE, short

DJANGOS_OWN_HTML = "account_pages/allauth/elements/fields.html"  # the help of password fields is a list in HTML
TEMPLATES = sorted((SOURCE / "interfaces" / "web" / "templates").rglob("*.html"))
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
FORBIDDEN = {
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")", re.IGNORECASE),
    "inline handler": re.compile(
        r"\son(?:click|change|input|submit|load|error|focus|blur|toggle|key\w+|mouse\w+)\s*=", re.IGNORECASE
    ),
    "style attribute": re.compile(r"\sstyle\s*=\s*[\"']"),
    "hx-on": re.compile(r"hx-on[:=-]"),
    "js: expression": re.compile(r"=[\"']js:"),
    "trigger filter": re.compile(r"hx-trigger=[\"'][^\"']*\["),
    "address of another host": re.compile(r"(?:src|href)=[\"']https?://"),
    "unescaped output": re.compile(r"\|\s*safe\b"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_template_has(what: str) -> None:
    found = [
        f"{short(path)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(COMMENT.sub("", path.read_text()).splitlines(), start=1)
        if FORBIDDEN[what].search(line) and not (what == "unescaped output" and short(path).endswith(DJANGOS_OWN_HTML))
    ]
    assert found == []
