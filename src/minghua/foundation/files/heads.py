"""How a file of each kind begins: whether its content is what its name says (ASVS 5.2.2)."""

from typing import Final

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE: Final = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
HEADS: Final[dict[str, tuple[bytes, ...]]] = {
    "pdf": (b"%PDF",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "zip": _ZIP,
    "docx": _ZIP,
    "xlsx": _ZIP,
    "pptx": _ZIP,
    "doc": _OFFICE,
    "xls": _OFFICE,
    "ppt": _OFFICE,
}


class NotWhatItSays(Refusal):
    """The content is of another kind than the name says."""

    code = "file_not_as_named"
    status = 422
    text = Text("文件内容不是「.{ending}」格式。", "The content of the file is not “.{ending}”.")
    remedy = Text(
        "请用正确的格式另存，或改正文件名后再上传。", "Save it in that format, or correct its name, and upload again."
    )


def require_as_named(name: str, head: bytes) -> None:
    """Raise NotWhatItSays when the name ends in a kind we know and the first bytes are not of that kind."""
    ending = name.rpartition(".")[2].lower()
    known = HEADS.get(ending)
    if known and not head.startswith(known):
        raise NotWhatItSays(field="file", ending=ending)
