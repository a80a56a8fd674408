"""What is amiss with a parcel or an order's way, until it is well again or a person has seen it."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models import Order
from shipping.models.parcel import Parcel
from stores.owned import StoreOwned


class AlarmKind(models.TextChoices):
    NOT_SENT = "NOT_SENT", _("Should have been sent by now")
    NOT_SCANNED = "NOT_SCANNED", _("Has a number, but no carrier has seen it")
    STALLED = "STALLED", _("Stands still on its way")
    EXCEPTION = "EXCEPTION", _("The carrier reports a problem")
    RETURNING = "RETURNING", _("On its way back to the sender")
    LATE = "LATE", _("Later than was promised")
    SILENCE = "SILENCE", _("The buyer has heard nothing for days")


class Alarm(StoreOwned):
    """One trouble of one order or parcel, once at a time. Closed by news or by a person."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    parcel = models.ForeignKey(
        Parcel, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    kind = models.CharField(_("what"), max_length=12, choices=AlarmKind)
    since = models.DateTimeField(_("since"))
    opened_at = models.DateTimeField(_("noticed"))
    closed_at = models.DateTimeField(_("over"), null=True, blank=True)
    closed_by = models.CharField(_("settled by"), max_length=254, blank=True)
    because = models.TextField(_("what was done"), blank=True)

    class Meta:
        verbose_name = _("alarm")
        verbose_name_plural = _("alarms")
        constraints = [
            models.UniqueConstraint(
                fields=["store", "order", "parcel", "kind"],
                condition=Q(closed_at=None),
                nulls_distinct=False,
                name="alarm_open_once",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=AlarmKind.values), name="alarm_kind_is_known"
            ),
        ]
        indexes = [
            # What waits for a person, longest first.
            models.Index("store", "since", "id", condition=Q(closed_at=None), name="alarms_open"),
            # All there were, newest first.
            models.Index("store", F("opened_at").desc(), F("id").desc(), name="alarms_newest"),
            # Of one order.
            models.Index(fields=["store", "order"], name="alarms_of_order"),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()
