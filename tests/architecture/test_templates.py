"""Templates live under a strict content-security policy: nothing inline, nothing evaluated, no data taken for HTML."""

from pathlib import Path

import pytest

from tools import template_lint


def test_templates_keep_to_the_policy() -> None:
    assert template_lint.found() == []


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("{{ _(stop.window) }}", "a translation of data (it would not be escaped: use |spoken)"),
        ("{{ ngettext(one, many, n) }}", "a translation of data (it would not be escaped: use |spoken)"),
        ('<p onclick="x()">', "an inline event handler"),
        ("<p hx-on:click='x'>", "hx-on"),
        ("{{ name|safe }}", "escaping switched off"),
        ("<script>x</script>", "an inline script"),
        ('<p style="x">', "an inline style"),
    ],
)
def test_what_breaks_the_policy_is_named(tmp_path: Path, text: str, what: str) -> None:
    (tmp_path / "page.html").write_text(text)
    assert template_lint.found(tmp_path) == [f"page.html:1: {what}"]
