"""Tables of points: schemes with dated versions, what happened, the ledger of lines, and accounts and lots as they stand."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.loyalty.types.points import Act, Bucket, Move

ACTS = tuple((each.value, each.value) for each in Act)
BUCKETS = tuple((each.value, each.value) for each in Bucket)
MOVES = tuple((each.value, each.value) for each in Move)


class PointsScheme(models.Model):
    """One kind of points; what it says stands in its versions. `walk_after`: orders of customers after this id are yet to be looked at."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True)
    walk_after = models.BigIntegerField(null=True)


class PointsVersion(models.Model):
    """A published version: in force from the beginning of a local day, never changed (a trigger refuses it)."""

    scheme = models.ForeignKey(PointsScheme, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="loyalty_points_version_once"),
            models.UniqueConstraint(fields=["scheme", "from_on"], name="loyalty_points_version_a_day"),
        ]


class PointsFact(models.Model):
    """Something that happened to a member's points, with all that was decided when it was told: appended, never changed.

    The key is unique for ever. `member_id` is whom it was told of; `customer` follows a merge. `at` is when it counts,
    which is later than `event_at` when the books of that day were closed.
    """

    scheme = models.ForeignKey(PointsScheme, on_delete=models.PROTECT, db_index=False, related_name="+")
    member_id = models.BigIntegerField()
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, db_index=False, related_name="+")
    act = models.CharField(max_length=10, choices=ACTS)
    key = models.CharField(max_length=160)
    event_at = models.DateTimeField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    amount = models.BigIntegerField(default=0)
    of = models.CharField(max_length=160, blank=True)
    back = models.BigIntegerField(default=0)
    terms = models.JSONField(default=dict)
    inputs = models.JSONField(default=dict)
    order_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="loyalty_fact_key_once"),
            models.CheckConstraint(condition=~Q(key="") & Q(amount__gte=0), name="loyalty_fact_has_a_key"),
        ]
        indexes = [
            models.Index(fields=["customer", "scheme", "at"], name="loyalty_fact_member"),
            models.Index(fields=["scheme", "of"], condition=~Q(of=""), name="loyalty_fact_of"),
        ]


class PointsAccount(models.Model):
    """Where a member stands as the fold last said (`as_of`); nothing here decides: it can be computed anew from the facts.

    `seq` and `head` are number and hash of the ledger's last line; `due_at` is when time alone will change it.
    """

    scheme = models.ForeignKey(PointsScheme, on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    available = models.BigIntegerField(default=0)
    pending = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    debt = models.BigIntegerField(default=0)
    seq = models.BigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)
    due_at = models.DateTimeField(null=True)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "customer"], name="loyalty_one_account"),
            models.CheckConstraint(
                condition=Q(available__gte=0, pending__gte=0, held__gte=0, debt__gte=0),
                name="loyalty_account_not_negative",
            ),
        ]
        indexes = [models.Index(fields=["due_at", "id"], name="loyalty_account_due")]


class PointsEntry(models.Model):
    """One line of the ledger: points from one bucket to another. Dense in its account, chained by hash, never changed.

    `corrects` lines take back a line that a later-known fact made untrue. `balance` is available less debt after it.
    """

    account = models.ForeignKey(PointsAccount, on_delete=models.PROTECT, db_index=False, related_name="+")
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    cause = models.CharField(max_length=160, blank=True)
    move = models.CharField(max_length=16, choices=MOVES)
    lot = models.CharField(max_length=160, blank=True)
    source = models.CharField(max_length=12, choices=BUCKETS)
    target = models.CharField(max_length=12, choices=BUCKETS)
    amount = models.BigIntegerField()
    corrects = models.BooleanField(default=False)
    balance = models.BigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "seq"], name="loyalty_entry_dense"),
            models.CheckConstraint(condition=Q(amount__gt=0, seq__gt=0), name="loyalty_entry_moves_something"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="loyalty_entry_two_buckets"),
        ]
        indexes = [models.Index(fields=["account", "at"], name="loyalty_entry_time")]


class PointsLot(models.Model):
    """What is left of one earning, as the fold last said."""

    account = models.ForeignKey(PointsAccount, on_delete=models.PROTECT, db_index=False, related_name="+")
    key = models.CharField(max_length=160)
    points = models.BigIntegerField()
    pending = models.BigIntegerField()
    available = models.BigIntegerField()
    held = models.BigIntegerField()
    available_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="loyalty_lot_once"),
            models.CheckConstraint(
                condition=Q(pending__gte=0, available__gte=0, held__gte=0), name="loyalty_lot_not_negative"
            ),
        ]
        indexes = [
            models.Index(fields=["expires_on", "id"], condition=Q(available__gt=0), name="loyalty_lot_expiry"),
        ]


class PointsBudget(models.Model):
    """What all members together got under one limit in one of its periods; never above `most`, and given back by returns."""

    scheme = models.ForeignKey(PointsScheme, on_delete=models.PROTECT, db_index=False, related_name="+")
    limit = models.CharField(max_length=40)
    first_on = models.DateField()
    most = models.BigIntegerField()
    given = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "limit", "first_on"], name="loyalty_points_budget_once"),
            models.CheckConstraint(
                condition=Q(given__gte=0) & Q(given__lte=F("most")), name="loyalty_points_budget_kept"
            ),
        ]
