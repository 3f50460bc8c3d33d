"""Tables of activities: portfolios with dated versions, decks that were committed to, stock, and who took part."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.loyalty.types.playing import Outcome
from minghua.domain.loyalty.types.portfolio import ActivityKind

OUTCOMES = tuple((each.value, each.value) for each in Outcome)
KINDS = tuple((each.value, each.value) for each in ActivityKind)


class ActivityPortfolio(models.Model):
    """What a shop plays with its customers; what it says stands in its versions. `points` is the scheme they move."""

    code = models.CharField(max_length=40, unique=True)
    points = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")
    stopped_at = models.DateTimeField(null=True)


class ActivityVersion(models.Model):
    """A published version: in force from the beginning of a local day, never changed (a trigger refuses it)."""

    portfolio = models.ForeignKey(ActivityPortfolio, on_delete=models.PROTECT, db_index=False, related_name="+")
    number = models.PositiveIntegerField()
    from_on = models.DateField()
    text = models.TextField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "number"], name="loyalty_activity_version_once"),
            models.UniqueConstraint(fields=["portfolio", "from_on"], name="loyalty_activity_version_a_day"),
        ]


class ActivityDeck(models.Model):
    """A lottery's deck: its commitment is public from the beginning, its seed from `revealed_at` on.

    The cards follow from the seed; `dealt` counts them and only ever grows.
    """

    portfolio = models.ForeignKey(ActivityPortfolio, on_delete=models.PROTECT, db_index=False, related_name="+")
    activity = models.CharField(max_length=40)
    commitment = models.CharField(max_length=64)
    seed = models.CharField(max_length=64)
    cards = models.PositiveIntegerField()
    made_at = models.DateTimeField()
    dealt = models.PositiveIntegerField(default=0)
    revealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "activity"], name="loyalty_one_deck"),
            models.CheckConstraint(condition=Q(dealt__lte=F("cards")), name="loyalty_deck_not_oversold"),
        ]


class ActivityStock(models.Model):
    """How many of a limited thing (an exchange, a prize by odds) there were and are left."""

    portfolio = models.ForeignKey(ActivityPortfolio, on_delete=models.PROTECT, db_index=False, related_name="+")
    activity = models.CharField(max_length=40)
    item = models.CharField(max_length=40)
    total = models.PositiveIntegerField()
    left = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["portfolio", "activity", "item"], name="loyalty_one_stock"),
            models.CheckConstraint(condition=Q(left__gte=0, left__lte=F("total")), name="loyalty_stock_not_oversold"),
        ]


class ActivityTaking(models.Model):
    """Somebody took part: once for ever per key (a local day, an edition, or what the asker calls it), appended only.

    `member_id` is who it was, for ever; `customer` follows a merge, and what was `said` goes with an erasure; a trigger
    refuses all else. `place` is the card of the deck that was dealt.
    """

    portfolio = models.ForeignKey(ActivityPortfolio, on_delete=models.PROTECT, db_index=False, related_name="+")
    activity = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=KINDS)
    version = models.PositiveIntegerField()
    member_id = models.BigIntegerField()
    customer = models.ForeignKey("customers.Customer", on_delete=models.PROTECT, db_index=False, related_name="+")
    key = models.CharField(max_length=100)
    on = models.DateField()
    at = models.DateTimeField()
    earned = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)
    item = models.CharField(max_length=40, blank=True)
    reason = models.CharField(max_length=20)
    place = models.PositiveIntegerField(null=True)
    said = models.JSONField(default=dict)
    by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["portfolio", "activity", "member_id", "key"], name="loyalty_taking_once_for_ever"
            ),
            models.UniqueConstraint(
                fields=["portfolio", "activity", "place"],
                condition=Q(place__isnull=False),
                name="loyalty_card_dealt_once",
            ),
            models.CheckConstraint(
                condition=~Q(key="") & Q(earned__gte=0, cost__gte=0), name="loyalty_taking_has_a_key"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "portfolio", "activity"], name="loyalty_taking_member"),
            models.Index(fields=["portfolio", "activity", "-id"], name="loyalty_taking_latest"),
        ]


class ActivityHandover(models.Model):
    """A prize or exchanged thing was handed over, or its exchange cancelled: once, appended only (a trigger refuses all else)."""

    taking = models.OneToOneField(ActivityTaking, on_delete=models.PROTECT, related_name="+")
    outcome = models.CharField(max_length=12, choices=OUTCOMES)
    at = models.DateTimeField()
    by = models.ForeignKey("people.User", null=True, db_index=False, on_delete=models.PROTECT, related_name="+")
