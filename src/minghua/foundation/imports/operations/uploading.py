"""Takes a file in: its bytes are kept, it is looked at, and a mapping is proposed."""

import dataclasses
from datetime import datetime
from typing import Any, BinaryIO

from minghua.foundation.audit import operations as audit
from minghua.foundation.files import operations as files
from minghua.foundation.imports import columns, samples, targets
from minghua.foundation.imports.limits import LIMITS
from minghua.foundation.imports.models import ImportRun, ImportTemplate
from minghua.foundation.imports.operations.lifecycle import SUBJECT
from minghua.foundation.imports.readers import table
from minghua.foundation.imports.readers.table import Table
from minghua.foundation.imports.signatures import signature_of
from minghua.foundation.imports.types import Options, Reading, State
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require


def upload(stream: BinaryIO, *, name: str, target: str, wanted: Reading | None = None, by: Actor, at: datetime) -> int:
    """Keep the file and return the new run's id; raises FileRefused, FileTooLarge, NotFound (target)."""
    require(by, "imports.run")
    kind = targets.target(target)
    stored = files.store(
        stream, name=name, content_type="application/octet-stream", limit=LIMITS.file_bytes, by=by, at=at
    )
    try:
        found = table.look(files.place_of(stored.pk), wanted=wanted)
    except BaseException:
        files.place_of(stored.pk).unlink(missing_ok=True)
        raise
    run = ImportRun.objects.create(
        target=kind.code,
        name=stored.name,
        file_id=stored.pk,
        file_size=stored.size,
        sha256=stored.sha256,
        state=State.UPLOADED,
        created_by_id=by.user_id,
        created_at=at,
        **described(found, at=at),
        **_proposed(found, kind.code),
    )
    audit.record("import.uploaded", SUBJECT, run.pk, {"name": run.name, "size": run.file_size}, by=by, at=at)
    return run.pk


def described(found: Table, *, at: datetime) -> dict[str, Any]:
    """Return the columns of a run that tell how its file reads."""
    return {
        "reading": dataclasses.asdict(found.reading) | {"packed": found.packed},
        "headers": list(found.headers),
        "sheets": list(found.sheets),
        "samples": samples.sealed(found.samples, at=at),
    }


def _proposed(found: Table, target: str) -> dict[str, Any]:
    """Return the mapping of a template made for these headers, or one guessed from their words."""
    known = ImportTemplate.objects.filter(target=target, signature=signature_of(found.headers))
    template = known.order_by("-changed_at").first()
    if template is not None:
        mapping = columns.applied(template.mapping, found.headers)
        return {"mapping": mapping, "options": template.options, "template": template}
    guessed = columns.detect(found.headers, targets.target(target).fields())
    return {"mapping": guessed, "options": dataclasses.asdict(Options())}
