"""Names are read word by word as the library reads them whole: cutting them into stretches changes no syllable."""

import random

import pytest
from pypinyin import lazy_pinyin
from pypinyin.phrases_dict import phrases_dict

from minghua.foundation.search import pinyin


@pytest.mark.parametrize(
    "name",
    ["", "重", "重庆", "重庆重庆", "隆重庆", "七返还雨", "朝朝暮暮", "朝梁暮晋", "长乐银行", "曾参行长", "有限公司"],
)
def test_a_name_is_read_as_the_library_reads_it(name: str) -> None:
    assert pinyin.in_context(name) == lazy_pinyin(name, v_to_u=False)


def test_names_of_broken_words_are_read_as_the_library_reads_them() -> None:
    chance, words = random.Random(11), [word for word in phrases_dict if all(map(pinyin.is_chinese, word))]
    for _ in range(2_000):
        name = "".join(chance.choice(words)[: chance.randrange(1, 5)] for _ in range(chance.randrange(1, 6)))
        assert pinyin.in_context(name) == lazy_pinyin(name, v_to_u=False), name


def test_the_character_that_ends_a_stretch_stands_in_no_word() -> None:
    assert not [word for word in phrases_dict if pinyin._ELSEWHERE in word]
