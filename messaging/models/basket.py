"""Baskets that were left: how a store reminds of them, what it gives, and why buyers left."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from messaging.models.message import Message
from orders.models import Checkout
from stores.owned import FencedManager, FencedQuerySet, StoreOwned


class WithoutCode(models.TextChoices):
    """What becomes of a mail whose discount code cannot be made."""

    GO = "GO", _("It goes without a code")
    HOLD = "HOLD", _("It waits for a person")


class BasketSettings(StoreOwned):
    """How a store reminds. A store without a row reminds as messaging/basket_rules.py says."""

    is_on = models.BooleanField(_("reminds"), default=True)
    # One for each mail, in their order: see basket_rules.Step.
    steps = models.JSONField(_("mails"), default=list)
    minimum_minor = models.BigIntegerField(_("smallest basket"), default=0)
    skips_discounted = models.BooleanField(_("not baskets with a discount"), default=False)
    excluded_domains = models.JSONField(_("not to addresses of"), default=list, blank=True)
    excluded_countries = models.JSONField(_("not to countries"), default=list, blank=True)
    # At most so many mails that advertise, to one buyer in so many days; 0: as many as there are.
    cap_count = models.PositiveSmallIntegerField(_("at most"), default=0)
    cap_days = models.PositiveSmallIntegerField(_("in days"), default=7)
    without_code = models.CharField(
        _("without a code"), max_length=4, choices=WithoutCode, default=WithoutCode.GO
    )
    asks_why = models.BooleanField(_("asks why"), default=False)
    reasons = models.JSONField(_("reasons offered"), default=list, blank=True)
    own_reasons = models.JSONField(_("reasons of its own"), default=list, blank=True)
    changed_at = models.DateTimeField(_("changed"))
    changed_by = models.CharField(_("changed by"), max_length=254, blank=True)

    class Meta:
        verbose_name = _("reminders of baskets")
        verbose_name_plural = _("reminders of baskets")
        constraints = [
            models.UniqueConstraint("store", name="store_reminds_in_one_way"),
            models.CheckConstraint(
                condition=Q(without_code__in=WithoutCode.values), name="without_code_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"Reminders of store {self.store_id}"


class CodeState(models.TextChoices):
    DUE = "DUE", _("To be made at Shopify")
    MADE = "MADE", _("Made at Shopify")
    REFUSED = "REFUSED", _("Could not be made")
    DROPPED = "DROPPED", _("Not needed any more")
    ENDED = "ENDED", _("Ended at Shopify")


class BasketCodeQuerySet(FencedQuerySet["BasketCode"]):
    def unsettled(self) -> Self:
        """To be made, or made and not yet known to be over."""
        return self.filter(state__in=[CodeState.DUE, CodeState.MADE])


class BasketCode(StoreOwned):
    """The discount code of one reminder, from before Shopify is asked for it until it is over.

    See Note [One code, whatever gets lost] in messaging/basket_codes.py.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="+")
    code = models.CharField(max_length=40)
    percent = models.PositiveSmallIntegerField(null=True)
    amount_minor = models.BigIntegerField(null=True)
    minimum_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    days = models.PositiveSmallIntegerField()  # that it is good for, from the mail on
    ends_at = models.DateTimeField(null=True)  # null: Shopify was not asked yet
    state = models.CharField(max_length=8, choices=CodeState, default=CodeState.DUE)
    # Shopify's number of it, once it is made.
    shopify_id = models.BigIntegerField(null=True)
    run_after = models.DateTimeField()  # when it is looked at next
    tries_count = models.PositiveSmallIntegerField(default=0)
    detail = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField(null=True)

    objects: ClassVar = FencedManager.from_queryset(BasketCodeQuerySet)()

    class Meta:
        verbose_name = _("discount code of a basket")
        verbose_name_plural = _("discount codes of baskets")
        constraints = [
            models.UniqueConstraint(fields=["store", "code"], name="one_basket_a_code"),
            models.CheckConstraint(
                condition=Q(state__in=CodeState.values), name="basket_code_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(percent=None, amount_minor__gt=0)
                | Q(percent__range=(1, 100), amount_minor=None),
                name="a_basket_code_takes_something_off",
            ),
            models.CheckConstraint(
                condition=~Q(state=CodeState.MADE) | Q(shopify_id__isnull=False),
                name="a_made_basket_code_is_shopifys",
            ),
        ]
        indexes = [
            # Codes to make or to end, of all stores.
            models.Index(
                fields=["run_after", "message"],
                condition=Q(state__in=["DUE", "MADE"]),
                name="basket_codes_to_look_at",
            ),
            # What Shopify refused, newest first: the settings' page says so.
            models.Index(
                F("store"),
                F("run_after").desc(),
                condition=Q(state="REFUSED"),
                name="basket_codes_refused",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class MarketingMail(StoreOwned):
    """A message that advertises and was let go, counted against the store's limit.

    See Note [Often enough] in messaging/frequency.py. To whom stands in the message alone.
    """

    message = models.OneToOneField(Message, models.CASCADE, primary_key=True, related_name="+")
    admitted_at = models.DateTimeField()

    class Meta:
        verbose_name = _("mail that advertises")
        verbose_name_plural = _("mails that advertise")

    def __str__(self) -> str:
        return f"Advertising message {self.message_id}"


class BasketAnswer(StoreOwned):
    """Why a buyer left, in their own choice: one answer a basket, the last that they gave."""

    checkout = models.ForeignKey(Checkout, models.CASCADE, related_name="+", db_index=False)
    message = models.ForeignKey(
        Message, models.SET_NULL, null=True, related_name="+", db_index=False
    )
    step = models.PositiveSmallIntegerField(_("mail"))
    # A code of basket_rules.Why, or OWN-… of the store.
    reason = models.CharField(_("reason"), max_length=24)
    # The words of a reason of the store's own, as the buyer read them.
    own_words = models.CharField(max_length=120, blank=True)
    text = models.TextField(_("in the buyer's words"), blank=True)
    answered_at = models.DateTimeField(_("answered"))

    class Meta:
        verbose_name = _("answer why a basket was left")
        verbose_name_plural = _("answers why baskets were left")
        constraints = [
            models.UniqueConstraint(fields=["store", "checkout"], name="asked_once_a_basket"),
        ]
        indexes = [
            # The report, and its words newest first.
            models.Index(
                F("store"), F("answered_at").desc(), F("id").desc(), name="basket_answers_newest"
            ),
        ]

    def __str__(self) -> str:
        return self.reason
