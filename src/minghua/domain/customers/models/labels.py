"""What people put on a customer by hand: tags and attached files."""

from django.db import models


class Tag(models.Model):
    """A label with a colour, in a group (R12.2, manual tags)."""

    name = models.CharField(max_length=40, unique=True)
    colour = models.CharField(max_length=16, default="grey")
    group = models.CharField(max_length=40, blank=True, default="")

    def __str__(self) -> str:
        return self.name


class CustomerTag(models.Model):
    """One tag on one customer: who put it there and when."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "tag"], name="customer_tag_once")]

    def __str__(self) -> str:
        return f"{self.customer_id} {self.tag_id}"


class Attachment(models.Model):
    """A stored file that belongs to a customer (a photographed card, a contract)."""

    customer = models.ForeignKey("customers.Customer", on_delete=models.CASCADE, related_name="+")
    file_id = models.CharField(max_length=32)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=24, default="other")
    by = models.ForeignKey("people.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["customer", "file_id"], name="attachment_once")]

    def __str__(self) -> str:
        return self.name
