"""The table of findable things; each engine keeps its full-text index of it beside."""

from django.db import models


class SearchDocument(models.Model):
    """A findable thing: what is shown of it, and the folded texts it is found by, one a line, its title first."""

    kind = models.CharField(max_length=20)
    ref_id = models.BigIntegerField()
    customer_id = models.BigIntegerField(null=True)
    title = models.CharField(max_length=300)
    subtitle = models.CharField(max_length=300, blank=True)
    haystack = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref_id"], name="search_document_once")]
        indexes = [models.Index(fields=["customer_id"], name="search_by_customer")]
