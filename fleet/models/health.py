"""What was found of a store: now, over its days, and each thing from its beginning to its end."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from fleet.kinds import FindingKind, Severity
from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class StoreHealth(StoreOwned):
    """How a store is doing, as of the last look: what pages and programs read."""

    severity = models.SmallIntegerField(_("how soon"), choices=Severity, default=Severity.GOOD)
    looked_at = models.DateTimeField(_("looked at"))
    heard_at = models.DateTimeField(_("last webhook"), null=True)
    lag_seconds = models.PositiveIntegerField(_("webhook lag"), null=True)
    sent_count = models.PositiveIntegerField(_("sent today"), default=0)
    orders_count = models.PositiveIntegerField(_("orders today"), default=0)
    failed_count = models.PositiveIntegerField(_("failed today"), default=0)
    week_sent_count = models.PositiveIntegerField(_("sent in a week"), default=0)
    bounced_bp = models.PositiveIntegerField(_("came back"), null=True)
    complained_bp = models.PositiveIntegerField(_("marked as spam"), null=True)
    twice_count = models.PositiveSmallIntegerField(_("sent twice"), default=0)
    domains_count = models.PositiveSmallIntegerField(_("domains to look at"), default=0)
    tests_count = models.PositiveSmallIntegerField(_("running tests"), default=0)
    parcels_count = models.PositiveSmallIntegerField(_("stuck parcels"), default=0)
    audit_days = models.SmallIntegerField(_("days until the next audit"), null=True)
    days = ArrayField(models.PositiveIntegerField(), verbose_name=_("sent by day"), default=list)

    class Meta:
        verbose_name = _("health of a store")
        verbose_name_plural = _("health of the stores")
        constraints = [models.UniqueConstraint(fields=["store"], name="one_health_a_store")]

    def __str__(self) -> str:
        return f"{self.get_severity_display()}"


class HealthDay(StoreOwned):
    """One day of a store, where the store is: the worst it was, and for how long."""

    day = models.DateField(_("day"))
    severity = models.SmallIntegerField(_("worst"), choices=Severity, default=Severity.GOOD)
    bad_seconds = models.PositiveIntegerField(_("seconds in need"), default=0)
    looks_count = models.PositiveIntegerField(_("looks"), default=0)
    lag_seconds = models.PositiveIntegerField(_("longest webhook lag"), null=True)
    sent_count = models.PositiveIntegerField(_("sent"), default=0)
    orders_count = models.PositiveIntegerField(_("orders"), default=0)

    class Meta:
        verbose_name = _("day of a store")
        verbose_name_plural = _("days of the stores")
        constraints = [
            # Also the index of a store's page.
            models.UniqueConstraint(fields=["store", "day"], name="one_health_day"),
        ]
        indexes = [
            # services.forget_old
            models.Index(fields=["day"], name="health_days_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.day}"


class FindingQuerySet(FencedQuerySet["Finding"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)

    def worst_first(self) -> Self:
        return self.order_by("-severity", "opened_at", "id")

    def newest_first(self) -> Self:
        return self.order_by("-opened_at", "-id")


FindingManager = FencedManager.from_queryset(FindingQuerySet)


class Finding(StoreOwned):
    """One thing that is, or was, wrong with a store. See Note [One finding a trouble]."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    kind = models.CharField(_("what"), max_length=16, choices=FindingKind)
    severity = models.SmallIntegerField(_("how soon"), choices=Severity)
    worst = models.SmallIntegerField(_("worst it was"), choices=Severity)
    count = models.PositiveIntegerField(_("how many"), default=0)
    about = models.JSONField(default=dict)
    opened_at = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("last seen"))
    closed_at = models.DateTimeField(_("over"), null=True)

    objects: ClassVar[FindingManager["Finding"]] = FindingManager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "kind"], condition=Q(closed_at=None), name="one_finding_a_trouble"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=FindingKind.values), name="finding_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | Q(closed_at__gte=F("opened_at")),
                name="finding_ends_after_it_began",
            ),
        ]
        indexes = [
            # The history of a store, newest first.
            models.Index(
                "store", F("opened_at").desc(), F("id").desc(), name="findings_of_a_store"
            ),
            # services.forget_old
            models.Index(
                fields=["closed_at"], condition=Q(closed_at__isnull=False), name="findings_by_age"
            ),
        ]

    def __str__(self) -> str:
        return str(FindingKind(self.kind).label)

    def lasted_until(self, now: datetime) -> datetime:
        return self.closed_at or now
