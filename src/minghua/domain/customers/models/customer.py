"""The customer: one row per person, organisation or household, with one column per axis (R01.1)."""

from django.db import models

_COLUMNS = (
    "merged_into", "updated_at", "name", "number", "birthday", "first_order_on", "last_order_on", "order_count", "net_minor",
    "last_contact_at", "next_action_on", "verified_at", "created_at", "status", "city", "quality", "archive_score", "id",
)  # fmt: skip
"""What a list of some people's customers is ordered by and most often filtered by: read from one index (decision 0010)."""


class Customer(models.Model):
    """A party the firm serves or wants to serve; sparse archive fields live in `archive`."""

    number = models.CharField(max_length=24, unique=True)
    kind = models.CharField(max_length=16)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=100, blank=True, default="")
    gender = models.CharField(max_length=16, blank=True, default="")
    birthday = models.DateField(null=True, blank=True)

    mobile = models.CharField(max_length=24, blank=True, default="", db_index=True)
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    wechat = models.CharField(max_length=64, blank=True, default="")
    province = models.CharField(max_length=40, blank=True, default="")
    city = models.CharField(max_length=40, blank=True, default="")
    district = models.CharField(max_length=40, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    area = models.CharField(max_length=80, blank=True, default="")

    market_kind = models.CharField(max_length=24, blank=True, default="consumer")
    channel_kind = models.CharField(max_length=24, blank=True, default="")
    screening = models.CharField(max_length=16, default="none")
    status = models.CharField(max_length=24, default="potential")
    relation_time = models.CharField(max_length=16, default="future")
    value_class = models.CharField(max_length=24, blank=True, default="")
    pyramid_tier = models.CharField(max_length=24, blank=True, default="")
    lifecycle_stage = models.CharField(max_length=24, blank=True, default="")
    loyalty_class = models.CharField(max_length=24, blank=True, default="")
    relation_type = models.CharField(max_length=24, blank=True, default="")
    attitude = models.CharField(max_length=24, blank=True, default="")
    origin_channel = models.CharField(max_length=24, blank=True, default="")
    credit_grade = models.CharField(max_length=4, blank=True, default="")
    axes_why = models.JSONField(default=dict, blank=True)
    axes_as_of = models.DateField(null=True, blank=True)

    first_order_on = models.DateField(null=True, blank=True)
    last_order_on = models.DateField(null=True, blank=True)
    order_count = models.IntegerField(default=0)
    net_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3, default="CNY")

    owner = models.ForeignKey(
        "people.User", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    team = models.ForeignKey(
        "people.Team", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    pool = models.ForeignKey(
        "customers.Pool", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    owned_since = models.DateTimeField(null=True, blank=True)
    last_contact_at = models.DateTimeField(null=True, blank=True)
    next_action_on = models.DateField(null=True, blank=True)
    next_action = models.CharField(max_length=200, blank=True, default="")

    parent = models.ForeignKey(
        "self", null=True, blank=True, db_index=False, on_delete=models.PROTECT, related_name="+"
    )
    archive = models.JSONField(default=dict, blank=True)
    verified_at = models.DateTimeField(null=True, blank=True)
    quality = models.SmallIntegerField(null=True, blank=True)
    archive_score = models.SmallIntegerField(null=True, blank=True)
    confidentiality = models.CharField(max_length=16, default="internal")

    source_system = models.CharField(max_length=40, blank=True, default="")
    external_id = models.CharField(max_length=100, blank=True, default="")
    import_run_id = models.BigIntegerField(null=True, blank=True)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source_system", "external_id"],
                condition=~models.Q(external_id=""),
                name="customer_source_key",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["person", "organization", "household"]), name="customer_kind"
            ),
            models.CheckConstraint(
                condition=models.Q(parent__isnull=True) | ~models.Q(parent=models.F("id")),
                name="customer_not_own_parent",
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True)
                | models.Q(
                    name__startswith="已删除客户",
                    mobile="",
                    phone="",
                    email="",
                    wechat="",
                    address="",
                    external_id="",
                    short_name="",
                    birthday=None,
                ),
                name="customer_erased_stays_erased",
            ),
            models.CheckConstraint(
                condition=models.Q(owner__isnull=True) | models.Q(pool__isnull=True), name="customer_owned_or_pooled"
            ),
        ]
        indexes = [
            models.Index(
                fields=["merged_into"], condition=models.Q(merged_into__isnull=False), name="customer_merged_into"
            ),
            models.Index(fields=["-updated_at", "-id"], name="customer_recent"),
            models.Index(fields=["owner", "-updated_at", "-id"], name="customer_owner_recent"),
            models.Index(fields=["owner", *_COLUMNS, "team", "pool"], name="customer_owner_columns"),
            models.Index(fields=["team", *_COLUMNS, "owner", "pool"], name="customer_team_columns"),
            models.Index(
                fields=["pool", *_COLUMNS, "owner", "team"],
                name="customer_pool_columns",
                condition=models.Q(pool__isnull=False),
            ),
            models.Index(fields=["owner", "last_contact_at", "id"], name="customer_owner_contact"),
            models.Index(fields=["owner", "verified_at", "id"], name="customer_owner_verified"),
            models.Index(fields=["team", "-updated_at", "-id"], name="customer_team_recent"),
            models.Index(
                fields=["pool", "-updated_at", "-id"],
                name="customer_pool_recent",
                condition=models.Q(pool__isnull=False),
            ),
            models.Index(fields=["status", "-updated_at", "-id", "merged_into"], name="customer_of_status"),
            models.Index(fields=["city", "-updated_at", "-id", "merged_into"], name="customer_of_city"),
            models.Index(fields=["next_action_on", "id"], name="customer_next_action"),
            models.Index(fields=["first_order_on", "id"], name="customer_first_order"),
            models.Index(fields=["last_order_on", "id"], name="customer_last_order"),
            models.Index(fields=["verified_at", "id"], name="customer_verified"),
            models.Index(fields=["quality", "id"], name="customer_quality"),
            models.Index(fields=["archive_score", "id"], name="customer_archive_score"),
            models.Index(fields=["order_count", "id"], name="customer_orders"),
            models.Index(fields=["net_minor", "id"], name="customer_net"),
            models.Index(fields=["last_contact_at", "id"], name="customer_last_contact"),
            models.Index(fields=["created_at", "id"], name="customer_created"),
            models.Index(fields=["birthday", "id"], name="customer_birthday"),
            models.Index(fields=["name", "id"], name="customer_name"),
            # Most have none: a full index would make SQLite's planner believe that every value is as common as null.
            models.Index(fields=["parent"], name="customer_parent", condition=models.Q(parent__isnull=False)),
            models.Index(
                fields=["import_run_id"], name="customer_import", condition=models.Q(import_run_id__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class NumberSeries(models.Model):
    """The counter behind customer numbers: taken by one conditional update, in blocks for imports."""

    code = models.CharField(max_length=40, primary_key=True)
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.code} {self.last}"
