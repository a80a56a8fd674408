"""Which mails carried promotion, and the discount codes that are given out one by one."""

from typing import ClassVar, Self

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from messaging.models.message import Message
from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class PromoMail(StoreOwned):
    """A message that carries promotion: kept so that nobody gets too many of them.

    To whom it went stands in the message alone, where it is erased.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="+")
    promoted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mail with promotion")
        verbose_name_plural = _("mails with promotion")

    def __str__(self) -> str:
        return f"Promotion in message {self.message_id}"


class PromoPool(StoreOwned):
    """Discount codes of one store, made in Shopify: each mail that asks gets one of its own."""

    public_id = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)
    name = models.CharField(_("name"), max_length=60)
    created_at = models.DateTimeField(_("created"))
    created_by = models.CharField(_("created by"), max_length=254, blank=True)
    # When a mail last found it empty and left its promotion out; null: since codes were added, none
    missed_at = models.DateTimeField(_("found empty"), null=True, editable=False)

    class Meta:
        verbose_name = _("pool of discount codes")
        verbose_name_plural = _("pools of discount codes")
        constraints = [
            # Also the look-up by name.
            models.UniqueConstraint(fields=["store", "name"], name="one_pool_of_a_name"),
        ]
        indexes = [
            # The list, newest first.
            models.Index(
                F("store"), F("created_at").desc(), F("id").desc(), name="promo_pools_newest"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PromoCodeQuerySet(FencedQuerySet["PromoCode"]):
    def left(self) -> Self:
        """Those that nobody got yet."""
        return self.filter(given_at=None)


PromoCodeManager = FencedManager.from_queryset(PromoCodeQuerySet)


class PromoCode(StoreOwned):
    """One code, for one message."""

    pool = models.ForeignKey(PromoPool, models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(_("code"), max_length=40)
    given_at = models.DateTimeField(_("given"), null=True)
    # Given stays given: the message may be gone, the code was read.
    message = models.OneToOneField(Message, models.SET_NULL, null=True, related_name="+")

    objects: ClassVar[PromoCodeManager["PromoCode"]] = PromoCodeManager()

    class Meta:
        verbose_name = _("discount code")
        verbose_name_plural = _("discount codes")
        constraints = [
            # Shopify takes codes for the same whatever their case.
            models.UniqueConstraint(F("store"), Upper("code"), name="one_code_in_one_pool"),
            models.CheckConstraint(
                condition=Q(message=None) | Q(given_at__isnull=False), name="whose_code_was_given"
            ),
        ]
        indexes = [
            # The next code, and how many are left.
            models.Index(
                fields=["pool", "id"], condition=Q(given_at=None), name="promo_codes_left"
            ),
            # The last given.
            models.Index(
                F("pool"),
                F("given_at").desc(),
                F("id").desc(),
                condition=Q(given_at__isnull=False),
                name="promo_codes_given",
            ),
        ]

    def __str__(self) -> str:
        return self.code
