"""Typesetting: a template beside this module and its data become a PDF."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

_HERE = Path(__file__).parent
FONTS = _HERE.parent / "static" / "fonts"


class NoLetters(Refusal):
    """The Chinese letters for documents have not been built."""

    code = "no_fonts"
    status = 503
    text = Text("缺少打印用的中文字体。", "The Chinese letters for printing are missing.")
    remedy = Text("请管理员运行 npm run build。", "Ask an administrator to run npm run build.")


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """Return the PDF of a template (`archive_card`) filled with JSON-safe data; raises NoLetters."""
    if not any(FONTS.glob("*.ttf")):
        raise NoLetters()
    made = typst.compile(
        str(_HERE / f"{template}.typ"),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, default=str)},
    )
    return bytes(made)
