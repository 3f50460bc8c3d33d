"""The table of enumerations: labels and order may be changed, codes not."""

from django.db import models


class VocabularyTerm(models.Model):
    """One value of one vocabulary."""

    vocabulary = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    zh = models.CharField(max_length=80)
    en = models.CharField(max_length=80)
    position = models.IntegerField(default=0)
    active = models.BooleanField(default=True)
    built_in = models.BooleanField(default=False)
    colour = models.CharField(max_length=16, blank=True, default="")
    merged_into = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="term_once")]
        ordering = ["vocabulary", "position", "code"]


class TermMerge(models.Model):
    """One term that went into another: which rows were re-pointed, so that it can be undone."""

    vocabulary = models.CharField(max_length=60)
    source = models.CharField(max_length=60)
    target = models.CharField(max_length=60)
    moved = models.JSONField(default=dict)
    by_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
