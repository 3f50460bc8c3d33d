"""The shape an administrator gives the archive: self-made fields, and the stamp that tells every process of a change."""

from django.db import models

from minghua.domain.customers.types.fields import CUSTOM_PREFIX


class ShapeStamp(models.Model):
    """One row whose stamp changes with every change of shape; taking its lock puts such changes in one order."""

    stamp = models.CharField(max_length=32, default="")

    def __str__(self) -> str:
        return self.stamp


class CustomField(models.Model):
    """A field of the archive made by an administrator; its values stand in `Customer.archive` under its code."""

    code = models.CharField(max_length=48, unique=True)
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=60)
    help_zh = models.CharField(max_length=200, blank=True, default="")
    help_en = models.CharField(max_length=200, blank=True, default="")
    type = models.CharField(max_length=16)
    kinds = models.JSONField(default=list)
    block = models.CharField(max_length=24)
    vocabulary = models.CharField(max_length=60, blank=True, default="")
    required = models.BooleanField(default=False)
    unique = models.BooleanField(default=False)
    searchable = models.BooleanField(default=False)
    default = models.JSONField(default=str, blank=True)
    places = models.IntegerField(default=0)
    minimum = models.BigIntegerField(null=True, blank=True)
    maximum = models.BigIntegerField(null=True, blank=True)
    longest = models.IntegerField(default=0)
    pattern = models.CharField(max_length=16, blank=True, default="")
    sensitive = models.BooleanField(default=False)
    purpose = models.CharField(max_length=200, blank=True, default="")
    basis = models.CharField(max_length=40, blank=True, default="")
    retention = models.CharField(max_length=120, blank=True, default="")
    position = models.IntegerField(default=0)
    sortable = models.BooleanField(default=True)
    indexed = models.BooleanField(default=False)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__startswith=CUSTOM_PREFIX), name="custom_field_never_a_built_in_code"
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Layout(models.Model):
    """One version of how the archive of a kind of customer is laid out; the latest counts, an empty one is the default."""

    kind = models.CharField(max_length=16)
    market_kind = models.CharField(max_length=24, blank=True, default="")
    role = models.CharField(max_length=40, blank=True, default="")
    version = models.IntegerField()
    spec = models.JSONField(default=dict, blank=True)
    note = models.CharField(max_length=200, blank=True, default="")
    by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "market_kind", "role", "version"], name="layout_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.market_kind} {self.role} v{self.version}"


class ArchiveTemplate(models.Model):
    """What the archive of a kind of customer (and of a kind of market, where named) must hold, and what to ask."""

    preset = models.CharField(max_length=40, blank=True, default="")
    zh = models.CharField(max_length=60)
    en = models.CharField(max_length=60)
    kind = models.CharField(max_length=16)
    market_kind = models.CharField(max_length=24, blank=True, default="")
    required = models.JSONField(default=list)
    checklist = models.JSONField(default=list)
    installed_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["kind", "market_kind"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "market_kind"],
                condition=models.Q(removed_at__isnull=True),
                name="one_template_per_kind",
            )
        ]

    def __str__(self) -> str:
        return self.zh
