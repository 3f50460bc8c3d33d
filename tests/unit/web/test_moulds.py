"""A drawing with slots is filled for each row; what it is filled with is escaped, what was typed into it stays."""

from minghua.interfaces.web.jinja import environment

LINE = """{% set line %}<a href="/customers/{{ slot("id") }}" title="{{ title }}">{{ slot("name") }}</a>{% endset %}
{%- set line = line|mould("id", "name") %}{% for id, name in rows %}{{ line.fill(id=id, name=name) }}{% endfor %}"""


def drawn(title, *rows):
    return environment().from_string(LINE).render(title=title, rows=rows)


def test_a_mould_is_filled_for_each_row():
    assert drawn("客户", (1, "王"), (2, "李")) == (
        '<a href="/customers/1" title="客户">王</a><a href="/customers/2" title="客户">李</a>'
    )


def test_what_a_mould_is_filled_with_is_escaped():
    assert drawn("", (1, '<b title="x">')) == '<a href="/customers/1" title="">&lt;b title=&#34;x&#34;&gt;</a>'


def test_signs_in_the_drawing_or_in_a_value_mean_nothing():
    assert drawn("100% %(id)s {id}", (1, "50% %(name)s")) == (
        '<a href="/customers/1" title="100% %(id)s {id}">50% %(name)s</a>'
    )
