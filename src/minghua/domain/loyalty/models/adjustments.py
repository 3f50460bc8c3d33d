"""Points given and taken by hand: who asked, why, and who else agreed."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.loyalty.models.points import PointsScheme
from minghua.domain.loyalty.types.adjustments import AdjustmentState, Way

_DECIDED = Q(decided_by__isnull=False, decided_at__isnull=False)


class PointsAdjustment(models.Model):
    """Points of one customer changed by a person. `key` is that of the fact it is or will be; `most` the limit when it was asked.

    Nothing is in the ledger until the state is booked; above `most` only a second person makes it so. Once decided it stands.
    """

    scheme = models.ForeignKey(PointsScheme, on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=160)
    way = models.CharField(max_length=4, choices=[(each.value, each.value) for each in Way])
    amount = models.BigIntegerField()
    most = models.BigIntegerField()
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in AdjustmentState])
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
    decided_why = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "key"], name="loyalty_adjustment_key_once"),
            models.CheckConstraint(condition=Q(amount__gt=0, most__gte=0), name="loyalty_adjustment_moves_something"),
            models.CheckConstraint(
                condition=~Q(state="booked") | Q(amount__lte=F("most")) | (_DECIDED & ~Q(decided_by=F("asked_by"))),
                name="loyalty_adjustment_two_people",
            ),
        ]
        indexes = [models.Index(fields=["state", "asked_at"], name="loyalty_adjustment_list")]
