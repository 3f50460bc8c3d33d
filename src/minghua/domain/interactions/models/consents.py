"""Tables of consent: what was said and when (only ever added to), where it stands now, and under which policy."""

from django.db import models
from django.db.models import Q


class PrivacyPolicy(models.Model):
    """One published version of the privacy policy; `renews` names the purposes that must be asked for again."""

    version = models.PositiveIntegerField(unique=True)
    title = models.CharField(max_length=120)
    body_zh = models.TextField()
    body_en = models.TextField(blank=True, default="")
    renews = models.JSONField(default=list, blank=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")


class ConsentRecord(models.Model):
    """One act of a customer: consent given or withdrawn, with its evidence; never changed."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    purpose = models.CharField(max_length=24)
    channel = models.CharField(max_length=16)
    act = models.CharField(max_length=12)
    given_at = models.DateTimeField()
    how = models.CharField(max_length=24)
    separate = models.BooleanField(default=False)
    guardian = models.CharField(max_length=80, blank=True, default="")
    note = models.CharField(max_length=500, blank=True, default="")
    file_id = models.CharField(max_length=32, blank=True, default="")
    policy = models.ForeignKey(PrivacyPolicy, models.PROTECT, null=True, blank=True, related_name="+")
    import_run_id = models.BigIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(act__in=["granted", "withdrawn"]), name="consent_act_known"),
            models.CheckConstraint(
                condition=Q(act="withdrawn") | (Q(policy__isnull=False) & ~Q(how="")), name="consent_has_evidence"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-given_at", "-id"], name="consent_by_customer"),
            models.Index(fields=["import_run_id"], condition=Q(import_run_id__isnull=False), name="consent_by_import"),
        ]


class ConsentState(models.Model):
    """Where one purpose and channel of a customer stands: the last record, kept beside the records for lists (N3)."""

    customer = models.ForeignKey("customers.Customer", models.CASCADE, db_index=False, related_name="+")
    purpose = models.CharField(max_length=24)
    channel = models.CharField(max_length=16)
    act = models.CharField(max_length=12)
    since = models.DateTimeField()
    separate = models.BooleanField(default=False)
    guarded = models.BooleanField(default=False)
    policy_version = models.PositiveIntegerField(default=0)
    record = models.ForeignKey(ConsentRecord, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "purpose", "channel"], name="consent_one_live"),
        ]
        indexes = [
            models.Index(fields=["purpose", "channel", "act", "customer"], name="consent_by_purpose"),
        ]


class ConsentLink(models.Model):
    """A link by which a customer withdraws without signing in; only the digest of its 128 bits is kept."""

    digest = models.CharField(max_length=64, unique=True)
    customer = models.ForeignKey("customers.Customer", models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=24)
    channel = models.CharField(max_length=16)
    made_at = models.DateTimeField()


class Restriction(models.Model):
    """A stretch of time in which a customer's data is only kept, not used; open while `until` is empty."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=200)
    set_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    lifted_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer"], condition=Q(until=None), name="restriction_one_open"),
        ]
