"""The catalogue finds what lacks English; the lints find what no catalogue can translate."""

import pytest

from tools import bare_texts, template_lint, texts


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ('<p>{{ _("客户") }}</p>', []),
        ("<p>客户</p>", ["客户"]),
        ("<button>Save</button>", ["Save"]),
        ('<a title="打开">{{ x }}</a>', ["打开"]),
        ("{# 说明 #}<kbd>Esc</kbd> 明华", []),
    ],
)
def test_words_outside_the_catalogue_are_found(source, words):
    assert bare_texts.words(source) == words


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ('<p style="color:red">', "an inline style"),
        ("<p onclick='x()'>", "an inline event handler"),
        ('<p hx-on:click="x">', "hx-on"),
        ('<p hx-trigger="keyup[key==1]">', "a trigger filter"),
        ("<script>x()</script>", "an inline script"),
        ('<img src="//elsewhere/x.png">', "an address of another host"),
    ],
)
def test_what_the_policy_forbids_is_found(tmp_path, source, what):
    (tmp_path / "page.html").write_text(source)
    assert template_lint.found(tmp_path) == [f"page.html:1: {what}"]


def test_names_of_values_are_the_same_in_both_tongues():
    assert texts._broken_places() == []
