"""Tables of loyalty: schemes of benefits with dated versions, and what was given to whom."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.loyalty.types.scheme import ItemKind, Take

TAKES = tuple((each.value, each.value) for each in Take)
ITEMS = tuple((each.value, each.value) for each in ItemKind)


class BenefitScheme(models.Model):
    """A scheme of benefits of one membership programme; what it says stands in its versions."""

    code = models.CharField(max_length=40, unique=True)
    programme = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True)


class BenefitVersion(models.Model):
    """A published version: in force from the beginning of a local day, never changed (a trigger refuses it)."""

    scheme = models.ForeignKey(BenefitScheme, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "number"], name="loyalty_version_number_once"),
            models.UniqueConstraint(fields=["scheme", "from_on"], name="loyalty_one_version_a_day"),
        ]


class BenefitGrant(models.Model):
    """One pack of one period given to one member: unique by its key for ever, with what the decision rested on.

    `member_id` is who it was given to, for ever; `customer` follows a merge. Only `customer` may change, and what tells
    of the person goes with an erasure; a trigger refuses all else.
    """

    scheme = models.ForeignKey(BenefitScheme, on_delete=models.PROTECT, db_index=False, related_name="+")
    version = models.PositiveIntegerField()
    programme = models.CharField(max_length=40)
    benefit = models.CharField(max_length=40)
    member_id = models.BigIntegerField()
    period = models.CharField(max_length=12)
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, db_index=False, related_name="+")
    take = models.CharField(max_length=8, choices=TAKES)
    level = models.CharField(max_length=40)
    level_at = models.DateTimeField()  # the instant at which the level counted
    window_from = models.DateField()
    window_until = models.DateField()
    issued_on = models.DateField()
    until_on = models.DateField()  # from this day on nothing of it can be used
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    birthday = models.DateField(null=True)
    reason_zh = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["member_id", "programme", "benefit", "period"], name="loyalty_grant_once_for_ever"
            ),
            models.CheckConstraint(
                condition=Q(issued_on__gte=F("window_from"), issued_on__lt=F("window_until")),
                name="loyalty_grant_in_its_window",
            ),
            models.CheckConstraint(condition=Q(until_on__gt=F("issued_on")), name="loyalty_grant_has_days"),
        ]
        indexes = [
            models.Index(fields=["customer", "-id"], name="loyalty_grant_member"),
            models.Index(fields=["scheme", "benefit", "period", "id"], name="loyalty_grant_period"),
            models.Index(fields=["until_on", "id"], name="loyalty_grant_until"),
        ]


class GrantItem(models.Model):
    """One thing that a grant gave, with the half-open days on which it may be used."""

    grant = models.ForeignKey(BenefitGrant, on_delete=models.PROTECT, db_index=False, related_name="+")
    code = models.CharField(max_length=40)
    kind = models.CharField(max_length=16, choices=ITEMS)
    value = models.BigIntegerField()
    least = models.BigIntegerField()
    count = models.PositiveIntegerField()
    from_on = models.DateField()
    until_on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "code"], name="loyalty_item_once"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on"), count__gt=0), name="loyalty_item_has_days"),
        ]


class Revocation(models.Model):
    """A grant taken back; its key stays used."""

    grant = models.OneToOneField(BenefitGrant, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="loyalty_revocation_has_a_reason")]


class PackRound(models.Model):
    """The giving of one pack of one period: how far the first walk came (`done_at` when through everybody), and when
    those whom something happened to were last looked at."""

    scheme = models.ForeignKey(BenefitScheme, on_delete=models.PROTECT, db_index=False, related_name="+")
    benefit = models.CharField(max_length=40)
    period = models.CharField(max_length=12)
    after_id = models.BigIntegerField(default=0)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    looked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "benefit", "period"], name="loyalty_round_once")]
