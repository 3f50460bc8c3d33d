"""Pinyin readings of Chinese names: full syllables and initials, with the readings surnames really have."""

from collections.abc import Iterator
from functools import lru_cache

from pypinyin import Style, lazy_pinyin, pinyin

LONGEST = 30  # characters of a name that are read aloud; the rest is found by its characters

# Surnames that are read otherwise than the same character in other words; both readings are kept, for people type either.
SURNAMES: dict[str, str] = {
    "单": "shan", "曾": "zeng", "解": "xie", "仇": "qiu", "朴": "piao", "查": "zha", "区": "ou", "盖": "ge", "折": "she",
    "员": "yun", "贠": "yun", "乐": "yue", "翟": "zhai", "种": "chong", "召": "shao", "秘": "bi", "宓": "fu", "祭": "zhai",
    "缪": "miao", "覃": "qin", "重": "chong", "隗": "wei", "洗": "xian", "黑": "he", "繁": "po", "薄": "bo", "卜": "bu",
    "能": "nai", "佴": "nai", "粘": "nian", "乜": "nie", "阚": "kan", "乐正": "yue zheng",
}  # fmt: skip


def is_chinese(character: str) -> bool:
    """Return whether this is a Han character."""
    return "\u3400" <= character <= "\u9fff" or "\U00020000" <= character <= "\U0003ffff"


def readings(folded: str) -> list[str]:
    """Return the distinct pinyin forms of a folded name: full and initials, for each plausible reading."""
    if folded.isascii():
        return []
    name = "".join(character for character in folded if is_chinese(character))[:LONGEST]
    if not name:
        return []
    forms: dict[str, None] = {}
    for syllables in _syllable_readings(name):
        for latin in _spellings(syllables):
            forms["".join(latin)] = None
            forms["".join(syllable[0] for syllable in latin)] = None
    return list(forms)


def _syllable_readings(name: str) -> Iterator[list[str]]:
    sounds = [_sounds(character) for character in name]
    if all(len(sound) == 1 for sound in sounds):
        yield [sound[0] for sound in sounds]
    else:  # which of its sounds a character has, its neighbours tell
        yield lazy_pinyin(name, v_to_u=False)
    surname = next((name[:length] for length in (2, 1) if name[:length] in SURNAMES), "")
    if surname:
        yield [*SURNAMES[surname].split(), *lazy_pinyin(name[len(surname) :], v_to_u=False)]


@lru_cache(maxsize=32_768)
def _sounds(character: str) -> tuple[str, ...]:
    """The sounds a character may have, without tones."""
    return tuple(sorted(set(pinyin(character, style=Style.NORMAL, heteronym=True, v_to_u=False)[0])))


def _spellings(syllables: list[str]) -> Iterator[list[str]]:
    """吕 is typed lv, lu or lü; passports write lyu."""
    yield syllables
    if any("v" in syllable for syllable in syllables):
        yield [syllable.replace("v", "u") for syllable in syllables]
