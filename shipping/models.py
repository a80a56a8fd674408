"""Parcels, and what carriers said of them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from orders.models import Fulfilment, Order
from stores.owned import StoreOwned


class ParcelState(models.TextChoices):
    """What Shopify and carriers say; a word of theirs that is not here is kept as it came."""

    UNKNOWN = "", _("Nothing heard yet")
    LABEL_PURCHASED = "LABEL_PURCHASED", _("Label bought")
    LABEL_PRINTED = "LABEL_PRINTED", _("Label printed")
    READY_FOR_PICKUP = "READY_FOR_PICKUP", _("Ready for pickup")
    CONFIRMED = "CONFIRMED", _("Announced to the carrier")
    CARRIER_PICKED_UP = "CARRIER_PICKED_UP", _("With the carrier")
    IN_TRANSIT = "IN_TRANSIT", _("On its way")
    OUT_FOR_DELIVERY = "OUT_FOR_DELIVERY", _("Out for delivery")
    ATTEMPTED_DELIVERY = "ATTEMPTED_DELIVERY", _("Delivery attempted")
    DELAYED = "DELAYED", _("Delayed")
    DELIVERED = "DELIVERED", _("Delivered")
    FAILURE = "FAILURE", _("Not delivered")


class Parcel(StoreOwned):
    """A box with a number: of a fulfilment, in the place Shopify lists it."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    fulfilment = models.ForeignKey(
        Fulfilment, models.CASCADE, null=True, related_name="+", db_index=False
    )
    position = models.IntegerField(default=0)
    number = models.CharField(_("tracking number"), max_length=100, blank=True)
    company = models.CharField(_("carrier"), max_length=100, blank=True)
    url = models.TextField(blank=True)
    # No choices: a carrier's new word must not stop a parcel.
    state = models.CharField(_("state"), max_length=40, blank=True)
    shipped_at = models.DateTimeField(_("shipped"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "fulfilment", "position"], name="parcel_has_a_place"
            ),
        ]
        indexes = [
            # The parcels of an order, in order.
            models.Index(fields=["store", "order", "shipped_at"], name="parcels_of_order"),
            # Search by tracking number.
            models.Index(fields=["store", "number"], name="parcels_by_number"),
        ]

    def __str__(self) -> str:
        return f"{self.company} {self.number}".strip()


class ParcelEvent(StoreOwned):
    """What a carrier said. Shopify's events speak of a fulfilment: then of all its parcels."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    fulfilment = models.ForeignKey(
        Fulfilment, models.CASCADE, null=True, related_name="+", db_index=False
    )
    parcel = models.ForeignKey(
        Parcel, models.CASCADE, null=True, related_name="events", db_index=False
    )
    shopify_id = models.BigIntegerField(null=True)
    state = models.CharField(_("state"), max_length=40)
    at = models.DateTimeField(_("when"))
    message = models.TextField(blank=True)
    city = models.CharField(max_length=255, blank=True)
    country = models.CharField(max_length=64, blank=True)
    estimated_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    rank = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        verbose_name = _("parcel event")
        verbose_name_plural = _("parcel events")
        constraints = [
            models.UniqueConstraint(fields=["store", "shopify_id"], name="parcel_event_known_once"),
            models.CheckConstraint(
                condition=Q(parcel__isnull=False) | Q(fulfilment__isnull=False),
                name="event_is_about_something",
            ),
        ]
        indexes = [
            # What is known of a fulfilment's parcels, in order.
            models.Index(fields=["store", "fulfilment", "at"], name="events_of_fulfilment"),
            # The order page.
            models.Index(fields=["store", "order", "at"], name="parcel_events_of_order"),
        ]

    def __str__(self) -> str:
        return f"{self.state} {self.at:%Y-%m-%d}"
