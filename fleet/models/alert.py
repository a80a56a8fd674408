"""Who is told of what is found, and what they were told."""

from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fleet.kinds import FindingKind, Severity
from fleet.models.health import Finding
from stores.models import Store, User
from stores.owned import AgencyOwned, FencedManager, FencedQuerySet


class Rhythm(models.TextChoices):
    AT_ONCE = "AT_ONCE", _("At once")
    DIGEST = "DIGEST", _("Once a day, all together")


class Moment(models.TextChoices):
    BEGAN = "BEGAN", _("Began")
    OVER = "OVER", _("Over")


class AlertState(models.TextChoices):
    WAITING = "WAITING", _("Waits to be sent")
    SENT = "SENT", _("Sent")
    DROPPED = "DROPPED", _("Not sent: no longer true")


class AlertRule(AgencyOwned):
    """Whom to write to when something of that kind is found."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    # A member, who is told of the stores they see; else `address` is a mailbox of the agency.
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="+", db_index=False)
    address = models.EmailField(_("mailbox"), max_length=320, blank=True)
    store = models.ForeignKey(Store, models.CASCADE, null=True, related_name="+", db_index=False)
    least_severity = models.SmallIntegerField(_("from"), choices=Severity, default=Severity.BAD)
    # Empty: of all kinds.
    kinds = ArrayField(
        models.CharField(max_length=16, choices=FindingKind), verbose_name=_("kinds"), default=list
    )
    rhythm = models.CharField(_("when"), max_length=8, choices=Rhythm, default=Rhythm.AT_ONCE)
    digest_hour = models.PositiveSmallIntegerField(_("at the hour"), default=8)
    # Nobody is written to from the one hour to the other; both the same: at any time.
    quiet_from = models.PositiveSmallIntegerField(_("quiet from"), default=0)
    quiet_until = models.PositiveSmallIntegerField(_("quiet until"), default=0)
    timezone = models.CharField(_("time zone"), max_length=64, default="UTC")
    tells_end = models.BooleanField(_("also when it is over"), default=True)
    is_active = models.BooleanField(_("in use"), default=True)
    actor = models.CharField(_("who"), max_length=254, blank=True)
    changed_at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("alert")
        verbose_name_plural = _("alerts")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=True, address__gt="") | Q(user__isnull=False, address=""),
                name="alert_goes_to_one",
            ),
            models.CheckConstraint(
                condition=Q(digest_hour__lte=23, quiet_from__lte=23, quiet_until__lte=23),
                name="alert_hours_are_hours",
            ),
        ]
        indexes = [
            # The rules of an agency, when something is found.
            models.Index(fields=["agency", "id"], name="alert_rules_of_an_agency"),
        ]

    def __str__(self) -> str:
        return self.address or str(self.user)


class AlertQuerySet(FencedQuerySet["Alert"]):
    def waiting(self) -> Self:
        return self.filter(state=AlertState.WAITING)


AlertManager = FencedManager.from_queryset(AlertQuerySet)


class Alert(AgencyOwned):
    """What one rule's reader is told of one finding, once for its beginning and for its end."""

    rule = models.ForeignKey(AlertRule, models.CASCADE, related_name="alerts", db_index=False)
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="+", db_index=False)
    moment = models.CharField(_("moment"), max_length=8, choices=Moment)
    state = models.CharField(
        _("state"), max_length=8, choices=AlertState, default=AlertState.WAITING
    )
    due_at = models.DateTimeField(_("due"))
    claimed_until = models.DateTimeField(null=True)
    attempts_count = models.PositiveIntegerField(_("tries"), default=0)
    trouble = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(_("since"))
    settled_at = models.DateTimeField(null=True)

    objects: ClassVar[AlertManager["Alert"]] = AlertManager()

    class Meta:
        verbose_name = _("alert that was told")
        verbose_name_plural = _("alerts that were told")
        constraints = [
            # No repeats while it stands.
            models.UniqueConstraint(fields=["rule", "finding", "moment"], name="alerted_once"),
        ]
        indexes = [
            # alerting.send_due, over all agencies at once.
            models.Index(
                fields=["due_at", "id"], condition=Q(state="WAITING"), name="alerts_waiting"
            ),
            # A finding that is over takes back what was not told yet; and goes with its alerts.
            models.Index(fields=["finding"], name="alerts_of_a_finding"),
        ]

    def __str__(self) -> str:
        return f"{self.moment} {self.state}"
