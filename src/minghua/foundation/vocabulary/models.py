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

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vocabulary", "code"], name="term_once")]
        ordering = ["vocabulary", "position", "code"]
