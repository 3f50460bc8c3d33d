"""The table of parameter versions; published versions never change."""

from django.db import models


class ParameterVersion(models.Model):
    """One value of one parameter, in force from a day until a later version's day."""

    code = models.CharField(max_length=60)
    version = models.IntegerField()
    valid_from = models.DateField()
    value = models.JSONField()
    reason = models.CharField(max_length=200, blank=True)
    set_at = models.DateTimeField()
    set_by_id = models.BigIntegerField(null=True)
    set_by_name = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="parameter_version_once")]
        indexes = [models.Index(fields=["code", "-valid_from", "-version"], name="parameter_in_force")]
