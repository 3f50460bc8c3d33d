"""Warranty terms as published: versions that never change, each for what was sold in its days."""

from django.db import models
from django.db.models import F, Q

from minghua.domain.catalog.types.warranty import Anchor, Needs, Payer, Scope, Source


def _choices(words: type) -> list[tuple[str, str]]:
    return [(each.value, each.value) for each in words]  # type: ignore[attr-defined]


class WarrantyTerms(models.Model):
    """One version of one rule; it holds for units sold from `sold_from` until the next version or `sold_until`."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    source = models.CharField(max_length=12, choices=_choices(Source))
    scope = models.CharField(max_length=12, choices=_choices(Scope))
    anchor = models.CharField(max_length=12, choices=_choices(Anchor))
    months = models.PositiveIntegerField()
    payer = models.CharField(max_length=12, choices=_choices(Payer))
    sold_from = models.DateField()
    sold_until = models.DateField(null=True)
    skus = models.JSONField(default=list)
    shelves = models.JSONField(default=list)
    needs = models.CharField(max_length=8, choices=_choices(Needs))
    at_least_units = models.PositiveIntegerField(default=1)
    gives_card = models.BooleanField(default=False)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", models.PROTECT, null=True, db_index=False, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="catalog_terms_version_once"),
            models.CheckConstraint(condition=Q(months__gte=1), name="catalog_terms_last"),
            models.CheckConstraint(
                condition=Q(sold_until=None) | Q(sold_until__gt=F("sold_from")), name="catalog_terms_have_days"
            ),
            models.CheckConstraint(condition=Q(version__gte=1, at_least_units__gte=1), name="catalog_terms_count"),
        ]
