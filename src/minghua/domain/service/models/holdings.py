"""Who has a unit and where it stands; cards as evidence of what it is entitled to; days it could not be used."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.service.types.entitlements import CardState

HOW = ("sale", "file", "hand")
OUT_OF_USE = ("repair", "part")


class Holding(models.Model):
    """A unit with its customer at one place, from one day until another; a move is a new row.

    `household` shares the unit, `order_id` is the sale it came from. Only the customers follow a merge, only the place goes
    with an erasure.
    """

    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    household = models.ForeignKey("customers.Customer", null=True, on_delete=models.PROTECT, related_name="+")
    place = models.CharField(max_length=60, blank=True)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    how = models.CharField(max_length=8, choices=[(code, code) for code in HOW])
    order_id = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit"], condition=Q(until_on=None), name="service_unit_stands_once"),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="service_holding_has_days"
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "from_on", "id"], name="service_holding_unit"),
            models.Index(fields=["order_id"], condition=Q(order_id__isnull=False), name="service_holding_order"),
        ]


class OutOfUse(models.Model):
    """Days a unit was in repair or waited for a part: what it is entitled to lasts that much longer."""

    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=8, choices=[(code, code) for code in OUT_OF_USE])
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "reason"], condition=Q(until_on=None), name="service_out_of_use_once"
            ),
            models.CheckConstraint(
                condition=Q(until_on=None) | Q(until_on__gte=F("from_on")), name="service_out_of_use_days"
            ),
        ]


class CardStock(models.Model):
    """How many cards of one rule lie in the shop; never below nothing."""

    code = models.CharField(max_length=40, unique=True)
    left = models.PositiveIntegerField(default=0)


class Card(models.Model):
    """A card of one unit: handed over, or owed. A token of what the sale entitles to; two of one rule for one unit there are not.

    `evidence` is the card's number or where it is written that one is owed; an owed one counts once somebody confirmed it.
    """

    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    state = models.CharField(max_length=8, choices=[(each.value, each.value) for each in CardState])
    evidence = models.CharField(max_length=120, blank=True)
    confirmed_by = models.ForeignKey(
        "people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "code"], condition=~Q(state="void"), name="service_card_once_per_unit"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(confirmed_at__isnull=False), name="service_card_confirmed_at"
            ),
        ]


class VisitCharge(models.Model):
    """What a customer was asked to pay for a repair; where cover held somebody answers for it with a reason."""

    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, db_index=False, related_name="+")
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=80, unique=True)
    on = models.DateField()
    amount_minor = models.BigIntegerField()
    covered_by = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="service_charge_is_money"),
            models.CheckConstraint(
                condition=Q(covered_by="") | Q(by__isnull=False), name="service_charge_answered_for"
            ),
        ]
        indexes = [models.Index(fields=["unit", "on"], name="service_charge_unit")]
