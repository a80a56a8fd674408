"""One event on its way to one endpoint, and each call that was made for it."""

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models import Order
from outbound.models.endpoint import Endpoint
from outbound.models.replay import Replay
from stores.models import Store
from stores.owned import AgencyOwned


class DeliveryState(models.TextChoices):
    WAITING = "WAITING", _("Waits")
    CLAIMED = "CLAIMED", _("Under way")
    DELIVERED = "DELIVERED", _("Delivered")
    FAILED = "FAILED", _("Given up")
    SKIPPED = "SKIPPED", _("Left out")


OPEN = (DeliveryState.WAITING, DeliveryState.CLAIMED)


class Delivery(AgencyOwned):
    """One event for one endpoint. What is posted is fixed here, byte for byte."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    endpoint = models.ForeignKey(
        Endpoint, models.CASCADE, related_name="deliveries", db_index=False
    )
    # Null: of no store, as a test event to a whole agency's endpoint.
    store = models.ForeignKey(Store, models.CASCADE, null=True, related_name="+", db_index=False)
    order = models.ForeignKey(Order, models.CASCADE, null=True, related_name="+", db_index=False)
    # `webhook-id`: of the event, so it is the same in a replay. The timeline's `id` after `evt_`.
    event_id = models.CharField(_("event"), max_length=40)
    type = models.CharField(_("type"), max_length=40)  # "order.placed": outbound/events.py
    # The row of the feed; null for a test event. A number, not a key: it outlives nothing.
    activity_id = models.BigIntegerField(null=True)
    # Within one queue of an endpoint each waits for those before it: see outbound/claiming.py.
    queue = models.CharField(max_length=40)
    body = models.TextField()
    state = models.CharField(
        _("state"), max_length=9, choices=DeliveryState, default=DeliveryState.WAITING
    )
    attempts_count = models.PositiveSmallIntegerField(_("attempts"), default=0)
    # Attempts since it was made, or sent again by a person: the place in the schedule.
    round_count = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField(_("next attempt"))
    claim = models.UUIDField(null=True, editable=False)
    claimed_until = models.DateTimeField(null=True, editable=False)
    # Of the last attempt: what came back, if anything, and what was wrong in words.
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True, default="")
    replay = models.ForeignKey(Replay, models.SET_NULL, null=True, related_name="+", db_index=False)
    happened_at = models.DateTimeField(_("happened"))
    created_at = models.DateTimeField(_("made"))
    settled_at = models.DateTimeField(_("settled"), null=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=DeliveryState.values), name="delivery_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="CLAIMED", claim__isnull=False, claimed_until__isnull=False)
                | (~Q(state="CLAIMED") & Q(claim=None)),
                name="claimed_delivery_has_a_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["WAITING", "CLAIMED"], settled_at=None)
                | (~Q(state__in=["WAITING", "CLAIMED"]) & Q(settled_at__isnull=False)),
                name="settled_delivery_has_a_time",
            ),
        ]
        indexes = [
            # An endpoint's deliveries, newest first.
            models.Index(
                "endpoint", F("created_at").desc(), F("id").desc(), name="deliveries_newest"
            ),
            # The same, of one state; most are delivered, so those are found above.
            models.Index(
                "endpoint",
                "state",
                F("created_at").desc(),
                F("id").desc(),
                condition=~Q(state="DELIVERED"),
                name="deliveries_by_state",
            ),
            # What an endpoint gets next.
            models.Index(
                fields=["endpoint", "next_at", "id"],
                condition=Q(state="WAITING"),
                name="deliveries_due",
            ),
            # Whether one before it is still open.
            models.Index(
                fields=["endpoint", "queue", "id"],
                condition=Q(state__in=["WAITING", "CLAIMED"]),
                name="deliveries_in_queue",
            ),
            # How many calls an endpoint has now, and leases that ended: few rows at any time.
            models.Index(
                fields=["endpoint", "claimed_until"],
                condition=Q(state="CLAIMED"),
                name="deliveries_claimed",
            ),
            # What is old enough to be forgotten.
            models.Index(
                fields=["settled_at"],
                condition=Q(settled_at__isnull=False),
                name="deliveries_settled",
            ),
            # Deleting an order looks here.
            models.Index(
                fields=["order"], condition=Q(order__isnull=False), name="deliveries_of_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.event_id}"


class DeliveryAttempt(AgencyOwned):
    """One call: what was asked, what came back. The body is the delivery's."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="attempts", db_index=False)
    store = models.ForeignKey(Store, models.CASCADE, null=True, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField(_("attempt"))
    at = models.DateTimeField(_("when"))
    seconds = models.FloatField(_("seconds"), default=0.0)
    url = models.CharField(_("address"), max_length=2000)
    # As they went out, but for the signature, which is masked.
    request_headers = models.JSONField(default=dict)
    # Null: no answer came.
    status = models.PositiveSmallIntegerField(_("answer"), null=True)
    response_headers = models.JSONField(default=dict)
    response_body = models.TextField(blank=True)
    error = models.CharField(_("what went wrong"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("attempt")
        verbose_name_plural = _("attempts")
        constraints = [
            models.UniqueConstraint(fields=["delivery", "number"], name="attempt_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"
