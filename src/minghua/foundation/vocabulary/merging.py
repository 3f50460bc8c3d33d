"""Two terms become one: whatever held the first holds the second, and the way back is kept."""

from datetime import datetime

from minghua.foundation.audit import operations as audit
from minghua.foundation.people.types import Actor
from minghua.foundation.permissions.table import require
from minghua.foundation.vocabulary import operations
from minghua.foundation.vocabulary.models import TermMerge, VocabularyTerm
from minghua.foundation.vocabulary.register import uses
from minghua.kernel.errors import Invalid, NotFound, Refusal
from minghua.kernel.words import Text

SUBJECT = "vocabulary.Vocabulary"
MOST = 100_000


class UndoneAlready(Refusal):
    """The merge was undone."""

    code = "undone_already"
    status = 409
    text = Text("该合并已撤销。", "That merge has been undone already.")
    remedy = Text("无需再次撤销。", "There is nothing left to undo.")


def merge_term(vocabulary: str, source: str, *, into: str, by: Actor, at: datetime) -> int:
    """Re-point every row from one term to another, deactivate the first, and return the merge's id.

    Raises NotFound, BuiltIn (the program speaks of it), Invalid for a term into itself or too many rows at once.
    """
    require(by, "parameters.edit")
    row, other = operations._own(vocabulary, source), _term(vocabulary, into)
    if source == into or not other.active:
        raise Invalid("请选择另一个使用中的选项。", "Choose another option that is in use.", field="into")
    places = uses(vocabulary)
    number = sum(place.counts().get(source, 0) for place in places)
    if number > MOST:
        raise Invalid(f"一次最多合并 {MOST} 条记录。", f"At most {MOST} records are merged at once.", field="into")
    moved = {place.name: place.move(source, into) for place in places}
    VocabularyTerm.objects.filter(pk=row.pk).update(active=False, merged_into=into)
    merge = TermMerge.objects.create(
        vocabulary=vocabulary, source=source, target=into, moved=moved, by_id=by.user_id, at=at
    )
    operations._forget()
    data = {"from": source, "to": into, "rows": {name: len(ids) for name, ids in moved.items()}}
    audit.record("vocabulary.merged", SUBJECT, vocabulary, data, by=by, at=at)
    return merge.pk


def undo_merge(merge_id: int, *, by: Actor, at: datetime) -> int:
    """Give the rows their first term back and return how many; what was changed since then stays changed.

    Raises NotFound, UndoneAlready.
    """
    require(by, "parameters.edit")
    merge = TermMerge.objects.filter(pk=merge_id).first()
    if merge is None:
        raise NotFound(field="merge_id")
    if not TermMerge.objects.filter(pk=merge_id, undone_at=None).update(undone_at=at):
        raise UndoneAlready(field="merge_id")
    VocabularyTerm.objects.filter(vocabulary=merge.vocabulary, code=merge.source).update(active=True, merged_into="")
    places = {place.name: place for place in uses(merge.vocabulary)}
    back = 0
    for name, ids in merge.moved.items():
        if name in places and ids:
            back += len(places[name].move(merge.target, merge.source, ids=ids))
    operations._forget()
    data = {"from": merge.target, "to": merge.source, "rows": back}
    audit.record("vocabulary.unmerged", SUBJECT, merge.vocabulary, data, by=by, at=at)
    return back


def _term(vocabulary: str, code: str) -> VocabularyTerm:
    row = VocabularyTerm.objects.filter(vocabulary=vocabulary, code=code).first()
    if row is None:
        raise NotFound(field="into")
    return row
