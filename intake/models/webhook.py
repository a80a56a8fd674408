"""What Shopify told us, and services that follow parcels, as it came."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class WebhookState(models.TextChoices):
    RECEIVED = "RECEIVED", _("Waits to be handled")
    DONE = "DONE", _("Recorded")
    IGNORED = "IGNORED", _("Ignored on purpose")
    QUARANTINED = "QUARANTINED", _("Kept aside: it could not be read")
    FAILED = "FAILED", _("Failed: it was tried often enough")


class WebhookQuerySet(FencedQuerySet["Webhook"]):
    def due(self, now: datetime) -> Self:
        """Those to handle now, which nobody else holds."""
        is_free = Q(claimed_until=None) | Q(claimed_until__lt=now)
        return self.filter(is_free, state=WebhookState.RECEIVED, run_after__lte=now)

    def needing_attention(self) -> Self:
        """Those that a person should look at."""
        return self.filter(state__in=[WebhookState.QUARANTINED, WebhookState.FAILED])


class Webhook(StoreOwned):
    """One thing we were told of a store. Its raw body is emptied in time; the row stays."""

    topic = models.CharField(_("topic"), max_length=100)
    event_key = models.CharField(max_length=128)
    body_hash = models.BinaryField()
    body = models.BinaryField()
    api_version = models.CharField(max_length=32, blank=True)
    triggered_at = models.DateTimeField(_("happened at"), null=True)
    received_at = models.DateTimeField(_("received at"))
    run_after = models.DateTimeField(_("handled after"))
    state = models.CharField(
        _("state"), max_length=12, choices=WebhookState, default=WebhookState.RECEIVED
    )
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    claimed_until = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(_("handled at"), null=True)

    objects: ClassVar = FencedManager.from_queryset(WebhookQuerySet)()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        constraints = [
            # Shopify repeats an event until it hears 200 …
            models.UniqueConstraint(
                fields=["store", "topic", "event_key"], name="webhook_event_kept_once"
            ),
            # … and only the body is signed: a replay under a new event id is the same body.
            models.UniqueConstraint(
                fields=["store", "topic", "body_hash"], name="webhook_body_kept_once"
            ),
            models.CheckConstraint(
                condition=Q(handled_at=None) | ~Q(state=WebhookState.RECEIVED),
                name="webhook_handled_has_left_the_queue",
            ),
        ]
        indexes = [
            # intake.handle_due, over all stores at once: hence no store in front
            models.Index(
                fields=["run_after", "id"], condition=Q(state="RECEIVED"), name="webhook_due"
            ),
            models.Index(fields=["store", "received_at"], name="webhook_of_store"),  # admin's list
            models.Index(  # admin: what needs a person
                fields=["store", "state", "received_at"],
                condition=Q(state__in=["QUARANTINED", "FAILED"]),
                name="webhook_needs_attention",
            ),
            # admin: the other states that are few, or none
            models.Index(
                fields=["store", "state", "received_at"],
                condition=~Q(state="DONE"),
                name="webhooks_not_done",
            ),
            # intake.prune_bodies
            models.Index(fields=["received_at"], condition=~Q(body=b""), name="webhook_with_body"),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.event_key}"

    @property
    def has_body(self) -> bool:
        return bool(self.body)
