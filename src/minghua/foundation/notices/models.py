"""Tables of notices and of what people prefer."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from minghua.foundation.notices.types import MailState, NoticeMode, Wish


class Notice(models.Model):
    """One thing one person was told; both languages are kept, each reader gets their own."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    body_zh = models.TextField(blank=True)
    body_en = models.TextField(blank=True)
    link = models.CharField(max_length=300, blank=True)
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    mode = models.CharField(max_length=7, choices=[(mode.value, mode.value) for mode in NoticeMode])
    listed = models.BooleanField(default=True)
    deadline_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=160)
    created_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    mail_state = models.CharField(
        max_length=8, choices=[(state.value, state.value) for state in MailState], default=MailState.NONE
    )
    mailed_at = models.DateTimeField(null=True)
    mail_error = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="notice_once_per_key"),
            models.CheckConstraint(condition=Q(mode__in=[mode.value for mode in NoticeMode]), name="notice_mode_known"),
            models.CheckConstraint(
                condition=Q(mail_state__in=[state.value for state in MailState]), name="notice_mail_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_inbox", condition=Q(listed=True)),
            models.Index(fields=["user"], name="notice_unread", condition=Q(listed=True, read_at=None)),
            models.Index(fields=["user", "id"], name="notice_digest", condition=Q(mail_state="digest")),
            models.Index(fields=["-id"], name="notice_undelivered", condition=Q(mail_state__in=["waiting", "failed"])),
        ]


class NoticeWish(models.Model):
    """What one person prefers for the mails of one kind; no row means as the notice asks."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    wish = models.CharField(max_length=7, choices=[(wish.value, wish.value) for wish in Wish])

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind"], name="notice_wish_once")]


class DigestHour(models.Model):
    """The local hour at which a person's digest leaves; no row means eight."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, primary_key=True, related_name="+")
    hour = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(hour__lte=23), name="digest_hour_of_a_day")]
