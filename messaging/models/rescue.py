"""Addresses that look wrong or proved to be: what a person has to mend."""

from typing import ClassVar, Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.models.message import Message
from messaging.states import Channel
from orders.models import Order
from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class RescueCause(models.TextChoices):
    MISTYPED = "MISTYPED", _("Looks mistyped")
    BOUNCED = "BOUNCED", _("Came back")
    COMPLAINED = "COMPLAINED", _("Marked as spam")


class RescueState(models.TextChoices):
    OPEN = "OPEN", _("Waits for a person")
    MENDED = "MENDED", _("Corrected and sent again")
    DISMISSED = "DISMISSED", _("Left as it is")
    SETTLED = "SETTLED", _("Settled by itself")


class RescueCaseQuerySet(FencedQuerySet["RescueCase"]):
    def open(self) -> Self:
        return self.filter(state=RescueState.OPEN)

    def probable_typos(self) -> Self:
        """Open, and with an address that was probably meant."""
        return self.open().exclude(suggestion="")


RescueCaseManager = FencedManager.from_queryset(RescueCaseQuerySet)


class RescueCase(StoreOwned):
    """One address of one order that a person should look at, until it is mended or let be."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    order = models.ForeignKey(
        Order, models.CASCADE, related_name="+", db_index=False, verbose_name=_("order")
    )
    # What came back; for a mistyped address what first goes there, if anything does.
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    channel = models.CharField(_("channel"), max_length=8, choices=Channel, default=Channel.EMAIL)
    address = models.CharField(_("address"), max_length=320, blank=True)
    cause = models.CharField(_("cause"), max_length=12, choices=RescueCause)
    # The server's own line.
    detail = models.TextField(_("detail"), blank=True)
    suggestion = models.CharField(_("suggestion"), max_length=320, blank=True)
    score = models.FloatField(_("how sure"), default=0)  # 0 to 1, of the suggestion
    state = models.CharField(
        _("state"), max_length=12, choices=RescueState, default=RescueState.OPEN
    )
    opened_at = models.DateTimeField(_("since"))
    closed_at = models.DateTimeField(_("closed"), null=True)
    closed_by = models.CharField(_("closed by"), max_length=254, blank=True)
    because = models.CharField(_("because"), max_length=200, blank=True)
    correction = models.ForeignKey(
        Message, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    objects: ClassVar[RescueCaseManager["RescueCase"]] = RescueCaseManager()

    class Meta:
        verbose_name = _("wrong address")
        verbose_name_plural = _("wrong addresses")
        constraints = [
            # Also how a bounce finds the doubt that came before it.
            models.UniqueConstraint(
                fields=["order", "address"],
                condition=Q(state="OPEN"),
                name="one_open_case_an_address",
            ),
            models.CheckConstraint(
                condition=Q(state="OPEN", closed_at=None)
                | (~Q(state="OPEN") & Q(closed_at__isnull=False)),
                name="closed_case_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(cause__in=RescueCause.values), name="rescue_cause_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=RescueState.values), name="rescue_state_is_known"
            ),
        ]
        indexes = [
            # The queue of each store, oldest first; and how many wait.
            models.Index(
                F("store"), F("opened_at"), F("id"), condition=Q(state="OPEN"), name="cases_open"
            ),
            # What was closed, newest first.
            models.Index(
                F("store"),
                F("opened_at").desc(),
                F("id").desc(),
                condition=~Q(state="OPEN"),
                name="cases_closed",
            ),
            models.Index(fields=["order", "id"], name="cases_of_order"),  # the order's page
        ]

    def __str__(self) -> str:
        return self.address
