"""Roll-ups: figures that pages may read without counting rows; and what was seen in them."""

from typing import ClassVar, Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.models import Sender
from stores.models import Store, User
from stores.owned import AgencyOwned, FencedManager, FencedQuerySet, StoreOwned


class HourlyStat(StoreOwned):
    """What happened in one store in one hour (UTC), folded from the feed of Activity."""

    hour = models.DateTimeField(_("hour"))
    orders_count = models.IntegerField(_("orders"), default=0)
    order_value_minor = models.BigIntegerField(_("order value"), default=0)
    planned_count = models.IntegerField(_("planned"), default=0)
    sent_count = models.IntegerField(_("handed over"), default=0)
    sent_within_minute_count = models.IntegerField(_("left within a minute"), default=0)
    failed_count = models.IntegerField(_("could not be sent"), default=0)
    unknown_count = models.IntegerField(_("may have been sent"), default=0)
    held_count = models.IntegerField(_("held"), default=0)
    opened_count = models.IntegerField(_("opened"), default=0)
    clicked_count = models.IntegerField(_("clicked"), default=0)

    # db_default: a worker of the version before folds on while this one starts.
    delivered_count = models.IntegerField(_("delivered"), default=0, db_default=0)
    bounced_count = models.IntegerField(_("came back"), default=0, db_default=0)
    complained_count = models.IntegerField(_("marked as spam"), default=0, db_default=0)
    unsubscribed_count = models.IntegerField(_("left marketing"), default=0, db_default=0)

    class Meta:
        verbose_name = _("figures of an hour")
        verbose_name_plural = _("figures by the hour")
        constraints = [
            # Also the index of every page that reads a store's hours.
            models.UniqueConstraint(fields=["store", "hour"], name="one_row_an_hour"),
        ]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H:00}"


class FeedCursor(models.Model):
    """How far a reader has come in the feed of all stores. No tenant's row: it knows no store.

    See Note [Exactly once] in analytics/folding.py.
    """

    name = models.CharField(max_length=40, unique=True)
    xid = models.BigIntegerField(default=0)
    last_id = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("place in the feed")
        verbose_name_plural = _("places in the feed")

    def __str__(self) -> str:
        return self.name


class FlowHour(StoreOwned):
    """What became of one hour's mail to one domain by one sender. Kept for two weeks."""

    sender = models.ForeignKey(Sender, models.CASCADE, null=True, related_name="+", db_index=False)
    domain = models.CharField(max_length=255, blank=True)
    hour = models.DateTimeField()
    tried_count = models.IntegerField(default=0)  # handed over, or given up
    bounced_count = models.IntegerField(default=0)
    failed_count = models.IntegerField(default=0)
    complained_count = models.IntegerField(default=0)

    class Meta:
        verbose_name = _("mail of an hour")
        verbose_name_plural = _("mail by the hour")
        constraints = [
            # Also what a store usually has.
            models.UniqueConstraint(
                fields=["store", "hour", "sender", "domain"],
                nulls_distinct=False,
                name="one_flow_an_hour",
            ),
        ]
        indexes = [
            models.Index(fields=["hour"], name="flow_of_a_day"),  # the screen; forgetting
            models.Index(fields=["domain", "hour"], name="flow_of_a_domain"),  # its usual rate
        ]

    def __str__(self) -> str:
        return f"{self.domain} {self.hour:%Y-%m-%d %H:00}"


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
