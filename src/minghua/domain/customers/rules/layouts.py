"""A layout meets the fields there are: what it names comes first and in its order, what it does not know is never lost."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from minghua.domain.customers.types.archive import BLOCKS
from minghua.domain.customers.types.fields import ArchiveField
from minghua.domain.customers.types.layouts import MOST_SECTIONS, PLACES, Arranged, Preset, Section
from minghua.kernel.errors import Invalid
from minghua.kernel.words import Text

_CODE = re.compile(r"[a-z][a-z0-9_]{0,30}")


def arranged(spec: Mapping[str, Any], fields: Sequence[ArchiveField]) -> Arranged:
    """Return the layout filled with these fields; a field it does not name stands at the end of its own block."""
    known = {field.code: field for field in fields}
    given = spec.get("sections") or [_default(code) for code in BLOCKS]
    hidden = [code for code in spec.get("hidden", ()) if code in known]
    placed = {code for section in given for code in section["fields"]} | set(hidden)
    rest = [field for field in fields if field.code not in placed]
    homes = _homes(given)
    sections = [
        Section(
            section["code"],
            Text(section["zh"], section["en"]),
            section["columns"],
            (
                *(known[code] for code in section["fields"] if code in known and code not in hidden),
                *(field for field in rest if homes[field.block] == section["code"]),
            ),
        )
        for section in given
    ]
    default_quick = [field.code for field in fields if field.custom] if "quick" not in spec else spec["quick"]
    named = {place: spec.get(place, ()) for place in PLACES} | {"quick": default_quick}
    places = {place: tuple(known[code] for code in codes if code in known) for place, codes in named.items()}
    return Arranged(tuple(sections), tuple(known[code] for code in hidden), places)


def _default(block: str) -> dict[str, Any]:
    return {"code": block, "zh": BLOCKS[block].zh, "en": BLOCKS[block].en, "columns": 2, "fields": []}


def _homes(sections: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Where fields of a block go that no section names: the section of that block, else the last one."""
    codes = [section["code"] for section in sections]
    return {block: block if block in codes else codes[-1] for block in BLOCKS}


def judged(spec: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """Return the layout as it is kept; raises Invalid for what is none: no section, a field twice, a wrong width."""
    if not spec:
        return {}
    codes = set(known)
    sections = [_section(section, codes) for section in spec.get("sections", ())]
    names = [section["code"] for section in sections]
    named = [code for section in sections for code in section["fields"]]
    if not 1 <= len(sections) <= MOST_SECTIONS or len(set(names)) != len(names):
        raise Invalid(
            f"版式应有 1 到 {MOST_SECTIONS} 个分区。", f"A layout has 1 to {MOST_SECTIONS} sections.", field="sections"
        )
    if len(set(named)) != len(named):
        raise Invalid("同一字段只能放一处。", "A field stands in one place only.", field="sections")
    kept: dict[str, Any] = {"sections": sections, "hidden": _codes(spec, "hidden", codes)}
    return kept | {place: _codes(spec, place, codes) for place in PLACES}


def refuse_strangers(spec: Mapping[str, Any], known: Iterable[str]) -> None:
    """Raise Invalid for the first field that a layout names and the kind does not have."""
    codes = set(known)
    named = {place: spec.get(place, ()) for place in ("hidden", *PLACES)}
    named["sections"] = [code for section in spec.get("sections", ()) for code in section["fields"]]
    for place, given in named.items():
        strangers = [code for code in given if code not in codes]
        if strangers:
            raise Invalid(
                f"这类客户没有字段「{strangers[0]}」。", f"There is no field “{strangers[0]}” here.", field=place
            )


def _section(section: Mapping[str, Any], known: set[str]) -> dict[str, Any]:
    zh, en = (" ".join(str(section.get(key, "")).split())[:40] for key in ("zh", "en"))
    if not zh or not _CODE.fullmatch(str(section.get("code", ""))) or section.get("columns") not in (1, 2):
        raise Invalid(
            "分区要有名称，宽度为一栏或两栏。", "A section has a name, and one or two columns.", field="sections"
        )
    fields = [code for code in section.get("fields", ()) if code in known]
    return {"code": section["code"], "zh": zh, "en": en or zh, "columns": section["columns"], "fields": fields}


def _codes(spec: Mapping[str, Any], key: str, known: set[str]) -> list[str]:
    return [code for code in dict.fromkeys(spec.get(key, ())) if code in known]


def of_preset(preset: Preset, fields: Sequence[ArchiveField]) -> dict[str, Any]:
    """Return the layout of a template: what matters first, under its name, the rest in the four blocks."""
    known = {field.code for field in fields}
    front = {
        "code": "front",
        "zh": preset.name.zh,
        "en": preset.name.en,
        "columns": 2,
        "fields": [code for code in preset.front if code in known],
    }
    blocks = [_default(code) for code in BLOCKS]
    own = [new.code for new in preset.own if new.code in known]
    return judged(
        {"sections": [front, *blocks], "hidden": [], "header": own, "panel": own, "quick": preset.quick}, known
    )
