"""What buyers ask for on the page, and the codes that show whose address it is."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from orders.models import Order
from stores.owned import StoreOwned


class RequestKind(models.TextChoices):
    ADDRESS = "ADDRESS", _("New delivery address")
    PROBLEM = "PROBLEM", _("Problem")
    RETURN = "RETURN", _("Return")


class RequestState(models.TextChoices):
    OPEN = "OPEN", _("Waits for you")
    DONE = "DONE", _("Done")
    REFUSED = "REFUSED", _("Refused")


class ShopState(models.TextChoices):
    """Whether Shopify was told what was granted."""

    NOTHING = "", _("Nothing to tell")
    DUE = "DUE", _("Is being told")
    DONE = "DONE", _("Knows it")
    FAILED = "FAILED", _("Does not know it")


class BuyerRequest(StoreOwned):
    """One thing a buyer asked for about an order, until staff have answered."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(_("what"), max_length=8, choices=RequestKind)
    # A code of the form: DAMAGED, MISSING, NOT_ARRIVED, OTHER, …
    reason = models.CharField(_("reason"), max_length=20, blank=True)
    text = models.TextField(_("in the buyer's words"), blank=True)
    # ADDRESS: the new one, as an order's. RETURN: [{"line": shopify_id, "quantity": n}]
    data = models.JSONField(default=dict, blank=True)
    state = models.CharField(
        _("state"), max_length=8, choices=RequestState, default=RequestState.OPEN
    )
    asked_at = models.DateTimeField(_("asked"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    # "": the store's rule did it at once.
    settled_by = models.CharField(max_length=254, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    # Whether Shopify knows the new address yet: see Note [Told until it listens] in telling_shop.
    shop_state = models.CharField(
        max_length=8, choices=ShopState, default=ShopState.NOTHING, db_default="", blank=True
    )
    shop_detail = models.CharField(max_length=300, blank=True, default="", db_default="")
    run_after = models.DateTimeField(null=True, editable=False)
    tries_count = models.PositiveSmallIntegerField(default=0, db_default=0, editable=False)

    class Meta:
        verbose_name = _("request of a buyer")
        verbose_name_plural = _("requests of buyers")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RequestKind.values) & Q(state__in=RequestState.values),
                name="request_is_known",
            ),
        ]
        indexes = [
            # What waits for staff, longest first.
            models.Index(
                "store",
                "asked_at",
                "id",
                condition=Q(state=RequestState.OPEN),
                name="requests_open",
            ),
            # All, newest first.
            models.Index("store", F("asked_at").desc(), F("id").desc(), name="requests_newest"),
            # Of one order.
            models.Index(fields=["store", "order"], name="requests_of_order"),
            # What Shopify is to be told, of all stores.
            models.Index(
                fields=["run_after"],
                condition=Q(shop_state=ShopState.DUE),
                name="requests_to_tell",
            ),
            # What Shopify would not be told: a person does it there.
            models.Index(
                fields=["store", "asked_at", "id"],
                condition=Q(shop_state=ShopState.FAILED),
                name="requests_not_told",
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()


class CodePurpose(models.TextChoices):
    SEE = "SEE", _("See the whole address")
    EMAIL = "EMAIL", _("New e-mail address")


class BuyerCode(StoreOwned):
    """Six digits sent to an address, that whoever reads it there can say on the page."""

    order = models.ForeignKey(Order, models.CASCADE, related_name="+", db_index=False)
    purpose = models.CharField(max_length=8, choices=CodePurpose)
    recipient = models.CharField(max_length=320)
    # Salted with the row's own nonce: never the code itself.
    digest = models.BinaryField()
    nonce = models.BinaryField()
    tries_left = models.PositiveSmallIntegerField(default=5)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("code")
        verbose_name_plural = _("codes")
        indexes = [
            models.Index("store", "order", F("made_at").desc(), name="codes_of_order"),
        ]

    def __str__(self) -> str:
        return self.get_purpose_display()
