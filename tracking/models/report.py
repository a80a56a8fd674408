"""What mail services say of messages."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class ReportKind(models.TextChoices):
    """What a mail service says of a message."""

    TAKEN = "TAKEN", _("Taken by the service")
    DELIVERED = "DELIVERED", _("Delivered")
    DELAYED = "DELAYED", _("Delayed: the service keeps trying")
    BOUNCED = "BOUNCED", _("Came back: nobody is there")
    RETURNED = "RETURNED", _("Came back")
    COMPLAINED = "COMPLAINED", _("Marked as spam")
    UNSUBSCRIBED = "UNSUBSCRIBED", _("Wants no marketing")
    UNREADABLE = "UNREADABLE", _("Could not be read")


class Finding(models.TextChoices):
    """What came of a report."""

    NEWS = "NEWS", _("Recorded")
    KNOWN = "KNOWN", _("Known before")
    NO_MESSAGE = "NO_MESSAGE", _("About no message of this store")
    KEPT_ASIDE = "KEPT_ASIDE", _("Kept aside")


class ReportQuerySet(FencedQuerySet["Report"]):
    def due(self, now: datetime) -> Self:
        return self.filter(settled_at=None, run_after__lte=now)


class Report(StoreOwned):
    """What a store's mail service told us of one message, once, however often it repeats itself.

    The server's line names people at times: it is emptied when the message was told. Rows are
    deleted after a month.
    """

    sender = models.ForeignKey("messaging.Sender", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    kind = models.CharField(max_length=16, choices=ReportKind)
    at = models.DateTimeField()
    message_key = models.UUIDField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)
    line = models.TextField(blank=True)
    received_at = models.DateTimeField()
    run_after = models.DateTimeField()
    tries_count = models.PositiveSmallIntegerField(default=0)
    settled_at = models.DateTimeField(null=True)
    finding = models.CharField(max_length=12, choices=Finding, blank=True)

    objects: ClassVar = FencedManager.from_queryset(ReportQuerySet)()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sender", "key"], name="reported_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=ReportKind.values), name="report_kind_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(settled_at=None, finding="")
                | models.Q(settled_at__isnull=False, finding__in=Finding.values),
                name="settled_report_has_a_finding",
            ),
        ]
        indexes = [
            # tracking.settle_reports, over all stores at once: hence no store in front
            models.Index(
                fields=["run_after", "id"],
                condition=models.Q(settled_at=None),
                name="report_due",
            ),
            models.Index(fields=["received_at"], name="report_by_age"),  # tracking.prune_reports
        ]

    def __str__(self) -> str:
        return f"{self.kind} from sender {self.sender_id}"
