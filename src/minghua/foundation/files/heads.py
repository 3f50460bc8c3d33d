"""How a file of each kind begins: whether we take that kind, and whether its content is what its name says (ASVS 5.2.2)."""

from typing import Final

from minghua.kernel.errors import Refusal
from minghua.kernel.words import Text

_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_OFFICE: Final = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
HEADS: Final[dict[str, tuple[bytes, ...]]] = {
    "pdf": (b"%PDF",),
    "ofd": _ZIP,  # the form of Chinese electronic invoices
    "rtf": (b"{\\rtf",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "jpg": (b"\xff\xd8\xff",),
    "jpeg": (b"\xff\xd8\xff",),
    "gif": (b"GIF87a", b"GIF89a"),
    "bmp": (b"BM",),
    "tif": (b"II*\x00", b"MM\x00*"),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "zip": _ZIP,
    "rar": (b"Rar!\x1a\x07",),
    "7z": (b"7z\xbc\xaf\x27\x1c",),
    "gz": (b"\x1f\x8b",),
    "docx": _ZIP,
    "xlsx": _ZIP,
    "pptx": _ZIP,
    "odt": _ZIP,
    "ods": _ZIP,
    "doc": _OFFICE,
    "xls": _OFFICE,
    "ppt": _OFFICE,
    "msg": _OFFICE,
    "wps": (*_OFFICE, *_ZIP),
    "et": (*_OFFICE, *_ZIP),
    "mp3": (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"),
    "amr": (b"#!AMR",),
    "ogg": (b"OggS",),
}
WITHIN: Final[dict[str, tuple[int, bytes]]] = {  # kinds told by what stands further in: where, and what
    "webp": (8, b"WEBP"),
    "wav": (8, b"WAVE"),
    "heic": (4, b"ftyp"),
    "mp4": (4, b"ftyp"),
    "m4a": (4, b"ftyp"),
    "mov": (4, b"ftyp"),
}
TEXTS: Final = frozenset({"txt", "csv", "tsv", "md", "log", "json", "eml", "vcf", "ics"})  # no zero bytes


class NotTaken(Refusal):
    """Files of that kind are not taken: what opens them may run what stands in them, or we cannot tell what they are."""

    code = "file_kind_not_taken"
    status = 422
    text = Text("不接受「.{ending}」文件。", "Files of the kind “.{ending}” are not taken.")
    remedy = Text(
        "请存为 PDF、图片、Office 文档、纯文本、录音或录像，或压缩成 zip 后再上传。",
        "Save it as PDF, picture, office document, plain text, recording or film, or put it into a zip, and upload again.",
    )


class NotWhatItSays(Refusal):
    """The content is of another kind than the name says."""

    code = "file_not_as_named"
    status = 422
    text = Text("文件内容不是「.{ending}」格式。", "The content of the file is not “.{ending}”.")
    remedy = Text(
        "请用正确的格式另存，或改正文件名后再上传。", "Save it in that format, or correct its name, and upload again."
    )


def require_as_named(name: str, head: bytes) -> None:
    """Raise NotTaken for a name that ends in no kind we know, NotWhatItSays when the first bytes are of another kind."""
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    begins = _begins_as(ending, head)
    if begins is None:
        raise NotTaken(field="file", ending=ending[:20])
    if not begins:
        raise NotWhatItSays(field="file", ending=ending)


def _begins_as(ending: str, head: bytes) -> bool | None:
    """Do these bytes begin as a file of that ending does? None for an ending we do not take."""
    if ending in TEXTS:
        return b"\x00" not in head
    if ending in WITHIN:
        start, mark = WITHIN[ending]
        return head[start : start + len(mark)] == mark
    return head.startswith(HEADS[ending]) if ending in HEADS else None
