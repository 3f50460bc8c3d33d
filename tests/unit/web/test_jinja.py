"""Templates escape what they show, refuse unknown names, and write attributes that mean what was said."""

import pytest
from jinja2 import UndefinedError

from minghua.interfaces.web import icons, navigation
from minghua.interfaces.web.jinja import attributes, environment, tone


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ({"hx-get": "/a?b=1&c=2"}, 'hx-get="/a?b=1&amp;c=2"'),
        ({"disabled": True, "hidden": False, "title": None}, "disabled"),
        ({"hx-vals": {"id": 7, "to": '"x"'}}, 'hx-vals="{&#34;id&#34;: 7, &#34;to&#34;: &#34;\\&#34;x\\&#34;&#34;}"'),
        ({}, ""),
    ],
)
def test_attributes_are_escaped_bare_or_left_out(values, written):
    assert str(attributes(values)) == written


def test_what_is_shown_is_escaped():
    template = environment().from_string("{{ name }}")
    assert template.render(name="<script>王</script>") == "&lt;script&gt;王&lt;/script&gt;"


def test_an_unknown_name_is_an_error_not_an_empty_place():
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nobody }}").render()


def test_an_icon_outside_the_sprite_is_refused():
    with pytest.raises(icons.NoSuchIcon):
        icons.icon("no-such-icon")


def test_every_place_has_an_icon_of_the_sprite():
    assert {place.icon for group in navigation.GROUPS for place in group.places} - icons.names() == set()


def test_a_name_keeps_its_colour():
    assert (tone("赵敏"), tone("赵敏"), tone("")) == (tone("赵敏"), tone("赵敏"), 0)
    assert 0 <= tone("赵敏") < 6


def test_stored_words_are_translated_and_still_escaped():
    template = environment().from_string("{{ word|spoken }}")
    assert template.render(word="<b>早上</b>") == "&lt;b&gt;早上&lt;/b&gt;"
