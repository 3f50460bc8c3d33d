"""Tables of tiering: programmes with dated versions, the score ledger, members and the history of their levels."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.tiering.types.story import Cause, GrantMode, Kind

KINDS = tuple((kind.value, kind.value) for kind in Kind)
CAUSES = tuple((cause.value, cause.value) for cause in Cause)
MODES = tuple((mode.value, mode.value) for mode in GrantMode)


class Programme(models.Model):
    """A membership programme; what it says stands in its versions and, before it is published, in its draft."""

    code = models.CharField(max_length=40, unique=True)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True)
    walk_after = models.BigIntegerField(null=True)  # the last customer whose orders were looked at; empty: all were


class ProgrammeDraft(models.Model):
    """What the next version is to say: the one thing about a programme that may be rewritten."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="+")
    data = models.JSONField()
    text = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64)
    updated_at = models.DateTimeField()
    updated_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")


class ProgrammeVersion(models.Model):
    """A published version: in force from the beginning of a local day, never changed (a trigger refuses it)."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    data = models.JSONField()
    text = models.TextField(blank=True)
    fingerprint = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="tiering_version_number_once"),
            models.UniqueConstraint(fields=["programme", "from_on"], name="tiering_one_version_a_day"),
        ]


class Simulation(models.Model):
    """What exactly these rules would change, kept as evidence: publishing asks for it. Only ever added to."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False, related_name="+")
    fingerprint = models.CharField(max_length=64)
    base = models.PositiveIntegerField(default=0)
    on = models.DateField()
    result = models.JSONField()
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["programme", "fingerprint", "-id"], name="tiering_simulation_of")]


class SimulationRun(models.Model):
    """A simulation under way: everybody up to `after` was tried and `kept` says what was found. It ends once: done,
    overtaken by another draft or version, or cancelled by somebody.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False, related_name="+")
    fingerprint = models.CharField(max_length=64)
    base = models.PositiveIntegerField(default=0)
    on = models.DateField()
    costs = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    job_id = models.BigIntegerField(null=True, unique=True)
    members = models.PositiveIntegerField(default=0)
    seen = models.PositiveIntegerField(default=0)
    after = models.BigIntegerField(default=0)
    kept = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancelled_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["programme", "-id"], name="tiering_simulation_run_of")]
        constraints = [
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(ended_at__isnull=False), name="tiering_run_cancelled_ended"
            )
        ]


class ScoreEntry(models.Model):
    """One line of the ledger, appended and never changed: what happened (`event_at`), when we learned of it
    (`recorded_at`), from when it counts (`counts_at`: later than it happened when the books of its day were closed).

    The business key is unique for ever. Only `customer` may change, by a merge; a trigger refuses all else.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, db_index=False, related_name="+")
    kind = models.CharField(max_length=10, choices=KINDS, default=Kind.SCORE.value)
    name = models.CharField(max_length=40, blank=True)
    amount = models.BigIntegerField(default=0)
    event_at = models.DateTimeField()
    event_on = models.DateField()
    counts_at = models.DateTimeField()
    scoring_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    seq = models.PositiveIntegerField(default=0)
    source = models.CharField(max_length=40)
    key = models.CharField(max_length=120)
    rule = models.CharField(max_length=40, blank=True)
    reverses = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    inputs = models.JSONField(default=dict)
    by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "source", "key", "rule"], name="tiering_entry_key_once"),
            models.CheckConstraint(
                condition=Q(kind="score") | Q(reverses__isnull=True), name="tiering_only_score_reverses"
            ),
            models.CheckConstraint(condition=~Q(key=""), name="tiering_entry_has_a_key"),
        ]
        indexes = [
            models.Index(fields=["programme", "customer", "counts_at"], name="tiering_entry_member"),
            models.Index(fields=["customer"], name="tiering_entry_customer"),
            models.Index(fields=["programme", "event_on"], condition=Q(name="order"), name="tiering_entry_order_days"),
        ]


class LevelGrant(models.Model):
    """A level by hand: held exactly (pin) or not fallen below (floor), from a day until another, with its reason."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=40)
    mode = models.CharField(max_length=8, choices=MODES)
    from_on = models.DateField()
    until_on = models.DateField()
    reason = models.CharField(max_length=200)
    granted_at = models.DateTimeField()
    granted_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="tiering_grant_has_days"),
            models.CheckConstraint(condition=~Q(reason=""), name="tiering_grant_has_a_reason"),
        ]
        indexes = [models.Index(fields=["programme", "customer"], name="tiering_grant_member")]


class GrantEnd(models.Model):
    """A grant ended before its time: from that day on it does not count."""

    grant = models.OneToOneField(LevelGrant, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")


class Membership(models.Model):
    """Where a member stands, as the fold last said (`as_of`); `due_on` is when time alone will change it.

    `score` ÷ `parts` is the measure; nothing here decides anything: it can be computed anew from the ledger.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=12, default="person")
    level = models.CharField(max_length=40)
    rank = models.PositiveSmallIntegerField()
    automatic = models.CharField(max_length=40)
    granted = models.CharField(max_length=8, blank=True)
    score = models.BigIntegerField()
    parts = models.PositiveIntegerField(default=1)
    score_at_expiry = models.BigIntegerField()
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    watch = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField(null=True)
    version = models.PositiveIntegerField()
    entries = models.PositiveIntegerField()
    why = models.JSONField(default=dict)
    as_of = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "customer"], name="tiering_one_membership")]
        indexes = [
            models.Index(fields=["programme", "due_on", "id"], name="tiering_member_due"),
            models.Index(fields=["programme", "level", "id"], name="tiering_member_level"),
            models.Index(fields=["programme", "valid_until", "id"], name="tiering_member_expiry"),
        ]


class TierPeriod(models.Model):
    """A level held from one instant until another; a later correction withdraws it and puts others in its place."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    level = models.CharField(max_length=40)
    before = models.CharField(max_length=40, blank=True)
    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    cause = models.CharField(max_length=12, choices=CAUSES)
    granted = models.CharField(max_length=8, blank=True)
    score = models.BigIntegerField(default=0)
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "customer"],
                condition=Q(until_at__isnull=True, withdrawn_at__isnull=True),
                name="tiering_one_open_period",
            ),
            models.CheckConstraint(
                condition=Q(until_at__isnull=True) | Q(until_at__gt=F("from_at")), name="tiering_period_lasts"
            ),
        ]
        indexes = [
            models.Index(fields=["programme", "customer", "from_at"], name="tiering_period_member"),
            models.Index(fields=["programme", "from_at"], name="tiering_period_time"),
        ]


class Correction(models.Model):
    """History was otherwise than it had been told: from when on, what was told, what is true."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    told = models.JSONField()
    true = models.JSONField()
    level_told = models.CharField(max_length=40)
    level_true = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()
    by_name = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = [models.Index(fields=["programme", "customer", "recorded_at"], name="tiering_correction_member")]
