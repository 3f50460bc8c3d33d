"""What a form leaves of the text it was opened from: all of it, to the letter, as long as no field was changed."""

from typing import Any

from minghua.domain.tiering import queries as tiering_reads
from minghua.foundation.people.types import Actor
from minghua.interfaces.web import programme_form


def text_of(viewer: Actor, data: Any, *, over: str) -> str:
    """Return the text of what the fields tell: `over` itself when it is sound and its fields say the same, else written anew.

    A rule that was written out though it goes without saying stays so: the draft keeps its fingerprint and its trial.
    """
    before = tiering_reads.try_programme(viewer, text=over)
    if before.spec is not None and _seen(data) == _seen(before.data):
        return over
    return tiering_reads.programme_text(data, over=over)


def _seen(data: Any) -> Any:
    """What a person sees in the fields; those that the chosen measure or expiry hides are left out, as they are when typed."""
    fields = programme_form.shown(data)
    kind = fields["measure"]["kind"]
    needs = ("kind", *programme_form.OF_MEASURE.get(kind, ()))
    fields["measure"] = {key: said for key, said in fields["measure"].items() if key in needs}
    if "weights" not in needs:
        fields["weights"] = []
    if fields["at_expiry"] != "deduct":
        fields["levels"] = [level | {"deduct": ""} for level in fields["levels"]]
    return _said(fields)


def _said(value: Any) -> Any:
    """Without what is empty, blanks around words, and the order of ticks, which nobody chooses."""
    if isinstance(value, dict):
        told = {key: _said(inner) for key, inner in value.items()}
        return {key: inner for key, inner in told.items() if inner not in ("", [], {})}
    if isinstance(value, list):
        found = [_said(each) for each in value]
        return sorted(found) if all(isinstance(each, str) for each in found) else found
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value
