"""When things leave and arrive: the rules a store sets, and what each buyer was promised."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models import Order
from stores.owned import StoreOwned

MOST_DAYS = 365


def _days(label: Any, **more: Any) -> Any:
    return models.PositiveSmallIntegerField(
        label, validators=[MaxValueValidator(MOST_DAYS)], **more
    )


def monday_to_friday() -> list[int]:
    return [0, 1, 2, 3, 4]


class MixedCart(models.TextChoices):
    """What is promised for a cart whose goods take different times."""

    LATEST = "LATEST", _("One date for all: the latest")
    PER_LINE = "PER_LINE", _("A date for each")


class DeliverySettings(StoreOwned):
    """How a store promises, and when it wants to be warned. No row: the defaults."""

    is_shown = models.BooleanField(_("buyers are shown when things arrive"), default=True)
    mixed_cart = models.CharField(
        _("mixed carts"), max_length=8, choices=MixedCart, default=MixedCart.LATEST
    )
    tells_delays = models.BooleanField(_("buyers are written to when a date moves"), default=False)
    tells_silence = models.BooleanField(
        _("buyers are written to after long silence"), default=False
    )
    risk_hours = models.PositiveSmallIntegerField(
        _("warned before goods must leave (hours)"), default=24
    )
    silence_days = _days(_("silence that is too long (business days)"), default=5)
    first_scan_days = _days(_("a number without a scan (business days)"), default=3)
    stalled_days = _days(_("standing still (business days)"), default=5)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("delivery settings")
        verbose_name_plural = _("delivery settings")
        constraints = [models.UniqueConstraint("store", name="store_promises_one_way")]

    def __str__(self) -> str:
        return f"Delivery settings of store {self.store_id}"


class Calendar(StoreOwned):
    """On which days, and until when on each, a place of the store packs."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("name"), max_length=100)
    is_default = models.BooleanField(_("used where no other is named"), default=False)
    # 0 is Monday.
    workdays = ArrayField(models.PositiveSmallIntegerField(), default=monday_to_friday)
    # Whose public holidays are kept; "" none. Subdivision: a state or county of it.
    country = models.CharField(_("holidays of"), max_length=2, blank=True)
    subdivision = models.CharField(_("region"), max_length=10, blank=True)
    # What is ordered by then counts as ordered on that day.
    cutoff = models.TimeField(_("ordered by"))
    # "": the store's.
    timezone = models.CharField(_("time zone"), max_length=64, blank=True)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("calendar")
        verbose_name_plural = _("calendars")
        constraints = [
            models.UniqueConstraint(fields=["store", "name"], name="calendar_named_once"),
            models.UniqueConstraint(
                fields=["store"], condition=Q(is_default=True), name="one_default_calendar"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(StoreOwned):
    """Days that are not as their weekday or the holidays say: a holiday of one's own, or open."""

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="days", db_index=False)
    first = models.DateField(_("from"))
    last = models.DateField(_("to"))
    is_open = models.BooleanField(_("open"), default=False)
    note = models.CharField(_("note"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("special day")
        verbose_name_plural = _("special days")
        constraints = [
            models.CheckConstraint(condition=Q(first__lte=F("last")), name="days_run_forward"),
        ]
        indexes = [
            models.Index(fields=["store", "calendar", "first"], name="days_of_calendar"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.last}"


class Level(models.TextChoices):
    """What a processing time is said of; the first that applies counts."""

    VARIANT = "VARIANT", _("Variant")
    PRODUCT = "PRODUCT", _("Product")
    COLLECTION = "COLLECTION", _("Collection")
    VENDOR = "VENDOR", _("Vendor")
    STORE = "STORE", _("Whole store")


class ProcessingTime(StoreOwned):
    """From order to dispatch, in business days of a calendar: variant > … > store."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    level = models.CharField(_("for"), max_length=10, choices=Level)
    # Shopify's id of the variant, product or collection; the vendor's name folded; "" of the store.
    target = models.CharField(max_length=255, blank=True)
    label = models.CharField(_("name"), max_length=255, blank=True)
    min_days = _days(_("at least (business days)"))
    max_days = _days(_("at most (business days)"))
    calendar = models.ForeignKey(
        Calendar, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    # Sent by somebody else from elsewhere: shown first, and its transit is in these days.
    is_dropshipped = models.BooleanField(_("sent by the supplier"), default=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("processing time")
        verbose_name_plural = _("processing times")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "level", "target"], name="processing_said_once"
            ),
            models.CheckConstraint(
                condition=Q(min_days__lte=F("max_days")), name="processing_runs_forward"
            ),
            models.CheckConstraint(
                condition=Q(level__in=Level.values), name="processing_level_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.label or self.get_level_display()


class CollectionProduct(StoreOwned):
    """Which products are in a collection that has a processing time."""

    collection = models.BigIntegerField()
    product = models.BigIntegerField()

    class Meta:
        verbose_name = _("product of a collection")
        verbose_name_plural = _("products of collections")
        constraints = [
            models.UniqueConstraint(fields=["store", "product", "collection"], name="in_it_once"),
        ]

    def __str__(self) -> str:
        return f"{self.product} in {self.collection}"


class TransitTime(StoreOwned):
    """From dispatch to the door, by carrier and zone; the most exact one counts."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # A code of shipping/carriers, or "own:<public_id>"; "" any.
    carrier = models.CharField(_("carrier"), max_length=45, blank=True)
    # The name of the shipping rate at check-out, folded; "" any.
    method = models.CharField(_("shipping rate"), max_length=255, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    postcode = models.CharField(_("postcode begins with"), max_length=12, blank=True)
    min_days = _days(_("at least (days)"))
    max_days = _days(_("at most (days)"))
    # Otherwise business days of the country it goes to.
    runs_daily = models.BooleanField(_("also on weekends and holidays"), default=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=254, blank=True, editable=False)

    class Meta:
        verbose_name = _("transit time")
        verbose_name_plural = _("transit times")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "country", "postcode", "carrier", "method"],
                name="transit_said_once",
            ),
            models.CheckConstraint(
                condition=Q(min_days__lte=F("max_days")), name="transit_runs_forward"
            ),
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.country, self.postcode, self.carrier, self.method)))


class Cause(models.TextChoices):
    """Why a promise was made, or made anew."""

    PLACED = "PLACED", _("The order was placed")
    EDITED = "EDITED", _("The order was changed")
    SHIPPED = "SHIPPED", _("It was sent off")
    CARRIER = "CARRIER", _("The carrier says so")
    STAFF = "STAFF", _("Staff said so")
    RULES = "RULES", _("The store's times were changed")
    DELAYED = "DELAYED", _("It did not leave in time")


class Promise(StoreOwned):
    """What the buyer was told: one row is current, the others are its history."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    version = models.PositiveSmallIntegerField()
    is_current = models.BooleanField(default=True)
    cause = models.CharField(_("cause"), max_length=8, choices=Cause)
    because = models.TextField(_("reason"), blank=True)
    made_at = models.DateTimeField(_("made"))
    actor = models.CharField(max_length=254, blank=True)
    # The moment after which something is late to leave: all of it, or where each line has its own
    # date, the first of them; and the day by which all has left, in the calendar's time zone.
    ships_by = models.DateTimeField(_("leaves by"), null=True)
    ships_by_on = models.DateField(null=True)
    # Arrives between these days; null: nothing can be said honestly.
    from_on = models.DateField(_("arrives from"), null=True)
    to_on = models.DateField(_("arrives until"), null=True)
    # What each line's dates are and which rule gave them, as shipping/promising says.
    lines = models.JSONField(default=list, blank=True)
    # How it was worked out, step by step, in codes and days: words are made when it is shown.
    steps = models.JSONField(default=list, blank=True)
    # Digests of what it was worked out from: the order, what has left, what carriers expect.
    basis = models.CharField(max_length=32, blank=True, default="", db_default="", editable=False)
    shipped_at = models.DateTimeField(_("all sent"), null=True)
    settled_at = models.DateTimeField(_("all delivered"), null=True)
    is_kept = models.BooleanField(_("kept"), null=True)

    class Meta:
        verbose_name = _("promise")
        verbose_name_plural = _("promises")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "order", "version"], name="promise_has_a_turn"
            ),
            models.UniqueConstraint(
                fields=["store", "order"],
                condition=Q(is_current=True),
                name="one_current_promise",
            ),
            models.CheckConstraint(
                condition=Q(from_on=None) | Q(from_on__lte=F("to_on")), name="promise_runs_forward"
            ),
        ]
        indexes = [
            # What must leave soon, or should have: the risk list and its sweep.
            models.Index(
                "store",
                "ships_by",
                "id",
                condition=Q(is_current=True, shipped_at=None),
                name="promises_at_risk",
            ),
            # What should have arrived.
            models.Index(
                "store",
                "to_on",
                "id",
                condition=Q(is_current=True, settled_at=None),
                name="promises_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_on} – {self.to_on}"


class PromiseRun(StoreOwned):
    """Staff had the open orders of a store promised anew, since its times were changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    because = models.TextField(_("reason"))
    actor = models.CharField(max_length=254)
    started_at = models.DateTimeField(_("started"))
    # It walks from its beginning into the past: orders placed since follow the new times anyway.
    place_at = models.DateTimeField()
    place = models.BigIntegerField(null=True)
    seen_count = models.PositiveIntegerField(_("orders looked at"), default=0)
    changed_count = models.PositiveIntegerField(_("promised anew"), default=0)
    finished_at = models.DateTimeField(_("finished"), null=True)

    class Meta:
        verbose_name = _("renewal of promises")
        verbose_name_plural = _("renewals of promises")
        constraints = [
            models.UniqueConstraint(
                fields=["store"], condition=Q(finished_at=None), name="one_run_at_a_time"
            ),
        ]
        indexes = [
            # The last ones of a store.
            models.Index("store", F("started_at").desc(), name="runs_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
