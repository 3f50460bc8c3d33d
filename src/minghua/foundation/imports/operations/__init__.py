"""Writes about imports: a file is taken in, mapped, checked, run, undone or thrown away."""

from minghua.foundation.imports.operations.lifecycle import (
    FileGone,
    HasDependents,
    WrongStep,
    discard,
    forget_files,
    resume,
    start,
    start_check,
    start_undo,
    stop_run,
)
from minghua.foundation.imports.operations.mapping import (
    IncompleteMapping,
    delete_template,
    map_columns,
    reread,
    save_template,
)
from minghua.foundation.imports.operations.uploading import upload

__all__ = [
    "FileGone",
    "HasDependents",
    "IncompleteMapping",
    "WrongStep",
    "delete_template",
    "discard",
    "forget_files",
    "map_columns",
    "reread",
    "resume",
    "save_template",
    "start",
    "start_check",
    "start_undo",
    "stop_run",
    "upload",
]
