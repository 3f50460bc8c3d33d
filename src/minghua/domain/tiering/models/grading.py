"""Tables of business grades: published cards, what was learned of a customer, every grade given, and reviews (R15.2)."""

from django.db import models
from django.db.models import Q

GRADE = Q(grade__in=["", "S", "A", "B", "C", "D"])


class GradeCard(models.Model):
    """One published version of the scorecard, in force from a day on; never changed."""

    version = models.PositiveIntegerField(unique=True)
    from_on = models.DateField()
    body = models.JSONField()
    note = models.CharField(max_length=200, blank=True, default="")
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["-from_on", "-version"], name="grade_card_in_force")]


class GradeInput(models.Model):
    """What somebody learned of a customer on a day, in millionths; empty means unknown again. Only ever added to."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    code = models.CharField(max_length=40)
    value_e6 = models.BigIntegerField(null=True, blank=True)
    observed_on = models.DateField()
    note = models.CharField(max_length=200, blank=True, default="")
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(code=""), name="grade_input_names_something")]
        indexes = [models.Index(fields=["customer", "observed_on", "id"], name="grade_input_by_customer")]


class Grading(models.Model):
    """One grade as it was given, with the inputs and the reasons; only ever added to. No grade while too little is known."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    card = models.ForeignKey(GradeCard, models.PROTECT, related_name="+")
    as_of = models.DateField()
    score_e6 = models.BigIntegerField(null=True, blank=True)
    earned = models.CharField(max_length=1, blank=True, default="")
    grade = models.CharField(max_length=1, blank=True, default="")
    why = models.JSONField(default=dict)
    graded_at = models.DateTimeField()
    graded_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=GRADE, name="grading_grade_known"),
            models.CheckConstraint(
                condition=Q(grade="", score_e6=None) | (~Q(grade="") & Q(score_e6__isnull=False)),
                name="grading_grade_has_a_score",
            ),
        ]
        indexes = [models.Index(fields=["customer", "-graded_at", "-id"], name="grading_by_customer")]


class GradeState(models.Model):
    """Where a customer stands: the last grading, kept beside the gradings for lists; it can be made anew."""

    customer = models.OneToOneField("customers.Customer", models.CASCADE, related_name="+")
    grading = models.ForeignKey(Grading, models.CASCADE, related_name="+")
    card = models.ForeignKey(GradeCard, models.CASCADE, related_name="+")
    score_e6 = models.BigIntegerField(null=True, blank=True)
    grade = models.CharField(max_length=1, blank=True, default="")
    vetoed = models.BooleanField(default=False)
    since_on = models.DateField()
    first_on = models.DateField(null=True, blank=True)
    as_of = models.DateField()

    class Meta:
        constraints = [models.CheckConstraint(condition=GRADE, name="grade_state_grade_known")]
        indexes = [
            models.Index(fields=["grade", "-score_e6", "-id"], name="grade_state_by_grade"),
            models.Index(fields=["score_e6", "id"], name="grade_state_by_score"),
            models.Index(fields=["since_on", "id"], name="grade_state_by_since"),
        ]


class GradeReview(models.Model):
    """The review of one customer's grade in one quarter: opened by the night, closed by a person."""

    customer = models.ForeignKey("customers.Customer", models.PROTECT, db_index=False, related_name="+")
    period = models.CharField(max_length=7)
    opened_on = models.DateField()
    due_on = models.DateField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("people.User", models.PROTECT, null=True, blank=True, related_name="+")
    grade = models.CharField(max_length=1, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer", "period"], name="grade_review_once_a_quarter"),
            models.CheckConstraint(condition=GRADE, name="grade_review_grade_known"),
        ]
        indexes = [
            models.Index(fields=["due_on", "id"], condition=Q(closed_at=None), name="grade_review_open"),
        ]
