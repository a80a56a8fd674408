"""What buyers agreed to, and what they took back: a ledger, of which the last word counts."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.states import Channel, Ground, Purpose
from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class ConsentQuerySet(FencedQuerySet["Consent"]):
    def last_word(self, *, channel: str, address: str, purpose: str) -> Self:
        """The newest first; the first row is what holds."""
        rows = self.filter(channel=channel, address=address.strip().lower(), purpose=purpose)
        return rows.order_by("-at", "-id")


ConsentManager = FencedManager.from_queryset(ConsentQuerySet)


class Consent(StoreOwned):
    """One word of one person about one channel and purpose; never edited, only followed by another.

    `address` is an e-mail address in lower case or a telephone number as +4791234567.
    """

    channel = models.CharField(_("channel"), max_length=8, choices=Channel)
    address = models.CharField(_("address"), max_length=320)
    purpose = models.CharField(_("for"), max_length=16, choices=Purpose)
    is_given = models.BooleanField(_("agreed"))
    ground = models.CharField(_("told by"), max_length=16, choices=Ground)
    detail = models.CharField(_("detail"), max_length=200, blank=True)
    order = models.ForeignKey(
        "orders.Order", models.SET_NULL, null=True, related_name="+", db_index=False
    )
    actor = models.CharField(_("who"), max_length=254, blank=True)
    at = models.DateTimeField(_("when"))

    objects: ClassVar[ConsentManager["Consent"]] = ConsentManager()

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        constraints = [
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="ground_is_known"),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values), name="purpose_is_known"
            ),
        ]
        indexes = [
            # The last word, before each message that needs one.
            models.Index(
                F("store"),
                F("address"),
                F("channel"),
                F("purpose"),
                F("at").desc(),
                F("id").desc(),
                name="last_word_of_a_person",
            ),
            # The list, newest first.
            models.Index(F("store"), F("at").desc(), F("id").desc(), name="consents_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.purpose}"
