"""What a rule posts to another program."""

from datetime import datetime
from typing import ClassVar, Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from automations.models.run import RuleRun
from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class CallState(models.TextChoices):
    WAITING = "WAITING", _("Waits")
    CLAIMED = "CLAIMED", _("Under way")
    DELIVERED = "DELIVERED", _("Delivered")
    FAILED = "FAILED", _("Given up")


class CallQuerySet(FencedQuerySet["RuleCall"]):
    def due(self, now: datetime) -> Self:
        """Waiting, and their time has come."""
        return self.filter(state=CallState.WAITING, next_at__lte=now)

    def lapsed(self) -> Self:
        """Taken by a worker that died; by the database's clock."""
        return self.filter(state=CallState.CLAIMED, claimed_until__lt=Now())


CallManager = FencedManager.from_queryset(CallQuerySet)


class RuleCall(StoreOwned):
    """One POST of one step, signed by the rule's secret; the same `webhook-id` in each attempt."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    run = models.ForeignKey(RuleRun, models.CASCADE, related_name="calls", db_index=False)
    step = models.PositiveSmallIntegerField()
    url = models.CharField(_("address"), max_length=2000)
    body = models.TextField()
    state = models.CharField(_("state"), max_length=9, choices=CallState, default=CallState.WAITING)
    attempts_count = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_at = models.DateTimeField(_("next attempt"))
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True, default="")
    created_at = models.DateTimeField(_("made"))
    settled_at = models.DateTimeField(_("settled"), null=True)

    objects: ClassVar[CallManager["RuleCall"]] = CallManager()

    class Meta:
        verbose_name = _("call of a rule")
        verbose_name_plural = _("calls of rules")
        constraints = [
            models.UniqueConstraint(fields=["run", "step"], name="step_calls_once"),
            models.CheckConstraint(
                condition=Q(state__in=CallState.values), name="call_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="CLAIMED", claim__isnull=False, claimed_until__isnull=False)
                | (~Q(state="CLAIMED") & Q(claim=None)),
                name="claimed_call_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "CLAIMED"], settled_at=None)
                | (~Q(state__in=["WAITING", "CLAIMED"]) & Q(settled_at__isnull=False)),
                name="settled_call_has_a_time",
            ),
        ]
        indexes = [
            # What goes out next.
            models.Index(
                fields=["next_at", "id"], condition=Q(state="WAITING"), name="rule_calls_due"
            ),
            # Leases that are over.
            models.Index(
                fields=["claimed_until"], condition=Q(state="CLAIMED"), name="rule_calls_claimed"
            ),
        ]

    def __str__(self) -> str:
        return self.url
