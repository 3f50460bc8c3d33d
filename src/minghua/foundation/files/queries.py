"""Reads of files. The caller has shown that the viewer may see the record the file belongs to."""

from typing import BinaryIO

from minghua.foundation.files.models import StoredFile
from minghua.foundation.files.operations import place_of
from minghua.kernel.errors import NotFound


def stored_file(file_id: str) -> StoredFile:
    """Return the record of a file; raises NotFound."""
    found = StoredFile.objects.filter(pk=file_id).first()
    if found is None:
        raise NotFound(field="file_id")
    return found


def open_stream(file_id: str) -> BinaryIO:
    """Return the bytes of a file, open for reading; raises NotFound."""
    try:
        return place_of(stored_file(file_id).pk).open("rb")
    except FileNotFoundError:
        raise NotFound(field="file_id") from None
