"""Short names for what must be the same: a set of headers, a file read under one mapping."""

import hashlib
import json
from collections.abc import Sequence

from minghua.foundation.imports import columns
from minghua.foundation.imports.models import ImportRun


def signature_of(headers: Sequence[str]) -> str:
    """Return 128 bits in hexadecimal over the headers, whatever their order and spelling."""
    return hashlib.blake2b(columns.signature(headers).encode(), digest_size=16).hexdigest()


def fingerprint_of(run: ImportRun) -> str:
    """Return what a spool must have been made from: the file, how it is read, mapping and options."""
    facts = [run.sha256, run.reading, run.mapping, run.options]
    return hashlib.blake2b(json.dumps(facts, sort_keys=True).encode(), digest_size=16).hexdigest()
