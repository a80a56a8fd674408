"""Parcels, and what carriers said of them."""

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Coalesce, Now, Upper
from django.utils.translation import gettext_lazy as _

from orders.models import Fulfilment, Order
from shipping.models.carrier import Carrier
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
    EXCEPTION = "EXCEPTION", _("Something is wrong")
    FAILURE = "FAILURE", _("Not delivered")
    RETURNING = "RETURNING", _("On its way back")
    RETURNED = "RETURNED", _("Came back")


class Origin(models.TextChoices):
    """Who told us of it."""

    SHOPIFY = "SHOPIFY", _("Shopify")
    STAFF = "STAFF", _("Staff")
    API = "API", _("A program")
    CSV = "CSV", _("A file")
    CARRIER = "CARRIER", _("The carrier")


class Direction(models.TextChoices):
    OUT = "OUT", _("To the buyer")
    RETURN = "RETURN", _("Back to the store")


class CarrierGround(models.TextChoices):
    """Why a parcel is thought to be with its carrier."""

    UNKNOWN = "", _("Nobody has said, and the number does not decide")
    SHOPIFY = "SHOPIFY", _("Shopify says so")
    STAFF = "STAFF", _("Staff said so")
    NUMBER = "NUMBER", _("Its number says so")


class Parcel(StoreOwned):
    """A box with a number: of a fulfilment, in the place Shopify lists it, or added by us.

    A new number keeps the row: what it was known by before stands in `former`.
    """

    public_id = models.UUIDField(
        default=uuid.uuid4, db_default=RandomUUID(), unique=True, editable=False
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    fulfilment = models.ForeignKey(
        Fulfilment, models.CASCADE, null=True, related_name="+", db_index=False
    )
    position = models.IntegerField(default=0)
    number = models.CharField(_("tracking number"), max_length=100, blank=True)
    # As carriers' services may spell it; kept by the database: see scanning.plain.
    number_key = models.GeneratedField(
        expression=Upper(
            Func(
                F("number"),
                Value("[^0-9A-Za-z]+"),
                Value(""),
                Value("g"),
                function="regexp_replace",
                output_field=models.CharField(),
            )
        ),
        output_field=models.CharField(max_length=100),
        db_persist=True,
    )
    company = models.CharField(_("carrier"), max_length=100, blank=True)
    url = models.TextField(blank=True)
    # Which of the project's carriers it is (shipping/carriers), or one of the store's own.
    carrier = models.CharField(max_length=40, blank=True, default="", db_default="")
    own_carrier = models.ForeignKey(
        Carrier, models.SET_NULL, null=True, blank=True, related_name="+", db_index=False
    )
    carrier_ground = models.CharField(
        max_length=8, choices=CarrierGround, blank=True, default="", db_default=""
    )
    origin = models.CharField(
        max_length=8, choices=Origin, default=Origin.SHOPIFY, db_default=Origin.SHOPIFY
    )
    direction = models.CharField(
        _("direction"),
        max_length=8,
        choices=Direction,
        default=Direction.OUT,
        db_default=Direction.OUT,
    )
    # [{"line": shopify_id, "quantity": n}]; empty: all that its fulfilment holds.
    lines = models.JSONField(default=list, blank=True, db_default=[])
    # What it was known by before, oldest first: [{"number", "company", "url", "until": ISO 8601}]
    former = models.JSONField(default=list, blank=True, db_default=[])
    # No choices: a carrier's new word must not stop a parcel.
    state = models.CharField(_("state"), max_length=40, blank=True)
    shipped_at = models.DateTimeField(_("shipped"), null=True)
    delivered_at = models.DateTimeField(_("delivered"), null=True)
    first_scanned_at = models.DateTimeField(_("first scan"), null=True, editable=False)
    heard_at = models.DateTimeField(_("last heard of"), null=True, editable=False)
    expected_at = models.DateTimeField(_("expected by the carrier"), null=True, editable=False)
    # When it was sent off at Shopify, or added here.
    created_at = models.DateTimeField(null=True, editable=False, db_default=Now())
    changed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("parcel")
        verbose_name_plural = _("parcels")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "fulfilment", "position"], name="parcel_has_a_place"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=Origin.values), name="parcel_origin_is_known"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=Direction.values), name="parcel_direction_is_known"
            ),
        ]
        indexes = [
            # The parcels of an order, in order.
            models.Index(fields=["store", "order", "shipped_at"], name="parcels_of_order"),
            # Search by tracking number.
            models.Index(fields=["store", "number"], name="parcels_by_number"),
            # Whose parcel a tracking service speaks of, now …
            models.Index(
                fields=["store", "number_key"], condition=~Q(number=""), name="parcels_by_key"
            ),
            # … or formerly: few, the newest first.
            models.Index(
                "store",
                F("changed_at").desc(),
                condition=~Q(former=[]),
                name="parcels_renumbered",
            ),
            # shipping/suspects.py: those that no carrier has seen …
            models.Index(
                "store",
                Coalesce("shipped_at", "created_at"),
                condition=Q(first_scanned_at=None, delivered_at=None),
                name="parcels_unseen",
            ),
            # … and whether any parcel of that carrier was seen of late.
            models.Index(
                fields=["store", "company", "first_scanned_at"],
                condition=Q(first_scanned_at__isnull=False),
                name="parcels_seen",
            ),
            # The list, newest first.
            models.Index("store", F("created_at").desc(), F("id").desc(), name="parcels_newest"),
            # The list by state, by carrier, and of what comes back.
            models.Index(
                "store",
                "state",
                F("created_at").desc(),
                F("id").desc(),
                name="parcels_by_state",
            ),
            models.Index(
                "store",
                "carrier",
                F("created_at").desc(),
                F("id").desc(),
                name="parcels_by_carrier",
            ),
            models.Index(
                "store",
                F("created_at").desc(),
                F("id").desc(),
                condition=~Q(direction="OUT"),
                name="parcels_back",
            ),
            # Those of which something may be amiss: on their way, longest silent first.
            models.Index(
                "store",
                "heard_at",
                condition=Q(delivered_at=None),
                name="parcels_on_their_way",
            ),
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
    origin = models.CharField(
        max_length=8, choices=Origin, default=Origin.SHOPIFY, db_default=Origin.SHOPIFY
    )
    # Names what a carrier or staff said, so that it is kept once; "" for Shopify's, which have ids.
    key = models.CharField(max_length=100, blank=True, default="", db_default="", editable=False)
    # The number it was said of, which may since be another.
    number = models.CharField(max_length=100, blank=True, default="", db_default="")
    actor = models.CharField(max_length=254, blank=True, default="", db_default="")
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
            models.UniqueConstraint(
                fields=["store", "key"], condition=~Q(key=""), name="parcel_event_said_once"
            ),
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
