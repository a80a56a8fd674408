"""Far more trouble than usual: what was seen in the roll-ups, and who was told."""

from typing import ClassVar, Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.models import Sender
from stores.models import Store, User
from stores.owned import AgencyOwned, FencedManager, FencedQuerySet


class Measure(models.TextChoices):
    """What was more than usual."""

    BOUNCES = "BOUNCES", _("came back")
    FAILURES = "FAILURES", _("could not be sent")
    COMPLAINTS = "COMPLAINTS", _("marked as spam")


class IncidentQuerySet(FencedQuerySet["Incident"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-id")


IncidentManager = FencedManager.from_queryset(IncidentQuerySet)


class Incident(AgencyOwned):
    """Far more trouble than usual: at one store, one sender of it, or one recipient domain."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    store = models.ForeignKey(Store, models.CASCADE, null=True, related_name="+", db_index=False)
    sender = models.ForeignKey(Sender, models.CASCADE, null=True, related_name="+", db_index=False)
    domain = models.CharField(_("recipients at"), max_length=255, blank=True)
    measure = models.CharField(_("what"), max_length=12, choices=Measure)
    since_at = models.DateTimeField(_("counted from"))
    tried_count = models.PositiveIntegerField(_("messages"))
    troubled_count = models.PositiveIntegerField(_("of them in trouble"))
    usual_rate = models.FloatField(_("usual rate"))
    opened_at = models.DateTimeField(_("since"))
    closed_at = models.DateTimeField(_("over"), null=True)
    # A person has seen it: it no longer leads the start page.
    noted_at = models.DateTimeField(_("noted"), null=True)
    noted_by = models.CharField(_("noted by"), max_length=254, blank=True)

    objects: ClassVar[IncidentManager["Incident"]] = IncidentManager()

    class Meta:
        verbose_name = _("incident")
        verbose_name_plural = _("incidents")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "store", "sender", "domain", "measure"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="one_open_incident_a_cause",
            ),
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values), name="measure_is_known"
            ),
            models.CheckConstraint(
                condition=Q(store__isnull=False) | (Q(sender=None) & ~Q(domain="")),
                name="incident_is_of_somebody",
            ),
        ]
        indexes = [
            # The list, newest first.
            models.Index("agency", F("opened_at").desc(), F("id").desc(), name="incidents_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.domain}".strip()


class IncidentNotice(AgencyOwned):
    """The mail about one incident to one person; kept also where none leaves."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="notices")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    subject = models.CharField(max_length=200)
    text = models.TextField()
    created_at = models.DateTimeField()
    # Set before the mail server is spoken to: what may have been sent is not sent again.
    sent_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("notice of an incident")
        verbose_name_plural = _("notices of incidents")
        constraints = [
            models.UniqueConstraint(fields=["incident", "user"], name="noticed_once"),
        ]
        indexes = [
            # What waits to be sent.
            models.Index(
                fields=["agency", "created_at"], condition=Q(sent_at=None), name="notices_waiting"
            ),
        ]

    def __str__(self) -> str:
        return self.subject
