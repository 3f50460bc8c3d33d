"""Tables of the member centre's door: codes that were asked for, sessions that are open, and how often one may ask."""

from django.db import models


class MemberCode(models.Model):
    """One asking for a code; without a customer nothing was sent, and nobody outside can tell."""

    ref_sha256 = models.CharField(max_length=64, unique=True)
    customer = models.ForeignKey("customers.Customer", null=True, on_delete=models.CASCADE, related_name="+")
    code_hash = models.CharField(max_length=64)
    tries_left = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    until_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)


class MemberSession(models.Model):
    """A member's open door: only the hash of its token is kept; ended ones let nobody in."""

    token_sha256 = models.CharField(max_length=64, unique=True)
    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    until_at = models.DateTimeField(db_index=True)
    ended_at = models.DateTimeField(null=True)


class MemberAllowance(models.Model):
    """How often one address, customer or network place may still ask within a window; `key` is a keyed digest."""

    key = models.CharField(max_length=64, unique=True)
    since = models.DateTimeField(db_index=True)
    left = models.PositiveSmallIntegerField()

    class Meta:
        """What is left cannot fall below nothing, whoever writes."""

        constraints = [models.CheckConstraint(condition=models.Q(left__gte=0), name="member_allowance_left")]
