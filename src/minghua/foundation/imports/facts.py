"""What a target is told of a run."""

from minghua.foundation.imports.models import ImportRun
from minghua.foundation.imports.targets import RunFacts
from minghua.foundation.imports.types import Options


def facts_of(run: ImportRun) -> RunFacts:
    """Return the run's id, options and the fields its columns fill."""
    return RunFacts(run.pk, Options(**run.options), frozenset(run.mapping.values()))
