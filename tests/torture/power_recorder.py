"""Records what SQLite asks of its files in this process: every write, truncation and sync, in order, with what was acknowledged between.

SQLite's own table of file functions is patched through ctypes, so that the product's connections are watched unchanged.
"""

import _sqlite3
import ctypes
from pathlib import Path
from typing import Any, Final, NamedTuple

POINTER: Final = ctypes.sizeof(ctypes.c_void_p)
METHODS: Final = 18  # functions of sqlite3_io_methods up to version 3, after the version's own place
WRITE, TRUNCATE, SYNC = 3, 4, 5  # their places in that table
OK: Final = 0


class Event(NamedTuple):
    """`write` (place, content), `truncate` (place: the new size) or `sync` of a file; `ack`: the client was told (name: its key)."""

    kind: str
    name: str
    place: int = 0
    content: bytes = b""


class _Vfs(ctypes.Structure):
    _fields_ = [
        ("version", ctypes.c_int),
        ("file_size", ctypes.c_int),
        ("longest_path", ctypes.c_int),
        ("next", ctypes.c_void_p),
        ("name", ctypes.c_char_p),
        ("own", ctypes.c_void_p),
        ("open", ctypes.c_void_p),
    ]


_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int)


class Recorder:
    """Watches the files of one folder from now on; `events` holds what happened, file names without the folder."""

    def __init__(self, folder: Path) -> None:
        self.events: list[Event] = []
        self._folder = folder
        self._names: dict[int, str] = {}
        self._tables: dict[int, Any] = {}
        self._kept: list[Any] = []  # ctypes keeps no callback alive by itself
        library = ctypes.CDLL(_sqlite3.__file__)
        library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
        vfs = library.sqlite3_vfs_find(None).contents
        self._open = _OPEN(vfs.open)
        vfs.open = ctypes.cast(self._keep(_OPEN(self._opened)), ctypes.c_void_p)

    def acknowledge(self, key: str) -> None:
        """The client was told that this is done."""
        self.events.append(Event("ack", key))

    def _keep(self, callback: Any) -> Any:
        self._kept.append(callback)
        return callback

    def _opened(self, vfs: int, path: int | None, file: int, flags: int, told: int | None) -> int:
        code = self._open(vfs, path, file, flags, told)
        if code != OK or not path:
            return int(code)
        where = Path(ctypes.string_at(path).decode())
        if where.parent == self._folder:
            self._names[file] = where.name
            methods = ctypes.c_void_p.from_address(file)
            methods.value = ctypes.addressof(self._watched(methods.value or 0))
        return int(code)

    def _watched(self, methods: int) -> Any:
        """Return the table of functions at this address with ours in three places."""
        if methods not in self._tables:
            table = (ctypes.c_void_p * (METHODS + 1))()
            ctypes.memmove(table, methods, POINTER * (METHODS + 1))
            write, truncate, sync = _WRITE(table[WRITE]), _TRUNCATE(table[TRUNCATE]), _SYNC(table[SYNC])

            def on_write(file: int, content: int, length: int, place: int) -> int:
                self.events.append(Event("write", self._names[file], place, ctypes.string_at(content, length)))
                return int(write(file, content, length, place))

            def on_truncate(file: int, size: int) -> int:
                self.events.append(Event("truncate", self._names[file], size))
                return int(truncate(file, size))

            def on_sync(file: int, flags: int) -> int:
                code = int(sync(file, flags))
                self.events.append(Event("sync", self._names[file]))
                return code

            for place, callback in (
                (WRITE, _WRITE(on_write)),
                (TRUNCATE, _TRUNCATE(on_truncate)),
                (SYNC, _SYNC(on_sync)),
            ):
                table[place] = ctypes.cast(self._keep(callback), ctypes.c_void_p).value
            self._tables[methods] = table
        return self._tables[methods]
